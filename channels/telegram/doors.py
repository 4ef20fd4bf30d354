"""Which updates are a customer's, and which are let go at the door."""

from enum import StrEnum
from typing import Final

from channels.telegram.contents import has_content
from channels.telegram.wire import Entity, MembershipChange, Message, Update

_GROUPS: Final = frozenset({"group", "supergroup"})
_IN: Final = frozenset({"member", "administrator", "restricted", "creator"})


class Door(StrEnum):
    """Where an update goes: to the record, to a polite refusal, or nowhere."""

    CUSTOMER = "customer"
    GROUP = "group"
    NOWHERE = "nowhere"


def choose_door(update: Update, *, bot_id: str, username: str | None) -> Door:
    """Choose where an update goes.

    Groups hold what people say to each other, which is none of ours: nothing of it is kept.

    Args:
        bot_id: the bot's own number.
        username: the bot's name, where it is known by now.
    """
    if update.my_chat_member is not None:
        return _for_membership(update.my_chat_member)
    if update.deleted_business_messages is not None:
        return Door.CUSTOMER
    if update.callback_query is not None:
        asked = update.callback_query.message
        private = asked is not None and asked.chat.type == "private"
        return Door.CUSTOMER if private else Door.NOWHERE
    message = find_message(update)
    if message is None:
        return Door.NOWHERE
    if message.chat.type in _GROUPS:
        new = update.message is not None
        return Door.GROUP if new and _is_addressed(message, bot_id, username) else Door.NOWHERE
    return Door.CUSTOMER if _is_customers(update, message) else Door.NOWHERE


def find_message(update: Update) -> Message | None:
    """Find the message that an update is about, whichever field it stands in."""
    return next(
        (
            message
            for message in (
                update.message,
                update.edited_message,
                update.business_message,
                update.edited_business_message,
            )
            if message is not None
        ),
        None,
    )


def find_edited(update: Update) -> Message | None:
    """Find the message that was edited; None where an update is no edit."""
    return update.edited_message or update.edited_business_message


def _for_membership(change: MembershipChange) -> Door:
    if change.chat.type == "private":
        return Door.CUSTOMER
    added = change.before.status not in _IN and change.after.status in _IN
    return Door.GROUP if added else Door.NOWHERE


def _is_customers(update: Update, message: Message) -> bool:
    sender = message.sender
    if message.chat.type != "private" or sender is None or sender.is_bot:
        return False
    # In a business account's chat its owner writes as well; the chat is named after the customer.
    if sender.id != message.chat.id:
        return False
    # A live location comes as an edit each time that it moves.
    moved = find_edited(update) is not None and message.location is not None
    return not moved and has_content(message)


def _is_addressed(message: Message, bot_id: str, username: str | None) -> bool:
    earlier = message.reply_to_message
    if earlier is not None and earlier.sender is not None and str(earlier.sender.id) == bot_id:
        return True
    text = message.text or ""
    said = [_cut(text, entity) for entity in message.entities]
    own = f"@{username}".lower() if username else None
    return any(
        (word.startswith("/") and "@" not in word) or (own is not None and word.endswith(own))
        for word in said
    )


def _cut(text: str, entity: Entity) -> str:
    """Cut out an entity, whose place is told in UTF-16 code units."""
    if entity.type not in {"bot_command", "mention"} or entity.offset < 0 or entity.length < 0:
        return ""
    units = text.encode("utf-16-le", "surrogatepass")
    cut = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return cut.decode("utf-16-le", "replace").lower()
