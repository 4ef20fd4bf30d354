"""The next conversation for an agent, whatever is wrong with single ones."""

from datetime import timedelta
from typing import Final

from bot.assigning.claim_next import Next, record_next
from bot.assigning.give import NotGivenError
from bot.see_to_due import note_failure
from bot.tools import Tools
from domain.staff import StaffMember

_LEFT_ALONE_FOR: Final = timedelta(minutes=1)
_TRIES: Final = 5


async def take_next(tools: Tools, agent: StaffMember) -> Next:
    """Give an agent the next conversation; one that cannot be given keeps nobody from the others.

    Raises:
        NotGivenError: several in a row could not be given.
    """
    for _ in range(_TRIES - 1):
        try:
            return await tools.store.run(record_next, tools, agent, now=tools.clock.now())
        except NotGivenError as error:
            pass_over(tools, error)
    return await tools.store.run(record_next, tools, agent, now=tools.clock.now())


def pass_over(tools: Tools, error: NotGivenError) -> None:
    """Leave alone for a while what could not be given, and say so."""
    cause = error.__cause__
    reason = cause if isinstance(cause, Exception) else error
    note_failure(tools, "not_given", reason, conversation=error.conversation_id)
    until = tools.clock.now() + _LEFT_ALONE_FOR
    tools.floor.leave_alone(error.conversation_id, until=until)
