"""The parts of a message as they stand on the wire; every line is of 7 bits (RFC 2045)."""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from channels.email.sending.header_fields import render_field, render_parameter
from channels.text_cleaning import clean_line, clean_text
from domain.messages import EnclosedFile

_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}")
# RFC 2046, 5.2.1 and 5.1: these may not be in base64; so they travel as bytes.
_COMPOSITE: Final = ("message/", "multipart/")
# Lines that begin with "From " are changed by some servers on the way, which breaks signatures.
_FROM_LINE = re.compile(rb"^From ", re.MULTILINE)
_WIDTH: Final = 76


@dataclass(frozen=True, slots=True)
class MimePart:
    """A part: its header fields and its body, each line ended by CRLF.

    Attributes:
        fields: rendered, in order.
    """

    fields: tuple[str, ...]
    body: bytes

    def to_bytes(self) -> bytes:
        """Return the part as it stands between two boundaries."""
        return "".join(self.fields).encode() + b"\r\n" + self.body


def make_text_part(subtype: str, text: str) -> MimePart:
    """Return a `text/plain` or `text/html` part."""
    body = clean_text(text).replace("\n", "\r\n").encode() + b"\r\n"
    encoding, content = _encode_text(body)
    charset = "us-ascii" if body.isascii() else "utf-8"
    return MimePart(
        (
            render_field("Content-Type", [f"text/{subtype};", f'charset="{charset}"']),
            render_field("Content-Transfer-Encoding", [encoding]),
        ),
        content,
    )


def make_file_part(file: EnclosedFile, *, inline: bool = False) -> MimePart:
    """Return a file as an attachment, or as an inline part that the HTML refers to."""
    media_type = file.media_type.lower().split(";")[0].strip()
    if not _MEDIA_TYPE.fullmatch(media_type) or media_type.startswith(_COMPOSITE):
        media_type = "application/octet-stream"
    filename = clean_line(file.filename, max_length=200) or "file"
    disposition = "inline;" if inline else "attachment;"
    fields = [
        render_field("Content-Type", [media_type]),
        render_field("Content-Transfer-Encoding", ["base64"]),
        render_field("Content-Disposition", [disposition, *render_parameter("filename", filename)]),
    ]
    if inline and file.content_id:
        fields.append(render_field("Content-ID", [f"<{file.content_id}>"]))
    return MimePart(tuple(fields), _to_base64(file.content))


def join_parts(subtype: str, parts: Sequence[MimePart], *, seed: str) -> MimePart:
    """Return a multipart of some parts, or the part itself where there is only one.

    Args:
        subtype: `mixed`, `alternative` or `related`.
        seed: what the boundary is made from. `=_` occurs in neither quoted-printable nor base64.
    """
    if len(parts) == 1:
        return parts[0]
    digest = hashlib.sha256(f"{subtype}:{seed}".encode()).hexdigest()[:32]
    boundary = f"=_{digest}"
    related = ['type="text/html";'] if subtype == "related" else []  # RFC 2387, 3.1
    fields = (
        render_field("Content-Type", [f"multipart/{subtype};", *related, f'boundary="{boundary}"']),
    )
    between = b"".join(b"--%b\r\n%b\r\n" % (boundary.encode(), part.to_bytes()) for part in parts)
    return MimePart(fields, between + b"--%b--\r\n" % boundary.encode())


def _encode_text(body: bytes) -> tuple[str, bytes]:
    """Choose an encoding: none where 7 bits do, else the shorter of the two."""
    if body.isascii() and not _FROM_LINE.search(body):
        longest = max(len(line) for line in body.split(b"\r\n"))
        if longest <= _WIDTH:
            return "7bit", body
    printable = _FROM_LINE.sub(b"=46rom ", binascii.b2a_qp(body, istext=True))
    in_base64 = _to_base64(body)
    if len(printable) <= len(in_base64):
        return "quoted-printable", printable
    return "base64", in_base64


def _to_base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n") or b"\r\n"
