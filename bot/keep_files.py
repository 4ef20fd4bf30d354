"""Files that travelled inside a message are kept beside it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.tools import Tools
from crm_store.files import record_file
from crm_store.transaction import Transaction
from domain.channels import ThreadKey, Upload
from domain.conversations import Conversation
from domain.messages import Attachment, EnclosedFile, InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """What became of the files of a message.

    Attributes:
        attachments: those beside the text, and those within it.
        cids: by the content id under which the HTML shows a file, the file's id.
    """

    attachments: tuple[Attachment, ...] = ()
    cids: dict[str, str] = field(default_factory=dict)


def keep_files(
    tx: Transaction,
    tools: Tools,
    message: InboundMessage,
    conversation: Conversation,
    *,
    now: datetime,
) -> KeptFiles:
    """Keep the files of a message with its conversation's thread."""
    key = ThreadKey(
        channel=conversation.channel, account=conversation.account, thread=conversation.thread
    )
    kept = [(each, _keep_one(tx, tools, each, key, now)) for each in message.enclosed]
    return KeptFiles(
        attachments=tuple(attachment for _, attachment in kept),
        cids={
            file.content_id: attachment.file_id
            for file, attachment in kept
            if file.content_id and attachment.file_id
        },
    )


def _keep_one(
    tx: Transaction, tools: Tools, file: EnclosedFile, key: ThreadKey, now: datetime
) -> Attachment:
    file_id = tools.ids.new()
    upload = Upload(
        thread=key, filename=file.filename, media_type=file.media_type, content=file.content
    )
    record_file(tx, upload, file_id=file_id, now=now)
    return Attachment(
        filename=file.filename,
        media_type=file.media_type,
        size=len(file.content),
        file_id=file_id,
    )
