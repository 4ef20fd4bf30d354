"""What is to be known about the figures of reports before they are believed."""

from crm_store.figure_changes import count_noted
from crm_store.figure_zone import find_figure_zone
from crm_store.transaction import Transaction


def list_figure_notes(tx: Transaction, time_zone: str) -> tuple[str, ...]:
    """List in sentences what is not counted yet, and in which zone it was counted if in another.

    Args:
        time_zone: IANA name of the zone that the settings name.
    """
    notes = (_tell_waiting(count_noted(tx)), _tell_zone(find_figure_zone(tx), time_zone))
    return tuple(each for each in notes if each)


def _tell_waiting(waiting: int) -> str:
    if not waiting:
        return ""
    conversations = "1 conversation waits" if waiting == 1 else f"{waiting} conversations wait"
    return f"{conversations} to be counted, which a server does as it runs (`frontdesk run`)"


def _tell_zone(counted_in: str | None, named: str) -> str:
    if counted_in in {None, named}:
        return ""
    return (
        f"figures are counted by the days of {counted_in}, but the settings name {named}: set "
        f"`time_zone = {counted_in!r}` under [company] to go by it here too; a server with "
        f"{named} counts all of them anew"
    )
