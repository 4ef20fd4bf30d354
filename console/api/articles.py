"""The knowledge base as scripts read it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from console.api.interaction_models import Answer
from console.api.operation import Call
from console.api.pages import Page, PageQuery, cut_page, resume_list
from crm_store.articles import list_articles as list_on_record
from domain.knowledge import Article, ArticleState


class ArticleQuery(PageQuery):
    """Which articles are wanted."""

    state: ArticleState | None = None


class ArticleItem(Answer):
    """An article in one language."""

    id: Annotated[str, Field(description="The same in all its languages.")]
    locale: str
    title: str
    variants: Annotated[tuple[str, ...], Field(description="How customers ask it.")]
    answer: Annotated[str, Field(description="Markdown.")]
    tags: tuple[str, ...]
    state: ArticleState
    version: int
    updated_at: datetime | None
    sensitive: Annotated[bool, Field(description="Never sent by the bot on its own.")]
    precision: Annotated[
        float | None,
        Field(description="The share of right answers wanted of it; null for the channel's."),
    ]


class ArticlePage(Page[ArticleItem]):
    """One page of articles, by id and language."""


async def list_articles(call: Call[ArticleQuery, None]) -> ArticlePage:
    """Answer a page of articles."""
    wanted, after = resume_list(call)
    rows = await call.services.store.read(
        list_on_record,
        state=wanted.state,
        after="" if after is None else str(after),
        limit=wanted.limit + 1,
    )
    page, following = cut_page(call, wanted, rows, _position)
    items = tuple(ArticleItem.model_validate(row) for row in page)
    return ArticlePage(items=items, next=following)


def _position(article: Article) -> str:
    return f"{article.id}/{article.locale}"
