"""What a customer read in the help centre before they wrote stands on the record for agents."""

from bot.log_event import log_event
from bot.processing import Processing
from crm_store.articles import find_published_article
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.knowledge import Article
from domain.messages import HelpVisit

HELP_VISIT = "help_visit"
_RATED = {None: "", True: ", rated helpful", False: ", rated not helpful"}


def log_visit(tx: Transaction, processing: Processing, conversation: Conversation) -> None:
    """Log where a message came from, as far as it is believed.

    A message can claim anything: of an article only its id is taken, and only while it is
    published; its title is the one on record.
    """
    visit = processing.message.visit
    if visit is None:
        return
    article = _find_read(tx, visit)
    if article is None and visit.searched is None:
        return
    facts = {
        "read_article": article.id if article else "",
        "read_locale": article.locale if article else "",
        "searched": visit.searched or "",
    }
    log_event(
        tx,
        processing.tools,
        conversation,
        describe_visit(visit, article),
        event=HELP_VISIT,
        now=processing.now,
        **{name: value for name, value in facts.items() if value},
    )


def describe_visit(visit: HelpVisit, article: Article | None) -> str:
    """Say in a line what somebody read, what they said of it, and what they looked for."""
    if article is None:
        return f"Came from the help centre after searching for “{visit.searched}”"
    rated = f"{article.locale}{_RATED[visit.helpful]}"
    read = f"Came from the help centre after reading “{article.title}” ({rated})"
    return f"{read}, searched for “{visit.searched}” before" if visit.searched else read


def _find_read(tx: Transaction, visit: HelpVisit) -> Article | None:
    if visit.article_id is None:
        return None
    return find_published_article(tx, visit.article_id, visit.locale or "")
