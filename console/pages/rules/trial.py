"""What a dry run found, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.automating.views import DryRun
from domain.automations import ActionKind, AutomationKind

_BOT: Final = "the bot"
_CHANGES: Final[Mapping[str, str]] = {
    ActionKind.QUEUE: "would have got another queue",
    ActionKind.PRIORITY: "would have got another priority",
    ActionKind.TAG: "would have got a tag",
    ActionKind.UNTAG: "would have lost a tag",
    ActionKind.POLICY: "would have counted by another agreement",
    ActionKind.ASSIGN: "would have been given to somebody",
    ActionKind.STATUS: "would have got another status",
    ActionKind.REPLY: "would have been answered by it",
    ActionKind.NOTE: "would have got a note",
    ActionKind.NOTIFY: "would have been told of",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A dry run in words.

    Attributes:
        moves: from where, to where, and how many.
        changes: how many, and what became of them.
    """

    run: DryRun
    looked_at: str
    moves: tuple[tuple[str, str, int], ...]
    changes: tuple[tuple[int, str], ...]


def tell_trial(kind: AutomationKind, run: DryRun, queues: Mapping[str, str]) -> Trial:
    """Tell what a dry run found; pure."""
    what = "conversation" if kind is AutomationKind.TRIGGER else "message"
    return Trial(
        run=run,
        looked_at=f"{run.looked_at:,} {what}{'' if run.looked_at == 1 else 's'}",
        moves=tuple(
            (name_place(before, queues), name_place(after, queues), number)
            for (before, after), number in sorted(
                run.moves.items(), key=lambda each: (-each[1], each[0])
            )
        ),
        changes=tuple(
            (number, _CHANGES.get(action, action)) for action, number in run.changes.items()
        ),
    )


def name_place(queue: str, queues: Mapping[str, str]) -> str:
    """Name where something goes: a queue, or the bot."""
    return queues.get(queue, queue) if queue else _BOT
