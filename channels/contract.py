"""What a channel over HTTP is made of: its routes, the tools it is built with, its settings."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Generic, Literal, Protocol, TypeVar, runtime_checkable

import aiohttp
from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict

from domain.channels import Channel, Gateway
from domain.clock import Clock, Ids
from domain.messages import OutboundMessage


def shaped(pattern: str, words: str) -> AfterValidator:
    """Hold a setting to a pattern, with words that tell its owner what to write.

    Args:
        pattern: of the whole text.
        words: behind the setting's name, such as `is no address; write it as a@example.com`.
    """
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if compiled.fullmatch(value) is None:
            raise ValueError(words)
        return value

    return AfterValidator(check)


AccountName = Annotated[
    str,
    shaped(
        r"[a-z0-9_-]{1,64}",
        "must be of small letters a to z, digits, - and _, at most 64",
    ),
]


class ChannelSettings(BaseModel):
    """What the settings of every kind of channel have; unknown keys are errors.

    Attributes:
        account: which of several accounts of this kind it is; part of its addresses.
        dialogue: who leads the conversations: `embedded`, or `rasa`, the server of the settings.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: AccountName
    dialogue: Literal["embedded", "rasa"] = "embedded"


class HttpChannel(Channel, Protocol):
    """A channel that is reached over HTTP."""

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Add the routes of this account, each named by `route_name`.

        The routes are public: each checks a signature, a token or a limit by itself.
        """
        ...


@runtime_checkable
class ReceivingChannel(Protocol):
    """A channel that fetches its messages, or listens for them on a socket of its own."""

    async def keep_receiving(self, gateway: Gateway) -> None:
        """Take messages in until cancelled; what goes wrong outside is tried again, for ever."""
        ...


@runtime_checkable
class DrainingChannel(Protocol):
    """A channel that holds connections open and must be told when the server stops."""

    async def drain(self) -> None:
        """Ask the other ends to come back later and close; call it before the server's socket."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message in the form in which its customer gets it.

    Attributes:
        html: a whole document, or None.
        subject: None where the channel has none.
        sender: who it says it is from, or None.
        encoding: of a text message, `GSM-7` or `UCS-2`.
        units: characters of a text message, as its encoding counts them.
        segments: messages that a text message is charged as.
    """

    text: str
    html: str | None = None
    subject: str | None = None
    sender: str | None = None
    encoding: str | None = None
    units: int | None = None
    segments: int | None = None


@runtime_checkable
class ShowingChannel(Protocol):
    """A channel that writes a message anew before it is sent, and can show what comes of it."""

    def show(self, message: OutboundMessage) -> Shown:
        """Return a message as its customer would get it; nothing is sent.

        Raises:
            InvalidInputError: it cannot be sent.
        """
        ...


def route_name(kind: str, action: str, account: str) -> str:
    """Name a route after what it is for: `channel.sms.receive.at_main`.

    A name's parts must be Python identifiers and no two routes may share one, while accounts may
    be `24-7`, `24_7` or `class`; so `-` is written `_h` and `_` is doubled.
    """
    return f"channel.{kind}.{action}.at_{account.replace('_', '__').replace('-', '_h')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTools:
    """What a channel is given to be built with.

    Attributes:
        public_url: where the outside reaches the server, without a slash at the end.
        secret: the key for tokens; salt it with the channel's kind and the token's purpose.
        company: the name that customers see.
        http: returns the process's one client session; call it inside the running loop, and
            leave the closing to whoever made it.
        count: counts what happened, for operators; see `frontdesk.metrics`.
        siblings: the settings of all accounts of this kind, this one among them.
    """

    clock: Clock
    ids: Ids
    public_url: str
    secret: str
    company: str
    http: Callable[[], aiohttp.ClientSession]
    count: Callable[..., None] = lambda *_args, **_labels: None
    siblings: tuple[ChannelSettings, ...] = ()


SettingsT = TypeVar("SettingsT", bound=ChannelSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind(Generic[SettingsT]):
    """One line of the registry: a kind of channel, its settings and how it is built."""

    name: str
    settings: type[SettingsT]
    build: Callable[[SettingsT, ChannelTools], HttpChannel]
