"""The frames a page may send, read strictly: an unknown field is a mistake worth telling."""

import json
import unicodedata
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from channels.text_cleaning import clean_text
from domain.errors import InvalidInputError

MAX_TEXT = 8_000
MAX_FILES = 5

MessageId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
FileId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,128}$")]
# A BCP 47 tag, its first subtags at least.
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")]
Choice = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f-\x9f]{1,200}$")]
Position = Annotated[int, Field(ge=0, lt=2**63)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Hello(_Frame):
    """The first frame: who the visitor was last time and what the page has already."""

    type: Literal["hello"]
    token: Annotated[str, StringConstraints(max_length=512)] | None = None
    after: Position = 0
    language: Language | None = None


class Message(_Frame):
    """Something the visitor says; the same id twice is the same message."""

    type: Literal["message"]
    id: MessageId
    text: str = ""
    choice: Choice | None = None
    files: Annotated[list[FileId], Field(max_length=MAX_FILES)] = []


class Ack(_Frame):
    """The page has taken all up to a position."""

    type: Literal["ack"]
    upto: Position


class Seen(_Frame):
    """The visitor has seen all up to a position."""

    type: Literal["seen"]
    upto: Position


class Typing(_Frame):
    """The visitor began or ceased to type."""

    type: Literal["typing"]
    on: bool


ClientFrame = Hello | Message | Ack | Seen | Typing
_FRAMES: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="type")])


class FrameRefusedError(InvalidInputError):
    """A frame that cannot be used.

    Attributes:
        code: the kind of refusal, for the page to put into its own words.
        message_id: the message it was about, where that much could be read.
        bad: whether a well-made page could not have sent it.
    """

    def __init__(
        self, reason: str, *, code: str, message_id: str | None = None, bad: bool = True
    ) -> None:
        super().__init__(reason)
        self.code = code
        self.message_id = message_id
        self.bad = bad


def parse_frame(data: str) -> ClientFrame:
    """Read one frame.

    Raises:
        FrameRefusedError: saying what is wrong with it.
    """
    fields = _parse_object(data)
    if isinstance(fields.get("text"), str):
        fields["text"] = _replace_surrogates(fields["text"])
    try:
        frame = _FRAMES.validate_python(fields)
    except ValidationError as error:
        raise FrameRefusedError(
            _describe(error), code="bad_frame", message_id=find_message_id(fields)
        ) from None
    if isinstance(frame, Message):
        _check_message(frame)
    return frame


def find_message_id(fields: Any) -> str | None:
    """Return the id of a message whose frame may otherwise be unreadable."""
    found = fields.get("id") if isinstance(fields, dict) else None
    fits = isinstance(found, str) and found.isascii() and 0 < len(found) <= 64
    return found if fits else None


def _parse_object(data: str) -> dict[str, Any]:
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        raise FrameRefusedError("the frame is not JSON", code="bad_frame") from None
    if not isinstance(fields, dict):
        raise FrameRefusedError(
            'the frame must be a JSON object such as {"type": "message", …}', code="bad_frame"
        )
    return fields


def _replace_surrogates(text: str) -> str:
    """Join surrogate pairs and put U+FFFD for halves, which UTF-8 cannot carry (RFC 3629)."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_blank(text: str) -> bool:
    """Tell whether nobody could see anything of a text."""
    return all(unicodedata.category(character)[0] in "CZ" for character in text)


def _describe(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    # The first step of a union's path is the frame's type.
    path = ".".join(str(step) for step in first["loc"][1:]) or "type"
    return f"{path}: {first['msg']}"


def _check_message(frame: Message) -> None:
    if len(frame.text) > MAX_TEXT:
        raise FrameRefusedError(
            f"text: {len(frame.text)} characters are too many; send at most {MAX_TEXT}",
            code="too_long",
            message_id=frame.id,
            bad=False,
        )
    if _is_blank(clean_text(frame.text)) and not frame.files and frame.choice is None:
        raise FrameRefusedError(
            "text: there is nothing in it; write something or attach a file",
            code="empty",
            message_id=frame.id,
            bad=False,
        )
