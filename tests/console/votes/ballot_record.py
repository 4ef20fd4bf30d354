"""A ballot that was asked, and the links of its letter."""

from datetime import timedelta

from bot.recovery.sign_votes import sign_claim
from console.services import Services
from crm_store.ballots import get_ballot, insert_ballot
from crm_store.transaction import Transaction
from domain.ballots import PlannedBallot
from domain.satisfaction import Survey, VoteClaim
from tests.console.record import begin

BALLOT = "ballot-1"


async def put_ballot(services: Services, *, survey: Survey = Survey.CSAT) -> PlannedBallot:
    """Have a customer be asked how it was, just now."""
    now = services.clock.now()
    ballot = PlannedBallot(
        id=BALLOT,
        survey=survey,
        conversation_id="v-1",
        customer_id="c-astrid",
        complaint_id=None,
        agent=None,
        queue="baggage",
        planned_at=now,
        ask_at=None,
        asked_at=now,
        closes_at=now + timedelta(days=7),
    )

    def put(tx: Transaction) -> None:
        begin(tx, 1, now=now)
        insert_ballot(tx, ballot)

    await services.store.run(put)
    return ballot


async def find_value(services: Services) -> int | None:
    """The vote that counts."""
    return (await services.store.read(get_ballot, BALLOT)).value


def link(services: Services, ballot: PlannedBallot, value: int) -> str:
    """The path of a link that votes."""
    assert ballot.closes_at is not None
    claim = VoteClaim(
        ballot_id=ballot.id, survey=ballot.survey, value=value, closes_at=ballot.closes_at
    )
    return f"/v/{sign_claim(claim, services.tools.secret)}"
