"""One message on its way through."""

from dataclasses import dataclass
from datetime import datetime

from bot.tools import Tools
from domain.conversations import Conversation
from domain.decisions import Understanding
from domain.jobs import Job
from domain.messages import InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """One message on its way through.

    Attributes:
        reference: of the conversation that the message may begin.
    """

    tools: Tools
    job: Job
    reference: str
    message: InboundMessage
    understanding: Understanding
    now: datetime

    @property
    def threaded(self) -> bool:
        """Whether messages of the channel say each what they follow, as letters do."""
        message = self.message
        channel = self.tools.get_channel(message.channel, message.account)
        return channel.capabilities.threaded

    def begins(self, conversation: Conversation) -> bool:
        """Whether a conversation began with this very message, so that nothing came before it."""
        return conversation.reference == self.reference
