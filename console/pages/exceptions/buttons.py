"""Which buttons a row has; pure."""

from bot.exceptions.rows import ExceptionRow
from domain.exceptions import Exceptional, Remedy


def choose_buttons(row: ExceptionRow) -> tuple[Exceptional, ...]:
    """Choose the reasons whose remedies are shown, each once, that of the gravest first.

    Giving it to somebody is left out: every conversation has that beside its button. Opening it is
    shown only where nothing else helps.
    """
    chosen: dict[tuple[Remedy, str], Exceptional] = {}
    for each in row.reasons:
        if each.remedy not in (Remedy.ASSIGN, Remedy.OPEN):
            chosen.setdefault((each.remedy, each.subject), each)
    if not chosen and row.gravest.remedy is Remedy.OPEN:
        return (row.gravest,)
    return tuple(chosen.values())
