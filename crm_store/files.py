"""Files that came with messages; each belongs to the thread it came in on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_store.schema import files
from crm_store.transaction import Transaction
from domain.channels import StoredFile, ThreadKey, Upload
from domain.errors import NotFoundError


def record_file(tx: Transaction, upload: Upload, *, file_id: str, now: datetime) -> None:
    """Keep a file."""
    values = {
        "id": file_id,
        "channel": upload.thread.channel,
        "account": upload.thread.account,
        "thread": upload.thread.thread,
        "filename": upload.filename,
        "media_type": upload.media_type,
        "size": len(upload.content),
        "content": upload.content,
        "created_at": now,
    }
    tx.execute(files.insert().values(values))


def get_file(tx: Transaction, file_id: str, key: ThreadKey | None = None) -> StoredFile:
    """Read a file.

    Args:
        key: the thread it must belong to; None for staff, who may read all.

    Raises:
        NotFoundError: there is none, or it belongs to another thread.
    """
    row = tx.find_row(select(files).where(files.c.id == file_id))
    if row is None or (key is not None and _key(row) != key):
        raise NotFoundError(f"there is no file {file_id!r} here")
    return StoredFile(
        id=row.id, filename=row.filename, media_type=row.media_type, content=row.content
    )


def get_files(
    tx: Transaction, file_ids: Sequence[str], *, most_bytes: int
) -> dict[str, StoredFile]:
    """Read files by id, in the order given, until they are `most_bytes` together."""
    sizes = select(files.c.id, files.c.size).where(files.c.id.in_(file_ids))
    known = {row.id: row.size for row in tx.execute(sizes)}
    wanted: list[str] = []
    room = most_bytes
    for file_id in dict.fromkeys(file_ids):
        if file_id in known and known[file_id] <= room:
            wanted.append(file_id)
            room -= known[file_id]
    return {file_id: get_file(tx, file_id) for file_id in wanted}


def _key(row: Any) -> ThreadKey:
    return ThreadKey(
        channel=row.channel,
        account=row.account,
        thread=row.thread,
    )
