"""A message that answers what a customer was asked afterwards is taken before all else."""

from bot.processing import Processing
from bot.recovery.read_follow_up import take_follow_up
from bot.recovery.read_vote import take_vote
from crm_store.transaction import Transaction
from domain.ballots import PlannedBallot
from domain.jobs import Job


def take_answer(
    tx: Transaction, processing: Processing, asked: PlannedBallot | None
) -> tuple[str, tuple[Job, ...]] | None:
    """Count a vote, or heed whether it is right now; None for any other message.

    Nothing is understood or decided of it then, and nothing else is answered. What it answers is
    looked for first where it would otherwise open a matter again, or begin another.

    Args:
        asked: as `bot.recovery.read_vote.find_asked` finds it.

    Returns:
        What is counted in a rule's place, and jobs that are this process's to work on at once.
    """
    return take_vote(tx, processing, asked) or take_follow_up(tx, processing)
