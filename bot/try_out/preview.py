"""How an answer looks on a channel, by the code that sends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final

from bot.answer import phrase_answer
from bot.compose import render_answer
from bot.deciding import Deciding
from bot.tools import Tools
from bot.try_out.new_customer import make_conversation
from bot.try_out.try_sentence import show_reply
from channels.contract import Shown
from crm_store.articles import find_published_article, list_locales
from crm_store.transaction import Transaction
from domain.channels import Capabilities, Channel
from domain.decisions import Answer, Understanding
from domain.knowledge import Article
from domain.replies import Reply
from knowledge_base.article_links import find_article_links, find_foreign_pictures
from knowledge_base.markup_loss import find_lost_markup

# How much of what is sent tells where it begins, in characters; and what a cut may end with.
_TELLING: Final = 40
_ENDS: Final = " \n.,;:…-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An answer as a customer would get it.

    Attributes:
        reply: as it is fitted to the channel.
        left_out: how the part begins that is not sent for want of room, or an empty text.
        length: characters of the whole answer as text.
        warnings: what its author should know, in sentences.
    """

    channel: str
    capabilities: Capabilities
    reply: Reply
    shown: Shown
    left_out: str
    length: int
    warnings: tuple[str, ...]


def preview_answer(tx: Transaction, tools: Tools, article: Article, channel: Channel) -> Preview:
    """Show an article's answer as the bot would send it on a channel.

    Raises:
        InvalidInputError: it has no words that could be sent.
    """
    now = tools.clock.now()
    conversation = make_conversation(
        channel.kind, channel.account, language=article.locale, now=now
    )
    deciding = _make_deciding(tools, article, now)
    reply = phrase_answer(deciding, conversation, Answer(responder="article"), article)
    whole = render_answer(article, public_url=tools.settings.public_url).text
    return Preview(
        channel=channel.kind,
        capabilities=channel.capabilities,
        reply=reply,
        shown=show_reply(channel, conversation, reply),
        left_out=_find_left_out(whole, reply.text),
        length=len(whole),
        warnings=(
            *find_lost_markup(article.answer, html=channel.capabilities.html),
            *find_link_warnings(tx, article),
        ),
    )


def find_link_warnings(tx: Transaction, article: Article) -> tuple[str, ...]:
    """Find what is wrong with an answer's links and pictures, in sentences."""
    return (*_tell_links(tx, article), *_tell_pictures(article))


def find_account(tools: Tools, kind: str) -> Channel | None:
    """Find the first account of a kind of channel."""
    return next((each for (named, _), each in tools.channels.items() if named == kind), None)


def _make_deciding(tools: Tools, article: Article, now: datetime) -> Deciding:
    return Deciding(
        tools=tools,
        understanding=Understanding(language=article.locale, intent="question", confidence=1.0),
        queues=(),
        text="",
        customer_name=None,
        now=now,
    )


def _find_left_out(whole: str, sent: str) -> str:
    """Find where what is sent leaves the whole answer; a heading before it may be left out too."""
    if whole in sent:
        return ""
    said = sent.rstrip(_ENDS)
    start = max(0, whole.find(said[:_TELLING]))
    pairs = zip(whole[start:], said, strict=False)
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return whole[start + kept :].strip(_ENDS)


def _tell_links(tx: Transaction, article: Article) -> Iterator[str]:
    for linked in find_article_links(article.answer):
        if linked == article.id:
            yield "It links to itself."
        elif find_published_article(tx, linked, article.locale) is None:
            there = "is retired" if list_locales(tx, linked) else "there is none of that name"
            yield f"It links to the article “{linked}”: {there}, so readers find nothing there."


def _tell_pictures(article: Article) -> Iterator[str]:
    for host in find_foreign_pictures(article.answer):
        yield (
            f"A picture comes from {host}. Whoever runs that learns who read this and when, and "
            "many mail programs do not show it. Add it to the article's files instead."
        )
