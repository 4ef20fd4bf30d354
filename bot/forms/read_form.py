"""Runs a form over what the customer said, outside any transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.actions.contract import (
    ActionContext,
    Question,
    SelfService,
    SelfServiceForm,
    Telling,
)
from bot.forms.next_move import Move, Standing, count_failures, decide_move
from bot.forms.reading import Reading
from bot.forms.slots_read import read_slots, reads_anew
from bot.forms.turn import Turn, make_reading
from bot.tools import Tools
from domain.business import Write
from domain.messages import Address
from domain.self_service import CODE_SLOT, ActionRun, Level, Risk

# Under this name a run's facts hold which slots were filled when something was proven by them.
PROOF = "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRead:
    """What a form made of a message.

    Attributes:
        requested: the slot to be asked for next, or None.
        filled: slots that the message filled, `corrected` those it changed.
        missed: the message was an answer that answered nothing.
        question: what goes with the question, where one is asked.
        addresses: where a one-time code may go, where one is needed.
        approval: why a person must allow it, or None.
        facts: of the run, as they are now.
    """

    move: Move
    telling: Telling
    slots: Mapping[str, Any]
    requested: str | None
    filled: tuple[str, ...]
    corrected: tuple[str, ...]
    missed: bool
    failures: int
    facts: Mapping[str, Any]
    question: Question | None = None
    addresses: tuple[Address, ...] = ()
    approval: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """From what a form begins to read: its slots, the one asked for, and what is proven."""

    slots: Mapping[str, Any]
    requested: str | None
    level: Level


def make_context(
    tools: Tools, turn: Turn, reading: Reading, *, write: Write, level: Level
) -> ActionContext:
    """Make what an action knows beside its slots."""
    return ActionContext(
        tools=tools,
        run_id=turn.run.id,
        conversation=turn.conversation,
        customer=turn.customer,
        address=turn.address,
        level=level,
        now=reading.now,
        write=write,
        reading=reading,
    )


async def read_form(tools: Tools, action: SelfService, turn: Turn, *, now: datetime) -> FormRead:
    """Have the form read the message, and decide what comes next.

    Raises:
        BusinessError: the company's system was asked in vain.
    """
    reading = make_reading(tools, turn, now=now)
    start = _find_start(action.form, turn, reading)
    context = make_context(tools, turn, reading, write=Write(key=turn.run.id), level=start.level)
    telling = Telling(action.name, context)
    before = {**start.slots, "requested_slot": start.requested}
    slots = await tools.offer.runner.read(action, telling, before)
    requested = slots.pop("requested_slot", None)
    read = _judge(action.form, turn, start, telling, slots, requested)
    return await _complete(action, context, read)


def _find_start(form: SelfServiceForm, turn: Turn, reading: Reading) -> _Start:
    run = turn.run
    blank = _Start(slots={}, requested=None, level=Level.CLAIMED)
    if turn.heard.do in {"begin", "restart"}:
        return blank
    again = turn.heard.do == "ask_again"
    if again and reads_anew(form.slots, run, reading):
        return blank
    unasked = again or turn.overtaken or run.requested == CODE_SLOT
    requested = None if unasked else run.requested
    start = _Start(slots=run.slots, requested=requested, level=run.level)
    return _doubt(form, run, reading, start) if reading.corrected else start


def _doubt(form: SelfServiceForm, run: ActionRun, reading: Reading, start: _Start) -> _Start:
    """What corrects something known is not taken for an answer to the open question as well.

    Whoever corrects what something was proven by must prove it anew. Or else they could prove
    themselves for their own booking, and then name another.
    """
    names = [slot.name for slot in form.slots]
    found = read_slots(form.slots, run, reading)
    known = {name: value for name, value in run.slots.items() if value is not None}
    changed = [
        name for name in names if name in found and name in known and found[name] != known[name]
    ]
    if not changed:
        return start
    start = replace(start, requested=None)
    proof = run.facts.get(PROOF, ())
    proving = [name for name in changed if name in proof]
    if not proving:
        return start
    later = names[names.index(proving[0]) + 1 :]
    kept = {
        name: value for name, value in start.slots.items() if name not in later or name not in proof
    }
    return replace(start, slots=kept, level=Level.CLAIMED)


def _judge(  # noqa: PLR0917 - six things of six types, which nobody mixes up
    form: SelfServiceForm,
    turn: Turn,
    start: _Start,
    telling: Telling,
    slots: Mapping[str, Any],
    requested: str | None,
) -> FormRead:
    known = turn.run.slots if turn.heard.do == "go_on" else start.slots
    answers = {slot.name for slot in form.slots if not slot.noted}
    told = {name: value for name, value in slots.items() if name in answers}
    filled, corrected = _compare(known, told)
    code_asked = turn.run.requested == CODE_SLOT and not turn.code_spent
    tried = turn.heard.do == "go_on" and turn.heard.command != "go_on"
    failures = count_failures(
        turn.run.failures,
        was_asked=CODE_SLOT if code_asked else start.requested,
        is_asked=CODE_SLOT if code_asked and requested is None else requested,
        gained=bool(filled or corrected),
        tried=tried,
    )
    return FormRead(
        move=Move.ASK,
        telling=telling,
        slots=slots,
        requested=requested,
        filled=filled,
        corrected=corrected,
        missed=failures > turn.run.failures,
        failures=failures,
        facts=_note_proof(turn.run, start, telling, slots),
    )


def _compare(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell which slots are filled now and were not, and which have changed."""
    there = {name: value for name, value in after.items() if value is not None}
    filled = tuple(name for name in there if before.get(name) is None)
    changed = tuple(
        name
        for name, value in there.items()
        if before.get(name) is not None and before[name] != value
    )
    return filled, changed


def _note_proof(
    run: ActionRun, start: _Start, telling: Telling, slots: Mapping[str, Any]
) -> Mapping[str, Any]:
    if telling.proven <= start.level:
        return run.facts
    return {**run.facts, PROOF: list_filled(slots)}


def list_filled(slots: Mapping[str, Any]) -> list[str]:
    """List the slots that hold something."""
    return [name for name, value in slots.items() if value is not None]


async def _complete(action: SelfService, context: ActionContext, read: FormRead) -> FormRead:
    """Decide what comes next, and find what that takes."""
    form, slots = action.form, read.slots
    ready = read.requested is None
    if action.risk is Risk.NEEDS_APPROVAL and ready:
        why = form.approval_needed(slots, context)
        read = replace(read, approval=None if why is None else why or action.title)
    move = decide_move(find_standing(action, read))
    read = replace(read, move=move)
    runner = context.tools.offer.runner
    if move is Move.ASK and read.requested is not None:
        asking = form.ask(read.requested, slots, context)
        return replace(read, question=await runner.limit(action, asking))
    if move is Move.SEND_CODE:
        finding = form.find_addresses(slots, context)
        return replace(read, addresses=await runner.limit(action, finding))
    return read


def find_standing(action: SelfService, read: FormRead) -> Standing:
    """Put together what the decision on the next move depends on."""
    telling = read.telling
    return Standing(
        requested=read.requested,
        failures=read.failures,
        handed_over=telling.handed_over is not None,
        ended=telling.ended is not None,
        proven=telling.proven,
        level=action.level,
        risk=action.risk,
        approval=read.approval,
    )
