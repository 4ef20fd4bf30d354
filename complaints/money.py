"""Amounts of money as people read them."""

import re
from typing import Final

# ISO 4217: currencies whose minor unit is not a hundredth, as far as anybody here pays in them.
_EXPONENTS: Final = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}

_AMOUNT: Final = re.compile(r"(?P<whole>\d{1,10})(?:\.(?P<rest>\d{1,3}))?", re.ASCII)


def tell_money(amount: int, currency: str) -> str:
    """Tell minor units as `EUR 12.50`."""
    places = _EXPONENTS.get(currency, 2)
    whole, rest = divmod(amount, 10**places)
    return f"{currency} {whole}" + (f".{rest:0{places}}" if places else "")


def write_amount(amount: int, currency: str) -> str:
    """Write minor units without their currency: `12.50`."""
    return tell_money(amount, currency).removeprefix(f"{currency} ")


def parse_amount(text: str, currency: str) -> int | None:
    """Read what `write_amount` writes, also `12` for `12.00`; None where it is no such amount."""
    places = _EXPONENTS.get(currency, 2)
    read = _AMOUNT.fullmatch(text.strip())
    if read is None or len(read["rest"] or "") not in {0, places}:
        return None
    whole: int = int(read["whole"]) * 10**places
    return whole + int(read["rest"] or 0)
