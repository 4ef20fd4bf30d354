"""Why a response cannot go out, each with what to do."""

from collections.abc import Callable
from functools import partial

from bot.dead_addresses import require_deliverable
from bot.reply import require_consent
from complaints.opening import TREATMENTS
from complaints.stage_moves import MOVES, name_stage
from crm_store.conversations import get_conversation_by_id
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaints import ComplaintStage
from domain.conversations import Conversation
from domain.errors import AccessDeniedError, ConflictError, FrontdeskError, InvalidInputError
from domain.staff import Permission, StaffMember, has_permission


def require_respondable(complaint: Complaint) -> None:
    """Refuse a response to a complaint that is answered or closed.

    Raises:
        ConflictError: it is, or a body outside has closed the way to it.
    """
    stages = MOVES[complaint.stage]
    if complaint.stage is ComplaintStage.RECEIVED or ComplaintStage.RESPONDED in stages:
        return
    if complaint.stage is ComplaintStage.RESPONDED:
        raise ConflictError(
            f"{complaint.number} is responded to already; write a reply, or reopen it first"
        )
    raise ConflictError(f"{complaint.number} is {name_stage(complaint.stage)}; reopen it first")


def require_allowed(complaint: Complaint, agent: StaffMember) -> None:
    """Refuse a response that only a supervisor may send.

    Raises:
        AccessDeniedError: this is one, and the agent is none.
    """
    if has_permission(agent.role, Permission.SUPERVISE):
        return
    for case in complaint.special:
        treatment = TREATMENTS.get(case)
        if treatment is not None and treatment.supervisor:
            raise AccessDeniedError(f"a supervisor has to send this response. {treatment.words}")


def find_other_customer(complaint: Complaint, outlet: Conversation) -> str:
    """Tell that what is for a complaint's customer would go to another one; empty where not.

    Conversations of different customers may be merged; each of them still reads their own thread.
    """
    if outlet.customer_id == complaint.customer_id:
        return ""
    return (
        f"{complaint.number} is another customer's than {outlet.reference}, where it would go; "
        "undo the merge, or answer from a conversation of its own customer"
    )


def require_own_thread(complaint: Complaint, outlet: Conversation) -> None:
    """Refuse to tell another customer what is for the complaint's own.

    Raises:
        ConflictError: it would go to another one, with what can be done.
    """
    other = find_other_customer(complaint, outlet)
    if other:
        raise ConflictError(other)


def require_reachable(
    tx: Transaction, complaint: Complaint, conversation: Conversation, outlet: Conversation
) -> None:
    """Refuse a response that would not arrive, or that its customer does not want.

    Raises:
        ConflictError: the conversation was merged into another one, or the response would go to
            another customer.
        InvalidInputError: naming what is in the way and what can be done.
    """
    if conversation.merged_into is not None:
        target = get_conversation_by_id(tx, conversation.merged_into)
        raise ConflictError(
            f"{conversation.reference} was merged into {target.reference}; link that one instead"
        )
    require_own_thread(complaint, outlet)
    require_consent(tx, outlet)
    require_deliverable(tx, outlet)


def list_refusals(
    tx: Transaction,
    complaint: Complaint,
    conversation: Conversation,
    outlet: Conversation,
    agent: StaffMember,
) -> tuple[str, ...]:
    """List all that keeps a response from going out, whatever its words."""
    requirements: tuple[Callable[[], None], ...] = (
        partial(require_respondable, complaint),
        partial(require_allowed, complaint, agent),
        partial(require_reachable, tx, complaint, conversation, outlet),
    )
    return tuple(told for each in requirements if (told := _tell_refusal(each)))


def _tell_refusal(require: Callable[[], None]) -> str:
    try:
        require()
    except InvalidInputError as error:
        return error.reason
    except FrontdeskError as error:
        return str(error)
    return ""
