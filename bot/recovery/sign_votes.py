"""Links that vote: signed by us, so that nobody else makes one, and good for one question."""

from datetime import datetime
from typing import Final

from itsdangerous import BadSignature, Signer

from complaints.vote_links import parse_claim, render_claim
from domain.ballots import PlannedBallot
from domain.errors import AuthenticationError, InvalidInputError
from domain.satisfaction import VoteClaim

PATH: Final = "/v"
# Signatures for other purposes do not pass here, nor these there.
_SALT: Final = "complaints.vote"
_LONGEST: Final = 200


def list_vote_links(
    ballot: PlannedBallot, closes_at: datetime, *, secret: str, public_url: str
) -> tuple[str, ...]:
    """List the addresses with which one votes, the worst vote first; none without a public URL."""
    if not public_url:
        return ()
    return tuple(
        f"{public_url}{PATH}/{sign_claim(claim, secret)}"
        for claim in (
            VoteClaim(ballot_id=ballot.id, survey=ballot.survey, value=value, closes_at=closes_at)
            for value in range(1, ballot.survey.most + 1)
        )
    )


def sign_claim(claim: VoteClaim, secret: str) -> str:
    """Sign what a link says."""
    return _make_signer(secret).sign(render_claim(claim)).decode()


def read_claim(token: str, secret: str) -> VoteClaim:
    """Read what a link says.

    Raises:
        AuthenticationError: we did not sign it.
    """
    try:
        if len(token) > _LONGEST:
            raise AuthenticationError("this link is not one of ours")
        return parse_claim(_make_signer(secret).unsign(token).decode())
    except (BadSignature, UnicodeError, InvalidInputError) as error:
        raise AuthenticationError("this link is not one of ours") from error


def _make_signer(secret: str) -> Signer:
    return Signer(secret, salt=_SALT)
