"""Links with which a customer's chats elsewhere join their record."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.linking.make_link import make_link
from console.api.interaction_models import Answer
from console.api.operation import Body, Call, Query
from console.api.text_fields import Line


class NewLink(Body):
    """Where the link is to lead."""

    channel: Annotated[Line, Field(description="A kind of channel: `telegram`.")] = "telegram"


class LinkItem(Answer):
    """A link for one customer, that works once; it cannot be read again."""

    url: str
    expires_at: datetime


async def create_link(call: Call[Query, NewLink]) -> LinkItem:
    """Make a link for a customer, who is asked on the other side before anything is joined."""
    made = await make_link(call.services.tools, call.body.channel, call.path["id"])
    return LinkItem(url=made.url, expires_at=made.expires_at)
