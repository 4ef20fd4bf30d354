"""The text of a text part: transfer encoding, character set and line wrapping undone."""

import re

from channels.email.parsing.charsets import decode_charset, find_codec
from channels.email.parsing.entities import Entity
from channels.email.parsing.flowed import unwrap_flowed
from channels.email.parsing.limits import MOST_TEXT, Budget

_META_CHARSET = re.compile(
    rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_LINE_END = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_MOST_ENCODED = 4  # bytes before decoding for a character that is kept
_ENRICHED = re.compile(r"<param>[^<>]*</param>|</?[A-Za-z][A-Za-z0-9-]{0,40}>", re.IGNORECASE)


def read_text(entity: Entity, budget: Budget, *, hint: str = "") -> str:
    """Decode a text part, no further than the budget goes.

    Args:
        hint: the character set to try where the part names none.
    """
    end = entity.end
    entity.end = min(end, entity.start + _MOST_ENCODED * MOST_TEXT)
    data = entity.decode()
    entity.end = end
    label = entity.content_type.get("charset") or (entity.content_type.get("format") and "")
    if entity.media_type == "text/html" and (not label or find_codec(label) is None):
        label = _meta_charset(data) or label
    text = decode_charset(data, label, hint=hint).replace("\0", "")[: budget.text]
    budget.text -= len(text)
    text = _LINE_END.sub("\n", text).removeprefix("\ufeff")
    return _unwrap(entity, text)


def _unwrap(entity: Entity, text: str) -> str:
    if entity.media_type in {"text/enriched", "text/richtext"}:
        return _ENRICHED.sub("", text).replace("<<", "<")
    if entity.media_type == "text/plain" and entity.content_type.get("format").lower() == "flowed":
        delete_space = entity.content_type.get("delsp").lower() == "yes"
        return unwrap_flowed(text, delete_space=delete_space)
    return text


def _meta_charset(data: bytes) -> str:
    found = _META_CHARSET.search(data[:4_000])
    return found[1].decode("ascii") if found else ""
