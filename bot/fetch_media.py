"""Media that a provider keeps for us is brought home before the provider forgets it."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.thread_message import thread_key
from bot.tools import Tools
from crm_store.files import record_file
from crm_store.jobs import finish_job, record_job
from crm_store.transaction import Transaction
from domain.channels import ThreadKey, Upload
from domain.errors import InvalidInputError
from domain.jobs import Job, JobKind
from domain.messages import Attachment, InboundMessage


class Media(Protocol):
    """One attachment as the provider gave it out."""

    @property
    def content(self) -> bytes:
        """The file itself."""
        ...


@runtime_checkable
class MediaSource(Protocol):
    """A channel whose provider keeps attachments."""

    async def fetch_media(self, url: str) -> Media:
        """Fetch one attachment.

        Raises:
            FrontdeskError: it cannot be fetched, or is too large.
        """
        ...


def plan_fetches(
    tx: Transaction, tools: Tools, message: InboundMessage, *, now: datetime
) -> tuple[Attachment, ...]:
    """Plan to bring home each attachment that is still at the provider.

    Returns:
        The attachments, each with the id its file will have, so that the log need not change.
    """
    key = thread_key(message)
    return tuple(_plan_fetch(tx, tools, each, key, now) for each in message.attachments)


def _plan_fetch(
    tx: Transaction, tools: Tools, attachment: Attachment, key: ThreadKey, now: datetime
) -> Attachment:
    if attachment.source_url is None or attachment.file_id is not None:
        return attachment
    file_id = tools.ids.new()
    payload = {
        "url": attachment.source_url,
        "filename": attachment.filename,
        "media_type": attachment.media_type,
        "thread": [key.channel, key.account, key.thread],
    }
    record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.FETCH,
        ordering_key=f"fetch:{file_id}",
        subject=file_id,
        payload=payload,
        now=now,
    )
    return replace(attachment, file_id=file_id)


async def fetch_media(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Fetch one attachment and keep it.

    Raises:
        FrontdeskError: the provider does not give it.
        InvalidInputError: the channel keeps no media at a provider.
    """
    kind, account, thread = job.payload["thread"]
    source = tools.get_channel(kind, account)
    if not isinstance(source, MediaSource):
        raise InvalidInputError(f"{kind} keeps no media at a provider", field="attachment")
    media = await source.fetch_media(job.payload["url"])
    upload = Upload(
        thread=ThreadKey(channel=kind, account=account, thread=thread),
        filename=job.payload["filename"],
        media_type=job.payload["media_type"],
        content=media.content,
    )
    await tools.store.run(_record_fetched, job, upload, now=tools.clock.now())
    return ()


def _record_fetched(tx: Transaction, job: Job, upload: Upload, *, now: datetime) -> None:
    record_file(tx, upload, file_id=job.subject, now=now)
    finish_job(tx, job)
