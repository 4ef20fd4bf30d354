"""The sum of a severity as a table that adds up; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.pages.complaints.words import PARTS
from console.wording import begin_sentence, name_term
from domain.complaint_register import Severity, SeverityGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsLine:
    """An addend.

    Attributes:
        sum: of it and those before.
    """

    name: str
    words: str
    points: int
    sum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityTable:
    """A severity with what it adds up to.

    Attributes:
        bands: of each severity, from how many points on it is reached; the least first.
    """

    lines: tuple[PointsLine, ...]
    points: int
    computed: Severity
    bands: tuple[tuple[Severity, int], ...]


def lay_sum(grade: SeverityGrade, thresholds: Mapping[Severity, int]) -> SeverityTable:
    """Lay out how a severity came about."""
    lines: list[PointsLine] = []
    for part in grade.parts:
        before = lines[-1].sum if lines else 0
        lines.append(
            PointsLine(
                name=PARTS.get(part.name, name_term(part.name)),
                words=begin_sentence(part.words),
                points=part.points,
                sum=before + part.points,
            )
        )
    bands = tuple(sorted(thresholds.items(), key=lambda each: each[1]))
    return SeverityTable(
        lines=tuple(lines), points=grade.points, computed=grade.computed, bands=bands
    )
