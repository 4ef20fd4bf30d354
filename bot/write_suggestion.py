"""A suggested article as an agent's own words: its answer fitted to the channel, or a link."""

from typing import Final
from urllib.parse import quote

from bot.compose import render_answer
from bot.tools import Tools
from domain.channels import Capabilities
from domain.conversations import Conversation
from domain.errors import NotFoundError
from domain.knowledge import Article
from domain.replies import Reply
from responders.fitting import fit_reply

# A reply holds no more.
LONGEST_ANSWER: Final = 20_000


def write_answer(tools: Tools, conversation: Conversation, article: Article) -> str:
    """Write an article's answer as plain text that fits the conversation's channel.

    Where the whole is too long for one message, its first paragraph is taken, as the bot does.
    """
    answer = render_answer(article, public_url=tools.settings.public_url)
    capabilities = _find_capabilities(tools, conversation)
    fitted = fit_reply(Reply(text=answer.text), capabilities, answer.brief, article.locale)
    return fitted.text[:LONGEST_ANSWER]


def write_link(public_url: str, article: Article) -> str:
    """Write an article's title with its public address below it."""
    return f"{article.title}\n{make_address(public_url, article)}"


def make_address(public_url: str, article: Article) -> str:
    """Make the address at which everybody can read an article."""
    return f"{public_url.rstrip('/')}{make_path(article)}"


def make_path(article: Article) -> str:
    """Make that address without the server's name."""
    return f"/help/{quote(article.locale, safe='')}/articles/{quote(article.id, safe='')}"


def _find_capabilities(tools: Tools, conversation: Conversation) -> Capabilities:
    """Find what the channel can carry; no limit where its account is gone."""
    try:
        return tools.get_channel(conversation.channel, conversation.account).capabilities
    except NotFoundError:
        return Capabilities()
