"""Words that no responder phrased, fitted to a conversation's channel."""

from bot.tools import Tools
from domain.conversations import Conversation
from domain.messages import QuickReply
from domain.replies import Reply
from responders.fitting import fit_reply
from responders.rendering import render_html


def fit_words(
    tools: Tools, conversation: Conversation, text: str, choices: tuple[QuickReply, ...] = ()
) -> Reply:
    """Make a reply of plain text, with choices to press or to answer by number."""
    language = conversation.language or "en"
    channel = tools.get_channel(conversation.channel, conversation.account)
    words = text.strip()
    html = render_html("plain", language, words, {})
    reply = Reply(text=words, html=html, quick_replies=choices)
    return fit_reply(reply, channel.capabilities, None, language)
