"""What a tree of MIME parts holds for people: the body's segments and the files beside it."""

from dataclasses import dataclass, field

from channels.email.mail import MailPart
from channels.email.parsing.bodies import Segment, Segments, choose_alternative
from channels.email.parsing.charsets import decode_charset
from channels.email.parsing.entities import Entity
from channels.email.parsing.file_names import clean_file_name
from channels.email.parsing.header_block import read_header_block
from channels.email.parsing.header_fields import decode_fields
from channels.email.parsing.html_bounds import bound_html
from channels.email.parsing.limits import Budget
from channels.email.parsing.part_kinds import (
    is_for_machines,
    is_hidden,
    is_html_page,
    is_mail,
    is_shown,
    is_tnef,
)
from channels.email.parsing.part_text import read_text
from channels.email.parsing.tnef import read_tnef
from channels.email.parsing.uuencode import take_uu_files
from domain.messages import EnclosedFile

_MOST_RETURNED = 100_000  # bytes of a returned message that detectors get to see


@dataclass(slots=True)
class Contents:
    """Collects from a tree, from its root down.

    Attributes:
        packed: the body that winmail.dat brought, for mails that have no other.
    """

    budget: Budget
    hint: str = ""
    files: list[EnclosedFile] = field(default_factory=list)
    parts: list[MailPart] = field(default_factory=list)
    shown: int = 0
    packed: Segments = ()

    def collect(self, root: Entity) -> Segments:
        """Go through the whole tree; give the body."""
        return self._visit(root, None) or self.packed

    def _visit(self, entity: Entity, parent: Entity | None) -> Segments:
        if not entity.children:
            return self._visit_leaf(entity, parent)
        segments = [self._visit(child, entity) for child in entity.children]
        if entity.media_type == "multipart/alternative":
            return choose_alternative(segments)
        return tuple(each for child in segments for each in child)

    def _visit_leaf(self, entity: Entity, parent: Entity | None) -> Segments:
        if is_shown(entity, parent, first=self.shown == 0):
            return self._show(entity)
        text = self._read_beside(entity)
        self._add_part(entity, text)
        if is_hidden(entity, parent) or (is_for_machines(entity) and not entity.filename):
            return ()
        content = entity.raw[entity.start : entity.end] if is_mail(entity) else b""
        content = content if content and not _is_encoded(entity) else entity.decode()
        if is_tnef(entity) and self._unpack(content):
            return ()
        if content.strip() or entity.filename or entity.disposition.value == "attachment":
            self.files.append(_make_file(entity, content))
        return ()

    def _show(self, entity: Entity) -> Segments:
        text = read_text(entity, self.budget, hint=self.hint)
        self._add_part(entity, text)
        if not text.strip():
            return ()
        self.shown += 1
        if entity.media_type == "text/html" or is_html_page(entity, text):
            return (Segment(html=bound_html(text)),)
        text, packed = take_uu_files(text)
        for each in packed:
            name = clean_file_name(each.name)
            self._add_file(name, "application/octet-stream", each.content)
        return (Segment(plain=text),) if text.strip() else ()

    def _read_beside(self, entity: Entity) -> str:
        """Read what detectors may want to see of a part that is not in the body."""
        if is_mail(entity):
            return self._read_returned(entity)
        if entity.main_type != "text" and not is_for_machines(entity):
            return ""
        return read_text(entity, self.budget, hint=self.hint)

    def _read_returned(self, entity: Entity) -> str:
        raw = entity.decode() if _is_encoded(entity) else entity.raw
        start, end = (0, len(raw)) if raw is not entity.raw else (entity.start, entity.end)
        block = read_header_block(raw, start, end, message=True)
        head = raw[start : min(block.body_start, start + _MOST_RETURNED)]
        return decode_charset(head[: max(self.budget.text, 0)], "").replace("\r\n", "\n")

    def _add_part(self, entity: Entity, text: str) -> None:
        headers = decode_fields(entity.fields)
        self.parts.append(MailPart(media_type=entity.media_type, headers=headers, text=text))

    def _add_file(
        self, name: str, media_type: str, content: bytes, content_id: str | None = None
    ) -> None:
        self.files.append(
            EnclosedFile(
                filename=name, media_type=media_type, content=content, content_id=content_id
            )
        )

    def _unpack(self, data: bytes) -> bool:
        """Put the files of a winmail.dat in its place; False where it cannot be unpacked."""
        packed = read_tnef(data)
        if packed is None or not (packed.files or packed.text or packed.html):
            return False
        if packed.text or packed.html:
            self.packed = (Segment(plain=packed.text, html=bound_html(packed.html)),)
        for each in packed.files:
            media_type = each.media_type or "application/octet-stream"
            self._add_file(clean_file_name(each.name), media_type, each.content, each.content_id)
        return True


def _is_encoded(entity: Entity) -> bool:
    return entity.get("content-transfer-encoding").strip().lower() in {"base64", "quoted-printable"}


def _make_file(entity: Entity, content: bytes) -> EnclosedFile:
    return EnclosedFile(
        filename=entity.filename,
        media_type=entity.media_type,
        content=content,
        content_id=entity.content_id,
    )
