"""What the pages that try things out share, made once for the application."""

from typing import Final

from aiohttp import web

from bot.try_out.draft_matchers import DraftMatchers, make_draft_article
from bot.try_out.find_conflicts import ConflictSearch
from console.form_reading import read_form
from console.framed_documents import FramedDocuments
from console.keys import get_services
from console.pages.knowledge.article_form import parse_content, read_article_form
from console.services import Services
from crm_store.article_drafts import find_draft
from crm_store.articles import find_article
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError, NotFoundError
from domain.knowledge import Article
from domain.knowledge_desk import ArticleContent, take_content


class TryOut:
    """Drafts that were joined, conflicts that were found, and documents that pages frame."""

    def __init__(self, services: Services) -> None:
        self.drafts = DraftMatchers(services.index, services.trainer, services.clock)
        self.conflicts = ConflictSearch(services.index, services.trainer, self.drafts)
        self.documents = FramedDocuments()


TRY_OUT: Final = web.AppKey("try_out", TryOut)


async def read_draft(request: web.Request) -> Article:
    """Take an article as it would be published: the form's words, or else what is saved of it.

    Raises:
        InvalidInputError: the form names no article, or holds what cannot be published.
        NotFoundError: there is no such article.
    """
    fields = await read_form(request)
    article_id, locale = fields.get("article_id", "").strip(), fields.get("locale", "").strip()
    if not article_id or not locale:
        raise InvalidInputError("name an article and its language", field="article_id")
    written = parse_content(read_article_form(fields)) if "title" in fields else None
    return await find_draft_article(request, article_id, locale, written)


async def find_draft_article(
    request: web.Request, article_id: str, locale: str, written: ArticleContent | None = None
) -> Article:
    """Find an article as it would be published.

    Args:
        written: what is not saved yet, or None.

    Raises:
        NotFoundError: there is no such article.
    """
    store = get_services(request).store
    return await store.read(_read_article, article_id, locale, written)


def _read_article(
    tx: Transaction, article_id: str, locale: str, written: ArticleContent | None
) -> Article:
    article = find_article(tx, article_id, locale)
    draft = find_draft(tx, article_id, locale)
    content = written or (draft.content if draft is not None else None)
    if content is None and article is not None:
        content = take_content(article)
    if content is None:
        raise NotFoundError(f"there is no article {article_id!r} in {locale!r}")
    version = 0 if article is None else article.version
    return make_draft_article(article_id, locale, content, version=version)
