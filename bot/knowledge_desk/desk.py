"""What knowledge managers do with articles: write, review, publish, retire, look back."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.knowledge_desk.begin_article import begin_article, begin_translation
from bot.knowledge_desk.desk_rules import DeskRules
from bot.knowledge_desk.look_back import compare_versions, restore_version
from bot.knowledge_desk.open_workbench import open_workbench
from bot.knowledge_desk.publish_draft import publish_draft
from bot.knowledge_desk.retire_article import retire_article, revive_article
from bot.knowledge_desk.review_draft import send_back_draft, submit_draft
from bot.knowledge_desk.save_draft import discard_draft, save_draft
from bot.knowledge_desk.schedule import plan_retirement, schedule_draft, unschedule_draft
from bot.knowledge_desk.workbench import Collision, Comparison, Saved, Workbench
from bot.tools import Tools
from crm_store.article_list import ArticleFilter, ArticlePage, list_article_rows
from domain.knowledge import Article
from domain.knowledge_desk import ArticleContent, ArticleDraft
from domain.staff import StaffMember

T = TypeVar("T")


class KnowledgeDesk:
    """The use cases of knowledge managers; each method is one transaction.

    Args:
        tools: what all use cases work with.
        languages: the company's, its own first; the first one an article is in is its original.
        review_required: whether nobody may publish what they wrote last themselves.
        stale_after: how long an article may go without a change before somebody should look.
    """

    def __init__(
        self,
        tools: Tools,
        *,
        languages: Sequence[str] = ("en",),
        review_required: bool = False,
        stale_after: timedelta = timedelta(days=180),
    ) -> None:
        self._tools = tools
        self._rules = DeskRules(
            languages=tuple(languages), review_required=review_required, stale_after=stale_after
        )

    async def list_articles(
        self, wanted: ArticleFilter | None = None, *, after: str | None = None, limit: int = 50
    ) -> ArticlePage:
        """List articles and drafts, those changed last first.

        Args:
            after: the `next` of the page before.

        Raises:
            InvalidInputError: the filter names no such state or reason, or `after` is no cursor.
        """
        now = self._tools.clock.now()
        return await self._tools.store.read(
            list_article_rows,
            wanted or ArticleFilter(),
            languages=self._rules.languages,
            stale_before=now - self._rules.stale_after,
            now=now,
            after=after,
            limit=limit,
        )

    async def open(self, article_id: str, locale: str) -> Workbench:
        """Show everything about an article in one language.

        Raises:
            NotFoundError: there is neither an article nor a draft.
        """
        return await self._tools.store.read(open_workbench, self._rules, article_id, locale)

    async def begin(
        self,
        title: str,
        locale: str,
        *,
        by: StaffMember,
        content: ArticleContent | None = None,
        article_id: str | None = None,
    ) -> ArticleDraft:
        """Begin a new article.

        Args:
            content: what to begin with; its title is `title` where it has none.
            article_id: the title's words where none is given, made unique by a number.

        Raises:
            InvalidInputError: the title, the language or the id is none.
            ConflictError: there is an article of this id in this language.
        """
        return await self._change(
            begin_article, title, locale, content=content, article_id=article_id, by=by
        )

    async def begin_translation(
        self, article_id: str, locale: str, *, by: StaffMember
    ) -> ArticleDraft:
        """Begin a translation, with the original's words to write over.

        Raises:
            NotFoundError: there is no such article.
            ConflictError: it is in this language already.
        """
        return await self._change(begin_translation, self._rules, article_id, locale, by=by)

    async def save(
        self,
        article_id: str,
        locale: str,
        content: ArticleContent,
        *,
        revision: int,
        by: StaffMember,
        base_version: int | None = None,
    ) -> Saved | Collision:
        """Save what somebody wrote; what others wrote meanwhile is merged with it.

        Anything that can be kept is saved, complete or not; `publish` looks closely. A draft that
        was to be reviewed or published by itself no longer is once it has changed.

        Args:
            revision: as `open`, or the collision before, gave it.
            base_version: the published version that `content` takes into account, where the
                collision before gave it; None for that which the draft was begun from.

        Returns:
            A collision, with nothing written, where both changed the same lines.

        Raises:
            ContentErrors: a field is longer than can be kept, or no text.
            NotFoundError: there is no such article, or no such revision of it.
        """
        return await self._change(
            save_draft,
            article_id,
            locale,
            content,
            revision=revision,
            base_version=base_version,
            by=by,
        )

    async def submit(self, article_id: str, locale: str, *, by: StaffMember) -> ArticleDraft:
        """Ask for a draft to be reviewed.

        Raises:
            ContentErrors: it could not be published as it is.
            NotFoundError: there is no such draft.
        """
        return await self._change(submit_draft, self._rules, article_id, locale, by=by)

    async def send_back(
        self, article_id: str, locale: str, *, note: str, by: StaffMember
    ) -> ArticleDraft:
        """Say what is still wrong with a draft.

        Raises:
            InvalidInputError: there is no note.
            ConflictError: nobody asked for a review.
            NotFoundError: there is no such draft.
        """
        return await self._change(send_back_draft, article_id, locale, note=note, by=by)

    async def publish(
        self, article_id: str, locale: str, *, by: StaffMember, revision: int
    ) -> Article:
        """Make a draft the next version of its article, for everybody to see.

        Args:
            revision: the one that was looked at.

        Raises:
            ContentErrors: it cannot be published as it is.
            OutdatedDraftError: a newer version was published since the draft was begun.
            ConflictError: the draft was changed since it was looked at.
            AccessDeniedError: a review is required, and this is who wrote it last.
            NotFoundError: there is no such draft.
        """
        return await self._change(
            publish_draft, self._rules, article_id, locale, revision=revision, by=by
        )

    async def schedule(
        self, article_id: str, locale: str, at: datetime, *, by: StaffMember
    ) -> ArticleDraft:
        """Have a draft published by itself, as it is now.

        Raises:
            InvalidInputError: the time is past.
            ContentErrors: it cannot be published as it is.
            OutdatedDraftError: a newer version was published since the draft was begun.
            AccessDeniedError: a review is required, and this is who wrote it last.
            NotFoundError: there is no such draft.
        """
        return await self._change(schedule_draft, self._rules, article_id, locale, at=at, by=by)

    async def unschedule(self, article_id: str, locale: str, *, by: StaffMember) -> ArticleDraft:
        """Take that back.

        Raises:
            NotFoundError: there is no such draft.
        """
        return await self._change(unschedule_draft, article_id, locale, by=by)

    async def discard(self, article_id: str, locale: str, *, by: StaffMember) -> None:
        """Throw a draft away; what is published stays as it is.

        Raises:
            NotFoundError: there is no such draft.
        """
        await self._change(discard_draft, article_id, locale, by=by)

    async def retire(
        self,
        article_id: str,
        locale: str,
        *,
        by: StaffMember,
        redirect_to: str | None = None,
        anyway: bool = False,
    ) -> Article:
        """Take an article away from customers.

        Args:
            redirect_to: the id of the article that its readers are led to.
            anyway: although others link to it.

        Raises:
            InvalidInputError: the redirect leads to itself, in a circle, or to nothing published.
            LinkedArticlesError: others link to it.
            ConflictError: it is retired already.
            NotFoundError: there is no such article.
        """
        return await self._change(
            retire_article, article_id, locale, redirect_to=redirect_to, anyway=anyway, by=by
        )

    async def plan_retirement(
        self,
        article_id: str,
        locale: str,
        at: datetime | None,
        *,
        by: StaffMember,
        redirect_to: str | None = None,
        anyway: bool = False,
    ) -> Article:
        """Have an article retired by itself; with None as the time, no longer.

        Args:
            redirect_to: the id of the article that its readers are led to.
            anyway: although others link to it as it is planned.

        Raises:
            InvalidInputError: the time is past, or the redirect is none.
            LinkedArticlesError: others link to it.
            ConflictError: it is not published.
            NotFoundError: there is no such article.
        """
        return await self._change(
            plan_retirement,
            self._rules,
            article_id,
            locale,
            at=at,
            redirect_to=redirect_to,
            anyway=anyway,
            by=by,
        )

    async def revive(self, article_id: str, locale: str, *, by: StaffMember) -> Article:
        """Publish a retired article again as it was.

        Raises:
            ConflictError: it is not retired.
            NotFoundError: there is no such article.
        """
        return await self._change(revive_article, article_id, locale, by=by)

    async def restore(
        self, article_id: str, locale: str, version: int, *, by: StaffMember
    ) -> ArticleDraft:
        """Begin a draft with what an earlier version said.

        Raises:
            ConflictError: there is a draft already.
            NotFoundError: there is no such version.
        """
        return await self._change(restore_version, article_id, locale, version, by=by)

    async def compare(
        self, article_id: str, locale: str, older: int, newer: int | None = None
    ) -> Comparison:
        """Compare two versions.

        Args:
            newer: None for the draft.

        Raises:
            NotFoundError: there is no such version, or no draft.
        """
        return await self._tools.store.read(compare_versions, article_id, locale, older, newer)

    async def _change(
        self, work: Callable[..., T], *args: Any, by: StaffMember, **details: Any
    ) -> T:
        now = self._tools.clock.now()
        return await self._tools.store.run(work, self._tools, *args, **details, by=by, now=now)
