"""A report's tables as files that spreadsheets read (RFC 4180); pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from domain.knowledge_figures import ArticleFigures, Figures, KnowledgeReport
from domain.knowledge_report import QuestionOutcome

# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_FIGURES: Final = (
    "conversations_resolved",
    "conversations_contained",
    "questions",
    "questions_covered",
    *(f"questions_{outcome}" for outcome in QuestionOutcome),
    "answers_judged_right",
    "answers_judged_wrong",
)
_HELP: Final = ("reads", "searches", "without_result", "opened", "helpful", "not_helpful")
_ARTICLE: Final = (
    *("article_id", "locale", "title", "published", "answered", "right", "wrong", "offered"),
    *("chosen", "suggested", "reads", "helpful", "not_helpful"),
)
Row = Sequence[str | int]


def write_weeks(report: KnowledgeReport) -> str:
    """Write a line for each week."""
    help_heads = (f"help_{name}" for name in _HELP)
    rows = (
        (
            one.week.name,
            str(one.week.monday),
            *_list_figures(one.figures),
            *(getattr(one.help, name) for name in _HELP),
        )
        for one in report.weeks
    )
    return write_table(("week", "monday", *_FIGURES, *help_heads), rows)


def write_channels(report: KnowledgeReport) -> str:
    """Write a line for each channel."""
    rows = ((channel, *_list_figures(one)) for channel, one in report.channels.items())
    return write_table(("channel", *_FIGURES), rows)


def write_articles(listed: Iterable[ArticleFigures]) -> str:
    """Write a line for each article in each of its languages."""
    rows = ([protect_cell(getattr(one, name)) for name in _ARTICLE] for one in listed)
    return write_table(_ARTICLE, rows)


def _list_figures(figures: Figures) -> Row:
    outcomes = (figures.count(outcome) for outcome in QuestionOutcome)
    coverage = figures.coverage
    return (
        figures.resolved,
        figures.contained,
        coverage.whole,
        coverage.part,
        *outcomes,
        figures.right,
        figures.wrong,
    )


def protect_cell(value: str | int) -> str | int:
    """Keep a spreadsheet from taking words for a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_table(head: Sequence[str], rows: Iterable[Row]) -> str:
    """Write a table; cells that hold others' words have been through `protect_cell`."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(rows)
    # Spreadsheets take a file without this mark for one in their system's own letters.
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + file.getvalue()
