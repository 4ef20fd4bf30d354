"""One article from a Markdown file with YAML front matter; pure.

Between two lines of three dashes stand `id`, `title`, `variants` and, if wanted, `locale`, `tags`,
`sensitive` and `precision`; what follows is the answer.
"""

import yaml

from domain.errors import InvalidInputError
from knowledge_base.article_fields import describe_stand_in, parse_article
from knowledge_base.import_reading import LARGEST_ARTICLE, Fields, ReadArticle, Refusal

_FENCE = "---"


def parse_markdown(content: bytes, *, source: str) -> ReadArticle | Refusal:
    """Read the article of a file."""
    try:
        front, body = _split_front_matter(_decode(content))
        fields = _parse_front_matter(front)
        if "answer" in fields:
            raise InvalidInputError("belongs below the front matter", field="answer")
        fields = {**fields, "answer": body}
        article, warning = parse_article(fields), describe_stand_in(fields)
    except _BrokenFrontMatterError as error:
        return Refusal(source=source, line=error.line, reason=str(error))
    except InvalidInputError as error:
        return Refusal(source=source, line=1, reason=str(error))
    return ReadArticle(article=article, source=source, line=1, warning=warning)


class _BrokenFrontMatterError(Exception):
    def __init__(self, reason: str, *, line: int) -> None:
        super().__init__(reason)
        self.line = line


def _decode(content: bytes) -> str:
    if len(content) > LARGEST_ARTICLE:
        raise InvalidInputError(f"the article is larger than {LARGEST_ARTICLE:,} bytes")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _BrokenFrontMatterError(f"not UTF-8 at byte {error.start + 1}", line=line) from None


def _split_front_matter(text: str) -> tuple[str, str]:
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise _BrokenFrontMatterError("must begin with front matter between --- lines", line=1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :])
    raise _BrokenFrontMatterError("the front matter has no closing --- line", line=1)


def _parse_front_matter(front: str) -> Fields:
    try:
        value = yaml.safe_load(front)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        reason = f"broken front matter: {error.problem or error.context}"
        raise _BrokenFrontMatterError(reason, line=line) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = f"broken front matter: {str(error).splitlines()[0] if str(error) else 'too deep'}"
        raise _BrokenFrontMatterError(reason, line=1) from None
    if not isinstance(value, dict):
        raise _BrokenFrontMatterError("the front matter must hold id, title and variants", line=1)
    return {str(name): held for name, held in value.items()}
