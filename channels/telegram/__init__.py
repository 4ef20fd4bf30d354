"""Telegram, by a bot of the company."""

from channels.telegram.channel import TELEGRAM, TelegramChannel
from channels.telegram.settings import TelegramSettings

__all__ = ["TELEGRAM", "TelegramChannel", "TelegramSettings"]
