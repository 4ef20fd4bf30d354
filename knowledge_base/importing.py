"""The front door for articles from outside: a file or a folder in, articles and refusals out."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from domain.errors import InvalidInputError
from domain.knowledge import Article
from knowledge_base.import_reading import ImportReading, ReadArticle, Refusal
from knowledge_base.jsonl_import import parse_jsonl
from knowledge_base.markdown_import import parse_markdown
from knowledge_base.wording import normalise_text

__all__ = ["ImportReading", "Refusal", "read_articles", "settle_articles"]


def read_articles(path: Path) -> ImportReading:
    """Read JSON lines, one Markdown file, or all `*.md` of a folder and the folders in it.

    Raises:
        InvalidInputError: there is nothing at the path.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*.md") if file.is_file())
        read = [_read_markdown(file) for file in files]
    elif path.suffix.lower() == ".md" and path.is_file():
        read = [_read_markdown(path)]
    elif path.is_file():
        read = _read_jsonl(path)
    else:
        raise InvalidInputError(f"{path}: no such file or folder; give a .jsonl file or a folder")
    return settle_articles(read)


def _read_markdown(file: Path) -> ReadArticle | Refusal:
    try:
        content = file.read_bytes()
    except OSError as error:
        return Refusal(source=str(file), line=1, reason=f"cannot be read: {error.strerror}")
    return parse_markdown(content, source=str(file))


def _read_jsonl(file: Path) -> list[ReadArticle | Refusal]:
    try:
        with file.open("rb") as lines:
            return parse_jsonl(lines, source=str(file))
    except OSError as error:
        return [Refusal(source=str(file), line=1, reason=f"cannot be read: {error.strerror}")]


def settle_articles(read: Iterable[ReadArticle | Refusal]) -> ImportReading:
    """Let the first of two articles keep an id, and the first of two keep a variant.

    What an article that is taken loses or lacks is among the refusals, as a warning.

    Pure. An article left without a variant of its own is refused.
    """
    kept: dict[tuple[str, str], ReadArticle] = {}
    owners: dict[tuple[str, str], ReadArticle] = {}
    refusals: list[Refusal] = []
    for item in read:
        if isinstance(item, Refusal):
            refusals.append(item)
        elif (first := kept.get((item.article.id, item.article.locale))) is not None:
            refusals.append(_refuse_double(item, first))
        else:
            article, lost = _claim_variants(item, owners)
            refusals += lost
            if article is not None:
                refusals += [item.refuse(item.warning)] if item.warning else []
                kept[article.id, article.locale] = replace(item, article=article)
    return ImportReading(
        articles=tuple(item.article for item in kept.values()), refusals=tuple(refusals)
    )


def _refuse_double(item: ReadArticle, first: ReadArticle) -> Refusal:
    return item.refuse(
        f"id: {item.article.id} ({item.article.locale}) is already at {first.source}:{first.line}"
    )


def _claim_variants(
    item: ReadArticle, owners: dict[tuple[str, str], ReadArticle]
) -> tuple[Article | None, list[Refusal]]:
    own: list[str] = []
    lost: list[Refusal] = []
    for variant in item.article.variants:
        owner = owners.setdefault((item.article.locale, normalise_text(variant)), item)
        if owner is item:
            own.append(variant)
        else:
            lost.append(item.refuse(f"variants: {variant!r} belongs to {owner.article.id} already"))
    if not own:
        return None, [*lost, item.refuse("variants: none is left that no other article has")]
    return replace(item.article, variants=tuple(own)), lost
