"""Text messages by a Twilio-compatible provider."""

from channels.sms.channel import SMS, SmsChannel
from channels.sms.settings import SmsSettings

__all__ = ["SMS", "SmsChannel", "SmsSettings"]
