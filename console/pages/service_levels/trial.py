"""Which policy would hold for a conversation that began now: the form, and what it answers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiohttp import web

from bot.service_level_desk.views import Trial, TriedPolicy
from channels.text_cleaning import clean_line
from console.keys import get_services
from console.wording import CLOCKS
from domain.calendars import ALWAYS
from domain.conversations import Priority
from domain.errors import InvalidInputError
from domain.service_levels import PolicyFacts
from service_levels.opening_hours import make_hours
from service_levels.told_times import ToldTimes, tell_amount

STANDARD: Final = "standard"
_LONGEST: Final = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialForm:
    """What somebody asked for.

    Attributes:
        came_by: a channel (`sms`) or one of its accounts (`sms/main`).
        queue: empty while the bot has the conversation.
        asked: whether anything was asked for at all.
    """

    tier: str
    came_by: str
    topic: str
    queue: str
    priority: str
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """What is promised, and when that would be due if it began now."""

    kind: str
    target: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAnswer:
    """What came of it.

    Attributes:
        fits: whether a policy holds, rather than the queue's own promise.
        passed: the policies before it, each with why it did not.
        calendar: title of the calendar that counts.
        time_zone: in which the due times are told.
    """

    trial: Trial
    fits: bool
    promises: tuple[PromiseLine, ...]
    passed: tuple[TriedPolicy, ...]
    calendar: str
    time_zone: str


def read_trial(request: web.Request) -> TrialForm:
    """Read what is asked for from the page's address."""
    given = {name: clean_line(words)[:_LONGEST] for name, words in request.query.items()}
    return TrialForm(
        tier=given.get("tier", STANDARD),
        came_by=given.get("by", ""),
        topic=given.get("topic", ""),
        queue=given.get("queue", ""),
        priority=given.get("priority", Priority.NORMAL.value),
        asked="by" in given,
    )


async def answer_trial(request: web.Request, form: TrialForm) -> TrialAnswer:
    """Try it out.

    Raises:
        InvalidInputError: there is no such channel, queue or priority.
    """
    if form.priority not in set(Priority):
        raise InvalidInputError("choose one of the priorities", field="priority")
    desk = get_services(request).service_levels
    trial = await desk.try_policy(_read_facts(form), priority=Priority(form.priority))
    return await _tell(request, trial)


def _read_facts(form: TrialForm) -> PolicyFacts:
    channel, _, account = form.came_by.partition("/")
    return PolicyFacts(
        tier=form.tier,
        channel=channel,
        account=f"{channel}/{account}",
        topic=form.topic.lower() or None,
        queue=form.queue or None,
    )


async def _tell(request: web.Request, trial: Trial) -> TrialAnswer:
    services = get_services(request)
    calendar = (await services.service_levels.get_calendar(trial.policy.calendar)).view.calendar
    # Round the clock has no place of its own.
    zone = services.time_zone if calendar.name == ALWAYS.name else calendar.time_zone
    now, hours = services.clock.now(), make_hours(calendar)
    amounts = {kind: timedelta(minutes=each) for kind, each in trial.targets.items()}
    due = {kind: hours.add(now, amount) for kind, amount in amounts.items()}
    times = ToldTimes(zone, now, tuple(due.values()))
    holding = next((at for at, each in enumerate(trial.tried) if each.holds), None)
    return TrialAnswer(
        trial=trial,
        fits=holding is not None,
        promises=tuple(
            PromiseLine(kind=CLOCKS[kind], target=tell_amount(amount), due=times.tell(due[kind]))
            for kind, amount in amounts.items()
        ),
        passed=trial.tried[:holding],
        calendar=calendar.title,
        time_zone=zone,
    )
