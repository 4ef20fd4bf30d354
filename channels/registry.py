"""Every kind of channel there is; to add one, write it and add its line (docs/add-a-channel.md)."""

from typing import Any, Final

from channels.api import API
from channels.contract import ChannelKind
from channels.email import EMAIL
from channels.sms import SMS
from channels.telegram import TELEGRAM
from channels.web_chat import WEB_CHAT
from channels.web_form import WEB_FORM

CHANNELS: Final[tuple[ChannelKind[Any], ...]] = (
    WEB_CHAT,
    WEB_FORM,
    EMAIL,
    SMS,
    TELEGRAM,
    API,
)


def find_kind(name: str) -> ChannelKind[Any] | None:
    """Find a kind of channel by its name in the settings."""
    return next((kind for kind in CHANNELS if kind.name == name), None)
