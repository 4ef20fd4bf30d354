"""An article is taken away from customers, or given back to them."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.knowledge_desk.linked_articles import list_linked_from
from bot.knowledge_desk.refusals import LinkedArticlesError
from bot.knowledge_desk.standing import get_standing, lock_article
from bot.tools import Tools
from crm_store.articles import find_published_article, record_article
from crm_store.redirects import list_redirects
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.knowledge import Article, ArticleState
from domain.staff import StaffMember

FIELD: Final = "redirect_to"


def retire_article(
    tx: Transaction,
    _tools: Tools,
    article_id: str,
    locale: str,
    *,
    redirect_to: str | None,
    anyway: bool,
    by: StaffMember,
    now: datetime,
) -> Article:
    """Take an article away from customers; see `KnowledgeDesk.retire`."""
    lock_article(tx, article_id, locale)
    article = get_article(tx, article_id, locale)
    if article.state is ArticleState.RETIRED:
        raise ConflictError("it is retired already")
    if redirect_to is not None:
        check_redirect(tx, article, redirect_to)
    if not anyway:
        refuse_linked(tx, article)
    return record_retirement(tx, article, redirect_to=redirect_to, author=by.name, now=now)


def revive_article(
    tx: Transaction,
    _tools: Tools,
    article_id: str,
    locale: str,
    *,
    by: StaffMember,
    now: datetime,
) -> Article:
    """Publish a retired article again as it was; see `KnowledgeDesk.revive`."""
    lock_article(tx, article_id, locale)
    article = get_article(tx, article_id, locale)
    if article.state is not ArticleState.RETIRED:
        raise ConflictError("it is not retired")
    revived = replace(article, state=ArticleState.PUBLISHED, redirect_to=None, retire_at=None)
    return record_article(tx, revived, author=by.name, now=now, note="Published again")


def get_article(tx: Transaction, article_id: str, locale: str) -> Article:
    """Find what is published or retired.

    Raises:
        NotFoundError: there is no such article, or but a draft.
    """
    article = get_standing(tx, article_id, locale).article
    if article is None:
        raise NotFoundError("it was never published; discard the draft instead")
    return article


def record_retirement(
    tx: Transaction,
    article: Article,
    *,
    redirect_to: str | None,
    author: str,
    now: datetime,
    note: str = "Retired",
) -> Article:
    """Write that an article is retired; a draft beside it stays."""
    retired = replace(article, state=ArticleState.RETIRED, redirect_to=redirect_to, retire_at=None)
    return record_article(tx, retired, author=author, now=now, note=note)


def check_redirect(tx: Transaction, article: Article, redirect_to: str) -> None:
    """Refuse to lead readers where they find nothing.

    Raises:
        InvalidInputError: saying why.
    """
    fault = find_redirect_fault(tx, article, redirect_to)
    if fault is not None:
        raise InvalidInputError(fault, field=FIELD)


def find_redirect_fault(tx: Transaction, article: Article, redirect_to: str) -> str | None:
    """Say in words why readers of an article cannot be led to another one, or None."""
    if redirect_to == article.id:
        return "leads to the article itself; choose another one, or none"
    path = [each.id for each in list_redirects(tx, redirect_to, article.locale)]
    if article.id in path:
        round_trip = " → ".join((article.id, *path[: path.index(article.id) + 1]))
        return f"leads in a circle ({round_trip}); choose another one, or none"
    if find_published_article(tx, redirect_to, article.locale) is None:
        return f"leads to {redirect_to}, which is not published; choose another one, or none"
    return None


def refuse_linked(tx: Transaction, article: Article) -> None:
    """Have somebody know who links to an article before it goes.

    Raises:
        LinkedArticlesError: others link to it.
    """
    linked = list_linked_from(tx, article.id)
    if linked:
        raise LinkedArticlesError(linked)
