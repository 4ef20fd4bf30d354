"""A draft becomes the next version of its article."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.knowledge_desk.desk_rules import DeskRules
from bot.knowledge_desk.originals import choose_original
from bot.knowledge_desk.refusals import ContentErrors, OutdatedDraftError
from bot.knowledge_desk.save_draft import collide_with_published
from bot.knowledge_desk.standing import Standing, get_standing, lock_article
from bot.tools import Tools
from crm_store.article_drafts import delete_draft
from crm_store.articles import carry_source_version, list_locales, record_article
from crm_store.transaction import Transaction
from domain.errors import AccessDeniedError, ConflictError, NotFoundError
from domain.knowledge import Article, ArticleState
from domain.knowledge_desk import ArticleContent, ArticleDraft, take_content
from domain.staff import StaffMember
from knowledge_base.content_checks import find_content_errors, find_translation_errors


def publish_draft(
    tx: Transaction,
    _tools: Tools,
    rules: DeskRules,
    article_id: str,
    locale: str,
    *,
    revision: int,
    by: StaffMember,
    now: datetime,
) -> Article:
    """Publish a draft.

    Raises:
        ContentErrors: it cannot be published as it is.
        OutdatedDraftError: a newer version was published since the draft was begun.
        ConflictError: the draft was changed since it was looked at.
        AccessDeniedError: a review is required, and this is who wrote it last.
        NotFoundError: there is no such draft.
    """
    lock_article(tx, article_id, locale)
    standing = get_standing(tx, article_id, locale)
    draft = require_draft(standing)
    if draft.revision != revision:
        raise ConflictError(
            f"{draft.updated_by} changed the draft since you looked at it; look again, then publish"
        )
    require_publishable(tx, rules, standing, by=by)
    return record_publication(tx, rules.languages, standing, draft, author=by.name, now=now)


def require_draft(standing: Standing) -> ArticleDraft:
    """Return the draft.

    Raises:
        NotFoundError: there is none.
    """
    if standing.draft is None:
        raise NotFoundError("there is no draft; it was published or discarded meanwhile")
    return standing.draft


def require_publishable(
    tx: Transaction, rules: DeskRules, standing: Standing, *, by: StaffMember
) -> None:
    """Look closely at a draft that is to be published, now or later.

    Raises:
        ContentErrors: it cannot be published as it is.
        OutdatedDraftError: a newer version was published since the draft was begun.
        AccessDeniedError: a review is required, and this is who wrote it last.
    """
    draft = require_draft(standing)
    if rules.review_required and draft.updated_by == by.name:
        raise AccessDeniedError(
            "somebody else must publish what you wrote; ask for a review, and a colleague publishes"
        )
    require_content(draft.content)
    require_translated(tx, rules, draft)
    collision = collide_with_published(tx, standing)
    if collision is not None:
        raise OutdatedDraftError(collision)


def require_translated(tx: Transaction, rules: DeskRules, draft: ArticleDraft) -> None:
    """Refuse a translation that nobody has translated yet.

    Raises:
        ContentErrors: it says what the original says, in its words.
    """
    original = choose_original(list_locales(tx, draft.article_id), rules.languages)
    if original is None or original.locale == draft.locale:
        return
    errors = find_translation_errors(draft.content, take_content(original))
    if errors:
        raise ContentErrors(errors)


def require_content(content: ArticleContent) -> None:
    """Refuse what customers cannot be shown.

    Raises:
        ContentErrors: naming each fault.
    """
    errors = find_content_errors(content)
    if errors:
        raise ContentErrors(errors)


def record_publication(
    tx: Transaction,
    languages: Sequence[str],
    standing: Standing,
    draft: ArticleDraft,
    *,
    author: str,
    now: datetime,
    note: str | None = None,
) -> Article:
    """Write the draft's content as the next version and delete the draft."""
    before = standing.article
    article = record_article(tx, make_article(draft, before), author=author, now=now, note=note)
    delete_draft(tx, draft.article_id, draft.locale)
    if before is not None:
        keep_translations(tx, languages, before, article)
    return article


def keep_translations(
    tx: Transaction, languages: Sequence[str], before: Article, article: Article
) -> None:
    """Keep translations from being behind where what is read of their original is the same."""
    original = choose_original(list_locales(tx, article.id), languages)
    same = (before.title, before.answer) == (article.title, article.answer)
    if same and original is not None and original.locale == article.locale:
        carry_source_version(tx, article.id, before.version, article.version)


def make_article(draft: ArticleDraft, before: Article | None) -> Article:
    """Make the article that a draft becomes; a planned retirement stays planned."""
    content = draft.content
    article = Article(
        id=draft.article_id,
        locale=draft.locale,
        title=content.title,
        variants=content.variants,
        answer=content.answer,
        tags=content.tags,
        sensitive=content.sensitive,
        precision=content.precision,
        category=content.category,
        source_version=content.source_version,
    )
    if before is None or before.state is ArticleState.RETIRED:
        return article
    return replace(article, retire_at=before.retire_at, redirect_to=before.redirect_to)
