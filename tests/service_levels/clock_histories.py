"""Clocks as they might be lived: calendars of several zones, and events in every order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from domain.calendars import ALWAYS, BusinessCalendar, Hours, Slot, SpecialDay
from domain.service_levels import PauseReason
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockTerms
from service_levels.opening_hours import make_hours

K = ClockEventKind
OFFICE = (Slot(opens=9 * 60, closes=12 * 60), Slot(opens=13 * 60, closes=17 * 60))
CALENDARS = {
    "always": ALWAYS,
    "oslo": BusinessCalendar(
        name="oslo",
        title="Oslo",
        version="oslo",
        time_zone="Europe/Oslo",
        week=(OFFICE,) * 5 + ((), ()),
        special_days=(
            SpecialDay(day=date(2026, 4, 2), name="Maundy Thursday"),
            SpecialDay(day=date(2026, 4, 3), name="Good Friday"),
            SpecialDay(day=date(2026, 4, 6), name="Easter Monday"),
        ),
    ),
    "new york": BusinessCalendar(
        name="new york",
        title="New York",
        version="new york",
        time_zone="America/New_York",
        week=((Slot(opens=0, closes=1440),),) * 7,
        special_days=(SpecialDay(day=date(2026, 11, 26), name="Thanksgiving"),),
    ),
    # It opens over midnight, in a zone whose summer time is half an hour.
    "lord howe": BusinessCalendar(
        name="lord howe",
        title="Lord Howe",
        version="lord howe",
        time_zone="Australia/Lord_Howe",
        week=((Slot(opens=0, closes=150), Slot(opens=22 * 60, closes=1440)),) * 7,
    ),
}
ZONES = ("UTC", "Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")


def hours_of(version: str) -> Hours:
    """The hours of a version of a calendar."""
    return make_hours(CALENDARS[version])


def make_terms(
    minutes: int, calendar: str = "oslo", policy: str = "gold", priority: str = "normal"
) -> ClockTerms:
    return ClockTerms(
        policy=policy,
        policy_version=f"{policy}/1",
        calendar=calendar,
        calendar_version=calendar,
        target=timedelta(minutes=minutes),
        priority=priority,
        queue="support",
    )


def instants() -> st.SearchStrategy[datetime]:
    """Instants around the days on which clocks are set, in either half of the world."""
    bases = [datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 27, tzinfo=UTC)]
    bases += [datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)]
    return st.builds(
        lambda base, seconds: base + timedelta(seconds=seconds),
        st.sampled_from(bases),
        st.integers(0, 10 * 86_400),
    )


def terms() -> st.SearchStrategy[ClockTerms]:
    return st.builds(make_terms, st.integers(1, 3000), st.sampled_from(list(CALENDARS)))


def lengths(*, longest_hours: int = 72) -> st.SearchStrategy[timedelta]:
    return st.builds(
        lambda seconds: timedelta(seconds=seconds), st.integers(0, longest_hours * 3600)
    )


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    kinds: Sequence[ClockEventKind] = tuple(each for each in K if each is not K.STARTED),
    steps_back: bool = True,
) -> list[ClockEvent]:
    """A start and up to eight events after it, of clocks on the wall that may jump back."""
    at = draw(instants())
    events = [ClockEvent(kind=K.STARTED, at=at, terms=draw(terms()))]
    for _ in range(draw(st.integers(0, 8))):
        at += timedelta(seconds=draw(st.integers(-7200 if steps_back else 0, 2 * 86_400)))
        events.append(draw(one_event(at, draw(st.sampled_from(kinds)))))
    return events


@st.composite
def one_event(draw: st.DrawFn, at: datetime, kind: ClockEventKind) -> ClockEvent:
    if kind is K.PAUSED:
        until = draw(st.none() | lengths().map(lambda length: at + length - timedelta(hours=2)))
        reason = draw(st.sampled_from(PauseReason))
        return ClockEvent(kind=kind, at=at, reason=reason.value, until=until)
    if kind is K.RETARGETED:
        return ClockEvent(kind=kind, at=at, reason="queue", terms=draw(terms()))
    return ClockEvent(kind=kind, at=at, reason="agent" if kind is K.MET else "")
