"""The weeks before: many short conversations, told in lines; pure, and the same every time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["en", "de"]
Lines = Mapping[Language, tuple[str, ...]]

CHANNELS: Final = ("sms", "web_chat", "email", "sms", "web_form", "web_chat")
ASKED_BACK: Final = "? "
# What is over is closed a day later, so that nothing lasts longer than this.
QUIET_DAYS: Final = 3
# Gaps are looked for in the last 90 days; some of it was asked before.
LATELY_WEEKS: Final = 16
_DAY: Final = 24 * 60
# The fractional part of the golden ratio: its multiples fill an interval evenly (Weyl, 1916).
GOLDEN: Final = 0.618033988749895
# The more, the busier are the weeks that are nearer.
_GROWTH: Final = 1.7
# How those vote who are asked; 0 for nobody who answers.
_VOTES: Final = (5, 4, 0, 5, 3, 4, 5, 0, 2, 4, 5)
_PLAIN: Final[Mapping[str, str]] = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_FIRST_PHONE: Final = 15550200
_THANKS: Final[Mapping[Language, str]] = {
    "en": "that helped, thanks",
    "de": "das hat geholfen, danke",
}
_NO_HELP: Final[Mapping[Language, str]] = {
    "en": "that did not help",
    "de": "das hat nicht geholfen",
}
_NONE: Final[Mapping[Language, str]] = {"en": "None of these", "de": "Nichts davon"}
_SORRY: Final[Mapping[Language, str]] = {
    "en": "Hello {name}, I am sorry that our answer was of no use. I have looked into your case "
    "and written to you by email with what we can do.",
    "de": "Guten Tag {name}, es tut mir leid, dass unsere Antwort nicht weitergeholfen hat. Ich "
    "habe Ihren Fall geprüft und Ihnen per E-Mail geschrieben, was wir tun können.",
}
_HERE: Final[Mapping[Language, str]] = {
    "en": "Hello {name}, of course: I am here. I have just tried to call you as well.",
    "de": "Guten Tag {name}, gerne, ich bin da. Ich habe auch versucht, Sie anzurufen.",
}


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldGap(_Told):
    """Questions of one matter that no article answers, and what an agent replied to each.

    Attributes:
        questions: one that begins with `ASKED_BACK` is asked back, to no avail.
    """

    language: Language
    agent: str
    reply: str
    questions: tuple[str, ...]


class Past(_Told):
    """All of it; what was asked is by language, and `gaps` is what no article answers."""

    weeks: int
    customers: Lines
    answered: Lines
    helped: Lines
    not_helped: Lines
    chosen: Lines
    person: Lines
    gaps: tuple[ToldGap, ...]


@dataclass(frozen=True, slots=True)
class _Matter:
    """One conversation before it has its customer and its hour."""

    language: Language
    steps: tuple[dict[str, Any], ...]
    lately: bool = False


@dataclass(slots=True)
class _Diary:
    """Who wrote on which channel when last, in days ago, so that no two matters become one."""

    last: dict[tuple[str, str], int] = field(default_factory=dict)

    def choose(self, keys: tuple[str, ...], days_ago: int, turn: int) -> tuple[str, str]:
        """Choose a customer and a channel that were quiet for long enough."""
        for further in range(len(keys) * len(CHANNELS)):
            key = keys[(turn + further) % len(keys)]
            channel = CHANNELS[(turn + further // len(keys)) % len(CHANNELS)]
            if self.last.get((key, channel), 1_000) - days_ago > QUIET_DAYS:
                self.last[key, channel] = days_ago
                return key, channel
        raise ValueError("too few customers for so many conversations; name some more")


def list_past_customers(past: Past) -> list[dict[str, Any]]:
    """List who wrote, as the story's file of customers would tell them."""
    listed: list[dict[str, Any]] = []
    for language, names in past.customers.items():
        for name in names:
            key = make_key(name)
            number = _FIRST_PHONE + len(listed)
            listed.append(
                {
                    "key": key,
                    "name": name,
                    "phone": f"+{number}",
                    "email": f"{key}@example.com",
                    "language": language,
                    "known_for_days": past.weeks * 7 + 30,
                    "chats": True,
                }
            )
    return listed


