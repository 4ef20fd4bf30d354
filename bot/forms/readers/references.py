"""References of bookings, orders and the like, however they are typed."""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import pairwise, product

from bot.forms.readers.corrections import cut_correction
from bot.forms.readers.ordinary_words import is_ordinary
from bot.forms.readers.plain_text import clean_text
from bot.forms.reading import Reader, Reading

# "D E M O 4 2" and "demo 42" are joined; longer references than this are nobody's.
MOST_PARTS = 12
# Four doubtful characters give sixteen readings; a look-up may try no more.
MOST_ALTERNATIVES = 16

BOOKING = r"[A-Z0-9]{6}"
# A conversation of ours, `FD-` and eight characters.
FRONTDESK = r"FD[A-Z0-9]{8}"
_OWN = re.compile(r"fd\s?-\s?[a-z]{8}", re.IGNORECASE)

_CONFUSED = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
_TOKEN = re.compile(r"[^\W_]+")
# What stands in an address is no reference.
_ADDRESS = re.compile(r"\S{0,64}@\S+|https?://\S+")
_ANNOUNCING = re.compile(
    r"(?:\b(?:ref|reference|references|referenz|booking|buchung|buchungsnummer|buchungscode|code|pnr"
    r"|locator|record locator|confirmation|order|bestellung|bestellnummer|auftrag|auftragsnummer"
    r"|number|nummer|nr|no|appointment|termin|terminnummer|vorgang|vorgangsnummer|ticket|request"
    r"|checkin|check in|einchecken|status|track|return|returns|cancel|move|retoure|look up|find)\b)"
    r"[\s:#.=\"'-]*(?:\b(?:number|nummer|nr|no|code|is|ist|lautet|reference|referenz|my|mein|meine"
    r"|for|in|für|fuer|booking|order|buchung|bestellung|the|it's)\b[\s:#.=\"'-]*){0,4}$",
    re.IGNORECASE,
)


def read_reference(pattern: str = BOOKING) -> Reader:
    """Return a reader of one kind of reference.

    It tolerates spaces and dashes inside, lower case, O for 0 and I for 1, digits of any script,
    and words around. Where the slot was not asked for, only what has letters and digits in one
    piece counts, or what a word such as "booking" announces.

    Args:
        pattern: a regular expression for all of a reference in capitals without spaces or dashes;
            at most `MOST_PARTS` characters long.

    Returns:
        A reader of the reference in capitals, without spaces and dashes; see `find_alternatives`.
    """
    return partial(_read, re.compile(pattern))


def find_alternatives(reference: str) -> tuple[str, ...]:
    """Return the ways a reference may have been meant, O for 0 and I for 1, as typed first."""
    choices = [_CONFUSED.get(char, char) for char in reference]
    doubtful = [place for place, among in enumerate(choices) if len(among) > 1]
    for place in doubtful[MOST_ALTERNATIVES.bit_length() - 1 :]:
        choices[place] = choices[place][0]
    ways = ("".join(way) for way in product(*choices))
    return tuple(sorted(ways, key=partial(_count_changes, reference)))


def _count_changes(reference: str, way: str) -> int:
    return sum(one != other for one, other in zip(reference, way, strict=True))


def _read(pattern: re.Pattern[str], reading: Reading) -> str | None:
    # "my bag did not arrive, DEMO42" corrects nothing, so that all of it is read as well.
    texts = dict.fromkeys((cut_correction(reading.text), clean_text(reading.text)))
    for text in texts:
        found = list(_candidates(pattern, _ADDRESS.sub(" ", text), reading))
        if found:
            return max(found, key=lambda each: each[0])[1]
    return None


def _candidates(pattern: re.Pattern[str], text: str, reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield each reference that may be meant, and how surely it is one."""
    tokens = list(_TOKEN.finditer(text))
    for first in range(len(tokens)):
        for after in range(first + 1, min(first + MOST_PARTS, len(tokens)) + 1):
            parts = tokens[first:after]
            joined = "".join(part[0] for part in parts).upper()
            if len(joined) > MOST_PARTS or not joined.isascii():
                break
            if not _are_joinable(text, parts):
                continue
            reference = _find_fit(pattern, joined)
            sure = _weigh(text, parts, reading, whole=len(parts) == len(tokens))
            if reference is not None and sure:
                yield sure, reference


def _are_joinable(text: str, parts: list[re.Match[str]]) -> bool:
    """Say whether only spaces and dashes stand between parts, of which none is a word."""
    if len(parts) == 1:
        return True
    gaps = pairwise(parts)
    near = all(re.fullmatch(r"[ .-]{1,3}", text[one.end() : two.start()]) for one, two in gaps)
    return near and not any(len(part[0]) > 1 and is_ordinary(part[0]) for part in parts)


@lru_cache(maxsize=256)
def _find_fit(pattern: re.Pattern[str], joined: str) -> str | None:
    if pattern.fullmatch(joined):
        return joined
    return next((way for way in find_alternatives(joined) if pattern.fullmatch(way)), None)


def _weigh(text: str, parts: list[re.Match[str]], reading: Reading, *, whole: bool) -> int:
    """Say how surely parts are a reference; 0 for not at all."""
    joined = "".join(part[0] for part in parts)
    mixed = any(char.isdigit() for char in joined) and any(char.isalpha() for char in joined)
    announced = bool(_ANNOUNCING.search(text[max(0, parts[0].start() - 60) : parts[0].start()]))
    if not any(char.isdigit() for char in joined):
        if _OWN.fullmatch(text[parts[0].start() : parts[-1].end()]):
            return 2
        return _weigh_letters(joined, reading, parts, announced=announced, whole=whole)
    tight = len(parts) == 1 or "-" in text[parts[0].start() : parts[-1].end()]
    spelled = all(len(part[0]) == 1 for part in parts)
    wanted = reading.requested or announced
    if not wanted and not (mixed and (tight or spelled)):
        return 0
    return 1 + mixed + 2 * announced + 2 * tight + 2 * spelled * (len(parts) > 1)


def _weigh_letters(
    joined: str, reading: Reading, parts: list[re.Match[str]], *, announced: bool, whole: bool
) -> int:
    """Letters alone are one where nothing else was written, or where they stand out."""
    if len(parts) > 1 and not all(len(part[0]) == 1 for part in parts):
        return 0
    capitals = joined.isupper() and (announced or reading.requested)
    if is_ordinary(joined) or not (capitals or (whole and reading.requested)):
        return 0
    return 1 + announced
