"""From an update of Telegram to a message as every channel knows it."""

from datetime import UTC, datetime

from channels.phone_numbers import find_e164
from channels.telegram.commands import LinkSigner, read_command
from channels.telegram.contents import name_person, read_card, read_files, read_text
from channels.telegram.doors import Door, choose_door, find_edited, find_message
from channels.telegram.wire import (
    CallbackQuery,
    Chat,
    Deletion,
    MembershipChange,
    Message,
    Update,
    User,
    read_update,
)
from channels.text_cleaning import clean_line, clean_text
from domain.errors import MalformedMessage
from domain.messages import Address, InboundMessage, RawMessage, ThreadHint

_LONGEST_LANGUAGE = 35  # characters, RFC 5646, section 4.4.1


class UpdateParser:
    """Reads the updates of one bot; pure.

    Args:
        bot_id: the bot's own number.
        signer: knows the tokens of deep links.
    """

    def __init__(self, bot_id: str, signer: LinkSigner) -> None:
        self._bot_id = bot_id
        self._signer = signer

    def parse(self, raw: RawMessage) -> InboundMessage:
        """Read an update.

        Raises:
            MalformedMessage: it is none, or not a customer's.
        """
        update = read_update(raw.body)
        if choose_door(update, bot_id=self._bot_id, username=None) is not Door.CUSTOMER:
            raise MalformedMessage("the update is no word of a customer in a private chat")
        if update.my_chat_member is not None:
            return self._read_membership(raw, update.update_id, update.my_chat_member)
        if update.deleted_business_messages is not None:
            return self._read_deletion(raw, update.update_id, update.deleted_business_messages)
        if update.callback_query is not None:
            return self._read_press(raw, update.callback_query)
        return self._read_message(raw, update)

    def _read_message(self, raw: RawMessage, update: Update) -> InboundMessage:
        message = find_message(update)
        if message is None or message.sender is None:
            raise MalformedMessage("the update holds no message with a sender")
        text, sender = read_text(message), message.sender
        thread = name_thread(message.chat, message.business_connection_id)
        external_id = f"{thread}:{message.message_id}"
        edits = external_id if find_edited(update) is not None else None
        command = read_command(text, self._signer)
        return InboundMessage(
            channel=raw.channel,
            account=raw.account,
            external_id=f"{external_id}:{update.update_id}" if edits else external_id,
            sender=_address(sender),
            recipient=self._recipient,
            sent_at=_instant(message.edit_date or message.date, raw),
            received_at=raw.received_at,
            text="/start" if command.link is not None else text,
            attachments=read_files(message),
            enclosed=read_card(message),
            claims=_read_claims(message, sender),
            thread=ThreadHint(external_thread=thread),
            consent=command.consent,
            language=_read_language(sender),
            edits=edits,
            reachable=True,
            link=command.link,
        )

    def _read_press(self, raw: RawMessage, pressed: CallbackQuery) -> InboundMessage:
        asked = pressed.message
        if asked is None:
            raise MalformedMessage("the button that was pressed stands below no message")
        value = clean_line(pressed.data or "")
        thread = name_thread(asked.chat, asked.business_connection_id)
        return InboundMessage(
            channel=raw.channel,
            account=raw.account,
            external_id=f"{thread}:press:{clean_line(pressed.id) or 'unnamed'}",
            sender=_address(pressed.sender),
            recipient=self._recipient,
            sent_at=raw.received_at,
            received_at=raw.received_at,
            text=_find_label(asked, pressed.data) or value or "…",
            thread=ThreadHint(external_thread=thread, in_reply_to=f"{thread}:{asked.message_id}"),
            choice=value or None,
            language=_read_language(pressed.sender),
            reachable=True,
        )

    def _read_membership(
        self, raw: RawMessage, update_id: int, change: MembershipChange
    ) -> InboundMessage:
        thread = name_thread(change.chat)
        return InboundMessage(
            channel=raw.channel,
            account=raw.account,
            external_id=f"{thread}:membership:{update_id}",
            sender=_address(change.sender),
            recipient=self._recipient,
            sent_at=_instant(change.date, raw),
            received_at=raw.received_at,
            text="",
            thread=ThreadHint(external_thread=thread),
            reachable=change.after.status != "kicked",
        )

    def _read_deletion(self, raw: RawMessage, update_id: int, gone: Deletion) -> InboundMessage:
        thread = name_thread(gone.chat, gone.business_connection_id)
        name = name_person(gone.chat.first_name, gone.chat.last_name)
        return InboundMessage(
            channel=raw.channel,
            account=raw.account,
            external_id=f"{thread}:deletion:{update_id}",
            sender=Address(kind="telegram", value=str(gone.chat.id), name=name, verified=True),
            recipient=self._recipient,
            sent_at=raw.received_at,
            received_at=raw.received_at,
            text="",
            thread=ThreadHint(external_thread=thread),
            deletes=tuple(f"{thread}:{each}" for each in gone.message_ids),
        )

    @property
    def _recipient(self) -> Address:
        return Address(kind="telegram", value=self._bot_id)


def name_thread(chat: Chat, business_connection_id: str | None = None) -> str:
    """Name the thread of a chat; one with a business account is told apart from the bot's own."""
    connection = clean_line(business_connection_id or "")
    return f"{chat.id}@{connection}" if connection else str(chat.id)


def _address(user: User) -> Address:
    name = name_person(user.first_name, user.last_name)
    return Address(kind="telegram", value=str(user.id), name=name, verified=True)


def _read_claims(message: Message, sender: User) -> tuple[Address, ...]:
    """Read the sender's own telephone number off the card that they sent."""
    contact = message.contact
    if contact is None or contact.user_id != sender.id:
        return ()
    given = contact.phone_number.strip()
    number = find_e164(given if given.startswith("+") else f"+{given}")
    return () if number is None else (Address(kind="phone", value=number),)


def _read_language(user: User) -> str | None:
    return clean_line(user.language_code or "", max_length=_LONGEST_LANGUAGE).lower() or None


def _find_label(asked: Message, data: str | None) -> str:
    rows = () if asked.reply_markup is None else asked.reply_markup.inline_keyboard
    labels = (button.text for row in rows for button in row if button.callback_data == data)
    return clean_text(next(labels, ""))


def _instant(seconds: int, raw: RawMessage) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds else raw.received_at
