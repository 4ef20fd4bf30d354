"""A draft is saved, merged with what others saved meanwhile, or thrown away."""

from datetime import datetime

from bot.knowledge_desk.standing import (
    Standing,
    find_standing,
    get_ground,
    lock_article,
)
from bot.knowledge_desk.workbench import Collision, Saved
from bot.knowledge_desk.write_draft import write_draft
from bot.tools import Tools
from crm_store.article_drafts import delete_draft, get_draft, list_drafts_of
from crm_store.article_files import delete_article_file, list_files_of
from crm_store.article_mentions import list_mentions
from crm_store.articles import find_article_version, list_locales
from crm_store.transaction import Transaction
from domain.knowledge_desk import ArticleContent, take_content
from domain.staff import StaffMember
from knowledge_base.content_checks import check_draft
from knowledge_base.three_way_merge import merge_content

NOTHING = ArticleContent(title="")


def save_draft(
    tx: Transaction,
    _tools: Tools,
    article_id: str,
    locale: str,
    content: ArticleContent,
    *,
    revision: int,
    base_version: int | None,
    by: StaffMember,
    now: datetime,
) -> Saved | Collision:
    """Save what somebody wrote on a revision; see `KnowledgeDesk.save`."""
    content = check_draft(content)
    lock_article(tx, article_id, locale)
    ground = get_ground(tx, article_id, locale, revision)
    standing = find_standing(tx, article_id, locale) or Standing(article=None, draft=None)
    if revision == standing.revision or _is_discarded(standing, ground.at):
        return _write(tx, standing, (article_id, locale), content, base_version, by=by, now=now)
    author, at = name_last_author(tx, standing)
    merged = merge_content(ground.content, content, standing.content)
    if merged.overlaps:
        return Collision(
            theirs=standing.content,
            theirs_by=author,
            theirs_at=at,
            merged=merged.content,
            overlaps=merged.overlaps,
            revision=standing.revision,
            base_version=_base(standing, base_version),
        )
    place = (article_id, locale)
    content = check_draft(merged.content)
    return _write(tx, standing, place, content, base_version, by=by, now=now, merged_with=author)


def discard_draft(
    tx: Transaction,
    _tools: Tools,
    article_id: str,
    locale: str,
    *,
    by: StaffMember,  # noqa: ARG001 - whoever it is; what was saved stays among the revisions
    now: datetime,  # noqa: ARG001 - nothing is dated
) -> None:
    """Throw a draft away, and the files of an article that nothing is left of.

    Raises:
        NotFoundError: there is no such draft.
    """
    lock_article(tx, article_id, locale)
    get_draft(tx, article_id, locale)
    delete_draft(tx, article_id, locale)
    if not list_locales(tx, article_id) and not list_drafts_of(tx, article_id):
        _delete_files(tx, article_id)


def _delete_files(tx: Transaction, article_id: str) -> None:
    for file in list_files_of(tx, article_id):
        if not list_mentions(tx, f"/help/files/{file.id}/"):
            delete_article_file(tx, file.id)


def collide_with_published(tx: Transaction, standing: Standing) -> Collision | None:
    """Set a draft against what was published since it was begun.

    Returns:
        None where that changed nothing, or the same as the draft does.
    """
    article, draft = standing.article, standing.draft
    if article is None or draft is None or draft.base_version == article.version:
        return None
    begun = find_article_version(tx, article.id, article.locale, draft.base_version)
    ground = NOTHING if begun is None else take_content(begun.article)
    theirs = take_content(article)
    if theirs in (ground, draft.content):
        return None
    author, at = name_publisher(tx, standing)
    merged = merge_content(ground, draft.content, theirs)
    return Collision(
        theirs=theirs,
        theirs_by=author,
        theirs_at=at,
        merged=merged.content,
        overlaps=merged.overlaps,
        revision=draft.revision,
        base_version=article.version,
    )


def name_last_author(tx: Transaction, standing: Standing) -> tuple[str, datetime]:
    """Tell who changed an article last, and when."""
    if standing.draft is not None:
        return standing.draft.updated_by, standing.draft.updated_at
    return name_publisher(tx, standing)


def name_publisher(tx: Transaction, standing: Standing) -> tuple[str, datetime]:
    """Tell who published an article last, and when."""
    article = standing.article
    assert article is not None, "only what is published has a publisher"  # noqa: S101 - as it says
    version = find_article_version(tx, article.id, article.locale, article.version)
    assert version is not None, "each version is kept"  # noqa: S101 - with the article itself
    return version.author, version.at


def _is_discarded(standing: Standing, saved_at: datetime) -> bool:
    """Say whether the draft is gone without having been published: then nothing is lost twice."""
    if standing.draft is not None:
        return False
    if standing.article is None or standing.article.updated_at is None:
        return True
    return standing.article.updated_at < saved_at


def _base(standing: Standing, base_version: int | None) -> int:
    if standing.draft is None:
        return standing.version
    if base_version is None:
        return standing.draft.base_version
    return min(max(base_version, standing.draft.base_version), standing.version)


def _write(
    tx: Transaction,
    standing: Standing,
    place: tuple[str, str],
    content: ArticleContent,
    base_version: int | None,
    *,
    by: StaffMember,
    now: datetime,
    merged_with: str | None = None,
) -> Saved:
    before, base = standing.draft, _base(standing, base_version)
    if before is not None and (before.content, before.base_version) == (content, base):
        return Saved(draft=before, merged_with=merged_with)
    draft = write_draft(tx, *place, content, base_version=base, before=before, by=by, now=now)
    unscheduled = before is not None and before.publish_at is not None
    return Saved(draft=draft, merged_with=merged_with, unscheduled=unscheduled)
