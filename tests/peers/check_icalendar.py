"""Invitations, cancellations and the feed, read by the icalendar package and
expanded by dateutil: RFC 5545 and RFC 5546 as others understand them."""

import datetime
import re
import urllib.parse
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr

from demo_site import Site, content_type

BERLIN, UTC = ZoneInfo("Europe/Berlin"), datetime.timezone.utc


def calendar(answer, method):
    """The calendar of an answer, parsed strictly, with its events."""
    assert content_type(answer) == "text/calendar", answer.headers
    assert answer.headers.get_param("method") == method, answer.headers
    for line in answer.body.split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line, f"this line is not folded: {line!r}"
    found = icalendar.Calendar.from_ical(answer.body)
    assert found["METHOD"] == method and found["VERSION"] == "2.0" and found["PRODID"]
    assert not found.errors, found.errors
    events = [event for event in found.walk("VEVENT")]
    for event in events:
        assert not event.errors, event.errors
        for wanted in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "ORGANIZER", "SUMMARY"):
            assert wanted in event, f"an event has no {wanted}"
        assert event["DTSTAMP"].dt.tzinfo is not None and event["ORGANIZER"].startswith("mailto:")
    check_zones(found, events)
    return events


def check_zones(found, events):
    """The clocks that the calendar describes are those of the zone it names."""
    for zone in found.walk("VTIMEZONE"):
        named, described = ZoneInfo(str(zone["TZID"])), zone.to_tz(lookup_tzid=False)
        for event in events:
            local = event["DTSTART"].dt.replace(tzinfo=None)
            assert local.replace(tzinfo=described).utcoffset() == local.replace(tzinfo=named).utcoffset(), local


def instants(event):
    """When a series happens, in UTC, by dateutil: its rule by the clocks of its zone."""
    start = event["DTSTART"].dt
    rule = event["RRULE"].to_ical().decode()
    until = re.search(r"UNTIL=(\d{8}T\d{6}Z)", rule).group(1)
    last = datetime.datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(start.tzinfo)
    naive = rule.replace(until, last.strftime("%Y%m%dT%H%M%S"))
    local = rrulestr(naive, dtstart=start.replace(tzinfo=None))
    gone = event.get("EXDATE", [])
    gone = {each.dt for one in (gone if isinstance(gone, list) else [gone]) for each in one.dts}
    whole = [each.replace(tzinfo=start.tzinfo) for each in local]
    return [each.astimezone(UTC) for each in whole if each not in gone]


def number(answer):
    """The number of the meeting whose page this is."""
    return int(re.search(r"/meetings/(\d+)", urllib.parse.urlsplit(answer.url).path).group(1))


def berlin(day, hour):
    year, month, date = map(int, day.split("-"))
    return datetime.datetime(year, month, date, hour, tzinfo=BERLIN).astimezone(UTC)


FIELDS = {
    "kind": "champions",
    "title": 'Weekly, with "quotes"; commas, and a Ü',
    "day": "2027-03-15",
    "start": "14:00",
    "length": "1h",
    "zone": "Europe/Berlin",
    "repeats": "weekly",
    "until": "2027-04-12",
    "place": "Room 4, Tower; left",
    "agenda": "One\nTwo, three; four\\five\n" + "A long line about callbacks. " * 20,
    "groups": ["champions"],
}

