"""The settings that the knowledge desk goes by."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRules:
    """The site's rules for articles.

    Attributes:
        languages: of the company's customers, its own first.
        review_required: whether nobody may publish what they wrote last themselves.
        stale_after: how long an article may go without a change before somebody should look.
    """

    languages: tuple[str, ...]
    review_required: bool
    stale_after: timedelta
