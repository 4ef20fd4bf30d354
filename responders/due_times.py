"""By when a person will answer, in the words of somebody who says it across a desk."""

from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from responders.phrasebook import Phrasebook

# Nobody promises 17:33. Rounded up, so that a promise is never earlier than its service level.
STEP = timedelta(minutes=5)


def render_due(due_at: datetime | None, now: datetime, time_zone: str, words: Phrasebook) -> str:
    """Tell a time limit: "by 17:30 today", "bis morgen um 09:00 Uhr".

    Args:
        due_at: the limit, aware, or None where nothing is promised.
        now: the instant of writing; a limit that has passed is not told.
        time_zone: IANA name; an unknown one is taken for UTC. UTC is named beside the time, for
            it is nobody's local time.
        words: the language to say it in.
    """
    if due_at is None or due_at <= now:
        return words.due["unknown"]
    zone = find_zone(time_zone)
    local, today = round_up(due_at).astimezone(zone), now.astimezone(zone)
    told = words.due[find_nearness(local, today)].format(
        time=f"{local:%H:%M}",
        weekday=words.weekdays[local.weekday()],
        day=local.day,
        month=words.months[local.month - 1],
        year=local.year,
    )
    return f"{told} (UTC)" if zone is UTC else told


def render_usual(
    wait: timedelta | None, due_at: datetime | None, now: datetime, words: Phrasebook
) -> str:
    """Tell how soon a person usually answers: ", usually in 15 minutes".

    Rounded up: to five minutes from ten on, to hours from one on. Nothing is told of a wait that
    would end after what is promised.
    """
    if wait is None or (due_at is not None and now + wait > due_at):
        return ""
    minutes = max(ceil(wait / timedelta(minutes=1)), 2)
    rounded = minutes if minutes <= 10 else ceil(minutes / 5) * 5
    if rounded > 60:
        return words.usual["hours"].format(number=ceil(rounded / 60))
    return words.usual["hour" if rounded == 60 else "minutes"].format(number=rounded)


def find_nearness(local: datetime, today: datetime) -> str:
    """Say how near a day is: `today` (or before), `tomorrow`, `weekday`, `date` or `year`."""
    days = (local.date() - today.date()).days
    if days <= 1:
        return "tomorrow" if days == 1 else "today"
    if days < 7:
        return "weekday"
    return "date" if local.year == today.year else "year"


def round_up(instant: datetime) -> datetime:
    """Return the time that is told for an instant; never an earlier one."""
    over = (instant - datetime.min.replace(tzinfo=UTC)) % STEP
    return instant + (STEP - over) if over else instant


def find_zone(name: str) -> tzinfo:
    """Return the zone of an IANA name; UTC for one that is unknown."""
    if name.upper() in {"UTC", "ETC/UTC"}:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
