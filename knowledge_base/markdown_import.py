"""One article from a Markdown file with YAML front matter; pure.

Between two lines of three dashes stand `id`, `title`, `variants` and, if wanted, `locale`, `tags`,
`sensitive` and `precision`; what follows is the answer.
"""

from domain.errors import InvalidInputError
from knowledge_base.answer_review import review_answer
from knowledge_base.article_fields import parse_article
from knowledge_base.front_matter import BrokenFrontMatterError, FrontMatter, parse_front_matter
from knowledge_base.import_reading import (
    LARGEST_ARTICLE,
    TOO_LARGE,
    Caution,
    ReadArticle,
    Refusal,
    Remark,
)
from knowledge_base.text_encoding import (
    decode_utf8,
    describe_foreign_encoding,
    find_foreign_encoding,
)

_FENCE = "---"


def parse_markdown(content: bytes, *, source: str) -> ReadArticle | Refusal:
    """Read the article of a file.

    Args:
        content: the file; what is over `LARGEST_ARTICLE` bytes is refused.
    """
    try:
        front, body, body_line = _split_front_matter(_decode(content))
        head = parse_front_matter(front)
    except BrokenFrontMatterError as error:
        return Refusal(source=source, line=error.line, reason=str(error))
    except InvalidInputError as error:
        return Refusal(source=source, line=1, reason=str(error))
    try:
        return _read(head, body, body_line, source)
    except InvalidInputError as error:
        return _refuse(error, head, source)


def _read(head: FrontMatter, body: str, body_line: int, source: str) -> ReadArticle:
    if "answer" in head.fields:
        raise InvalidInputError("belongs below the front matter", field="answer")
    parsed = parse_article({**head.fields, "answer": body})
    remarks: list[Remark] = [_refuse(each, head, source) for each in parsed.refused]
    remarks += [
        Caution(source=source, line=body_line + found.line, reason=found.reason)
        for found in review_answer(body)
    ]
    return ReadArticle(article=parsed.article, source=source, line=1, remarks=tuple(remarks))


def _refuse(error: InvalidInputError, head: FrontMatter, source: str) -> Refusal:
    line = head.lines.get(error.field) or head.lines.get(error.field.partition(".")[0], 1)
    return Refusal(source=source, line=line, reason=str(error))


def _decode(content: bytes) -> str:
    foreign = find_foreign_encoding(content)
    if foreign is not None:
        raise InvalidInputError(describe_foreign_encoding(foreign))
    if len(content) > LARGEST_ARTICLE:
        raise InvalidInputError(TOO_LARGE)
    try:
        return decode_utf8(content).replace("\r\n", "\n").replace("\r", "\n")
    except InvalidInputError as error:
        raise BrokenFrontMatterError(error.reason, line=_find_fault(content)) from None


def _find_fault(content: bytes) -> int:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return content[: error.start].count(b"\n") + 1
    return 1


def _split_front_matter(text: str) -> tuple[str, str, int]:
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise BrokenFrontMatterError("must begin with front matter between --- lines", line=1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            body = "\n".join(lines[number + 1 :])
            return "\n".join(lines[1:number]), body, number + 2
    raise BrokenFrontMatterError("the front matter has no closing --- line", line=1)
