"""Feeds, read by the feedparser package: RFC 4287 as feed readers understand it."""

import re
import time
import urllib.parse

import feedparser

from demo_site import Site, content_type


def read(answer):
    """The feed of an answer, parsed without a word of complaint."""
    assert content_type(answer) == "application/atom+xml", answer.headers
    found = feedparser.parse(answer.body, response_headers={"content-type": answer.headers["content-type"]})
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10", found.version
    feed = found.feed
    assert feed.id.startswith("urn:uuid:") and feed.title and feed.author == "Drawbridge", feed
    ids = [entry.id for entry in found.entries]
    assert ids and len(set(ids)) == len(ids), ids
    for entry in found.entries:
        assert entry.id.startswith("urn:uuid:") and entry.title and entry.author and entry.summary, entry
        assert time.gmtime(0) < entry.published_parsed <= entry.updated_parsed <= feed.updated_parsed, entry.updated
        assert entry.tags[0].term and entry.tags[0].label, entry.tags
        assert entry.content[0].type == "text/html"
        assert entry.link.startswith(site.base + "/questions/"), entry.link
    return found


def secrets(visitor, page, action):
    """The addresses that a new secret opens."""
    made = visitor.submit(page, action, {})
    assert made.status == 200, made.status
    return re.findall(r'data-copy>([^<]+\.atom)<', made.text)


with Site() as site:
    dev, kwame = site.sign_in("dev-patel"), site.sign_in("kwame-boateng")
    title = 'Is <i>5432</i> & "5433" fine, or 5 > 4? 日本'
    body = "See [the ports](/faq/ephemeral-ports) & <b>this</b>.\n\n    a < b\n"
    asked = dev.submit("/questions/new", "/questions", {"title": title, "body": body})
    assert asked.status == 200, asked.status

    (address,) = [one for one in secrets(dev, "/me/feeds", "/me/feeds") if "checkout" in one]
    reader = site.visitor()
    answer = reader.get(address)
    team = read(answer)
    newest = team.entries[0]
    assert newest.title_detail.type == "text/plain" and newest.title == title, newest.title
    assert newest.author == "Dev Patel", newest.author
    content = newest.content[0].value
    assert f'href="{site.base}/faq/ephemeral-ports"' in content and "a &lt; b" in content, content
    assert urllib.parse.urlsplit(team.feed.link).path == "/questions", team.feed.link
    assert dev.get(urllib.parse.urlsplit(newest.link).path).status == 200

    # The discovery link on the page leads a browser to the same entries.
    page = dev.get("/teams/checkout").text
    own = re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', page).group(1)
    assert [entry.id for entry in read(dev.get(own)).entries] == [entry.id for entry in team.entries]

    again = reader.open(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304 and not again.body, again.status

    queue = read(reader.get(next(one for one in secrets(kwame, "/me/feeds", "/me/feeds") if one.endswith("/queue.atom"))))
    assert queue.feed.id != team.feed.id

print(f"{len(team.entries)} questions of a team, {len(queue.entries)} for Network Security")
