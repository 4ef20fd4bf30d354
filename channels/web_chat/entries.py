"""Entries of a thread as the page gets them."""

from collections.abc import Callable
from typing import Any

from channels.entry_html import clean_entry_html
from domain.channels import ThreadEntry
from domain.messages import Attachment


def render_entry(entry: ThreadEntry, make_url: Callable[[str], str]) -> dict[str, Any]:
    """Write an entry as a frame; `make_url` turns a file's id into an address."""
    return {
        "type": "entry",
        "position": entry.position,
        "id": entry.id,
        "reference": entry.reference,
        "author": entry.author,
        "author_name": entry.author_name,
        "at": entry.at.isoformat(),
        "text": entry.text,
        "html": None if entry.html is None else clean_entry_html(entry.html),
        "quick_replies": [
            {"label": reply.label, "value": reply.value} for reply in entry.quick_replies
        ],
        "attachments": [render_attachment(file, make_url) for file in entry.attachments],
        "external_id": entry.external_id,
        "delivery": None if entry.delivery is None else entry.delivery.value,
    }


def render_attachment(file: Attachment, make_url: Callable[[str], str]) -> dict[str, Any]:
    """Write a file as a page needs it; `url` is None where the content is not here yet."""
    return {
        "id": file.file_id,
        "filename": file.filename,
        "media_type": file.media_type,
        "size": file.size,
        "url": None if file.file_id is None else make_url(file.file_id),
    }
