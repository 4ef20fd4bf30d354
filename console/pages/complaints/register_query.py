"""Which complaints of the register are wanted, as the address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from console.form_reading import read_line
from console.pages.complaints.addresses import REGISTER
from crm_store.complaint_list import NOBODY, ComplaintQuery
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage

# What is shown where nothing else is asked for.
USUAL: Final = "open"
VIEWS: Final[Mapping[str, str]] = {
    USUAL: "Open",
    "late": "Late",
    "mine": "Mine",
    "nobody": "Unassigned",
    "closed": "Closed",
    "all": "All",
}
_LONGEST: Final = 200
_MOST_PAGES: Final = 10_000
_MOST_DIGITS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuery:
    """What is wanted; what is empty does not matter.

    Attributes:
        view: one of `VIEWS`.
        owner: a staff id.
        page: from 1.
    """

    view: str = USUAL
    stage: str = ""
    severity: str = ""
    category: str = ""
    owner: str = ""
    words: str = ""
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything but a view is asked for."""
        return bool(self.stage or self.severity or self.category or self.owner or self.words)

    def make_address(self, path: str = REGISTER, **changes: str | int) -> str:
        """Make the address of the first page of the same complaints, but for the changes."""
        given: dict[str, str | int] = {
            "view": "" if self.view == USUAL else self.view,
            "stage": self.stage,
            "severity": self.severity,
            "category": self.category,
            "owner": self.owner,
            "q": self.words,
        }
        wanted = {name: value for name, value in (given | changes).items() if value != ""}
        return f"{path}?{urlencode(wanted)}" if wanted else path

    def make_search(self, me: str, now: datetime) -> ComplaintQuery:
        """Make what the register is searched by.

        Args:
            me: id of whoever looks.
        """
        owner = {"mine": me, "nobody": NOBODY}.get(self.view, self.owner or None)
        return ComplaintQuery(
            stage=ComplaintStage(self.stage) if self.stage else None,
            severity=Severity(self.severity) if self.severity else None,
            owner=owner,
            category=self.category or None,
            late_at=now if self.view == "late" else None,
            open=None if self.view == "all" else self.view != "closed",
            q=self.words or None,
        )


def read_register_query(request: web.Request) -> RegisterQuery:
    """Read what is wanted; what is none of its kind does not matter."""
    view = read_line(request, "view", max_length=_LONGEST)
    stage = read_line(request, "stage", max_length=_LONGEST)
    severity = read_line(request, "severity", max_length=_LONGEST)
    page = read_line(request, "page", max_length=_LONGEST)
    readable = page.isascii() and page.isdigit() and len(page) <= _MOST_DIGITS
    return RegisterQuery(
        view=view if view in VIEWS else USUAL,
        stage=stage if stage in set(ComplaintStage) else "",
        severity=severity if severity in set(Severity) else "",
        category=read_line(request, "category", max_length=_LONGEST),
        owner=read_line(request, "owner", max_length=_LONGEST),
        words=read_line(request, "q", max_length=_LONGEST),
        page=min(max(int(page), 1), _MOST_PAGES) if readable else 1,
    )
