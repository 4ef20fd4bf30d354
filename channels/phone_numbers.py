"""Who sends a text message: telephones, short codes and names."""

import re

import phonenumbers

_SHORT_CODE = re.compile(r"[0-9]{3,8}")
# 3GPP TS 23.040 section 9.1.2.5: at most 11 characters of the 7-bit alphabet.
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &._+-]{1,11}")
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")


def find_e164(value: str) -> str | None:
    """Write a telephone number in E.164 (`+15550142`).

    Returns:
        None where the text is no number with its country code. Whether the number is in use, or
        could be, is not asked: numbers of films and of test systems pass.
    """
    try:
        number = phonenumbers.parse(value[:64])
    except phonenumbers.NumberParseException:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if _E164.fullmatch(written) else None


def normalise_sender(value: str) -> str:
    """Write a telephone number in E.164; keep short codes and names as they are."""
    value = value.strip()
    if _SHORT_CODE.fullmatch(value) or not value.startswith("+"):
        return value
    return find_e164(value) or value


def is_sender_id(value: str) -> bool:
    """Say whether one may send from this: E.164, a short code or an alphanumeric sender id."""
    return any(kind.fullmatch(value) for kind in (_E164, _SHORT_CODE, _ALPHANUMERIC))
