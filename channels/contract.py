"""What a channel over HTTP is made of: its routes, the tools it is built with, its settings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Generic, Protocol, TypeVar

import aiohttp
from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints

from domain.channels import Channel, Gateway
from domain.clock import Clock, Ids

AccountName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,64}$")]


class ChannelSettings(BaseModel):
    """What the settings of every kind of channel have; unknown keys are errors.

    Attributes:
        account: which of several accounts of this kind it is; part of its addresses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: AccountName


class HttpChannel(Channel, Protocol):
    """A channel that is reached over HTTP."""

    def add_routes(self, router: web.UrlDispatcher, gateway: Gateway) -> None:
        """Add the routes of this account, each with a name such as `channel.sms.main.receive`.

        The routes are public: each checks a signature, a token or a limit by itself.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTools:
    """What a channel is given to be built with.

    Attributes:
        public_url: where the outside reaches the server, without a slash at the end.
        secret: the key for tokens; salt it with the channel's kind and the token's purpose.
        company: the name that customers see.
        http: returns the process's one client session; call it inside the running loop, and
            leave the closing to whoever made it.
    """

    clock: Clock
    ids: Ids
    public_url: str
    secret: str
    company: str
    http: Callable[[], aiohttp.ClientSession]


SettingsT = TypeVar("SettingsT", bound=ChannelSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind(Generic[SettingsT]):
    """One line of the registry: a kind of channel, its settings and how it is built."""

    name: str
    settings: type[SettingsT]
    build: Callable[[SettingsT, ChannelTools], HttpChannel]
