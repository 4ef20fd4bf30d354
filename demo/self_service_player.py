"""Plays one run of the demo's past, line by line, onto the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.compose import BOT, Writer, make_outbound
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.action_runs import record_run, record_step
from crm_store.conversations import change_conversation
from crm_store.decisions import record_decision
from crm_store.interactions import record_interaction
from crm_store.outbox import record_outbound
from crm_store.transaction import Transaction
from demo.self_service_files import Happening, ToldWay, read_line
from domain.conversations import Author, Conversation, ConversationStatus, Direction
from domain.decisions import DecisionRecord, RuleTrace, RunAction, Understanding
from domain.messages import DeliveryState
from domain.replies import Reply
from domain.self_service import ENDED, ActionRun, Level, RunState, Step
from domain.staff import StaffMember

# What nobody goes on with lapses, and is closed, after so long.
PATIENCE: Final = timedelta(hours=24)
# Customers answer in so many seconds, more or less; the bot in two.
_ANSWERS_IN: Final = (14, 41, 23, 68, 35, 19, 52)
_BOT: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What all runs have in common.

    Attributes:
        visitors: the chat's visitor id of each customer, by key.
        agent: who took over where a person did.
    """

    tx: Transaction
    tools: Tools
    visitors: Mapping[str, str]
    agent: StaffMember


@dataclass(slots=True)
class Playing:
    """One run as it goes on."""

    company: Company
    conversation: Conversation
    run: ActionRun
    facts: Mapping[str, str]
    at: datetime
    turn: int = 0
    steps: list[tuple[Step, str | None, datetime]] = field(default_factory=list)


def play_run(playing: Playing, way: ToldWay) -> None:
    """Record everything that happened in a run, and in its conversation."""
    for line in way.happened:
        _happen(playing, read_line(line))
    _end(playing, way)
    record_run(playing.company.tx, playing.run)
    started = (Step.STARTED, None, playing.run.started_at)
    for step, slot, at in (started, *playing.steps):
        record_step(playing.company.tx, playing.run, step, slot=slot, now=at)


def _happen(playing: Playing, told: Happening) -> None:
    words = told.words.format_map(playing.facts)
    run = playing.run
    if told.mark == "<":
        if playing.steps:
            playing.turn += 1
            playing.at += timedelta(seconds=_ANSWERS_IN[playing.turn % len(_ANSWERS_IN)])
        _say(playing, words, Author.CUSTOMER)
        playing.at += _BOT
    elif told.mark == "+":
        run = replace(run, slots={**run.slots, told.slot: words}, requested=None)
        playing.steps.append((Step.FILLED, told.slot, playing.at))
    elif told.mark == "!":
        playing.steps.append((Step.REFUSED, told.slot, playing.at))
        _say(playing, words, Author.BOT)
    elif told.mark == "#":
        _hand_over(playing, words)
    else:
        if told.mark == "?":
            run = replace(run, requested=told.slot, asked_at=playing.at)
            playing.steps.append((Step.ASKED, told.slot, playing.at))
        _say(playing, words, Author.BOT)
    playing.run = replace(run, level=_find_level(run), updated_at=playing.at)


def _find_level(run: ActionRun) -> Level:
    return Level.KNOWLEDGE if "last_name" in run.slots else Level.CLAIMED


def _say(playing: Playing, words: str, author: Author) -> None:
    agent = playing.company.agent if author is Author.AGENT else None
    writer = BOT if agent is None else Writer(author=author, id=agent.id, name=agent.name)
    interaction_id = playing.company.tools.ids.new()
    record_interaction(
        playing.company.tx,
        playing.conversation,
        interaction_id=interaction_id,
        direction=Direction.IN if author is Author.CUSTOMER else Direction.OUT,
        author=author,
        author_id=None if agent is None else agent.id,
        author_name=None if agent is None else agent.name,
        now=playing.at,
        text=words,
    )
    if author is Author.CUSTOMER:
        _decide(playing, interaction_id)
    else:
        message = make_outbound(playing.conversation, interaction_id, Reply(text=words), writer)
        delivered = replace(message, state=DeliveryState.DELIVERED)
        record_outbound(playing.company.tx, delivered, now=playing.at)


def _decide(playing: Playing, interaction_id: str) -> None:
    """Record what the bot made of a message: it began an action, or went on with it."""
    action, begins = playing.run.action, not playing.steps
    title = action.replace("_", " ").capitalize()
    rule, why = (
        ("self_service_asked", f"The message asks for '{title}', which is offered.")
        if begins
        else ("form_answered", f"The message reads as an answer to what '{title}' asked.")
    )
    record = DecisionRecord(
        id=playing.company.tools.ids.new(),
        conversation_id=playing.conversation.id,
        interaction_id=interaction_id,
        decision=RunAction(
            action=action,
            do="begin" if begins else "go_on",
            run=None if begins else playing.run.id,
        ),
        rule=rule,
        trace=(RuleTrace(rule=rule, hit=True, why=why),),
        understanding=Understanding(
            language=playing.conversation.language or "en",
            intent="question",
            confidence=1.0,
            action=action if begins else None,
        ),
        at=playing.at,
    )
    record_decision(playing.company.tx, record)


def _hand_over(playing: Playing, words: str) -> None:
    playing.steps.append((Step.HANDED_OVER, None, playing.at))
    _log(playing, "Handed over to a person", "handoff")
    playing.at += timedelta(minutes=6)
    _say(playing, words, Author.AGENT)


def _end(playing: Playing, way: ToldWay) -> None:
    if way.state in ENDED:
        ended = playing.run.expires_at if way.state is RunState.LAPSED else playing.at
        playing.run = replace(playing.run, ended_at=ended, updated_at=ended)
        playing.steps.append((Step.ENDED, None, ended))
    over = playing.at + (timedelta(minutes=1) if way.queue else PATIENCE)
    changes: dict[str, Any] = {
        "status": ConversationStatus.RESOLVED,
        "disposition": "solved" if way.queue else "answered",
        "resolved_at": over,
        "queue": way.queue,
        "assignee": playing.company.agent.id if way.queue else None,
        "first_response_at": playing.at,
    }
    playing.at = over
    playing.conversation = change_conversation(
        playing.company.tx, playing.conversation, now=over, **changes
    )
    who = (
        f"Resolved by {playing.company.agent.name}"
        if way.queue
        else "Resolved: the customer wrote no more"
    )
    _log(playing, who, "resolve")


def _log(playing: Playing, words: str, event: str) -> None:
    log_event(
        playing.company.tx,
        playing.company.tools,
        playing.conversation,
        words,
        event=event,
        now=playing.at,
    )
