"""The list of all articles and drafts, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles are listed; what is None or empty leaves nothing out.

    Attributes:
        text: a part of the title or of the id.
        state: `published`, `draft`, `in_review`, `scheduled` or `retired`; the three in the middle
            list drafts beside what is published as well.
        attention: `stale`, `unused`, `behind` or `badly_rated`.
    """

    text: str = ""
    state: str | None = None
    locale: str | None = None
    category: str | None = None
    attention: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article in one language, as the list shows it.

    Attributes:
        state: `published` or `retired`; for what was never published its draft's state.
        draft_state: `draft`, `in_review` or `scheduled`; None where there is no draft.
        has_changes: whether there is a draft beside what is published.
        reads: in the help centre in the last 30 days.
        answers: by the bot in the last 30 days.
        behind: whether it is a translation whose original has changed since.
        stale: whether nobody has changed it for as long as the settings say.
    """

    id: str
    locale: str
    title: str
    state: str
    draft_state: str | None = None
    has_changes: bool = False
    publish_at: datetime | None = None
    category: str | None = None
    updated_at: datetime
    updated_by: str
    reads: int = 0
    answers: int = 0
    helpful: int = 0
    not_helpful: int = 0
    behind: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """Some articles, those changed last first.

    Attributes:
        next: the cursor of the page behind, or None.
        counts: how many articles of each state and each reason for attention there are, the
            filter's text, locale and category applied, and of `all`.
    """

    rows: tuple[ArticleRow, ...]
    next: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
