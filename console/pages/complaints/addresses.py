"""Where the pages about complaints are."""

from typing import Final
from urllib.parse import quote

REGISTER: Final = "/console/complaints"
APPROVALS: Final = f"{REGISTER}/approvals"
VOUCHERS: Final = f"{REGISTER}/vouchers"
POLICY: Final = f"{REGISTER}/policy"
TEMPLATES: Final = f"{REGISTER}/templates"


def address_complaint(number: str, part: str = "") -> str:
    """Return the address of a complaint's page.

    Args:
        part: of the page, to which a browser moves.
    """
    return f"{REGISTER}/{quote(number, safe='')}" + (f"#{part}" if part else "")
