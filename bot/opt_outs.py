"""What a refusal of messages covers, by channel."""

# Where a provider or the rules of the channel end all messages, answers among them; elsewhere only
# what nobody asked for ends, since who asks something wants to hear the answer.
COVERING_ANSWERS = frozenset({"sms", "telegram"})
# Why nothing is sent to who blocked us.
BLOCKED = "the customer blocked the bot"
