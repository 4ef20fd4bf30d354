"""What Telegram sends, as far as we read it (Bot API, "Available types")."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.errors import MalformedMessage

# "has at most 52 significant bits", User.id and Chat.id.
_MOST: Final = 2**53
Id = Annotated[int, Field(ge=-_MOST, le=_MOST)]
# Unix time; 0 says of a message that it cannot be read any more.
Time = Annotated[int, Field(ge=0, le=4_102_444_800)]
Name = Annotated[str, Field(max_length=10_000)]


class _Object(BaseModel):
    """Fields that are not named are not read; those that are must be of their type."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class User(_Object):
    """Somebody who uses Telegram, or a bot."""

    id: Id
    is_bot: bool = False
    first_name: Name = ""
    last_name: Name = ""
    language_code: Name | None = None


class Chat(_Object):
    """Where messages are exchanged; `private`, `group`, `supergroup` or `channel`."""

    id: Id
    type: Name
    first_name: Name = ""
    last_name: Name = ""


class File(_Object):
    """What all files have: by `file_id` their content is to be had."""

    file_id: Annotated[str, Field(min_length=1, max_length=500)]
    file_size: Annotated[int, Field(ge=0)] | None = None
    file_name: Name | None = None
    mime_type: Name | None = None


class Audio(File):
    """A piece of music."""

    title: Name | None = None


class Sticker(File):
    """A picture in place of words; `emoji` says which."""

    emoji: Name | None = None
    is_animated: bool = False
    is_video: bool = False


class Location(_Object):
    """A place; one with a `live_period` is told anew as it moves."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    live_period: int | None = None


class Venue(_Object):
    """A place with a name."""

    location: Location
    title: Name = ""
    address: Name = ""


class Contact(_Object):
    """Somebody's card; `user_id` is who that is on Telegram."""

    phone_number: Name
    first_name: Name = ""
    last_name: Name = ""
    user_id: Id | None = None
    vcard: Annotated[str, Field(max_length=100_000)] | None = None


class Poll(_Object):
    """A question that can be voted on."""

    question: Name = ""


class Dice(_Object):
    """An emoji with a number that luck gave it."""

    emoji: Name = ""
    value: int = 0


class Entity(_Object):
    """A stretch of a text with a meaning, such as `bot_command` or `mention`."""

    type: Name
    offset: int
    length: int


class Button(_Object):
    """One button of an inline keyboard."""

    text: Name = ""
    callback_data: Name | None = None


class Keyboard(_Object):
    """The buttons below a message."""

    inline_keyboard: tuple[tuple[Button, ...], ...] = ()


class Earlier(_Object):
    """A message that another one answers."""

    sender: User | None = Field(default=None, alias="from")


class Message(_Object):
    """A message, of whatever kind."""

    message_id: Id
    date: Time = 0
    edit_date: Time | None = None
    chat: Chat
    sender: User | None = Field(default=None, alias="from")
    business_connection_id: Annotated[str, Field(max_length=200)] | None = None
    text: str | None = None
    caption: str | None = None
    entities: tuple[Entity, ...] = ()
    photo: tuple[File, ...] = ()
    document: File | None = None
    voice: File | None = None
    audio: Audio | None = None
    video: File | None = None
    video_note: File | None = None
    animation: File | None = None
    sticker: Sticker | None = None
    location: Location | None = None
    venue: Venue | None = None
    contact: Contact | None = None
    poll: Poll | None = None
    dice: Dice | None = None
    story: dict[str, object] | None = None
    paid_media: dict[str, object] | None = None
    checklist: dict[str, object] | None = None
    reply_to_message: Earlier | None = None
    reply_markup: Keyboard | None = None


class CallbackQuery(_Object):
    """A button was pressed; `message` is the one that it stands below."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    sender: User = Field(alias="from")
    message: Message | None = None
    data: Annotated[str, Field(max_length=1_000)] | None = None


class Membership(_Object):
    """What somebody is in a chat: such as `member`, `left` or `kicked`."""

    status: Name


class MembershipChange(_Object):
    """The bot was added, taken out, blocked or let in again."""

    chat: Chat
    sender: User = Field(alias="from")
    date: Time
    before: Membership = Field(alias="old_chat_member")
    after: Membership = Field(alias="new_chat_member")


class Deletion(_Object):
    """Messages of a business account's chat were deleted."""

    business_connection_id: Annotated[str, Field(min_length=1, max_length=200)]
    chat: Chat
    message_ids: Annotated[tuple[Id, ...], Field(max_length=1_000)]


class Update(_Object):
    """One thing that happened; at most one of the fields is there."""

    update_id: Id
    message: Message | None = None
    edited_message: Message | None = None
    business_message: Message | None = None
    edited_business_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: MembershipChange | None = None
    deleted_business_messages: Deletion | None = None


# What Telegram is asked to tell us of; channel posts and votes are not.
ALLOWED_UPDATES: Final = tuple(name for name in Update.model_fields if name != "update_id")


def read_update(body: bytes) -> Update:
    """Read an update.

    Raises:
        MalformedMessage: it is none, with the field that is wrong.
    """
    try:
        return Update.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "it"
        raise MalformedMessage(f"no update of Telegram: {where}: {first['msg']}") from None
