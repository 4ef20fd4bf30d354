"""What an author should know of an article before it is published; nothing of it is refused."""

from collections.abc import Iterator

from bot.knowledge_desk.desk_rules import DeskRules
from bot.knowledge_desk.originals import choose_original
from bot.knowledge_desk.standing import Standing
from crm_store.article_files import find_article_file
from crm_store.article_mentions import list_sharing
from crm_store.articles import find_published_article, list_locales
from crm_store.categories import find_category
from crm_store.transaction import Transaction
from domain.knowledge_desk import ArticleContent, take_content
from knowledge_base.article_links import find_article_links, find_file_ids
from knowledge_base.content_checks import find_content_warnings, find_translation_warnings

MOST_TOLD = 20


def find_warnings(
    tx: Transaction, rules: DeskRules, standing: Standing, article_id: str, locale: str
) -> tuple[str, ...]:
    """Find what to tell of what is written, the first few."""
    content = standing.content
    told = [
        *_tell_newer(standing),
        *find_content_warnings(content),
        *_tell_untranslated(tx, rules, content, article_id, locale),
        *_tell_shared(tx, content, article_id, locale),
        *_tell_broken(tx, content, article_id, locale),
    ]
    return tuple(dict.fromkeys(told))[:MOST_TOLD]


def _tell_newer(standing: Standing) -> Iterator[str]:
    draft = standing.draft
    if draft is not None and draft.base_version < standing.version:
        yield (
            f"Version {standing.version} was published since this draft was begun; publishing asks "
            "you to look at both."
        )


def _tell_untranslated(
    tx: Transaction, rules: DeskRules, content: ArticleContent, article_id: str, locale: str
) -> tuple[str, ...]:
    original = choose_original(list_locales(tx, article_id), rules.languages)
    if original is None or original.locale == locale:
        return ()
    return find_translation_warnings(content, take_content(original))


def _tell_shared(
    tx: Transaction, content: ArticleContent, article_id: str, locale: str
) -> Iterator[str]:
    wordings = (content.title, *content.variants)
    for wording, other in list_sharing(tx, wordings, locale=locale, but=article_id):
        yield (
            f"“{wording}” also leads to the article {other}; who asks this is asked back which is "
            "meant."
        )


def _tell_broken(
    tx: Transaction, content: ArticleContent, article_id: str, locale: str
) -> Iterator[str]:
    for linked in find_article_links(content.answer):
        if linked == article_id:
            yield "It links to itself."
        elif find_published_article(tx, linked, locale) is None:
            yield f"It links to the article {linked}, which is not published."
    for file_id in find_file_ids(content.answer):
        if find_article_file(tx, file_id) is None:
            yield f"It shows the file {file_id}, which is not there any more."
    if content.category is not None and find_category(tx, content.category) is None:
        yield f"There is no category {content.category}; choose another one."
