"""A report as plain text that reads well in a text-only client; pure.

No line is wider than 72 columns, but for addresses, which cannot be broken. Rows are aligned by
blanks alone, since there is nothing else that all of them show alike.
"""

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from bot.reports.mail.report_mail import MailTable, ReportMail

WIDTH: Final = 72
_GAP: Final = 2
_LEAST: Final = 12
_WIDE: Final = frozenset("WF")


def render_text(mail: ReportMail) -> str:
    """Render a mail as plain text."""
    parts = [
        _wrap(mail.title),
        _wrap(mail.lead),
        *(_render_table(table) for table in mail.tables),
        "\n".join(filter(None, (_wrap(mail.foot), mail.foot_link))),
    ]
    return "\n\n".join(parts) + "\n"


def measure(text: str) -> int:
    """Tell how many columns a text takes: two for wide characters, none for marks (UAX 11)."""
    return sum(_measure_one(each) for each in text)


def shorten(text: str, width: int) -> str:
    """Cut a text to so many columns, with an ellipsis where something is missing."""
    if measure(text) <= width:
        return text
    kept = ""
    for each in text:
        if measure(kept) + _measure_one(each) > width - 1:
            break
        kept += each
    return kept.rstrip() + "…"


def _measure_one(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _render_table(table: MailTable) -> str:
    lines = [table.title, "-" * min(measure(table.title), WIDTH)]
    lines += _align(table.head, table.rows) if table.rows else [_wrap(table.empty)]
    if table.note:
        lines.append(_wrap(table.note))
    if table.link:
        lines += [f"{table.link_words}:", table.link]
    return "\n".join(lines)


def _align(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(measure, column)) for column in zip(head, *rows, strict=True)]
    others = sum(widths[1:]) + _GAP * len(widths[1:])
    widths[0] = max(min(widths[0], WIDTH - others), _LEAST)
    return [line for row in (head, *rows) for line in _align_row(row, widths)]


def _align_row(row: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    cells = [_fill(shorten(row[0], widths[0]), widths[0], left=True)]
    cells += [
        _fill(cell, width, left=False) for cell, width in zip(row[1:], widths[1:], strict=True)
    ]
    yield (" " * _GAP).join(cells).rstrip()


def _fill(text: str, width: int, *, left: bool) -> str:
    blanks = " " * max(width - measure(text), 0)
    return text + blanks if left else blanks + text


def _wrap(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
