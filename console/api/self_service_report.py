"""What customers did by themselves, for scripts: the same figures as in the console."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.describe_run import FormWords, describe_forms
from bot.report_self_service import MOST_DAYS, USUAL_DAYS, choose_latest_days, choose_period
from console.api.interaction_models import Answer
from console.api.knowledge_report import ShareItem
from console.api.operation import Call, Query
from console.pages.self_service.funnels import sort_slots
from crm_store.self_service_report import read_self_service
from domain.errors import InvalidInputError
from domain.self_service import RunState
from domain.self_service_figures import ActionFigures, Drop, Period, SelfServiceReport, SlotFigures

_EARLIEST = date(2000, 1, 1)
_LATEST = date(2999, 12, 31)


class SelfServiceQuery(Query):
    """Which days are wanted, and of which channel."""

    first: Annotated[
        date | None,
        Field(
            alias="from",
            ge=_EARLIEST,
            le=_LATEST,
            description="The first day, in the company's time zone. Absent together with `to` for "
            f"the last {USUAL_DAYS} days.",
        ),
    ] = None
    last: Annotated[
        date | None,
        Field(
            alias="to",
            ge=_EARLIEST,
            le=_LATEST,
            description=f"The last day; {MOST_DAYS} days at the most.",
        ),
    ] = None
    channel: Annotated[str | None, Field(description="Absent for all.")] = None


class QuestionItem(Answer):
    """One question of a form."""

    slot: str
    title: str
    asked: Annotated[int, Field(description="Runs that asked it.")]
    answered: Annotated[int, Field(description="Those in which it was answered.")]
    told_unasked: Annotated[int, Field(description="Runs in which it was known unasked.")]
    dropped: Annotated[
        Mapping[Drop, int], Field(description="Runs that were over before it was answered, by how.")
    ]
    median_tries: Annotated[
        float | None, Field(description="How often it was asked until it was answered.")
    ]


class ActionFiguresItem(Answer):
    """What became of the runs of one action that were begun in these days."""

    action: str
    title: str
    begun: int
    states: Annotated[Mapping[RunState, int], Field(description="How many stand where by now.")]
    refused: Annotated[Mapping[str, int], Field(description="Those refused, by outcome.")]
    completion: Annotated[ShareItem, Field(description="Those done, of those over.")]
    containment: Annotated[
        ShareItem,
        Field(
            description="Conversations that no person took over, of those in which it was begun "
            "and is over."
        ),
    ]
    median_messages: Annotated[
        float | None, Field(description="Messages of the customer until it was done.")
    ]
    median_seconds: Annotated[float | None, Field(description="From the beginning until done.")]
    questions: Annotated[
        tuple[QuestionItem, ...], Field(description="In the order that the form asks them.")
    ]


class ContainmentItem(Answer):
    """The containment of one channel."""

    channel: str
    containment: ShareItem


class SelfServiceItem(Answer):
    """The report."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    time_zone: str
    containment: Annotated[
        ShareItem,
        Field(description="Conversations never with people, of those ended answered or solved."),
    ]
    channels: tuple[ContainmentItem, ...]
    actions: tuple[ActionFiguresItem, ...]


async def show_self_service(call: Call[SelfServiceQuery, None]) -> SelfServiceItem:
    """Answer the report."""
    period = _choose_period(call, ZoneInfo(call.services.time_zone))
    report = await call.services.store.read(
        read_self_service, period, channel=call.query.channel or None
    )
    return _describe(report, await describe_forms(report.actions), call.services.time_zone)


def _choose_period(call: Call[SelfServiceQuery, None], zone: ZoneInfo) -> Period:
    """Choose the days.

    Raises:
        InvalidInputError: one day of the two is missing, or they make no sense.
    """
    first, last = call.query.first, call.query.last
    if first is None and last is None:
        return choose_latest_days(USUAL_DAYS, zone, now=call.now)
    if first is None or last is None:
        missing = "from" if first is None else "to"
        raise InvalidInputError("give both days, or neither", field=missing)
    return choose_period(first, last, zone)


def _describe(
    report: SelfServiceReport, forms: Mapping[str, FormWords], time_zone: str
) -> SelfServiceItem:
    return SelfServiceItem(
        first=report.period.first,
        last=report.period.last,
        time_zone=time_zone,
        containment=ShareItem.model_validate(report.contained),
        channels=tuple(
            ContainmentItem(channel=channel, containment=ShareItem.model_validate(share))
            for channel, share in sorted(report.containment.items())
        ),
        actions=tuple(
            _describe_action(report.actions[name], forms[name]) for name in sorted(report.actions)
        ),
    )


def _describe_action(figures: ActionFigures, words: FormWords) -> ActionFiguresItem:
    return ActionFiguresItem(
        action=figures.action,
        title=words.title,
        begun=figures.begun,
        states={state: figures.count(state) for state in RunState},
        refused=figures.refused,
        completion=ShareItem.model_validate(figures.completion),
        containment=ShareItem.model_validate(figures.containment),
        median_messages=figures.median_messages,
        median_seconds=figures.median_seconds,
        questions=tuple(_describe_slot(slot, words) for slot in sort_slots(figures, words)),
    )


def _describe_slot(slot: SlotFigures, words: FormWords) -> QuestionItem:
    return QuestionItem(
        slot=slot.slot,
        title=words.name_slot(slot.slot),
        asked=slot.asked,
        answered=slot.answered,
        told_unasked=slot.told,
        dropped={drop: slot.dropped.get(drop, 0) for drop in Drop},
        median_tries=slot.median_tries,
    )
