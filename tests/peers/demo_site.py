"""A site of a check's own: the sample company on a free port, visited as its people.

    with Site() as site:
        ana = site.sign_in("ana-ruiz")
        print(ana.get("/me").text)
"""

import html.parser
import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request

BINARY = os.environ.get("DRAWBRIDGE_BINARY", "target/debug/drawbridge")
# The day that it is in the company, so that a check may name dates.
TODAY = "2026-11-18"


def environment():
    """The environment without settings of ours but the log's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DRAWBRIDGE_")}
    return {**kept, "DRAWBRIDGE_LOG": "warn"}


class Site:
    """`drawbridge demo` on a folder that goes away with it; or `drawbridge serve`
    with these settings, whose first admin is Ana."""

    def __init__(self, *arguments, serve=None):
        self.arguments = arguments
        self.settings = serve

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="drawbridge-peers-")
        self.log = open(os.path.join(self.folder, "log"), "w+", encoding="utf-8")
        command = [BINARY, "demo", "--bind", "127.0.0.1:0", "--data", self.path("data"), "--today", TODAY]
        if self.settings is not None:
            bind = self.settings.get("DRAWBRIDGE_BIND", "127.0.0.1:0")
            command = [BINARY, "serve", "--bind", bind, "--data", self.path("data")]
        self.process = subprocess.Popen(
            [*command, *self.arguments],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={**environment(), **(self.settings or {})},
        )
        for line in self.process.stdout:
            found = re.search(r"Drawbridge is at (\S+)", line)
            if found:
                self.base = found.group(1).rstrip("/")
                if self.settings is None:
                    return self
            found = re.search(r"/setup/\S+", line)
            if found:
                self.setup_link = found.group(0)
                return self
        self.log.seek(0)
        said = self.log.read()
        self.__exit__()
        raise RuntimeError(f"the site does not start: {said}")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()
        self.log.close()
        shutil.rmtree(self.folder)

    def path(self, name):
        """A path in the folder, for a file that the check makes."""
        return os.path.join(self.folder, name)

    def run(self, *arguments, typed=None):
        """Runs a command of the program beside the site and returns what it prints."""
        command = [BINARY, *arguments, "--data", self.path("data")]
        ended = subprocess.run(command, capture_output=True, text=True, env=environment(), input=typed)
        if ended.returncode != 0:
            raise AssertionError(f"{' '.join(arguments)} ends with {ended.returncode}: {ended.stderr}")
        return ended.stdout

    def visitor(self):
        """Somebody who is not signed in."""
        return Visitor(self.base)

    def sign_in(self, persona):
        """This persona of the company, signed in."""
        visitor = self.visitor()
        answer = visitor.submit("/sign-in", "/sign-in/persona", {"handle": persona})
        if answer.status != 200:
            raise AssertionError(f"{persona} can't sign in: {answer.status}")
        return visitor


class Answer:
    """What came back after redirects."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.url = response.geturl()
        self.body = response.read()
        response.close()

    @property
    def text(self):
        return self.body.decode("utf-8")


class Visitor:
    """A browser of its own; paths are given below the base, as in `/faq`."""

    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def open(self, path, data=None, headers=()):
        url = path if path.startswith(self.base) else self.base + path
        request = urllib.request.Request(url, data=data, headers=dict(headers))
        try:
            return Answer(self.opener.open(request, timeout=60))
        except urllib.error.HTTPError as refused:
            return Answer(refused)

    def get(self, path):
        """Opens an address, and says so where it is not fine."""
        answer = self.open(path)
        if answer.status != 200:
            raise AssertionError(f"GET {path}: {answer.status}")
        return answer

    def submit(self, page, action, fields):
        """Sends the form of `page` that goes to `action`, with its hidden and filled fields."""
        form = self.form(page, action)
        for name in fields:
            # What the script of the page adds once it has asked.
            if name != "confirmed" and name not in form and not form.takes(name):
                raise AssertionError(f"the form {action} on {page} has no field {name}")
        pairs = [(name, value) for name, value in form.pairs if name not in fields]
        for name, value in fields.items():
            pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
        data = urllib.parse.urlencode(pairs).encode()
        return self.open(action, data, {"Origin": self.base, "Content-Type": "application/x-www-form-urlencoded"})

    def form(self, page, action):
        reader = FormReader(urllib.parse.urlsplit(self.base).path + action)
        reader.feed(self.get(page).text)
        if not reader.found:
            raise AssertionError(f"{page} has no form that goes to {action}")
        return reader


class FormReader(html.parser.HTMLParser):
    """The fields of the first form that goes to an address."""

    def __init__(self, action):
        super().__init__()
        self.action = action
        self.found = self.inside = False
        self.pairs = []
        self.names = set()
        self.select = self.textarea = None

    def __contains__(self, name):
        return any(name == known for known, _ in self.pairs)

    def takes(self, name):
        return name in self.names

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and not self.found and given.get("action") == self.action:
            self.found = self.inside = True
        if not self.inside:
            return
        name = given.get("name")
        if name:
            self.names.add(name)
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.pairs.append((name, given.get("value", "")))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.pairs.append((self.select, given.get("value", "")))
        elif tag == "textarea" and name:
            self.textarea = [name, ""]

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea:
            self.pairs.append(tuple(self.textarea))
            self.textarea = None


def content_type(answer):
    """The media type without its parameters."""
    return answer.headers.get_content_type()
