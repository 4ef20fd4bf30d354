"""Whether anybody can take what waits in a line, and why not: pure."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from bot.assigning.floor import FloorView
from bot.assigning.waiting_items import find_own_queue, name_queue
from crm_store.agent_states import FloorAgent
from crm_store.waiting_lines import LineKey
from domain.assignment import LANGUAGE_SKILL, Presence
from routing.assignment.eligibility import find_lacks

_THERE: Final = ""
_AWAY: Final = "away"
_OFFLINE: Final = "offline"
_OFF_SHIFT: Final = "not on shift"
_MISSING: Final = (_AWAY, _OFFLINE, _OFF_SHIFT)


def explain_untrained(view: FloorView, line_id: int) -> str | None:
    """Say why nobody can ever take what waits in a line, overflow included; None where one can."""
    line = view.lines[line_id]
    if line.queue not in view.crew.queues:
        return f"there is no queue {line.queue} any more; put it into another one"
    if _list_able(view, line_id):
        return None
    if any(_is_trained(each, line, view) for each in view.agents.values()):
        channel = line.channel.replace("_", " ")
        return f"everybody who is trained for it takes no {channel}: their capacity for it is 0"
    requires = view.crew.queues[line.queue].requires
    wanted = [
        f"{view.names.name_skill(skill)} at level {least}"
        for skill, least in sorted(requires.items())
    ]
    if line.language:
        wanted.append(view.names.name_skill(f"{LANGUAGE_SKILL}{line.language}"))
    return f"nobody is trained for {' and '.join(wanted)}" if wanted else "nobody takes any work"


def explain_absent(view: FloorView, line_id: int) -> str | None:
    """Say that none of those who could take what waits in a line is there; None where one is."""
    missing = Counter(_tell_missing(each) for each in _list_able(view, line_id))
    if not missing or _THERE in missing:
        return None
    number, kinds = missing.total(), [each for each in _MISSING if each in missing]
    if number == 1:
        return f"one person could take it, and is {kinds[0]}"
    if len(kinds) == 1:
        return f"{number} people could take it, and all of them are {kinds[0]}"
    parts = [f"{missing[each]} {'is' if missing[each] == 1 else 'are'} {each}" for each in kinds]
    return f"{number} people could take it: {', '.join(parts[:-1])} and {parts[-1]}"


def _tell_missing(agent: FloorAgent) -> str:
    if agent.state.presence is Presence.AWAY:
        return _AWAY
    if agent.state.presence is Presence.OFFLINE:
        return _OFFLINE
    return _THERE if agent.on_shift else _OFF_SHIFT


def _list_able(view: FloorView, line_id: int) -> list[FloorAgent]:
    return [each for name, each in view.agents.items() if line_id in view.list_lines_for(name)]


def _is_trained(agent: FloorAgent, line: LineKey, view: FloorView) -> bool:
    named = name_queue(line.queue, line.widened_to)
    queues: Mapping[str, object] = view.crew.queues
    own = view.crew.queues[named if named in queues else find_own_queue(named)]
    return not find_lacks(agent.state.skills, own.requires, line.language)
