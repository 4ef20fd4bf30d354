"""The files a visitor may send, told by their content as well as by their name."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.errors import InvalidInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class _MediaType:
    name: str
    extensions: tuple[str, ...]
    matches: Callable[[bytes], bool]


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"msf1"}


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\0" not in text


def _is_office(part: bytes) -> Callable[[bytes], bool]:
    """A zip archive that names one of its parts so (ECMA-376 part 2)."""
    return lambda content: content.startswith(b"PK\x03\x04") and part in content


_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = (
    _MediaType(name="image/png", extensions=("png",), matches=_starts(b"\x89PNG\r\n\x1a\n")),
    _MediaType(name="image/jpeg", extensions=("jpg", "jpeg"), matches=_starts(b"\xff\xd8\xff")),
    _MediaType(name="image/gif", extensions=("gif",), matches=_starts(b"GIF87a", b"GIF89a")),
    _MediaType(name="image/webp", extensions=("webp",), matches=_is_webp),
    _MediaType(name="image/heic", extensions=("heic",), matches=_is_heic),
    _MediaType(name="application/pdf", extensions=("pdf",), matches=_starts(b"%PDF-")),
    _MediaType(name="text/plain", extensions=("txt", "log"), matches=_is_text),
    _MediaType(name="text/csv", extensions=("csv",), matches=_is_text),
    _MediaType(
        name=f"{_OFFICE}.wordprocessingml.document",
        extensions=("docx",),
        matches=_is_office(b"word/"),
    ),
    _MediaType(
        name=f"{_OFFICE}.spreadsheetml.sheet", extensions=("xlsx",), matches=_is_office(b"xl/")
    ),
    _MediaType(
        name="application/vnd.oasis.opendocument.text",
        extensions=("odt",),
        matches=_is_office(b"application/vnd.oasis.opendocument.text"),
    ),
)

# Shown in the page; all others are downloaded.
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def get_media_type(filename: str, content: bytes) -> str:
    """Return the media type of a file that may be sent.

    Raises:
        InvalidInputError: files of this kind are not taken, or it is not what its name says.
    """
    extension = filename.rpartition(".")[2].lower()
    for kind in MEDIA_TYPES:
        if extension in kind.extensions:
            if kind.matches(content):
                return kind.name
            raise InvalidInputError(
                f"the content of {filename} is not {kind.name}; send it under its true name"
            )
    known = ", ".join(extension for kind in MEDIA_TYPES for extension in kind.extensions)
    raise InvalidInputError(f"files like {filename} are not taken; send one of {known}")
