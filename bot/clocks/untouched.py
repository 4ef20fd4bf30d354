"""Where there can be no clocks yet, so that none need be looked for.

Most conversations the bot settles by itself; theirs would be looked up with every message.
"""

from typing import Final

from domain.conversations import Conversation

# What came to people and back has changed twice since it began.
_GIVEN_BACK: Final = 3


def is_untouched(conversation: Conversation) -> bool:
    """Say whether nothing can have been promised in a conversation yet.

    Whoever answered it or took it out of a queue again has changed it more often than that.
    """
    with_bot = conversation.queue is None and conversation.first_response_at is None
    return with_bot and not may_be_given_back(conversation)


def may_be_given_back(conversation: Conversation) -> bool:
    """Say whether people may have had a conversation that the bot has now."""
    return conversation.version >= _GIVEN_BACK
