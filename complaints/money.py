"""Amounts of money as people read them."""

from typing import Final

# ISO 4217: currencies whose minor unit is not a hundredth, as far as anybody here pays in them.
_EXPONENTS: Final = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def tell_money(amount: int, currency: str) -> str:
    """Tell minor units as `EUR 12.50`."""
    places = _EXPONENTS.get(currency, 2)
    whole, rest = divmod(amount, 10**places)
    return f"{currency} {whole}" + (f".{rest:0{places}}" if places else "")
