"""The HTML of a mail as a document of its own, which can load nothing and do nothing; pure.

It was sanitised when it came in. What is here goes on from there: pictures that came with it are
put into it, since a sandboxed document has no session to fetch them with, and pictures from
elsewhere stay held back until somebody asks for them.
"""

import base64
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from channels.email.parsing import list_cids, show_remote_images
from domain.channels import StoredFile

# The media types that browsers show as pictures without running anything.
PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
# Of all pictures of a mail together; base64 makes a third more of it.
MOST_PICTURE_BYTES: Final = 8_000_000
SANDBOX: Final = "allow-popups allow-popups-to-escape-sandbox"

_CID: Final = re.compile(r" src=\"\s*cid:([^\"]*)\"", re.IGNORECASE)
_ENTITIES: Final = (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_HELD_BACK: Final = " data-remote-src="
# Mail is written for a white page, whatever the console looks like.
_STYLE: Final = """
:root { color-scheme: light; background: #fff; color: #1b2130; }
body { margin: 16px; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
img, table { max-width: 100%; }
img:not([src]) {
  display: inline-block; min-width: 24px; min-height: 24px; border: 1px dashed #868e9f;
  background: #f1f3f7; color: #4d566a; font-size: 12px;
}
"""
_HEAD: Final = (
    '<!doctype html><html><head><meta charset="utf-8"><base target="_blank">'
    '<meta name="viewport" content="width=device-width"><title>Mail</title>'
    f"<style>{_STYLE}</style></head><body>"
)


def has_remote_images(html: str) -> bool:
    """Say whether a mail would load pictures from elsewhere."""
    return _HELD_BACK in html


def list_pictures(html: str, cids: Mapping[str, str]) -> dict[str, str]:
    """Name the files that a mail shows within its text.

    Args:
        cids: the ids of its files by the content ids that it knows them by.

    Returns:
        File ids, by the content id as the HTML has it.
    """
    known = {_bare(cid): file_id for cid, file_id in cids.items()}
    found = {cid: known.get(_bare(cid)) for cid in list_cids(html)}
    return {cid: file_id for cid, file_id in found.items() if file_id is not None}


def render_document(html: str, pictures: Mapping[str, StoredFile], *, remote: bool) -> str:
    """Make the document.

    Args:
        pictures: the files that it shows, by content id as the HTML has it.
        remote: whether to show pictures from elsewhere.
    """
    sources = {cid: _make_source(file) for cid, file in pictures.items()}

    def put_in(found: re.Match[str]) -> str:
        source = sources.get(_plain(found[1]), "")
        return f' src="{source}"' if source else ""

    body = _CID.sub(put_in, html)
    return f"{_HEAD}{show_remote_images(body) if remote else body}</body></html>"


def make_policy(*, remote: bool) -> str:
    """Say what the document may load: the pictures within it, and those elsewhere if wanted."""
    elsewhere = " https:" if remote else ""
    return (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"img-src data:{elsewhere}; form-action 'none'; base-uri 'none'; "
        f"frame-ancestors 'self'; sandbox {SANDBOX}"
    )


def _make_source(file: StoredFile) -> str:
    if file.media_type not in PICTURES:
        return ""
    return f"data:{file.media_type};base64,{base64.b64encode(file.content).decode()}"


def _plain(value: str) -> str:
    for entity, character in _ENTITIES:
        value = value.replace(entity, character)
    return value.strip()


def _bare(content_id: str) -> str:
    return unquote(content_id).strip().strip("<>").lower()
