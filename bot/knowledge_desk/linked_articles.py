"""Who links to an article, or leads its readers there."""

from urllib.parse import quote

from bot.knowledge_desk.workbench import LinkedArticle
from crm_store.article_mentions import list_mentions, list_redirecting
from crm_store.transaction import Transaction
from knowledge_base.article_links import find_article_links


def list_linked_from(tx: Transaction, article_id: str) -> tuple[LinkedArticle, ...]:
    """List the other articles and drafts that link to this one, and those that redirect to it."""
    written = dict.fromkeys((f"article:{article_id}", f"article:{quote(article_id, safe='')}"))
    mentions = (mention for words in written for mention in list_mentions(tx, words))
    linked = dict.fromkeys(
        LinkedArticle(
            id=mention.id, locale=mention.locale, title=mention.title, state=mention.state
        )
        for mention in mentions
        if mention.id != article_id and article_id in find_article_links(mention.answer)
    )
    redirecting = (
        LinkedArticle(id=other, locale=locale, title=title, state="retired")
        for other, locale, title in list_redirecting(tx, article_id)
    )
    return (*linked, *redirecting)
