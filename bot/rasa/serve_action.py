"""A Rasa server has one of our actions read, ask or do something in a conversation of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.actions.contract import Ended, HandOver, SelfService, Telling
from bot.forms.submit import may_be_done
from bot.rasa.action_names import Ask, Perform, parse_action_name
from bot.rasa.action_record import begin_submission, find_place, record_end, record_read
from bot.rasa.called_action import CalledAction, read_call
from bot.rasa.kept_slots import find_known, has_changed, list_slots
from bot.rasa.telling_rasa import render_told
from bot.tools import Tools
from domain.business import (
    BusinessError,
    BusinessRefusedError,
    Write,
)
from domain.errors import NotFoundError
from domain.self_service import ActionRun, Risk, RunState, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What Rasa is answered: its action server protocol's two lists."""

    events: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)


class ActionServer:
    """Serves the actions that are offered to a Rasa server."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def serve(self, call: Mapping[str, Any]) -> Served:
        """Do what a Rasa server calls for.

        Args:
            call: the body of its request, as JSON has it.

        Raises:
            InvalidInputError: the call lacks what the protocol asks for.
            NotFoundError: there is no such action, slot or conversation.
        """
        called = read_call(call)
        await self._tools.offer.load()
        meant = parse_action_name(called.name)
        action = None if meant is None else self._tools.offer.find(meant.action)
        if action is None:
            raise NotFoundError(f"there is no action {called.name!r}")
        match meant:
            case Ask():
                return await self._ask(action, meant.slot, called)
            case Perform():
                return await self._perform(action, called)
            case _:
                return await self._read(action, called)

    async def _read(self, action: SelfService, called: CalledAction) -> Served:
        place = await find_place(self._tools, action, called)
        before = find_known(action, place, called)
        telling = Telling(action.name, place.context(called, Write(key=place.run.id)))
        try:
            slots = await self._tools.offer.runner.read(action, telling, before)
        except BusinessError:
            telling.said = [Said(key="common.down")]
            telling.hand_over("system_down")
            slots = before
        requested = slots.pop("requested_slot", None)
        if telling.ended is not None or telling.handed_over is not None:
            # Nothing more is to be asked, so that Rasa leaves the form.
            requested = None
        await record_read(place, called, telling, slots, requested)
        told = {name: slots.get(name) for name in list_slots(action)}
        changed = {name: told[name] for name in told if told[name] != called.slots.get(name)}
        # Always told: without it Rasa would look for what is missing itself.
        changed["requested_slot"] = requested
        events = [
            {"event": "slot", "name": name, "value": value} for name, value in changed.items()
        ]
        return Served(events=events, responses=render_told(self._tools, place, telling))

    async def _ask(self, action: SelfService, slot: str, called: CalledAction) -> Served:
        if slot not in {each.name for each in action.form.slots}:
            raise NotFoundError(f"{action.name} has no slot {slot!r}")
        place = await find_place(self._tools, action, called)
        telling = Telling(action.name, place.context(called, Write(key=place.run.id)))
        try:
            asking = action.form.ask(slot, place.run.slots, telling.context)
            question = await self._tools.offer.runner.limit(action, asking)
        except BusinessError:
            telling.said = [Said(key="common.down")]
            telling.hand_over("system_down")
            return Served(responses=render_told(self._tools, place, telling))
        telling.say(f"ask_{slot}", **question.facts)
        return Served(responses=render_told(self._tools, place, telling, question.choices))

    async def _perform(self, action: SelfService, called: CalledAction) -> Served:
        begun = await begin_submission(self._tools, action, called)
        if begun is None:
            return Served()
        place, write = begun
        telling = Telling(action.name, place.context(called, write))
        if place.run.level < action.level or has_changed(action, place.run, called):
            telling.said = [Said(key="common.not_verified")]
            telling.hand_over("not_verified")
        elif (why := _find_approval(action, telling, place.run)) is not None:
            telling.said = [Said(key="common.approval")]
            telling.hand_over("approval")
            telling.ended = Ended(
                state=RunState.APPROVAL, outcome="approval", facts={"approval": why}
            )
        else:
            await self._submit(action, telling, place.run, repeated=write.repeated)
        await record_end(self._tools, place.run, telling)
        return Served(responses=render_told(self._tools, place, telling))

    async def _submit(
        self, action: SelfService, telling: Telling, run: ActionRun, *, repeated: bool
    ) -> None:
        try:
            await self._tools.offer.runner.perform(action, telling, run.slots)
        except BusinessRefusedError as error:
            _fail(telling, "refused", Ended(state=RunState.REFUSED, outcome=error.code))
        except BusinessError as error:
            if may_be_done(action, error, repeated=repeated):
                _fail(telling, "unclear", Ended(state=RunState.UNCLEAR, outcome="unclear"))
            else:
                _fail(telling, "down", Ended(state=RunState.FAILED, outcome="system_down"))


def _find_approval(action: SelfService, telling: Telling, run: ActionRun) -> str | None:
    """Find why a person must allow it first; None where nobody must."""
    if action.risk is not Risk.NEEDS_APPROVAL:
        return None
    return action.form.approval_needed(run.slots, telling.context)


def _fail(telling: Telling, words: str, ended: Ended) -> None:
    """Never say that something was done which was not; a person looks at it."""
    telling.said = [Said(key=f"common.{words}")]
    telling.ended = ended
    telling.handed_over = HandOver(reason=ended.outcome)
