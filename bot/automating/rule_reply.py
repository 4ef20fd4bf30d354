"""What a supervisor wrote for customers, phrased for one of them and fitted to their channel."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup, escape

from bot.tools import Tools
from domain.conversations import Conversation
from domain.replies import Reply
from responders.customer_names import render_name
from responders.fitting import fit_reply
from routing.automation.placeholders import (
    AGENT,
    COMPANY,
    NAME,
    REFERENCE,
    choose_text,
    fill_in,
)

# The responder of an answer that a rule gives; its words stand in the answer's context.
RULE_RESPONDER = "rule"
TEXT = "text"


def phrase_text(
    tools: Tools,
    conversation: Conversation,
    texts: Mapping[str, str],
    *,
    customer_name: str | None,
    agent_name: str | None = None,
) -> str:
    """Choose a text in the conversation's language and fill it in for its customer."""
    text = choose_text(texts, conversation.language, tools.settings.first_language)
    values = {
        NAME: render_name(customer_name),
        REFERENCE: conversation.reference,
        COMPANY: tools.settings.company,
        AGENT: agent_name or "",
    }
    return fill_in(text, values)


def fit_text(tools: Tools, conversation: Conversation, text: str) -> Reply:
    """Fit words to the channel of a conversation."""
    channel = tools.get_channel(conversation.channel, conversation.account)
    reply = Reply(text=text, html=_render_html(text))
    return fit_reply(reply, channel.capabilities, None, conversation.language or "en")


def put_before(tools: Tools, conversation: Conversation, text: str, reply: Reply) -> Reply:
    """Put words before a reply, which is fitted again as a whole."""
    if not text:
        return reply
    html = None if reply.html is None else f"{_render_html(text)}{reply.html}"
    together = replace(reply, text=f"{text}\n\n{reply.text}", html=html)
    channel = tools.get_channel(conversation.channel, conversation.account)
    language = conversation.language or "en"
    fitted = fit_reply(replace(together, quick_replies=()), channel.capabilities, None, language)
    return replace(fitted, quick_replies=reply.quick_replies)


def _render_html(text: str) -> str:
    paragraphs = (
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.split("\n")))
        for part in text.split("\n\n")
    )
    return str(Markup("").join(paragraphs))
