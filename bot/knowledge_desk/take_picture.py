"""A file or picture is added to an article."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog

from bot.tools import Tools
from channels.web_chat.filenames import clean_filename
from channels.web_chat.media_types import IMAGES, get_media_type
from crm_store.article_drafts import list_drafts_of
from crm_store.article_files import list_files_of, record_article_file
from crm_store.articles import list_locales
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError, NotFoundError
from domain.knowledge_desk import ArticleFile
from domain.staff import StaffMember
from knowledge_base.pictures import EXTENSIONS, is_drawing, is_picture, shrink_picture

LARGEST_FILE: Final = 10_000_000
MOST_FILES: Final = 100
"""Of one article."""

_FIELD = "files"
_DRAWING_NAMES = ("svg", "svgz")
_PICTURE_NAMES = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "heic", "tif", "tiff", "avif")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A file made fit to be kept."""

    filename: str
    media_type: str
    content: bytes = field(repr=False)
    width: int | None = None
    height: int | None = None


async def take_file(
    tools: Tools, article_id: str, filename: str, content: bytes, *, by: StaffMember
) -> ArticleFile:
    """Keep a file or picture that an article is to show or link to.

    A picture is made no larger than a page shows it, and everything but the picture is taken out.

    Raises:
        InvalidInputError: it is empty, too large, of a kind that is not taken, or not what its name
            says.
        NotFoundError: there is no such article.
    """
    read = await asyncio.to_thread(read_file, filename, content)
    file = await tools.store.run(
        _record, article_id, read, file_id=tools.ids.new(), now=tools.clock.now()
    )
    log.info("article_file_taken", file=file.id, article=article_id, by=by.id, size=file.size)
    return file


def read_file(filename: str, content: bytes) -> _Read:
    """Look at what a file is, whatever it is called.

    Raises:
        InvalidInputError: as `take_file`.
    """
    name = clean_filename(filename)
    extension = name.rpartition(".")[2].lower()
    if not content:
        raise InvalidInputError(f"{name} is empty", field=_FIELD)
    if extension in _DRAWING_NAMES or is_drawing(content):
        reason = f"{name} is an SVG drawing, which may hold script; save it as PNG"
        raise InvalidInputError(reason, field=_FIELD)
    try:
        if extension in _PICTURE_NAMES or is_picture(content):
            return _read_picture(name, content)
        return _read_other(name, content)
    except InvalidInputError as error:
        raise InvalidInputError(f"{name}: {error.reason}", field=_FIELD) from None


def _read_picture(name: str, content: bytes) -> _Read:
    picture = shrink_picture(content)
    stem = name.rpartition(".")[0] or name
    return _Read(
        filename=f"{stem}.{EXTENSIONS[picture.media_type]}",
        media_type=picture.media_type,
        content=picture.content,
        width=picture.width,
        height=picture.height,
    )


def _read_other(name: str, content: bytes) -> _Read:
    if len(content) > LARGEST_FILE:
        raise InvalidInputError(
            f"it is {len(content) / 1e6:.0f} MB; up to {LARGEST_FILE // 1_000_000} MB are taken"
        )
    media_type = get_media_type(name, content)
    assert media_type not in IMAGES, "pictures are read as such"  # noqa: S101 - by their content
    return _Read(filename=name, media_type=media_type, content=content)


def _record(
    tx: Transaction, article_id: str, read: _Read, *, file_id: str, now: datetime
) -> ArticleFile:
    if not list_locales(tx, article_id) and not list_drafts_of(tx, article_id):
        raise NotFoundError(f"there is no article {article_id!r}")
    if len(list_files_of(tx, article_id)) >= MOST_FILES:
        reason = f"an article has {MOST_FILES} files at most; remove one that is not shown"
        raise InvalidInputError(reason, field=_FIELD)
    file = ArticleFile(
        id=file_id,
        article_id=article_id,
        filename=read.filename,
        media_type=read.media_type,
        size=len(read.content),
        width=read.width,
        height=read.height,
        created_at=now,
    )
    return record_article_file(tx, file, read.content)