def list_past_conversations(past: Past) -> list[dict[str, Any]]:
    """List the conversations, as the story's file of the last weeks would tell them."""
    names = {make_key(name): name for names in past.customers.values() for name in names}
    keys = {
        language: tuple(make_key(name) for name in those)
        for language, those in past.customers.items()
    }
    matters = [*_list_matters(past)]
    placed = sorted(
        ((_place(turn, _span(matter, past.weeks)), matter) for turn, matter in enumerate(matters)),
        key=lambda each: -each[0],
    )
    diary, told = _Diary(), []
    for turn, (days_ago, matter) in enumerate(placed):
        customer, channel = diary.choose(keys[matter.language], days_ago, turn)
        name = names[customer]
        told.append(
            {
                "customer": customer,
                "channel": channel,
                "subject": "Question" if channel in {"email", "web_form"} else None,
                "days_ago": days_ago,
                "at": time(6 + turn * 7 % 14, turn * 23 % 60),
                "steps": [*(_address(step, name) for step in matter.steps), *_vote(matter, turn)],
            }
        )
    return told


def make_key(name: str) -> str:
    """Make the key, and the local part of the address, that a customer is known by."""
    key = name.lower().replace(" ", ".")
    for letter, plain in _PLAIN.items():
        key = key.replace(letter, plain)
    return key


def _place(turn: int, weeks: int) -> int:
    share = (turn + 1) * GOLDEN % 1
    return QUIET_DAYS + int((weeks * 7 - QUIET_DAYS) * share**_GROWTH)


def _span(matter: _Matter, weeks: int) -> int:
    return LATELY_WEEKS if matter.lately else weeks


def _vote(matter: _Matter, turn: int) -> tuple[dict[str, Any], ...]:
    """Have those vote, where people settled it, who would, if they are asked."""
    vote = _VOTES[turn % len(_VOTES)]
    by_people = "resolve" in matter.steps[-1]
    return ({"after": 45, "vote": vote},) if by_people and vote else ()


def _address(step: dict[str, Any], name: str) -> dict[str, Any]:
    reply = step.get("reply")
    return step if reply is None else {**step, "reply": reply.replace("{name}", name)}


def _list_matters(past: Past) -> Iterator[_Matter]:
    settle = {"after": _DAY, "settle": True}
    for language, asked in _each(past.answered):
        yield _Matter(language, ({"customer": asked}, settle))
    for language, asked in _each(past.helped):
        thanks = {"after": 3, "customer": _THANKS[language]}
        yield _Matter(language, ({"customer": asked}, thanks, settle))
    for language, asked in _each(past.chosen):
        yield _Matter(language, ({"customer": asked}, {"after": 1, "customer": "1"}, settle))
    for language, asked in _each(past.not_helped):
        complaint = {"after": 4, "customer": _NO_HELP[language]}
        agent = _choose_agent(language)
        yield _Matter(language, ({"customer": asked}, complaint, *_help(agent, _SORRY[language])))
    for language, asked in _each(past.person):
        agent = _choose_agent(language)
        yield _Matter(language, ({"customer": asked}, *_help(agent, _HERE[language])))
    for gap in past.gaps:
        for asked in gap.questions:
            steps = (*_ask(asked, gap.language), *_help(gap.agent, gap.reply))
            yield _Matter(gap.language, steps, lately=True)


def _ask(asked: str, language: Language) -> tuple[dict[str, Any], ...]:
    if not asked.startswith(ASKED_BACK):
        return ({"customer": asked},)
    none = {"after": 1, "customer": _NONE[language]}
    return ({"customer": asked.removeprefix(ASKED_BACK)}, none)


def _each(lines: Lines) -> Iterator[tuple[Language, str]]:
    for language, asked in lines.items():
        for line in asked:
            yield language, line


def _choose_agent(language: Language) -> str:
    return "lukas" if language == "de" else "priya"


def _help(agent: str, reply: str) -> tuple[dict[str, Any], ...]:
    return (
        {"after": 11, "agent": agent, "take": True},
        {"after": 6, "agent": agent, "reply": reply},
        {"after": 40, "agent": agent, "resolve": "answered"},
    )
