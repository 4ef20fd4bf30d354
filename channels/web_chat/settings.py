"""The settings of a web chat account and the limits of its sockets."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from channels.contract import ChannelSettings
from channels.web_chat.origins import ANY_ORIGIN, normalise_origin


def _check_origin(value: str) -> str:
    if value == ANY_ORIGIN:
        return value
    return normalise_origin(value)


class WebChatSettings(ChannelSettings):
    """One chat widget: where it may be embedded and how it looks.

    Attributes:
        allowed_origins: sites that may embed the widget, such as `https://www.example.com`, or
            `*` for any; the server's own pages always may.
        colour: the widget's accent as `#rrggbb`; a page's `data-colour` wins over it.
        visitor_days: days without a visit after which a visitor is a new one.
        max_sockets: sockets open at once in one process.
        sockets_per_network: those of one client's network; an office shares one address, and an
            IPv6 /64 is one network.
        visitors_per_network: new visitors from one network in an hour.
        messages_per_network: messages from one network in ten minutes.
        messages_per_visitor: messages of one visitor in ten minutes, all their pages together.
        upload_megabytes_per_network: files from one network in ten minutes.
    """

    allowed_origins: tuple[Annotated[str, AfterValidator(_check_origin)], ...] = ()
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None = None
    visitor_days: Annotated[int, Field(ge=1, le=730)] = 180
    max_sockets: Annotated[int, Field(ge=1)] = 2000
    sockets_per_network: Annotated[int, Field(ge=1)] = 100
    visitors_per_network: Annotated[int, Field(ge=1)] = 300
    messages_per_network: Annotated[int, Field(ge=1)] = 3000
    messages_per_visitor: Annotated[int, Field(ge=1)] = 120
    upload_megabytes_per_network: Annotated[int, Field(ge=10)] = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketLimits:
    """How patient a socket is; all times in seconds.

    Attributes:
        poll_seconds: the longest a lost wake-up can delay an entry.
        heartbeat_seconds: between pings; a page that does not answer one is taken to be gone.
        send_seconds: a page that does not read for so long is disconnected.
        typing_seconds: how long the bot is shown to be typing where no answer comes.
        frames_per_second: what all pages of a visitor may send on average, `burst` in one go.
        max_bad_frames: refused as unreadable before the socket is closed.
        max_excess_frames: over the rate within a minute before the socket is closed.
        uploads_at_once: files read at once; each is held in memory meanwhile, so that eight of
            them are some 160 MB at most.
        uploads_per_network: files read at once from one network.
        upload_seconds: how long a file may take to arrive.
        upload_wait_seconds: how long a file waits for its turn.
    """

    hello_seconds: float = 10
    poll_seconds: float = 20
    heartbeat_seconds: float = 25
    send_seconds: float = 10
    typing_seconds: float = 8
    frames_per_second: float = 5
    burst: int = 30
    max_bad_frames: int = 20
    max_excess_frames: int = 12_000
    max_frame_bytes: int = 64 * 1024
    sockets_per_visitor: int = 20
    uploads_at_once: int = 8
    uploads_per_network: int = 2
    upload_seconds: float = 60
    upload_wait_seconds: float = 5
