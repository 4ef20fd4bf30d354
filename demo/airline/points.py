"""Aurora Points: a question and a change that are the airline's own, below `/own/`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from demo.airline.database import Transaction
from demo.airline.refusals import Refusal, not_found
from domain.clock import Ids

CURRENCY: Final = "EUR"
_CODE_LENGTH: Final = 8


class VoucherBody(BaseModel):
    """How many points are to become a voucher; a point is a cent."""

    model_config = ConfigDict(extra="ignore", strict=True)

    member: str = Field(max_length=64)
    points: int = Field(ge=1, le=1_000_000)


class Points:
    """Tells of members and makes vouchers."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def list_members(self, tx: Transaction, query: Mapping[str, str]) -> dict[str, Any]:
        """Return the members of a number, a telephone or an email address."""
        asked = (query.get("number"), query.get("phone"), query.get("email", "").lower() or None)
        sql = "SELECT * FROM members WHERE number = ? OR phone = ? OR email = ?"
        return {"items": [dict(each) for each in tx.list(sql, *asked)]}

    def make_voucher(
        self, tx: Transaction, _name: str, body: VoucherBody, _now: datetime
    ) -> dict[str, Any]:
        """Take points for a voucher."""
        found = tx.find("SELECT * FROM members WHERE number = ?", body.member)
        if found is None:
            raise not_found("member")
        if found["points"] < body.points:
            left = str(found["points"])
            raise Refusal("not_enough", "there are fewer points than that", points=left)
        taken = "UPDATE members SET points = points - ? WHERE number = ?"
        tx.change(taken, body.points, body.member)
        code = f"AUR-{self._ids.reference()[-_CODE_LENGTH:]}"
        tx.change("INSERT INTO vouchers VALUES (?, ?, ?)", code, body.member, body.points)
        left = found["points"] - body.points
        return {"code": code, "worth": body.points, "currency": CURRENCY, "points": left}
