"""Signing in through a certified OpenID provider, by its real pages: the code flow
from end to end, keys that change under it, and what the provider itself refuses."""

import html
import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

from demo_site import Site

NODE = os.environ.get("NODE", "node")
HERE = os.path.dirname(os.path.abspath(__file__))
PROVIDERS = """
[company]
kind = "oidc"
name = "Example Corp"
issuer = "http://127.0.0.1:{port}"
client_id = "drawbridge"
client_secret = "a secret of the tests"
scopes = ["groups"]
join = "domains"
domains = ["example.com"]
[company.groups.network]
grants = ["netsec"]
"""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Provider:
    """The provider, with keys of this name."""

    def __init__(self, port, base, key):
        script = os.path.join(HERE, "openid_provider.mjs")
        command = [NODE, script, str(port), base, key]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if line.strip() == "ready":
                return
        raise RuntimeError("the provider does not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()


class Browser:
    """Keeps cookies, and follows redirects one by one."""

    def __init__(self):
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), Stay)

    def open(self, url, fields=None):
        """Status, where it leads, and the page."""
        data = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            with self.opener.open(url, data, timeout=30) as answer:
                return answer.status, None, answer.read().decode()
        except urllib.error.HTTPError as answer:
            place = answer.headers.get("Location")
            return answer.code, place and urllib.parse.urljoin(url, place), answer.read().decode()

    def walk(self, url, login, until):
        """Through the provider's pages as `login`, up to an address that begins with `until`;
        `asked` says for what it asked on the way."""
        self.asked = []
        for _ in range(20):
            if url.startswith(until):
                return url
            status, place, page = self.open(url)
            while place is None:
                assert status == 200, f"{url}: {status} {page[:400]}"
                action = html.unescape(re.search(r'action="([^"]+)"', page).group(1))
                prompt = re.search(r'name="prompt" value="(\w+)"', page).group(1)
                self.asked.append(prompt)
                fields = {"prompt": prompt, "login": login, "password": "any"} if prompt == "login" else {"prompt": prompt}
                status, place, page = self.open(urllib.parse.urljoin(url, action), fields)
            url = place
        raise AssertionError(f"no end at {url}")


def sign_in(base, login, browser=None):
    """The browser, and what came of the sign-in: status, place, page."""
    browser = browser or Browser()
    status, place, page = browser.open(f"{base}/sign-in/with/company?return=/permissions")
    assert status == 303, f"{status}: {page[:400]}"
    back = browser.walk(place, login, f"{base}/sign-in/with/company/callback")
    return browser, back, browser.open(back)


def main():
    port, own = free_port(), free_port()
    base = f"http://127.0.0.1:{own}"
    provider = Provider(port, base, "first")
    try:
        settings = {
            "DRAWBRIDGE_BIND": f"127.0.0.1:{own}",
            "DRAWBRIDGE_BASE_URL": base,
            "DRAWBRIDGE_OUTGOING__ALLOW": f"http://127.0.0.1:{port}",
            "DRAWBRIDGE_OUTGOING__INSIDE": "127.0.0.1",
        }
        with ProvidersFile(PROVIDERS.format(port=port)) as file:
            settings["DRAWBRIDGE_SIGN_IN__PROVIDERS_FILE"] = file
            with Site(serve=settings):
                provider = check(base, port, provider)
    finally:
        provider.stop()
    print("signed in by oidc-provider, asked again, with its keys changed once; 7 refusals")


class ProvidersFile:
    """A file that only its owner can read."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        self.path = os.path.join(HERE, f".providers-{os.getpid()}.toml")
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(self.text)
        return self.path

    def __exit__(self, *_):
        os.unlink(self.path)


def check(base, port, provider):
    # In, with the name and the right that only the userinfo endpoint tells of.
    ana, back, (status, place, page) = sign_in(base, "ana")
    assert (status, place) == (303, f"{base}/permissions"), f"{status} {place} {page[:800]}"
    assert "Ana Ruiz" in ana.open(f"{base}/permissions")[2]
    assert ana.open(f"{base}/queue")[0] == 200

    # Somebody whom the provider knows is let through; who has to prove that it is still them is asked.
    sign_in(base, "ana", ana)
    assert "login" not in ana.asked, ana.asked
    callback = f"{base}/sign-in/with/company/callback"
    prove = f"{base}/sign-in/with/company?again=true&return=/permissions"
    proof = ana.walk(ana.open(prove)[1], "ana", callback)
    assert "login" in ana.asked, ana.asked
    status, place, page = ana.open(proof)
    assert (status, place) == (303, f"{base}/permissions"), f"{status} {place} {page[:800]}"

    # Whoever takes that out of the address is let through there, and not believed here.
    url = urllib.parse.urlsplit(ana.open(prove)[1])
    kept = [pair for pair in urllib.parse.parse_qsl(url.query) if pair[0] not in ("prompt", "max_age")]
    proof = ana.walk(url._replace(query=urllib.parse.urlencode(kept)).geturl(), "ana", callback)
    assert "login" not in ana.asked, ana.asked
    status, _, page = ana.open(proof)
    assert status == 403 and "did not ask you again" in page, f"{status} {page[:800]}"

    # The same answer again, and in another browser.
    for browser in (ana, Browser()):
        status, _, page = browser.open(back)
        assert status == 400 and "This sign-in is over" in page, f"{status} {page[:400]}"

    # An address that is not verified makes no account.
    _, _, (status, _, page) = sign_in(base, "bo")
    assert status == 403 and "not verified" in page, f"{status} {page[:400]}"

    # What the provider itself refuses of what we send: no challenge, another address, another secret of the try.
    status, place, _ = Browser().open(f"{base}/sign-in/with/company")
    url = urllib.parse.urlsplit(place)
    sent = dict(urllib.parse.parse_qsl(url.query))
    assert sent["code_challenge_method"] == "S256" and sent["nonce"] and sent["state"]
    for changed in ({"code_challenge": None}, {"redirect_uri": f"{base}/sign-in/with/other/callback"}):
        fields = {name: value for name, value in {**sent, **changed}.items() if value}
        status, place, page = Browser().open(url._replace(query=urllib.parse.urlencode(fields)).geturl())
        assert (status == 400) or "error=invalid_request" in (place or ""), f"{changed}: {status} {place} {page[:200]}"

    # A code in a try of another browser: its verifier does not fit, and the provider says so.
    victim, attacker = Browser(), Browser()
    theirs = victim.walk(victim.open(f"{base}/sign-in/with/company")[1], "ana", f"{base}/sign-in/with/company/callback")
    own = attacker.walk(attacker.open(f"{base}/sign-in/with/company")[1], "bo", f"{base}/sign-in/with/company/callback")
    code = lambda address: dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))["code"]
    status, _, page = attacker.open(own.replace(code(own), code(theirs)))
    assert status == 403 and "invalid_grant" in page, f"{status} {page[:400]}"

    # Other keys under the same issuer.
    provider.stop()
    provider = Provider(port, base, "second")
    again, _, (status, place, page) = sign_in(base, "ana")
    assert (status, place) == (303, f"{base}/permissions"), f"{status} {place} {page[:800]}"

    # Signed out here, and offered to be there, too.
    status, place, page = again.open(f"{base}/sign-out/company")
    assert status == 303 and place.startswith(f"http://127.0.0.1:{port}/session/end?client_id=drawbridge"), place
    status, _, page = again.open(place)
    assert status == 200 and "post_logout_redirect_uri" not in page.split("<form")[0], f"{status} {page[:400]}"
    return provider


if __name__ == "__main__":
    sys.exit(main())
