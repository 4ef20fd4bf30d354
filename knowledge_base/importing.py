"""The front door for articles from outside: a file or a folder in, articles and remarks out."""

from collections.abc import Iterator
from pathlib import Path

from domain.errors import InvalidInputError
from knowledge_base.bounded_lines import read_bounded_lines
from knowledge_base.import_reading import (
    LARGEST_ARTICLE,
    Caution,
    ImportReading,
    Read,
    ReadArticle,
    Refusal,
    Remark,
)
from knowledge_base.jsonl_import import parse_jsonl
from knowledge_base.markdown_import import parse_markdown
from knowledge_base.settling import settle_articles

__all__ = [
    "Caution",
    "ImportReading",
    "ReadArticle",
    "Refusal",
    "Remark",
    "read_articles",
    "stream_articles",
]

_MARKDOWN = ".md"


def read_articles(path: Path) -> ImportReading:
    """Read all that a path holds.

    Raises:
        InvalidInputError: there is nothing at the path.
    """
    read = list(stream_articles(path))
    return ImportReading(
        articles=tuple(item.article for item in read if isinstance(item, ReadArticle)),
        refusals=tuple(item for item in read if isinstance(item, Refusal)),
        cautions=tuple(item for item in read if isinstance(item, Caution)),
    )


def stream_articles(path: Path) -> Iterator[Read]:
    """Read JSON lines, one Markdown file, or all `*.md` of a folder and the folders in it.

    Memory is bounded whatever the size of the path; each article is followed by its remarks.

    Raises:
        InvalidInputError: there is nothing at the path; at once, not while reading.
    """
    if path.is_dir():
        return settle_articles(_read_folder(path))
    if not path.is_file():
        raise InvalidInputError(f"{path}: no such file or folder; give a .jsonl file or a folder")
    if path.suffix.lower() == _MARKDOWN:
        return settle_articles(_read_markdown(file) for file in (path,))
    return settle_articles(_read_jsonl(path))


def _read_folder(folder: Path) -> Iterator[Read]:
    names = (file for file in folder.rglob("*") if file.suffix.lower() == _MARKDOWN)
    files = sorted(file for file in names if file.is_file())
    if not files:
        yield Caution(source=_name(folder), line=1, reason="there is no .md file in the folder")
    yield from map(_read_markdown, files)


def _read_markdown(file: Path) -> Read:
    source = _name(file)
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_ARTICLE + 1)
    except OSError as error:
        return Refusal(source=source, line=1, reason=f"cannot be read: {error.strerror}")
    return parse_markdown(content, source=source)


def _read_jsonl(file: Path) -> Iterator[Read]:
    source = _name(file)
    try:
        with file.open("rb") as stream:
            yield from parse_jsonl(read_bounded_lines(stream, LARGEST_ARTICLE), source=source)
    except OSError as error:
        yield Refusal(source=source, line=1, reason=f"cannot be read: {error.strerror}")


def _name(file: Path) -> str:
    """Name a file in characters that can be printed, whatever bytes its name is made of."""
    return str(file).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
