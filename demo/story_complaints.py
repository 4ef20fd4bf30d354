"""Complaints of the last weeks, told in short: each becomes a conversation; pure."""

from collections.abc import Iterator, Mapping
from datetime import time
from itertools import pairwise
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from demo.story_past import Language, make_key
from domain.complaint_register import Outcome

_FIRST_PHONE: Final = 15550240
_DAY: Final = 24 * 60
# As the shipped policy has it, and a walk to the telephone.
_FOLLOWED_UP: Final = 48 * 60 + 75
_SUPERVISOR: Final = "ingrid"


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldWords(_Told):
    """What agents write in every case, in one language; `{name}` and `{agent}` are filled in."""

    looking: str
    joined: str
    closed: str


class ToldCopy(_Told):
    """The same matter once more, so many minutes after the first message."""

    channel: str
    after: int
    say: str
    subject: str | None = None


class ToldSecondAnswer(_Told):
    """What came after the customer said that it was not right; without words nobody answered."""

    after: int
    doing: str | None = None
    closed: bool
    vote: int | None = None
    right: str | None = None


class ToldComplaint(_Told):
    """A complaint, and how far it came; minutes count from what was before.

    Attributes:
        asked: whether agents were asked if it is one.
        agent: who looked into it; None where nobody did as yet.
        answered_after: None where it is not answered.
        waits_after: a gesture was proposed then and waits for a second person.
        outside: the body that it went to.
        redeemed: what the voucher was redeemed for.
        carried_out: how a refund was paid or points were credited.
        too_short: a supervisor learns from it that vouchers expire too soon.
        vote: from 1 to 5, where the customer is asked.
        right: what they say when they are asked whether it is right now.
    """

    customer: str
    channel: str
    say: str
    subject: str | None = None
    days_ago: int = 0
    at: time | None = None
    minutes_ago: int | None = None
    asked: bool = False
    agent: str | None = None
    category: str | None = None
    product: str | None = None
    cause: str | None = None
    lessons: str | None = None
    taken_after: int = 20
    answered_after: int | None = None
    doing: str = ""
    waits_after: int | None = None
    outside: str | None = None
    too_short: bool = False
    redeemed: str | None = None
    revoked: str | None = None
    carried_out: str | None = None
    vote: int | None = None
    right: str | None = None
    again: ToldSecondAnswer | None = None
    also: tuple[ToldCopy, ...] = ()


class Complaints(_Told):
    """All of them; `customers` are names by language, of which `gold` flies most."""

    customers: Mapping[Language, tuple[str, ...]]
    gold: tuple[str, ...]
    said: Mapping[Language, ToldWords]
    complaints: tuple[ToldComplaint, ...]


def list_complaining_customers(told: Complaints) -> list[dict[str, Any]]:
    """List who complained, as the story's file of customers would tell them."""
    listed: list[dict[str, Any]] = []
    for language, names in told.customers.items():
        for name in names:
            key = make_key(name)
            listed.append(
                {
                    "key": key,
                    "name": name,
                    "phone": f"+{_FIRST_PHONE + len(listed)}",
                    "email": f"{key}@example.com",
                    "language": language,
                    "tier": "gold" if name in told.gold else "standard",
                    "known_for_days": 170,
                    "chats": True,
                }
            )
    return listed


def list_complaint_conversations(
    told: Complaints, agents: Mapping[str, str]
) -> list[dict[str, Any]]:
    """List the conversations, as the story's file of the last weeks would tell them.

    Args:
        agents: names of those who work here, by key.
    """
    speakers = {
        make_key(name): (name, language)
        for language, names in told.customers.items()
        for name in names
    }
    return [
        conversation
        for each in told.complaints
        for conversation in _tell(told, each, *speakers[each.customer], agents)
    ]


