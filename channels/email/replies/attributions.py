"""Lines that introduce a quotation: "On Monday, 3 June 2024 at 10:22, Ann Lee wrote:".

The wordings are those that Gmail, Apple Mail, Outlook, Thunderbird, Yahoo, Lotus Notes, Mail.ru,
Yandex, Zoho and others use in the language their user has set. What makes a line an attribution is
a verb of writing and a colon at its end together with evidence that a program wrote it: an address,
or a date with a time. With less, lines with marks of quotation have to follow.
"""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

import re
from dataclasses import dataclass

from channels.email.replies.dates import ADDRESS, CLOCK_TIME, has_address, has_date, has_moment
from channels.email.replies.lines import Line

# Clients wrap an attribution at 70 or so columns: four lines hold the longest of names.
LONGEST_WRAP = 5
LONGEST_ATTRIBUTION = 600

# Verbs of writing as attributions have them, by alphabet; the language stands behind each line.
_VERBS = [
    r"wrote|writes|sent|said",  # English
    r"schrieb|schreibt|geschrieben",  # German
    r"a écrit|a ecrit|écrivait|écrit",  # French
    r"escribió|escribio|escrib[ií]a|ha escrito",  # Spanish
    r"ha scritto|scriveva|scrive",  # Italian
    r"escreveu",  # Portuguese
    r"schreef|geschreven|schrijft",  # Dutch
    r"napisa[łl](?:\(a\)|a)?|napisana przez|pisze|pisa[łl](?:\(a\)|a)?",  # Polish
    r"skrev|skriver",  # Swedish, Danish, Norwegian
    r"kirjoitti|kirjoittaa",  # Finnish
    r"nap[ií]?sal(?:\(a\)|a)?|píše",  # Czech, Slovak
    r"yazdı|yazmış|yaz[ıi]yor",  # Turkish
    r"írta|irta",  # Hungarian
    r"a scris",  # Romanian
    r"je napisa[ol](?:/la)?|je pisa[ol]|piše|je napisala",  # Croatian, Serbian, Slovene
    r"va escriure|ha escrit",  # Catalan
    r"kirjutas|rakstīja|rašė|parašė",  # Estonian, Latvian, Lithuanian
    r"đã viết|menulis",  # Vietnamese, Indonesian
    r"написала?|написал\(а\)|писала?|писал\(а\)|пишет|пишут",  # Russian
    r"написав(?:\(ла\))?|написала|пише",  # Ukrainian
    r"написа",  # Bulgarian
    r"έγραψε|έγραψες",  # Greek
    r"כתב/ה|כתבה?|كتب(?:ت)?",  # Hebrew, Arabic
]
_UNSPACED_VERBS = [
    r"写道|写到|寫道|寫到|写了|來信|来信|撰寫|编写",  # Chinese
    r"のメール|のメッセージ|は書きました|書きました|書いた",  # Japanese
    r"작성|썼습니다|보낸 메일|님이 쓴 글",  # Korean
    r"เขียนว่า|เขียน",  # Thai
]
_VERB = re.compile(
    rf"(?<!\w)(?:{'|'.join(_VERBS)})(?!\w)|{'|'.join(_UNSPACED_VERBS)}", re.IGNORECASE
)
# "---- On Tue, 22 Dec 2015 14:17:36 +0530 Ann Lee wrote ----" (Zoho, old Android).
_BETWEEN_DASHES = re.compile(r"-{3,} ?(.{3,}?) ?-{3,}")
_LAST_COLON = re.compile(r"[:：][\s*_\"”»]*$")
# How a line begins that carries the first part of a wrapped attribution.
_OPENING = re.compile(
    r"\W*(?:on|at|no dia|am|le|el|il|em|op|w dniu|dnia|den|d\.|vào|dne|dňa|pada|la|στις|dana|am|"
    r"в|у|på|"
    r"kl\.?|om|date|quoting|zitat|从|在|於|于|\w{2,12}[.,]? ?,? ?\d|\d)",
    re.IGNORECASE,
)
# Words of somebody who tells a story; a program that writes an attribution has no use for them.
_NARRATION = re.compile(
    r"(?<!\w)(?:i|we|my|our|me|us|your|which|that|because|but|when|ich|wir|mein\w*|unser\w*|ihr|"
    r"dass|weil|"
    r"aber|je|j'ai|nous|mon|ma|votre|notre|que|yo|mi|nuestr[oa]|porque|pero|io|mio|mia|perché|eu|"
    r"meu|minha|ik|wij|mijn|omdat|maar|jag|vi|jeg|min|mitt|mutta|minä|я|мы|мой|но)(?!\w)",
    re.IGNORECASE,
)
# A date and an address, and no verb: Gmail in many languages, Yandex, Mail.ru, GitLab.
_BARE_END = re.compile(r"(?:>\)?|[)\]]|@\S+|[^\s:：]) ?[:：]$")
_BRACKETED = re.compile(r"[<(\[][^<>()\[\]@]{0,80}@[^<>()\[\]@\s]{1,255} ?[>)\]\"]")
# Horde quotes somebody; GroupWise has ">>> Ann Lee <ann@example.com> 1/2/24 9:30 >>>".
_QUOTING = re.compile(
    r"\W*(?:quoting|zitat von|citando|citat från|citerar|citation de|citaat van|"
    r"cytowanie) .{2,200}:",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"(?:>{3} ?)?[^>].{5,300}>{3}")
