"""What knowledge managers and readers did, as `desk.toml` tells it; read strictly."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

FILE: Final = Path(__file__).with_name("desk.toml")
PICTURES: Final = Path(__file__).with_name("pictures")


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldCategory(_Told):
    """A category and the articles in it."""

    id: str
    parent: str | None = None
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    articles: tuple[str, ...]


class ToldFile(_Told):
    """A picture of `pictures/`."""

    id: str
    article: str
    name: str
    width: int
    height: int


class ToldRevision(_Told):
    """A change of an article that was published; `before` stood where `after` stands now."""

    article: str
    locale: str
    days_ago: int
    before: str
    after: str


class ToldDraft(_Told):
    """A new article or, with `article`, a change of one, that is not published.

    Attributes:
        days_ago: when it was saved last.
        in_days: when it is published by itself.
        before: words of the published answer in whose place `after` is to stand.
    """

    locale: str
    state: Literal["draft", "in_review", "scheduled"]
    days_ago: int
    article: str | None = None
    title: str = ""
    category: str | None = None
    tags: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    answer: str = ""
    in_days: int = 0
    before: str = ""
    after: str = ""


class ToldRetirement(_Told):
    """An article that there was once, and where its readers are led."""

    id: str
    locale: str
    title: str
    variants: tuple[str, ...]
    answer: str
    tags: tuple[str, ...]
    category: str
    redirect_to: str
    days_ago: int


class ToldReads(_Told):
    """What was read in the help centre, the most read first."""

    weeks: int
    most: int
    en: tuple[str, ...]
    de: tuple[str, ...]


class ToldSearches(_Told):
    """What was looked for, each so often, and the article that was opened then, if any."""

    locale: str
    found: int
    each: int
    texts: Mapping[str, str]


class ToldComment(_Told):
    """What somebody whom an article did not help wrote."""

    days_ago: int
    text: str
    handled: bool = False


class ToldRatings(_Told):
    """How many readers an article helped, and how many not."""

    article: str
    locale: str
    helpful: int
    not_helpful: int
    comments: tuple[ToldComment, ...] = ()


class ToldDesk(_Told):
    """All of it; `stale` names articles that nobody has changed for long."""

    stale: tuple[str, ...]
    categories: tuple[ToldCategory, ...]
    files: tuple[ToldFile, ...]
    revised: tuple[ToldRevision, ...]
    drafts: tuple[ToldDraft, ...]
    retired: tuple[ToldRetirement, ...]
    reads: ToldReads
    searches: tuple[ToldSearches, ...]
    ratings: tuple[ToldRatings, ...]


def load_desk(file: Path = FILE) -> ToldDesk:
    """Read the file.

    Raises:
        pydantic.ValidationError: naming what is wrong in which place.
    """
    return ToldDesk.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
