"""Lines that hold the sender's last words and, behind them, the attribution of a quotation.

They come of conversions from HTML that lose the break between the two.
"""

import re
from itertools import islice

from channels.email.replies.attributions import is_certain
from channels.email.replies.dates import CLOCK_TIME
from channels.email.replies.lines import SEEN_CHARACTERS, Line, see_line

_DAY = (
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|"
    r"sáb|dom|gio|seg|ter|qua|qui|sex|man|tir|ons|tor|fre|lør|søn|må|ti|lö|sö|jan|feb|apr|may|"
    r"jun|jul|aug|sep|oct|nov|dec)\w*\.?,? "
)
_SHARED = re.compile(
    r"(?:-{2,} ?|(?<![^\W\d_]))(?:On|Am|Le|El|Il|Em|Op|Den|W dniu) "
    rf"(?:{_DAY}|\d{{1,2}}[ ./-])",
    re.IGNORECASE,
)
_MOST_SPLITS = 200
_MOST_TRIALS = 3


def split_shared_lines(lines: list[Line]) -> list[Line]:
    """Break lines before an attribution that stands behind words, where a quotation follows."""
    split: list[Line] = []
    budget = _MOST_SPLITS
    for index, line in enumerate(lines):
        at = None
        if budget and line.seen.endswith(":") and len(line.seen) > 30:
            budget -= 1
            at = _find_attribution_within(lines, index)
        if at is None:
            split.append(line)
            continue
        before, behind = line.whole[:at], line.whole[at:]
        split += [Line(before, see_line(before)), Line(behind, see_line(behind))]
    return split


def _find_attribution_within(lines: list[Line], index: int) -> int | None:
    """Give where in a line an attribution begins behind other words."""
    whole = lines[index].whole
    following = next((line for line in lines[index + 1 : index + 4] if not line.blank), None)
    if len(whole) > SEEN_CHARACTERS or following is None or not following.quoted:
        return None
    if lines[index].quoted or not CLOCK_TIME.search(whole):
        return None
    for found in islice(_SHARED.finditer(whole), _MOST_TRIALS):
        at = found.start()
        if not whole[:at].strip():
            return None
        if "@" not in whole[:at] and is_certain(see_line(whole[at:]).lstrip("- ")):
            return at
    return None
