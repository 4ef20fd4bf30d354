"""Which conversations can become one, and why others cannot."""

from crm_store.action_runs import find_active_run
from crm_store.conversations import get_conversation_by_id
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import ConflictError, InvalidInputError
from domain.self_service import RunState


def require_mergeable(
    tx: Transaction, source: Conversation, target: Conversation, *, confirmed: bool
) -> None:
    """Refuse what cannot be merged.

    Raises:
        InvalidInputError: both are the same, or they are different customers' and nobody confirmed
            that this is meant.
        ConflictError: one is merged already, the target is resolved or the bot's, or the customer
            is in the middle of something with the bot.
    """
    if source.id == target.id:
        raise InvalidInputError("a conversation cannot be merged into itself", field="into")
    _require_unmerged(tx, source, target)
    require_open_target(target)
    for each in (source, target):
        require_no_form(tx, each)
    if source.customer_id != target.customer_id and not confirmed:
        raise InvalidInputError(_warn(tx, source, target), field="confirmed")


def require_open_target(target: Conversation) -> None:
    """Refuse to merge into what nobody sees to.

    Raises:
        ConflictError: it is resolved, or the bot has it.
    """
    if target.status is ConversationStatus.RESOLVED:
        raise ConflictError(f"{target.reference} is resolved; open it again first")
    if target.queue is None:
        raise ConflictError(f"the bot has {target.reference}; take it first")


def require_no_form(tx: Transaction, conversation: Conversation) -> None:
    """Refuse to touch a conversation in the middle of what the customer does by themselves.

    Raises:
        ConflictError: a form asks, something waits for approval, or is being carried out.
    """
    run = find_active_run(tx, conversation.id)
    if run is None or run.state is RunState.HANDED_OVER:
        return
    named = conversation.reference
    if run.state is RunState.APPROVAL:
        raise ConflictError(f"something in {named} waits for approval; allow or refuse that first")
    raise ConflictError(
        f"the customer is in the middle of something with the bot in {named}; take it first, or "
        "wait until they are done"
    )


def _require_unmerged(tx: Transaction, source: Conversation, target: Conversation) -> None:
    for each in (source, target):
        if each.merged_into is None:
            continue
        into = get_conversation_by_id(tx, each.merged_into).reference
        advice = "" if each is source else f"; merge into {into} instead"
        if each is target and each.merged_into == source.id:
            advice = "; undo that to merge them the other way round"
        raise ConflictError(f"{each.reference} was merged into {into} already{advice}")


def _warn(tx: Transaction, source: Conversation, target: Conversation) -> str:
    names = [get_customer(tx, each.customer_id).name for each in (source, target)]
    theirs, others = (f"{name}'s" if name else "of a customer without a name" for name in names)
    return (
        f"{source.reference} is {theirs} and {target.reference} is another customer's, "
        f"{others}: staff would see both as one matter, and each reply goes only to who wrote "
        "last; their records stay apart. Confirm that this is meant"
    )
