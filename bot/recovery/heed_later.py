"""What customers do after a complaint that tells whether they were won back."""

from bot.place_message import Placed
from bot.processing import Processing
from bot.recovery.judge_recovery import judge_of_customer, judge_untold
from bot.recovery.read_vote import keep_comment
from crm_store.transaction import Transaction
from domain.ballots import PlannedBallot
from domain.conversations import Conversation


def heed_words(
    tx: Transaction, processing: Processing, placed: Placed, asked: PlannedBallot | None
) -> None:
    """Heed what somebody says of a bad vote, and that they refuse all messages or take it back.

    Args:
        asked: as `bot.recovery.read_vote.find_asked` finds it.
    """
    keep_comment(tx, processing, placed, asked)
    if placed.consent in {"stop", "start"} and placed.writer is not None:
        judge_of_customer(tx, placed.writer.id, now=processing.now)


def heed_return(tx: Transaction, processing: Processing, conversation: Conversation) -> None:
    """Heed that somebody begins another matter, once it stands how they felt as they did."""
    if processing.begins(conversation) and processing.message.automatic is None:
        judge_untold(tx, conversation.customer_id, now=processing.now)
