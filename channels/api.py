"""The API as a channel: programs post messages and read the replies in the conversation."""

from datetime import datetime
from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from channels.contract import ChannelKind, ChannelSettings, ChannelTools
from channels.text_cleaning import clean_line, clean_text
from domain.channels import Capabilities, Gateway
from domain.errors import MalformedMessage, SendError
from domain.messages import (
    Address,
    InboundMessage,
    OutboundMessage,
    RawMessage,
    Receipt,
    ThreadHint,
)

_LONGEST_ID = 200  # characters


class ApiMessage(BaseModel):
    """The body of `POST /api/v1/messages`.

    Attributes:
        sender: `from` in JSON; the client's own name for the customer. It is one thread.
        external_id: the client's id of the message; the same id again changes nothing.
        language: BCP 47 tag of the text, where the client knows it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)

    channel: Literal["api"] = "api"
    sender: Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_ID)] = Field(
        alias="from"
    )
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_ID)]
    name: Annotated[str, StringConstraints(max_length=100)] | None = None
    language: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None
    ) = None


class ApiSettings(ChannelSettings):
    """The API has one account and nothing to set; it is always there."""

    account: Literal["api"] = "api"


def raw_from_request(body: ApiMessage, received_at: datetime) -> RawMessage:
    """Make the raw message of an API request; the channel's parser reads it back."""
    return RawMessage(
        channel="api",
        account="api",
        delivery_id=body.external_id,
        source=body.sender,
        body=body.model_dump_json(by_alias=True, exclude_none=True).encode(),
        headers={"language": body.language} if body.language else {},
        received_at=received_at,
    )


def parse_api_message(raw: RawMessage) -> InboundMessage:
    """Read what `raw_from_request` wrote.

    Raises:
        MalformedMessage: it is not that, or has no visible sender.
    """
    try:
        body = ApiMessage.model_validate_json(raw.body)
    except ValidationError as error:
        raise MalformedMessage(f"no message of the API: {error.error_count()} faults") from error
    sender = clean_line(body.sender)
    if not sender:
        raise MalformedMessage("`from` has nothing but blanks and controls")
    text = clean_text(body.text)
    return InboundMessage(
        channel=raw.channel,
        account=raw.account,
        external_id=body.external_id,
        sender=Address(
            kind="api",
            value=sender,
            name=clean_line(body.name) or None if body.name else None,
            verified=True,
        ),
        recipient=Address(kind="api", value=raw.account),
        sent_at=raw.received_at,
        received_at=raw.received_at,
        text=text,
        full_text=text,
        thread=ThreadHint(external_thread=sender),
        language=raw.headers.get("language"),
    )


class ApiChannel:
    """Messages from programs with an API token; the routes are the API's, not this channel's."""

    kind = "api"
    capabilities = Capabilities(buttons=True, collected=True)

    def __init__(self, settings: ApiSettings, tools: ChannelTools) -> None:
        self._public_url = tools.public_url
        self.account: str = settings.account

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Add nothing: `POST /api/v1/messages` stands with the rest of the API."""

    def parse(self, raw: RawMessage) -> InboundMessage:
        """Read the request's body; see `parse_api_message`."""
        return parse_api_message(raw)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Refuse: the client collects its messages.

        Raises:
            SendError: always, and never retryable.
        """
        raise SendError(
            f"message {message.id} waits for its client; the API sends nothing",
            retryable=False,
            code="collected",
        )

    async def check(self) -> str:
        """Say where messages are posted; there is nothing that could be out of reach."""
        return f"messages at {self._public_url}/api/v1/messages"


API = ChannelKind(name="api", settings=ApiSettings, build=ApiChannel)
