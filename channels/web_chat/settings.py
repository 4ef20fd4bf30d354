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
    """

    allowed_origins: tuple[Annotated[str, AfterValidator(_check_origin)], ...] = ()
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None = None
    visitor_days: Annotated[int, Field(ge=1, le=730)] = 180
    max_sockets: Annotated[int, Field(ge=1)] = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketLimits:
    """How patient a socket is; all times in seconds.

    Attributes:
        poll_seconds: the longest a lost wake-up can delay an entry.
        heartbeat_seconds: between pings; a page that does not answer one is taken to be gone.
        send_seconds: a page that does not read for so long is disconnected.
        typing_seconds: how long the bot is shown to be typing where no answer comes.
        frames_per_second: what a socket may send on average, `burst` in one go.
        max_bad_frames: refused as unreadable before the socket is closed.
        max_excess_frames: over the rate without a pause before the socket is closed.
    """

    hello_seconds: float = 10
    poll_seconds: float = 20
    heartbeat_seconds: float = 25
    send_seconds: float = 10
    typing_seconds: float = 8
    frames_per_second: float = 5
    burst: int = 30
    max_bad_frames: int = 20
    max_excess_frames: int = 20_000
    max_frame_bytes: int = 64 * 1024
    sockets_per_visitor: int = 20
