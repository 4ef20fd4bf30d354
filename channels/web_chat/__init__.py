"""Web chat: a widget for any page, a WebSocket behind it, files, and nothing lost on reconnect."""

from channels.web_chat.channel import WEB_CHAT, WebChatChannel
from channels.web_chat.settings import SocketLimits, WebChatSettings

__all__ = ["WEB_CHAT", "SocketLimits", "WebChatChannel", "WebChatSettings"]
