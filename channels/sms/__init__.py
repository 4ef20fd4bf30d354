"""Text messages by a Twilio-compatible provider."""

from channels.sms.channel import KIND, SmsChannel
from channels.sms.settings import SmsSettings

__all__ = ["KIND", "SmsChannel", "SmsSettings"]
