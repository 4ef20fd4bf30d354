"""How people use channels, by their kinds: what a channel is for its customers, not what it can."""

from typing import Final

# Nobody sits and waits there, and what is written is rarely one word of a conversation.
LETTERS: Final = frozenset({"email", "web_form"})
# A message rings in a pocket, and finds the customer wherever they are; elsewhere it waits to be
# looked at, and a chat on a page may be closed by then.
RINGING: Final = frozenset({"sms", "telegram"})
