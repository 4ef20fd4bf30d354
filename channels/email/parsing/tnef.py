"""What Outlook packs into winmail.dat (MS-OXTNEF: Transport Neutral Encapsulation Format).

Read here, because the sizes and counts inside are the sender's word: readers that take them for
granted can be made to fill the memory, or to loop four thousand million times.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from channels.email.parsing.charsets import decode_charset
from channels.email.parsing.limits import MOST_UNPACKED_FILES

_SIGNATURE: Final = 0x223E9F78
_ATTRIBUTE_HEAD = struct.Struct("<BII")  # level, id and type, length
_U32 = struct.Struct("<I")
_CHECKSUM_BYTES: Final = 2
_MOST_ATTRIBUTES: Final = 20_000
_MOST_PROPERTIES: Final = 2_000

_CODE_PAGE: Final = 0x9007
_PROPERTIES: Final = 0x9003
_BODY: Final = 0x800C
_FILE_BEGINS: Final = 0x9002
_FILE_TITLE: Final = 0x8010
_FILE_DATA: Final = 0x800F
_FILE_PROPERTIES: Final = 0x9005

_PR_BODY: Final = 0x1000
_PR_BODY_HTML: Final = 0x1013
_PR_FILE_DATA: Final = 0x3701
_PR_FILE_NAME: Final = 0x3704
_PR_LONG_FILE_NAME: Final = 0x3707
_PR_MIME_TYPE: Final = 0x370E
_PR_CONTENT_ID: Final = 0x3712

_FIXED_SIZES: Final = {
    0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4,
    0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16,
}  # fmt: skip
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_MULTIPLE: Final = 0x1000
_EMBEDDED_ID_BYTES: Final = 16  # the interface id before an embedded object


@dataclass(slots=True)
class TnefFile:
    """A file inside."""

    name: str = ""
    media_type: str = ""
    content_id: str | None = None
    content: bytes = b""


@dataclass(slots=True)
class TnefContent:
    """What was packed."""

    text: str = ""
    html: str = ""
    files: list[TnefFile] = field(default_factory=list)


def read_tnef(data: bytes) -> TnefContent | None:
    """Unpack; None where the bytes are no TNEF. What breaks off in the middle is taken so far."""
    if len(data) < 6 or _U32.unpack_from(data)[0] != _SIGNATURE:
        return None
    content = TnefContent()
    code_page = "cp1252"
    for name, value in _list_attributes(data):
        if name == _CODE_PAGE and len(value) >= 4:
            code_page = f"cp{_U32.unpack_from(value)[0]}"
        elif name == _BODY:
            content.text = content.text or _decode(value, code_page)
        elif name == _PROPERTIES:
            _take_body(content, value, code_page)
        else:
            _take_file(content, name, value, code_page)
    content.files = [each for each in content.files if each.content or each.name]
    return content


def _list_attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    for _ in range(_MOST_ATTRIBUTES):
        if at + _ATTRIBUTE_HEAD.size > len(data):
            return
        _, name, length = _ATTRIBUTE_HEAD.unpack_from(data, at)
        at += _ATTRIBUTE_HEAD.size
        yield name & 0xFFFF, data[at : at + length]
        at += length + _CHECKSUM_BYTES


def _take_body(content: TnefContent, value: bytes, code_page: str) -> None:
    for name, kind, item in _list_properties(value):
        if name == _PR_BODY and not content.text:
            content.text = _decode(item, code_page, unicode=kind == _UNICODE)
        elif name == _PR_BODY_HTML and not content.html:
            content.html = _decode(item, "", unicode=kind == _UNICODE)


def _take_file(content: TnefContent, name: int, value: bytes, code_page: str) -> None:
    if name == _FILE_BEGINS and len(content.files) < MOST_UNPACKED_FILES:
        content.files.append(TnefFile())
    elif not content.files:
        return
    elif name == _FILE_TITLE:
        content.files[-1].name = content.files[-1].name or _decode(value, code_page)
    elif name == _FILE_DATA:
        content.files[-1].content = value
    elif name == _FILE_PROPERTIES:
        _take_file_properties(content.files[-1], value, code_page)


def _take_file_properties(file: TnefFile, value: bytes, code_page: str) -> None:
    for name, kind, item in _list_properties(value):
        words = kind in {_STRING8, _UNICODE} and _decode(item, code_page, unicode=kind == _UNICODE)
        if name == _PR_FILE_DATA and item:
            file.content = item[_EMBEDDED_ID_BYTES:] if kind == _OBJECT else item
        elif not words:
            continue
        elif name == _PR_LONG_FILE_NAME or (name == _PR_FILE_NAME and not file.name):
            file.name = words
        elif name == _PR_MIME_TYPE:
            file.media_type = words.lower()
        elif name == _PR_CONTENT_ID:
            file.content_id = words


def _list_properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give name, type and first value of each property (MS-OXTNEF, 2.1.3.4)."""
    try:
        count = min(_U32.unpack_from(data)[0], _MOST_PROPERTIES)
        at = 4
        for _ in range(count):
            kind, name = struct.unpack_from("<HH", data, at)
            at = _skip_name(data, at + 4) if name >= 0x8000 else at + 4
            item, at = _take_values(data, at, kind)
            yield name, kind & ~_MULTIPLE, item
    except struct.error:
        return


def _skip_name(data: bytes, at: int) -> int:
    """Skip the name of a named property: its set, and a number or words."""
    named_by_words, number = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (number + -number % 4 if named_by_words else 0)


def _take_values(data: bytes, at: int, kind: int) -> tuple[bytes, int]:
    multiple, kind = bool(kind & _MULTIPLE), kind & ~_MULTIPLE
    size = _FIXED_SIZES.get(kind)
    if size is None and kind not in {_STRING8, _UNICODE, _OBJECT, _BINARY}:
        raise struct.error("a type that has no known size")
    count = 1
    if multiple or size is None:
        count = min(_U32.unpack_from(data, at)[0], len(data))
        at += 4
    if size is not None:
        return data[at : at + size], at + size * count
    return _take_sized(data, at, count)


def _take_sized(data: bytes, at: int, count: int) -> tuple[bytes, int]:
    first = b""
    for number in range(min(count, _MOST_PROPERTIES)):
        length = _U32.unpack_from(data, at)[0]
        first = data[at + 4 : at + 4 + length] if number == 0 else first
        at += 4 + length + -length % 4
    return first, at


def _decode(value: bytes, code_page: str, *, unicode: bool = False) -> str:
    text = value.decode("utf-16-le", "replace") if unicode else decode_charset(value, code_page)
    return text.replace("\0", "")
