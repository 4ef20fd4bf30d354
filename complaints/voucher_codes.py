"""Codes of vouchers: nobody guesses one, and who mistypes one is told without a look-up; pure.

105 bits drawn from a secret are written as 21 characters of Douglas Crockford's base 32 (no I, L, O
or U; https://www.crockford.com/base32.html). Three check characters follow, of a Reed-Solomon code
over GF(32): any three wrong characters are noticed, and so is any two changing places.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import reduce
from operator import getitem, xor
from typing import Final

from domain.errors import InvalidInputError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS: Final = 21
CHECK_CHARACTERS: Final = 3
LENGTH: Final = RANDOM_CHARACTERS + CHECK_CHARACTERS
BITS: Final = 5 * RANDOM_CHARACTERS
GROUP: Final = 4

_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
# As it is shown, and as people copy it; mail programs break it between its groups and quote it.
_GROUPS: Final = r"[\W_]{0,4}".join([rf"([0-9A-Za-z]{{{GROUP}}})"] * (LENGTH // GROUP))
_MAY_BE_CODE: Final = re.compile(rf"(?<![0-9A-Za-z]){_GROUPS}(?![0-9A-Za-z])")
_DOTS: Final = ("\N{BULLET}" * GROUP + "-") * (LENGTH // GROUP - 1)
_READ_AS: Final = str.maketrans("OIL", "011")
# x^5 + x^2 + 1, whose root generates all of GF(32) but 0.
_FIELD: Final = 0b100101


def write_code(secret: str) -> str:
    """Write the code of a voucher, grouped: `K7QM-0R2X-…`.

    Args:
        secret: at least 256 unguessable bits, as `Ids.secret` gives; used for this code alone.
    """
    drawn = int.from_bytes(hashlib.sha256(b"voucher:" + secret.encode()).digest())
    digits = [drawn >> (5 * place) & 31 for place in range(RANDOM_CHARACTERS)]
    return group_code("".join(ALPHABET[each] for each in (*digits, *_find_checks(digits))))


def group_code(code: str) -> str:
    """Set a code in groups of four, as it is shown."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def parse_code(text: str) -> str:
    """Read a code as somebody typed it: in any case, with spaces, hyphens, O for 0, I or L for 1.

    Returns:
        Its 24 characters without hyphens.

    Raises:
        InvalidInputError: it cannot be a code, whatever vouchers there are.
    """
    plain = unicodedata.normalize("NFKC", text[:200]).upper().translate(_READ_AS)
    code = "".join(each for each in plain if not _separates(each))
    unknown = next((each for each in code if each not in _VALUES), None)
    if unknown is not None:
        raise InvalidInputError(f"no voucher's code has a {unknown!r} in it; look again")
    if len(code) != LENGTH:
        raise InvalidInputError(
            f"a voucher's code has {LENGTH} letters and digits, this has {len(code)}; look again"
        )
    digits = [_VALUES[each] for each in code]
    if _find_checks(digits[:RANDOM_CHARACTERS]) != digits[RANDOM_CHARACTERS:]:
        raise InvalidInputError("this code is mistyped; compare it letter by letter")
    return code


def digest_code(code: str) -> str:
    """Return what a code is kept and looked up by, so that the record redeems nothing.

    Args:
        code: as `parse_code` returns it, or as `write_code` does.
    """
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()


def mask_codes(text: str) -> str:
    """Put dots in place of all codes in a text, but for the last group of each.

    What is no code is left as it is: of texts made up at random, 1 in 32768 is taken for one.
    """
    told: list[str] = []
    place = 0
    for found in _find_codes(text):
        told += [text[place : found.start()], _DOTS, _read(found[LENGTH // GROUP])]
        place = found.end()
    return "".join((*told, text[place:]))


def tells_code(text: str) -> bool:
    """Say whether there is a code in a text, however it was copied or quoted."""
    return next(_find_codes(text), None) is not None


def _find_codes(text: str) -> Iterator[re.Match[str]]:
    """Find all codes in a text, in one pass: long letters are looked through as they are shown."""
    place = 0
    while found := _MAY_BE_CODE.search(text, place):
        right = _is_code("".join(found.groups()))
        # A word before a code may look like its first group.
        place = found.end() if right else found.start() + GROUP
        if right:
            yield found


def _is_code(written: str) -> bool:
    """Say of 24 letters and digits what `parse_code` would, at a hundredth of its cost."""
    plain = _read(written)
    return "U" not in plain and not reduce(xor, map(getitem, _CHECKED, plain))


def _read(written: str) -> str:
    return written.upper().translate(_READ_AS)


def _separates(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Pd", "Cf", "Po", "Pc"}


def _multiply(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one * (other & 1)
        one <<= 1
        one ^= _FIELD * (one >> 5)
        other >>= 1
    return product


# (x + 1)(x + 2)(x + 4), without its leading 1: the roots are powers of the generator 2.
_GENERATOR: Final = (
    1 ^ 2 ^ 4,
    _multiply(1, 2) ^ _multiply(1, 4) ^ _multiply(2, 4),
    _multiply(_multiply(1, 2), 4),
)

# What each term times each character is: long letters are looked through for codes.
_TIMES: Final = tuple(tuple(_multiply(each, term) for each in range(32)) for term in _GENERATOR)


def _find_checks(digits: list[int]) -> list[int]:
    """Return the remainder of the digits, as a polynomial, by the generator."""
    rest = [0] * CHECK_CHARACTERS
    for digit in digits:
        factor = digit ^ rest[0]
        shifted = (*rest[1:], 0)
        rest = [low ^ times[factor] for low, times in zip(shifted, _TIMES, strict=True)]
    return rest


def _weigh(place: int, value: int) -> int:
    """Return what a character does to the three checks, as one number; of a code all add up to 0.

    The checks are linear: those of a code are what each of its characters alone makes of them.
    """
    if place >= RANDOM_CHARACTERS:
        return value << 5 * (place - RANDOM_CHARACTERS)
    digits = [0] * RANDOM_CHARACTERS
    digits[place] = value
    return sum(check << 5 * each for each, check in enumerate(_find_checks(digits)))


_CHECKED: Final = tuple(
    {character: _weigh(place, value) for character, value in _VALUES.items()}
    for place in range(LENGTH)
)
