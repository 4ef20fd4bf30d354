"""Whether somebody may approve a gesture that somebody else proposed; pure."""

from collections.abc import Collection

from complaints.gestures import RAISED
from domain.redress import GestureDecision
from domain.staff import Permission


def decide_approval(
    decision: GestureDecision,
    *,
    proposer_id: str,
    approver_id: str,
    permissions: Collection[Permission],
    raiser_id: str = "",
) -> str | None:
    """Decide whether a gesture may be approved (four eyes); None where it may.

    Args:
        decision: as it is now, made anew from today's budget and limits.
        proposer_id: who wants it given; the id of the complaint's owner where it was computed.
        permissions: of the approver.
        raiser_id: who set the severity that it follows from, graver than the computed one.

    Returns:
        The refusal: what is wrong and what to do.
    """
    if decision.gesture is None:
        return f"there is nothing to approve: {decision.refused}"
    if not decision.needs_approval:
        return "it needs no approval; it can be given"
    if approver_id == proposer_id:
        return "who proposes a gesture cannot approve it; ask a second person"
    raised = any(each.name == RAISED for each in decision.tried)
    if raised and approver_id == raiser_id:
        return "who raised the severity cannot approve what follows from it; ask somebody else"
    if Permission.SUPERVISE not in permissions:
        return "only a supervisor approves gestures; ask one"
    return None
