"""What a link that votes says: the text that is signed, and how it is read back; pure.

The signature is made and checked elsewhere, over this very text and with a salt of its own. The
ballot stands in it, so a link votes for one question only; used twice it is one vote, and the link
of another value changes it.
"""

import re
from datetime import UTC, datetime
from typing import Final

from domain.errors import InvalidInputError
from domain.satisfaction import Survey, VoteClaim

_FORM: Final = re.compile(
    r"v1\.(csat|ces)\.([A-Za-z0-9_-]{1,64})\.([1-9])\.([0-9]{1,11})", re.ASCII
)
_BALLOT: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def render_claim(claim: VoteClaim) -> str:
    """Render the text to sign: `v1.csat.<ballot>.<value>.<closes at, Unix seconds>`.

    Raises:
        InvalidInputError: the ballot's id cannot stand in it, or the value is not on the scale.
    """
    if not _BALLOT.fullmatch(claim.ballot_id):
        raise InvalidInputError("letters, digits, _ and - only, at most 64", field="ballot_id")
    _check_value(claim)
    seconds = int(claim.closes_at.timestamp())
    return f"v1.{claim.survey.value}.{claim.ballot_id}.{claim.value}.{seconds}"


def parse_claim(text: str) -> VoteClaim:
    """Read a text whose signature was checked.

    Raises:
        InvalidInputError: it is no such text.
    """
    read = _FORM.fullmatch(text)
    if read is None:
        raise InvalidInputError("this link cannot be read; open it from the message again")
    claim = VoteClaim(
        ballot_id=read[2],
        survey=Survey(read[1]),
        value=int(read[3]),
        closes_at=datetime.fromtimestamp(int(read[4]), UTC),
    )
    _check_value(claim)
    return claim


def _check_value(claim: VoteClaim) -> None:
    if not 1 <= claim.value <= claim.survey.most:
        raise InvalidInputError(f"vote from 1 to {claim.survey.most}", field="value")
