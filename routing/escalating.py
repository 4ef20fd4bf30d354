"""A hit that hands over to the people who are trained for the matter."""

from domain.decisions import Escalate
from domain.routing import Hit, Situation
from routing.queue_choice import choose_queue, find_matter


def escalate(situation: Situation, reason: str, why: str, *, acknowledge: bool = True) -> Hit:
    """Hand over, saying why and why to that queue.

    Args:
        acknowledge: whether the customer is told what to expect now.

    Raises:
        NotFoundError: there is no queue at all.
    """
    queue, queue_why = choose_queue(find_matter(situation), situation.queues)
    decision = Escalate(queue=queue, reason=reason, acknowledge=acknowledge)
    return Hit(decision=decision, why=f"{why} {queue_why}")
