"""Mail and chat as others receive them: by aiosmtpd with STARTTLS, and with TLS
from the first byte on, each with a password; parsed by Python's own email package, and by a recording place in chat whose
card is read by Microsoft's adaptivecards."""

import email
import email.policy
import email.utils
import http.server
import json
import os
import re
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.parse

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from demo_site import Site

NODE = os.environ["NODE"]
PASSWORD = "walrus umbrella quartz"
LOGIN = (b"bridge", b"canary-2718-smtp")


class Sink:
    """Keeps each mail as it came."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content, session.ssl is not None, session.authenticated))
        return "250 taken"

    def wait_for(self, count):
        waited = time.monotonic() + 60
        while len(self.mails) < count and time.monotonic() < waited:
            time.sleep(0.05)
        assert len(self.mails) >= count, f"{len(self.mails)} mails, not {count}"
        return [(to, email.message_from_bytes(content, policy=email.policy.default)) for to, content, *_ in self.mails]


class Chat(http.server.BaseHTTPRequestHandler):
    """Keeps each request."""

    posted = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Chat.posted.append((self.path, self.headers, json.loads(body)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


def certificate(folder):
    """An authority of the check's own, and a certificate of it for 127.0.0.1."""
    path = lambda name: os.path.join(folder, name)
    run = lambda *words: subprocess.run(["openssl", *words], check=True, capture_output=True)
    new = ["-newkey", "rsa:2048", "-nodes", "-sha256"]
    run("req", "-x509", *new, "-keyout", path("ca.key"), "-out", path("ca.pem"), "-days", "7", "-subj", "/CN=Test authority")
    run("req", *new, "-keyout", path("key.pem"), "-out", path("request.pem"), "-subj", "/CN=127.0.0.1")
    with open(path("names"), "w", encoding="ascii") as names:
        names.write("subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    run("x509", "-req", "-in", path("request.pem"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial",
        "-out", path("cert.pem"), "-days", "7", "-extfile", path("names"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path("cert.pem"), path("key.pem"))
    return context, path("ca.pem")


def check_login(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == LOGIN)


def check_mail(to, message, base):
    """What holds for every mail of ours; returns its text."""
    assert not message.defects, message.defects
    for name in ("From", "To", "Date", "Message-ID", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post"):
        assert len(message.get_all(name, [])) == 1, f"{name}: {message.get_all(name)}"
    assert email.utils.parsedate_to_datetime(message["Date"]).tzinfo is not None
    assert message["To"].addresses[0].addr_spec == to[0] and len(to) == 1, (to, message["To"])
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message["Message-ID"]), message["Message-ID"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(r"<(\S+)>", message["List-Unsubscribe"]).group(1)
    assert link.startswith(base + "/notifications/unsubscribe/"), link
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in message.iter_parts():
        assert not part.defects and link in part.get_content(), part.get_content()
    return message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content(), link


with tempfile.TemporaryDirectory() as folder:
    context, authority = certificate(folder)
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(sink, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True,
                        auth_required=True, authenticator=check_login)
    server.start()
    chat = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Chat)
    threading.Thread(target=chat.serve_forever, daemon=True).start()
    place = f"http://127.0.0.1:{chat.server_port}"
    file = os.path.join(folder, "chat.toml")
    with open(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
        out.write(f'[netsec]\nurl = "{place}/teams/canary"\nkind = "teams"\n[lead]\nurl = "{place}/slack"\n')
    settings = {
        "DRAWBRIDGE_MAIL__HOST": "127.0.0.1",
        "DRAWBRIDGE_MAIL__PORT": str(port),
        "DRAWBRIDGE_MAIL__USER": LOGIN[0].decode(),
        "DRAWBRIDGE_MAIL__PASSWORD": LOGIN[1].decode(),
        "DRAWBRIDGE_MAIL__FROM": "Drawbridge Ü <bridge@example.com>",
        "DRAWBRIDGE_OUTGOING__AUTHORITIES": authority,
        "DRAWBRIDGE_OUTGOING__ALLOW": place,
        "DRAWBRIDGE_OUTGOING__INSIDE": "127.0.0.1",
        "DRAWBRIDGE_CHAT__FILE": file,
    }
    with Site(serve=settings) as site:
        ana = site.visitor()
        link = site.setup_link
        ana.submit(link, link, {"name": "Ana Ruíz", "email": "ana@example.com", "password": PASSWORD})
        site.run("user", "add", "kim@example.com", "--name", "Kim, Oh", "--grant", "netsec", "--password-stdin", typed=PASSWORD)
        title = "Может ли checkout → vendor: 8443? @everyone"
        words = "First line\n.\nA line after a dot, and one that is long: " + "word " * 100
        ana.submit("/questions/new", "/questions", {"title": title, "body": words, "urgency": "blocked"})

        to, first = sink.wait_for(1)[0]
        plain, html, unsubscribe = check_mail(to, first, site.base)
        assert first["Subject"] == f"Question 1: {title}", first["Subject"]
        assert str(first["From"].addresses[0]) == '"Drawbridge Ü" <bridge@example.com>' or first["From"].addresses[0].display_name == "Drawbridge Ü"
        assert first["To"].addresses[0].display_name == "Kim, Oh", first["To"]
        assert f"Blocked now. Ana Ruíz asks: {title}" in plain and "\n.\n" in plain.replace("\r\n", "\n"), plain
        assert "A line after a dot" in html and site.base + "/questions/1" in plain

        kim = site.visitor()
        kim.submit("/sign-in", "/sign-in", {"email": "kim@example.com", "password": PASSWORD})
        kim.submit("/questions/1", "/questions/1/inquiry", {"inquiry": "Which host? <b>Bold</b> & co."})
        to, second = sink.wait_for(2)[1]
        plain, html, _ = check_mail(to, second, site.base)
        assert to == ["ana@example.com"] and "Which host? <b>Bold</b> & co." in plain
        assert "<b>Bold</b>" not in html and "&#60;b&#62;Bold" in html, html
        for name in ("In-Reply-To", "References", "Subject"):
            assert first[name] == second[name] and first[name], (name, first[name], second[name])
        assert first["Message-ID"] != second["Message-ID"]
        assert all(encrypted and signed_in for *_, encrypted, signed_in in sink.mails), "STARTTLS, then the password"

        # One click, as a mail program's server does it.
        ended = site.visitor().open(urllib.parse.urlsplit(unsubscribe).path, b"List-Unsubscribe=One-Click",
                                    {"Content-Type": "application/x-www-form-urlencoded"})
        assert ended.status == 200, ended.status
        assert 'name="blocked" value="never" checked' in kim.get("/notifications/settings").text

        waited = time.monotonic() + 30
        while not Chat.posted and time.monotonic() < waited:
            time.sleep(0.05)
        path, headers, body = Chat.posted[0]
        assert path == "/teams/canary" and headers["Idempotency-Key"] and body["type"] == "message"
        card = body["attachments"][0]
        assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
        read = subprocess.run([NODE, "tests/peers/adaptive_card.mjs"], input=json.dumps(card["content"]),
                              capture_output=True, text=True, check=True)
        read = json.loads(read.stdout)
        assert read["faults"] == [] and read["links"] == [site.base + "/questions/1"], read
        assert "checkout → vendor: 8443?" in read["texts"][0] and "@everyone" not in json.dumps(read["texts"]), read

        # Nothing secret on a page or in the log (N10).
        outbox = ana.get("/notifications/outbox").text
        site.log.flush()
        with open(os.path.join(site.folder, "log"), encoding="utf-8") as log:
            shown = outbox + log.read()
        for secret in (LOGIN[1].decode(), "canary", unsubscribe.rsplit("/", 1)[1]):
            assert secret not in shown, f"{secret} is shown"
    server.stop()
    chat.shutdown()
    # TLS from the first byte on (RFC 8314), as servers listen on port 465.
    wrapped = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(wrapped, hostname="127.0.0.1", port=port, ssl_context=context, auth_required=True,
                        auth_require_tls=False, authenticator=check_login)
    server.start()
    settings = {name: value for name, value in settings.items() if name not in ("DRAWBRIDGE_CHAT__FILE",)}
    with Site(serve={**settings, "DRAWBRIDGE_MAIL__PORT": str(port), "DRAWBRIDGE_MAIL__SECURITY": "tls"}) as site:
        ana = site.visitor()
        ana.submit(site.setup_link, site.setup_link, {"name": "Ana", "email": "ana@example.com", "password": PASSWORD})
        site.run("user", "add", "kim@example.com", "--name", "Kim", "--grant", "netsec", "--password-stdin", typed=PASSWORD)
        ana.submit("/questions/new", "/questions", {"title": "Port 8443?", "urgency": "blocked"})
        to, mail = wrapped.wait_for(1)[0]
        check_mail(to, mail, site.base)
        assert mail["Subject"] == "Question 1: Port 8443?" and wrapped.mails[0][3], "with the password"
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
            plain.sendall(b"EHLO in.the.clear\r\n")
            said = plain.recv(100)
            assert not said.startswith(b"2"), f"the server speaks TLS and nothing else: {said}"
    server.stop()
print("two mails in one thread over STARTTLS, one over TLS from the start, one click that ends them, and a card")
