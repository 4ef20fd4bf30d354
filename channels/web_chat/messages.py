"""A visitor's message on its way into the store: written as bytes, and read back from them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from channels.text_cleaning import clean_line, clean_text
from channels.web_chat.frames import MAX_FILES, Choice, FileId, Message, MessageId
from domain.channels import StoredFile, ThreadKey
from domain.errors import MalformedMessage
from domain.messages import Address, Attachment, InboundMessage, RawMessage, ThreadHint

KIND = "web_chat"


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: FileId
    filename: str
    media_type: str
    size: Annotated[int, Field(ge=0)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: MessageId
    text: str
    choice: Choice | None = None
    files: Annotated[list[_File], Field(max_length=MAX_FILES)] = []


def render_raw(
    key: ThreadKey,
    frame: Message,
    *,
    files: Sequence[StoredFile],
    language: str | None,
    received_at: datetime,
) -> RawMessage:
    """Write a message and what is known of its files as the bytes that are kept."""
    body = {
        "id": frame.id,
        "text": frame.text,
        "choice": frame.choice,
        "files": [
            {
                "id": file.id,
                "filename": file.filename,
                "media_type": file.media_type,
                "size": len(file.content),
            }
            for file in files
        ],
    }
    return RawMessage(
        channel=KIND,
        account=key.account,
        delivery_id=f"{key.thread}:{frame.id}",
        source=key.thread,
        body=json.dumps(body, sort_keys=True, separators=(",", ":")).encode(),
        headers={} if language is None else {"language": language},
        received_at=received_at,
    )


def parse_message(raw: RawMessage) -> InboundMessage:
    """Read a message back.

    Raises:
        MalformedMessage: the bytes are not what `render_raw` writes.
    """
    try:
        body = _Body.model_validate_json(raw.body)
    except ValidationError as error:
        count = error.error_count()
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the frame"
        raise MalformedMessage(
            f"{where}: {first['msg']} ({count} such faults); a chat message is a JSON object "
            "with id, text, choice and files"
        ) from None
    text = clean_text(body.text)
    return InboundMessage(
        channel=raw.channel,
        account=raw.account,
        external_id=body.id,
        sender=Address(kind="visitor", value=raw.source, verified=True),
        recipient=Address(kind="visitor", value=raw.account),
        sent_at=raw.received_at,
        received_at=raw.received_at,
        text=text,
        full_text=text,
        attachments=tuple(_parse_file(file) for file in body.files),
        thread=ThreadHint(external_thread=raw.source),
        choice=body.choice,
        language=raw.headers.get("language"),
    )


def _parse_file(file: _File) -> Attachment:
    return Attachment(
        filename=clean_line(file.filename),
        media_type=clean_line(file.media_type),
        size=file.size,
        file_id=file.id,
    )
