"""What tells a voucher's code is marked as it is logged, so that no search finds the code out."""

from typing import Any

from complaints.voucher_codes import tells_code
from crm_store.interactions import TELLS_CODE


def mark_code(*texts: str) -> dict[str, Any]:
    """Return the mark of what is logged where one of its texts tells a code; else nothing."""
    return {TELLS_CODE: True} if any(map(tells_code, texts)) else {}