with Site() as site:
    ines, ana, visitor = site.sign_in("ines-marchetti"), site.sign_in("ana-ruiz"), site.visitor()

    # A series over the night in which the clocks change: always 14:00 in Berlin.
    page = ines.submit("/meetings/new", "/meetings", FIELDS)
    meeting = f"/meetings/{number(page)}"
    invited = calendar(ana.get(f"{meeting}/invitation.ics"), "REQUEST")
    assert len(invited) == 1, invited
    event = invited[0]
    uid, first = str(event["UID"]), int(event["SEQUENCE"])
    assert event["SUMMARY"] == FIELDS["title"] and event["LOCATION"] == FIELDS["place"]
    assert event["DESCRIPTION"].startswith("One\nTwo, three; four\\five\nA long line"), event["DESCRIPTION"]
    assert "Ines" in event["ORGANIZER"].params["CN"], event["ORGANIZER"].params
    attendee = event["ATTENDEE"]
    assert attendee.params["PARTSTAT"] == "NEEDS-ACTION" and "Ana" in attendee.params["CN"], attendee.params
    days = ["2027-03-15", "2027-03-22", "2027-03-29", "2027-04-05", "2027-04-12"]
    assert instants(event) == [berlin(day, 14) for day in days], instants(event)
    assert [each.hour for each in instants(event)] == [13, 13, 12, 12, 12]
    assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(hours=1)

    # An answer stands in the next download, and changes nothing for others.
    ana.submit(meeting, f"{meeting}/dates/2027-03-15/answer", {"answer": "accepted", "all": "yes"})
    event = calendar(ana.get(f"{meeting}/invitation.ics"), "REQUEST")[0]
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED" and int(event["SEQUENCE"]) == first

    # One date moves: the same UID, beside the series, with a higher sequence.
    moved = {"day": "2027-03-23", "start": "09:30", "length": "30m"}
    date = f"{meeting}/dates/2027-03-22"
    ines.submit(f"{date}/edit", date, moved)
    events = calendar(ana.get(f"{meeting}/invitation.ics"), "REQUEST")
    series, other = sorted(events, key=lambda each: "RECURRENCE-ID" in each)
    assert {str(each["UID"]) for each in events} == {uid} and int(series["SEQUENCE"]) > first
    assert other["RECURRENCE-ID"].dt == berlin("2027-03-22", 14) and other["DTSTART"].dt.strftime("%d %H:%M") == "23 09:30"
    assert other["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION", "whoever had answered is asked again"
    alone = calendar(ana.get(f"{date}/invitation.ics"), "REQUEST")
    assert len(alone) == 1 and alone[0]["RECURRENCE-ID"].dt == berlin("2027-03-22", 14)

    # One date is called off: taken out of the series, and taken back by itself.
    date = f"{meeting}/dates/2027-03-29"
    ines.submit(f"{date}/edit", f"{date}/cancellation", {"reason": "Easter Monday", "confirmed": "yes"})
    series = [each for each in calendar(ana.get(f"{meeting}/invitation.ics"), "REQUEST") if "RRULE" in each][0]
    assert berlin("2027-03-29", 14) not in instants(series) and len(instants(series)) == 4
    gone = calendar(ana.get(f"{date}/invitation.ics"), "CANCEL")
    assert len(gone) == 1 and gone[0]["STATUS"] == "CANCELLED" and gone[0]["RECURRENCE-ID"].dt == berlin("2027-03-29", 14)
    assert str(gone[0]["UID"]) == uid and int(gone[0]["SEQUENCE"]) == int(series["SEQUENCE"]) > first

    # The feed: without a session, by its secret alone.
    page = ana.submit("/calendar", "/calendar", {})
    address = re.search(r"http://[^<\s]+/calendar/[\w-]+/meetings\.ics", page.text).group(0)
    path = urllib.parse.urlsplit(address).path
    told = calendar(visitor.get(path), "PUBLISH")
    assert len({str(each["UID"]) for each in told}) >= 3, "the sample company's meetings are missing"
    assert all("ATTENDEE" not in each for each in told), "what is only told invites nobody (RFC 5546, 3.2.1)"
    ours = [each for each in told if str(each["UID"]) == uid]
    assert len(ours) == 2 and any("RRULE" in each for each in ours), ours
    crossed = [each for each in told if each.get("STATUS") == "CANCELLED"]
    assert crossed, "the open hour that was called off stays, crossed out"
    monthly = next(each for each in told if "MONTHLY" in each.get("RRULE", {}).get("FREQ", []))
    for each in instants(monthly):
        local = each.astimezone(BERLIN)
        assert (local.weekday(), local.hour) == (2, 14) and 15 <= local.day <= 21, local
    page = ana.submit("/calendar", "/calendar", {})
    assert visitor.open(path).status == 404, "a renewed secret ends the old one"

    # All of it is called off: a real CANCEL of the same UID, with a higher sequence.
    before = int(series["SEQUENCE"])
    ines.submit(f"{meeting}/edit", f"{meeting}/cancellation", {"reason": "Not needed", "confirmed": "yes"})
    gone = calendar(ana.get(f"{meeting}/invitation.ics"), "CANCEL")
    assert len(gone) == 1 and "RECURRENCE-ID" not in gone[0] and str(gone[0]["UID"]) == uid
    assert gone[0]["STATUS"] == "CANCELLED" and int(gone[0]["SEQUENCE"]) > before and "ATTENDEE" in gone[0]

    # Rules of each kind, against days that are written down here.
    for repeats, day, until, expected in [
        ("once", "2026-12-01", "", None),
        ("fortnightly", "2026-12-30", "2027-02-01", ["2026-12-30", "2027-01-13", "2027-01-27"]),
        # The fifth Tuesday stands for the last one.
        ("monthly", "2026-12-29", "2027-03-31", ["2026-12-29", "2027-01-26", "2027-02-23", "2027-03-30"]),
        ("monthly", "2026-12-14", "2027-03-31", ["2026-12-14", "2027-01-11", "2027-02-08", "2027-03-08"]),
    ]:
        fields = {**FIELDS, "title": f"{repeats} {day}", "day": day, "until": until, "repeats": repeats}
        page = ines.submit("/meetings/new", "/meetings", fields)
        event = calendar(ana.get(f"/meetings/{number(page)}/invitation.ics"), "REQUEST")[0]
        assert event["DTSTART"].dt == berlin(day, 14)
        if expected is None:
            assert "RRULE" not in event
        else:
            assert instants(event) == [berlin(each, 14) for each in expected], (repeats, instants(event))
print("a series, its exceptions, its cancellation, the feed and four rules")
