"""Dates and hours reckoned by Python's datetime and zoneinfo, for a test to hold ours against.

    reckon_dates.py SEED COUNT

prints one interval a line, with tabs between: zone, begin and end as microseconds
since 1970, the name of the day on which weeks begin, the working days as a
bit for each weekday from Monday on, holidays as month-day, then what they come
to: the local days of begin and end, working days from the one to the other,
the first day of the week, the first and last of month and quarter of the begin,
seconds of that day, and seconds of the interval by local day.
"""

import calendar
import random
import sys
import zoneinfo
from datetime import date, datetime, timedelta, timezone

NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def midnight(day, zone):
    """The instant at which a local day begins, in whole seconds since 1970."""
    local = datetime(day.year, day.month, day.day, tzinfo=zone)
    return int((local.astimezone(timezone.utc) - EPOCH).total_seconds())


def days_from(first, last):
    while first <= last:
        yield first
        first += timedelta(days=1)


def seconds_by_day(begin, end, first, last, zone):
    for day in days_from(first, last):
        seconds = min(end, midnight(day + timedelta(days=1), zone)) - max(begin, midnight(day, zone))
        if seconds > 0:
            yield f"{day}={seconds}"


def case(dice, zones):
    name = dice.choice(zones)
    zone = zoneinfo.ZoneInfo(name)
    begin = dice.randrange(int(datetime(1990, 1, 1).timestamp()), int(datetime(2037, 1, 1).timestamp()))
    length = int(10 ** dice.uniform(0, 7.5))
    end = begin + length
    first = datetime.fromtimestamp(begin, zone).date()
    last = datetime.fromtimestamp(end, zone).date()
    starts = dice.randrange(7)
    worked = [dice.random() < 0.7 for _ in range(7)]
    worked[dice.randrange(7)] = True
    holidays = {(month, dice.randrange(1, 29)) for month in dice.sample(range(1, 13), 3)} | {(2, 29)}
    is_worked = lambda day: worked[day.weekday()] and (day.month, day.day) not in holidays
    week = first - timedelta(days=(first.weekday() - starts) % 7)
    month_end = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    quarter = first.replace(month=(first.month - 1) // 3 * 3 + 1, day=1)
    last_month = quarter.month + 2
    quarter_end = date(quarter.year, last_month, calendar.monthrange(quarter.year, last_month)[1])
    by_day = seconds_by_day(begin, end, first, last, zone) if length < 90 * 86_400 else []
    return [
        name,
        begin * 1_000_000,
        end * 1_000_000,
        NAMES[starts],
        "".join("1" if day else "0" for day in worked),
        ",".join(f"{month:02}-{day:02}" for month, day in sorted(holidays)),
        first,
        last,
        sum(map(is_worked, days_from(first, last))),
        week,
        first.replace(day=1),
        month_end,
        quarter,
        quarter_end,
        midnight(first + timedelta(days=1), zone) - midnight(first, zone),
        ",".join(by_day),
    ]


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(seed)
    known = zoneinfo.available_timezones()
    zones = sorted(name for name in known if "/" in name and not name.startswith(("posix", "right")))
    for _ in range(count):
        print(*case(dice, zones), sep="\t")


main()
