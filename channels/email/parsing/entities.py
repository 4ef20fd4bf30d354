"""A MIME entity: one node of the tree (RFC 2045, 2.4), its content not yet decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.email.parsing.encoded_words import decode_words
from channels.email.parsing.file_names import clean_file_name
from channels.email.parsing.header_fields import unfold
from channels.email.parsing.parameters import ParameterisedValue, parse_parameters
from channels.email.parsing.transfer_encodings import decode_transfer

if TYPE_CHECKING:
    from channels.email.parsing.header_block import RawField

_MEDIA_TYPE = re.compile(r"([a-z0-9][a-z0-9!#$&^_.+-]*)/([a-z0-9*][a-z0-9!#$&^_.+*-]*)")
_MOST_DESCRIBED = 20_000


@dataclass(slots=True)
class Entity:
    """One node of the tree.

    Attributes:
        media_type: such as `text/plain`, in lower case; the default where none can be read.
        typed: whether the entity itself says its type.
        raw: the bytes that it is a stretch of, from `start` to `end` without its header.
    """

    fields: tuple[RawField, ...]
    raw: bytes = field(repr=False)
    start: int
    end: int
    media_type: str = "text/plain"
    typed: bool = False
    content_type: ParameterisedValue = field(default_factory=ParameterisedValue)
    disposition: ParameterisedValue = field(default_factory=ParameterisedValue)
    children: list[Entity] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return the first value under a name, unfolded; empty where there is none."""
        for each in self.fields:
            if each.name == name:
                return unfold(each.value[:_MOST_DESCRIBED])
        return ""

    @property
    def main_type(self) -> str:
        """What stands before the slash: `text`, `multipart` and so on."""
        return self.media_type.partition("/")[0]

    @property
    def filename(self) -> str:
        """The name it gives itself as a file, without folders; empty where it gives none."""
        names = (
            self.disposition.get("filename"),
            self.content_type.get("name"),
            self.disposition.get("name"),
            self.content_type.get("filename"),
            _name_in_location(self.get("content-location")),
        )
        return next((clean for name in names if (clean := clean_file_name(name))), "")

    @property
    def content_id(self) -> str | None:
        """By what the HTML refers to it, without angle brackets."""
        value = decode_words(self.get("content-id")).strip().strip("<>").strip()
        return value[:300] or None

    def decode(self) -> bytes:
        """Return the content with its transfer encoding undone."""
        data = self.raw[self.start : self.end]
        encoding = self.get("content-transfer-encoding")
        return decode_transfer(data, encoding, text=self.main_type == "text")


def describe_entity(entity: Entity, default: str) -> None:
    """Read what an entity says of itself.

    Args:
        default: its type where it names none (RFC 2046, 5.1.5 has another one in digests).
    """
    entity.content_type = parse_parameters(entity.get("content-type"))
    entity.disposition = parse_parameters(entity.get("content-disposition"))
    found = _MEDIA_TYPE.match(entity.content_type.value)
    entity.media_type = found[0] if found else _guess_type(entity.content_type.value, default)
    entity.typed = found is not None


def _guess_type(value: str, default: str) -> str:
    """Tell the type from half of one, as old and broken programs write it (RFC 1049)."""
    word = value.split("/", maxsplit=1)[0].strip()
    return {"html": "text/html", "multipart": "multipart/mixed", "text": "text/plain"}.get(
        word, default
    )


def _name_in_location(location: str) -> str:
    plain = "." in location and "/" not in location and ":" not in location
    return location if plain else ""