def _tell(
    told: Complaints,
    one: ToldComplaint,
    name: str,
    language: Language,
    agents: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    words = told.said[language]
    steps = [{"customer": one.say}, *_see_to(one, words, name, agents)]
    # What comes on the same thread is said in the same conversation.
    same = [each for each in one.also if each.channel == one.channel]
    yield _place(one, 0, one.channel, one.subject, _weave(steps, same))
    for channel in dict.fromkeys(each.channel for each in one.also if each.channel != one.channel):
        copies = [each for each in one.also if each.channel == channel]
        first = copies[0]
        said: list[dict[str, Any]] = [{"customer": first.say}]
        said += [
            {"after": each.after - before.after, "customer": each.say}
            for before, each in pairwise(copies)
        ]
        closed = {"after": 60, "agent": one.agent, "resolve": "duplicate"}
        yield _place(one, first.after, channel, first.subject, [*said, closed])


def _weave(steps: list[dict[str, Any]], copies: list[ToldCopy]) -> list[dict[str, Any]]:
    """Put what the customer says meanwhile between the first message and what is done then."""
    said = [
        {"after": each.after - (copies[number - 1].after if number else 0), "customer": each.say}
        for number, each in enumerate(copies)
    ]
    if not said:
        return steps
    first, second, *others = steps
    later = {**second, "after": second["after"] - copies[-1].after}
    return [first, *said, later, *others]


def _place(
    one: ToldComplaint, after: int, channel: str, subject: str | None, steps: list[dict[str, Any]]
) -> dict[str, Any]:
    placed: dict[str, Any] = {"minutes_ago": one.minutes_ago}
    if one.at is not None:
        minutes = one.at.hour * 60 + one.at.minute + after
        placed = {"days_ago": one.days_ago, "at": time(minutes // 60, minutes % 60)}
    return {
        "customer": one.customer,
        "channel": channel,
        "subject": subject,
        "steps": steps,
        **placed,
    }


def _see_to(
    one: ToldComplaint, words: ToldWords, name: str, agents: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    agent = one.agent
    if agent is None:
        return
    looking = words.looking.format(name=name, agent=agents[agent].split()[0])
    if one.asked:
        yield {"after": one.taken_after // 2, "agent": agent, "is_complaint": one.category}
    yield {"after": one.taken_after, "agent": agent, "take": True}
    yield {"after": 2, "agent": agent, "investigate": True}
    yield {"after": 3, "agent": agent, "reply": looking}
    yield {"after": 15, "agent": agent, "findings": _list_findings(one)}
    if one.outside is not None:
        yield {"after": 120, "agent": agent, "outside": one.outside}
    if one.waits_after is not None:
        yield {"after": one.waits_after, "agent": agent, "propose": True}
    if one.answered_after is not None:
        yield from _answer(agent, one.answered_after, one.doing)
        yield from _close(one, words, agent)


def _list_findings(one: ToldComplaint) -> dict[str, str]:
    found = {
        "category": one.category,
        "product": one.product,
        "root_cause": one.cause,
        "lessons": one.lessons,
    }
    return {key: value for key, value in found.items() if value is not None}


def _answer(agent: str, after: int, doing: str) -> Iterator[dict[str, Any]]:
    yield {"after": max(after - 40, 1), "agent": agent, "propose": True}
    yield {"after": 25, "agent": _SUPERVISOR, "approve": True}
    yield {"after": 15, "agent": agent, "respond": doing}


def _close(one: ToldComplaint, words: ToldWords, agent: str) -> Iterator[dict[str, Any]]:
    if one.too_short:
        yield {"after": 60, "agent": _SUPERVISOR, "adopt_policy": True}
    yield from _make_of_gesture(one)
    yield from _end(words, agent, one.vote)
    if one.right is not None:
        yield {"after": _FOLLOWED_UP, "right": one.right}
    if one.again is not None:
        yield from _answer_again(one.again, words, agent)


def _make_of_gesture(one: ToldComplaint) -> Iterator[dict[str, Any]]:
    if one.redeemed is not None:
        yield {"after": 700, "redeem": one.redeemed}
    if one.carried_out is not None:
        yield {"after": 300, "agent": _SUPERVISOR, "carried_out": one.carried_out}
    if one.revoked is not None:
        yield {"after": 600, "agent": _SUPERVISOR, "revoke": one.revoked}


def _answer_again(
    again: ToldSecondAnswer, words: ToldWords, agent: str
) -> Iterator[dict[str, Any]]:
    yield {"after": 30, "agent": agent, "take": True}
    yield {"after": 5, "agent": agent, "investigate": True}
    if again.doing is not None:
        yield from _answer(agent, again.after, again.doing)
    if again.closed:
        yield from _end(words, agent, again.vote)
    if again.right is not None:
        yield {"after": _FOLLOWED_UP, "right": again.right}


def _end(words: ToldWords, agent: str, vote: int | None) -> Iterator[dict[str, Any]]:
    yield {"after": _DAY // 2, "agent": agent, "close": Outcome.SETTLED, "why": words.closed}
    yield {"after": 2, "agent": agent, "resolve": "solved"}
    if vote is not None:
        yield {"after": 40, "vote": vote}
