"""An article, or its translation, is begun."""

import re
from dataclasses import replace
from datetime import datetime

from bot.knowledge_desk.desk_rules import DeskRules
from bot.knowledge_desk.originals import choose_original
from bot.knowledge_desk.standing import find_standing, lock_article
from bot.knowledge_desk.write_draft import write_draft
from bot.tools import Tools
from crm_store.article_drafts import list_drafts_of
from crm_store.articles import list_locales
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.knowledge_desk import ArticleContent, ArticleDraft, take_content
from domain.staff import StaffMember
from knowledge_base.article_fields import LONGEST_ID
from knowledge_base.content_checks import check_draft, check_id, check_locale
from knowledge_base.wording import normalise_text

_LONGEST_SLUG = 60
_NOT_IN_SLUG = re.compile(r"[^\w]+|_+")


def begin_article(
    tx: Transaction,
    tools: Tools,
    title: str,
    locale: str,
    *,
    content: ArticleContent | None,
    article_id: str | None,
    by: StaffMember,
    now: datetime,
) -> ArticleDraft:
    """Begin a new article.

    Raises:
        InvalidInputError: the title, the language or the id is none.
        ConflictError: there is an article of this id in this language.
    """
    title, locale = title.strip(), check_locale(locale)
    if not title:
        raise InvalidInputError("give it a title: the question that it answers", field="title")
    begun = check_draft(replace(content or ArticleContent(title=title), title=title))
    if article_id is None:
        article_id = _find_free_id(tx, make_slug(begun.title) or f"article-{tools.ids.new()}")
    article_id = check_id(article_id)
    lock_article(tx, article_id, locale)
    _refuse_existing(tx, article_id, locale)
    return write_draft(tx, article_id, locale, begun, base_version=0, by=by, now=now)


def begin_translation(
    tx: Transaction,
    _tools: Tools,
    rules: DeskRules,
    article_id: str,
    locale: str,
    *,
    by: StaffMember,
    now: datetime,
) -> ArticleDraft:
    """Begin a translation, with the original's words to write over.

    Raises:
        NotFoundError: there is no such article.
        ConflictError: it is in this language already.
    """
    locale = check_locale(locale)
    lock_article(tx, article_id, locale)
    _refuse_existing(tx, article_id, locale)
    written = list_locales(tx, article_id)
    original = choose_original(written, rules.languages)
    if original is not None:
        content = replace(take_content(original), source_version=original.version)
    else:
        drafts = list_drafts_of(tx, article_id)
        if not drafts:
            raise NotFoundError(f"there is no article {article_id!r}")
        content = choose_draft(drafts, rules.languages).content
    return write_draft(tx, article_id, locale, content, base_version=0, by=by, now=now)


def choose_draft(drafts: tuple[ArticleDraft, ...], languages: tuple[str, ...]) -> ArticleDraft:
    """Choose the draft in the language that comes first."""
    rank = {locale: place for place, locale in enumerate(languages)}
    return min(drafts, key=lambda draft: (rank.get(draft.locale, len(rank)), draft.locale))


def make_slug(title: str) -> str:
    """Make an id of a title's words, in any script; empty where it has none."""
    words = _NOT_IN_SLUG.sub("-", normalise_text(title)).strip("-")
    if len(words) <= _LONGEST_SLUG:
        return words
    return words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]


def _find_free_id(tx: Transaction, slug: str) -> str:
    """Number an id that is taken; the lock keeps two who begin at once from choosing the same."""
    tx.lock("article-ids")
    number, article_id = 1, slug
    while list_locales(tx, article_id) or list_drafts_of(tx, article_id):
        number += 1
        article_id = f"{slug[: LONGEST_ID - 8]}-{number}"
    return article_id


def _refuse_existing(tx: Transaction, article_id: str, locale: str) -> None:
    if find_standing(tx, article_id, locale) is not None:
        raise ConflictError(f"there is an article {article_id!r} in {locale!r} already; open that")