# "2013/7/20 Ann Lee <ann@example.com>", and with a time zone: Gmail in many languages, until 2016.
_OLD_GMAIL = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2} [^@]{1,120}<[^<>@\s]+@[^<>@\s]+>:?")
_GMAIL_OFFSET = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d \S.{0,120}")
_OLD_GMAIL_BEGINNING = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2} .*[>\w]:?$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Lines that introduce a quotation.

    Attributes:
        start: index of the first line.
        end: index after the last.
        certain: whether it is one even where no line behind it carries a mark of quotation.
    """

    start: int
    end: int
    certain: bool


def find_attribution(lines: list[Line], end: int) -> Attribution | None:
    """Find the attribution of which a line is the last.

    Args:
        lines: the text's.
        end: index of a line of which `may_end` holds.
    """
    fallback = None
    for start, wording in _wordings(lines, end):
        certain = is_certain(wording)
        if (certain or is_possible(wording)) and _opens(wording):
            return Attribution(start, end + 1, certain)
        if certain and fallback is None:
            fallback = Attribution(start, end + 1, True)
    return _with_open_bracket(lines, fallback) or _find_name_alone(lines, end)


def may_end(seen: str) -> bool:
    """Say whether a line can be the last of an attribution at all."""
    return bool(
        seen[-1:] in {":", "："}
        or _LAST_COLON.search(seen[-8:])
        or seen.endswith(("---", ">>>"))
        or _OLD_GMAIL_BEGINNING.match(seen)
    )


def is_between_arrows(seen: str) -> bool:
    """Say whether a line is GroupWise's, which looks quoted and stands above lines that do not."""
    return seen.endswith(">>>") and _ARROWS.fullmatch(seen) is not None and has_moment(seen)


def is_certain(wording: str) -> bool:
    """Say whether a line, unwrapped, is an attribution by itself."""
    dashed = _BETWEEN_DASHES.fullmatch(wording)
    if dashed:
        return _VERB.search(dashed[1]) is not None
    if is_between_arrows(wording) or (_QUOTING.fullmatch(wording) and has_address(wording)):
        return True
    if _OLD_GMAIL.fullmatch(wording) or _GMAIL_OFFSET.fullmatch(wording):
        return True
    if not _LAST_COLON.search(wording):
        return False
    if has_address(wording):
        return _is_addressed(wording)
    return (
        _VERB.search(wording) is not None
        and has_moment(wording)
        and not _narrates(wording)
        and len(wording.split()) <= 18
    )


def is_possible(wording: str) -> bool:
    """Say whether a line, unwrapped, is an attribution where a quotation follows it."""
    return (
        _LAST_COLON.search(wording) is not None
        and _VERB.search(wording) is not None
        and (has_date(wording) or CLOCK_TIME.search(wording) is not None or has_address(wording))
    )


def _is_addressed(wording: str) -> bool:
    if _VERB.search(wording):
        return _BRACKETED.search(wording) is not None or not _narrates(wording)
    return has_moment(wording) and _opens(wording) and _BARE_END.search(wording) is not None


def _opens(wording: str) -> bool:
    if _OPENING.match(wording) is None:
        return False
    return has_date(wording) or CLOCK_TIME.search(wording) is not None


def _narrates(wording: str) -> bool:
    return _NARRATION.search(ADDRESS.sub("", wording)) is not None


def _wordings(lines: list[Line], end: int) -> list[tuple[int, str]]:
    """Unwrap the lines up to the last one: from it alone to as many as clients wrap."""
    found: list[tuple[int, str]] = []
    wording, start = "", end
    while start >= 0 and end - start < LONGEST_WRAP and _may_be_within(lines, start, end):
        wording = f"{lines[start].seen} {wording}".strip()
        if len(wording) > LONGEST_ATTRIBUTION:
            break
        if not lines[start].blank:
            found.append((start, wording))
        start -= 1
    return found


def _may_be_within(lines: list[Line], start: int, end: int) -> bool:
    """Say whether a wrapped attribution can go on upwards through a line."""
    if start == end:
        return True
    line = lines[start]
    if line.blank:
        # Polymail puts a blank line before an address that it breaks out of its brackets.
        return lines[start + 1].seen.startswith("<")
    return not line.quoted and not may_end(line.seen)


def _with_open_bracket(lines: list[Line], found: Attribution | None) -> Attribution | None:
    """Take in the line above that ends in the bracket of the address below."""
    if found and found.start and lines[found.start - 1].seen.endswith(("<", "<mailto:")):
        return Attribution(found.start - 1, found.end, found.certain)
    return found


def _find_name_alone(lines: list[Line], end: int) -> Attribution | None:
    """Take "Ann Lee wrote:" for an attribution where it is short and a quotation follows."""
    seen = lines[end].seen
    named = _VERB.search(seen) or _QUOTING.fullmatch(seen)
    if len(seen.split()) <= 6 and named and _LAST_COLON.search(seen):
        return Attribution(end, end + 1, False)
    return None
