"""Everything about an article in one language is read for its editor."""

from typing import Final

from bot.knowledge_desk.desk_rules import DeskRules
from bot.knowledge_desk.find_warnings import find_warnings
from bot.knowledge_desk.linked_articles import list_linked_from
from bot.knowledge_desk.originals import choose_original, is_behind
from bot.knowledge_desk.standing import get_standing
from bot.knowledge_desk.workbench import LocaleState, Workbench
from crm_store.article_drafts import list_drafts_of
from crm_store.article_files import list_files_of
from crm_store.articles import list_locales
from crm_store.categories import list_categories
from crm_store.transaction import Transaction
from domain.knowledge import Article
from domain.knowledge_desk import ArticleDraft

SCHEDULED: Final = "scheduled"


def open_workbench(tx: Transaction, rules: DeskRules, article_id: str, locale: str) -> Workbench:
    """Read everything about an article.

    Raises:
        NotFoundError: there is neither an article nor a draft.
    """
    standing = get_standing(tx, article_id, locale)
    return Workbench(
        article=standing.article,
        draft=standing.draft,
        content=standing.content,
        revision=standing.revision,
        locales=list_locale_states(tx, rules, article_id),
        linked_from=list_linked_from(tx, article_id),
        files=list_files_of(tx, article_id),
        categories=list_categories(tx),
        warnings=find_warnings(tx, rules, standing, article_id, locale),
    )


def list_locale_states(
    tx: Transaction, rules: DeskRules, article_id: str
) -> tuple[LocaleState, ...]:
    """Tell how far an article is in each language, the company's and all it is written in."""
    written = {article.locale: article for article in list_locales(tx, article_id)}
    drafts = {draft.locale: draft for draft in list_drafts_of(tx, article_id)}
    original = choose_original(tuple(written.values()), rules.languages)
    source = original.locale if original else _choose_first(drafts, rules)
    states = (
        _describe(locale, written.get(locale), drafts.get(locale), original, source)
        for locale in dict.fromkeys((*rules.languages, *sorted({*written, *drafts})))
    )
    return tuple(sorted(states, key=lambda state: not state.source))


def name_draft_state(draft: ArticleDraft) -> str:
    """Name how far a draft is: `draft`, `in_review` or `scheduled`."""
    return SCHEDULED if draft.publish_at is not None else str(draft.state)


def _describe(
    locale: str,
    article: Article | None,
    draft: ArticleDraft | None,
    original: Article | None,
    source: str | None,
) -> LocaleState:
    if article is None and draft is None:
        return LocaleState(locale=locale)
    title = article.title if draft is None and article is not None else None
    return LocaleState(
        locale=locale,
        title=draft.content.title if draft is not None else title,
        state=str(article.state) if article is not None else _name_state(draft),
        has_changes=article is not None and draft is not None,
        version=0 if article is None else article.version,
        behind=article is not None and is_behind(article, original),
        source=locale == source,
    )


def _name_state(draft: ArticleDraft | None) -> str | None:
    return None if draft is None else name_draft_state(draft)


def _choose_first(drafts: dict[str, ArticleDraft], rules: DeskRules) -> str | None:
    rank = {locale: place for place, locale in enumerate(rules.languages)}
    return min(drafts, key=lambda locale: (rank.get(locale, len(rank)), locale), default=None)
