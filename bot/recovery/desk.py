"""What customers say afterwards and who is in danger of being lost, for pages and programs."""

from dataclasses import dataclass

from bot.complaints.policy_at_work import get_complaint_policy
from bot.recovery.list_at_risk import list_at_risk
from bot.recovery.list_repeat import list_repeat
from bot.recovery.vote_by_link import LinkedVote, read_linked_vote, record_linked_vote
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.complaint_policy import RecoveryPolicy
from domain.risk import CustomerAtRisk, RepeatComplainer


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLists:
    """Both lists of customers whom somebody should call, with what they were made by."""

    at_risk: tuple[CustomerAtRisk, ...]
    repeat: tuple[RepeatComplainer, ...]
    policy: RecoveryPolicy


class RecoveryDesk:
    """The use cases of what comes after complaints; each method is one transaction.

    Args:
        tools: what all use cases work with.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def read_link(self, token: str) -> LinkedVote:
        """Read what a link of a letter leads to; nothing is voted by that.

        Raises:
            AuthenticationError: we did not sign it.
            NotFoundError: its question is on record no more.
        """
        now = self._tools.clock.now()
        return await self._tools.store.read(read_linked_vote, self._tools, token, now=now)

    async def vote_by_link(self, token: str, value: int, comment: str | None = None) -> LinkedVote:
        """Count a vote by a link of a letter.

        Raises:
            AuthenticationError: we did not sign it.
            NotFoundError: its question is on record no more.
            InvalidInputError: the value is not on the scale, or the question is closed.
            TooManyRequestsError: the vote was changed too often.
        """
        tools = self._tools
        return await tools.store.run(
            record_linked_vote, tools, token, value=value, comment=comment, now=tools.clock.now()
        )

    async def list_at_risk(self, *, limit: int) -> tuple[CustomerAtRisk, ...]:
        """List customers in danger of being lost, whoever is most first."""
        now = self._tools.clock.now()
        return await self._tools.store.read(list_at_risk, now=now, limit=limit)

    async def list_repeat(self, *, limit: int) -> tuple[RepeatComplainer, ...]:
        """List who complains time and again, whoever did most first."""
        now = self._tools.clock.now()
        return await self._tools.store.read(list_repeat, now=now, limit=limit)

    async def read_lists(self, *, limit: int) -> RiskLists:
        """Read both lists at one instant."""
        now = self._tools.clock.now()

        def read(tx: Transaction) -> RiskLists:
            return RiskLists(
                at_risk=list_at_risk(tx, now=now, limit=limit),
                repeat=list_repeat(tx, now=now, limit=limit),
                policy=get_complaint_policy(tx).recovery,
            )

        return await self._tools.store.read(read)
