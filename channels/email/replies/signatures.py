"""Where a signature begins at the end of what somebody wrote.

Taken for a signature: what stands under a delimiter ("-- "), what a phone adds, notices of
gateways, and the contact lines under a closing formula and a name. The formula and the name
themselves ("Thanks, Ann") are the sender's words and stay.
"""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

import re

from channels.email.replies.closings import is_closing
from channels.email.replies.dates import has_address, has_date
from channels.email.replies.lines import Line
from channels.email.replies.mobile_signatures import is_excuse, is_mobile_signature
from channels.email.replies.notices import is_disclaimer, is_footer_notice
from channels.email.replies.separators import is_rule

# RFC 3676 section 4.3 has "-- "; blanks at the end are lost on the way, and dashes made longer.
_DELIMITERS = frozenset({"--", "—", "––", "——", "--=20", "__"})
_LONGEST_SIGNATURE = 20
_LONGEST_UNDER_RULE = 8
_LONGEST_CONTACTS = 12
_LONGEST_CONTACT_LINE = 90

_TELEPHONE = re.compile(r"(?<![\w-])\+?\(?\d[\d\s()./-]{6,18}\d")
_CONTACT_LABEL = re.compile(
    r"\W*(?:tel|t|phone|ph|p|mobile?|mob|m|cell|c|fax|f|e-?mail|e|mail|web|w|www|skype|tlf|puh|gsm|téléphone|tél|"
    r"telefon|telefono|teléfono|handy|direct|office|тел|телефон|моб|電話|电话|手机)\s?[.:：/]",
    re.IGNORECASE,
)
_DASHED_NAME = re.compile(r"(?:-|(?:--|[–—]) ?)[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}")
_POSTSCRIPT = re.compile(r"\W*(?:p\.? ?s\b|n\.? ?b\b|edit\b|update\b)", re.IGNORECASE)
_SITE = re.compile(r"https?://|(?<!\w)www\.", re.IGNORECASE)


def find_signature(lines: list[Line]) -> int:
    """Give the index at which a signature begins, the number of lines where there is none."""
    end = _before_added_lines(lines, _before_blanks(lines, len(lines)))
    delimited = _find_delimited(lines[:end])
    if delimited is not None:
        end = _before_added_lines(lines, delimited)
    else:
        end = _before_blanks(lines, _find_contacts(lines[:end]))
    return _before_blanks(lines, end - 1) if _is_dashed_name(lines, end) else end


def is_delimiter(seen: str) -> bool:
    """Say whether a line is what stands above a signature and nothing else."""
    return seen in _DELIMITERS


def _before_blanks(lines: list[Line], end: int) -> int:
    while end and lines[end - 1].blank:
        end -= 1
    return end


def _before_added_lines(lines: list[Line], end: int) -> int:
    """Step back over what programs add: mobile signatures, excuses, notices, disclaimers."""
    while True:
        end = _before_blanks(lines, end)
        start = _start_of_added(lines, end)
        if start is None:
            return end
        end = start


def _start_of_added(lines: list[Line], end: int) -> int | None:
    """Give where the program's lines begin with which a text ends, None where there are none."""
    if not end:
        return None
    last = lines[end - 1].seen
    if is_mobile_signature(last) or is_footer_notice(last) or is_excuse(last):
        return end - 1
    if end > 1 and len(last) < 40 and is_mobile_signature(f"{lines[end - 2].seen} {last}"):
        return end - 2
    return _start_of_disclaimer(lines, end) or _start_of_named_device(lines, end)


def _start_of_disclaimer(lines: list[Line], end: int) -> int | None:
    start = end
    while start and not lines[start - 1].blank and end - start < 40:
        start -= 1
    paragraph = " ".join(line.seen for line in lines[start:end])
    # Shorter than this it is a person who speaks of something confidential.
    return start if start and len(paragraph) > 120 and is_disclaimer(paragraph) else None


def _start_of_named_device(lines: list[Line], end: int) -> int | None:
    """Take a name and a number under a mobile signature to be a part of it."""
    for start in range(end - 1, max(-1, end - 4), -1):
        if is_mobile_signature(lines[start].seen):
            below = lines[start + 1 : end]
            return start if all(len(line.seen) <= 40 for line in below) else None
    return None


def _find_delimited(lines: list[Line]) -> int | None:
    """Find the last delimiter with no more under it than a signature has."""
    filled = 0
    for index in range(len(lines) - 1, -1, -1):
        seen = lines[index].seen
        if not seen:
            continue
        if filled and _delimits(lines, index, filled):
            return index
        filled += 1
        if filled > _LONGEST_SIGNATURE:
            return None
    return None


def _delimits(lines: list[Line], index: int, filled: int) -> bool:
    seen = lines[index].seen
    below = [line.seen for line in lines[index + 1 :] if not line.blank]
    if is_delimiter(seen):
        exact = lines[index].whole.rstrip("\r") == "-- "
        return exact or not any(len(line) > 300 or line.endswith("?") for line in below)
    if not is_rule(seen) or "*" in seen or filled > _LONGEST_UNDER_RULE:
        return False
    if index and not lines[index - 1].blank:
        return False
    return "_" in seen or any(_is_contact(line) for line in below)


def _is_dashed_name(lines: list[Line], end: int) -> bool:
    """Say whether the last line is "-Ann Lee" by itself, not the last of a list."""
    if end < 3 or not lines[end - 2].blank or not _DASHED_NAME.fullmatch(lines[end - 1].seen):
        return False
    above = next(line.seen for line in reversed(lines[: end - 1]) if line.seen)
    return not above.startswith(("-", "–", "—")) and not above.endswith(":")


def _find_contacts(lines: list[Line]) -> int:
    """Give where contact lines begin under a closing formula and a name, else the end."""
    first = max(0, len(lines) - _LONGEST_CONTACTS - 4)
    for index in range(len(lines) - 1, first - 1, -1):
        if not is_closing(lines[index].seen):
            continue
        start = _after_name(lines, index)
        below = [line.seen for line in lines[start:] if not line.blank]
        return start if _are_contacts(below) else len(lines)
    return len(lines)


def _after_name(lines: list[Line], closing: int) -> int:
    """Step over the name that follows a closing formula, which stands in the next filled line."""
    index = closing + 1
    while index < len(lines) and lines[index].blank:
        index += 1
    if index < len(lines) and not _is_contact(lines[index].seen):
        index += 1 if lines[index].seen[-1] not in ":：" else len(lines)
    return min(index, len(lines))


def _are_contacts(below: list[str]) -> bool:
    if not below or len(below) > _LONGEST_CONTACTS:
        return False
    if any(map(_is_prose, below)):
        return False
    return sum(map(_is_contact, below)) >= 1


def _is_prose(seen: str) -> bool:
    """Say whether a line is a sentence, or a postscript, not a name or a number."""
    if len(seen) > _LONGEST_CONTACT_LINE or seen.endswith(("?", "!")) or _POSTSCRIPT.match(seen):
        return True
    return sum(word[:1].islower() and word.isalpha() for word in seen.split()) >= 4


def _is_contact(seen: str) -> bool:
    """Say whether a line is a telephone number, an address, a site or a label of one of these."""
    return bool(
        len(seen) <= _LONGEST_CONTACT_LINE
        and (
            has_address(seen)
            or _SITE.search(seen)
            or (_TELEPHONE.search(seen) and not has_date(seen))
            or (_CONTACT_LABEL.match(seen) and any(char.isdigit() or char == "@" for char in seen))
        )
    )
