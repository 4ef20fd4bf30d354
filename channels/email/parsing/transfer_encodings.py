"""Content transfer encodings (RFC 2045, 6), also broken ones; nothing here raises."""

import binascii
import re

from channels.email.parsing.uuencode import decode_uu_body

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NO_BASE64 = bytes(set(range(256)) - set(_ALPHABET))
_MOST_PIECES = 1_000
_BLANKS_AT_SOFT_BREAK = re.compile(rb"=[ \t]+(\r?\n)")
_MOST_MENDED = 4_000_000  # bytes; more of it is no text
_NO_LETTER = re.compile(r"[^a-z0-9]")


def decode_transfer(data: bytes, encoding: str, *, text: bool) -> bytes:
    """Undo a content transfer encoding; under an unknown name the bytes are taken as they are.

    Args:
        encoding: the field's value, in any spelling.
        text: whether it is a text part, whose Base64 may turn out to be none.
    """
    name = _NO_LETTER.sub("", encoding.lower().partition(";")[0])
    if name in {"base64", "b", "xbase64"}:
        first_line = data[:2_000].strip().partition(b"\n")[0]
        return data if text and _is_plain_text(first_line) else decode_base64(data)
    if name in {"quotedprintable", "qp", "quotedprint", "q"}:
        return decode_quoted_printable(data)
    if name in {"xuuencode", "uuencode", "xuue", "uue"}:
        return decode_uu_body(data)
    return data


def decode_base64(data: bytes) -> bytes:
    """Decode Base64: several padded pieces after one another, stray characters, no padding."""
    body = data.rstrip(b"=\r\n \t\0")
    if b"=" not in body:
        return _decode_piece(body)
    first, *more = body.split(b"=", _MOST_PIECES)
    # After the padding a list's footer may follow, which is no Base64.
    rest = [piece for piece in more[:_MOST_PIECES] if piece and not _is_plain_text(piece)]
    return b"".join(map(_decode_piece, [first, *rest]))


def decode_quoted_printable(data: bytes) -> bytes:
    """Decode quoted-printable; a `=` that encodes nothing stays."""
    if len(data) <= _MOST_MENDED:
        data = _BLANKS_AT_SOFT_BREAK.sub(rb"=\1", data)
    return binascii.a2b_qp(data)


def _decode_piece(piece: bytes) -> bytes:
    clean = piece.translate(None, _NO_BASE64)
    spare = len(clean) % 4
    clean = clean[:-1] if spare == 1 else clean + b"=" * (-len(clean) % 4)
    return binascii.a2b_base64(clean)


def _is_plain_text(data: bytes) -> bool:
    """Whether bytes that should be Base64 are words between blanks."""
    sample = data[:2000].strip()
    blanks = sample.count(b" ") + sample.count(b"\t")
    return blanks * 25 > len(sample) > 0
