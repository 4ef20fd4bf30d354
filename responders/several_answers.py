"""The answers to several questions in one reply."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from markupsafe import Markup

from domain.channels import Capabilities
from domain.errors import InvalidInputError
from domain.replies import ArticleAnswer, ReplyRequest
from responders.phrasebook import Phrasebook
from responders.shortening import shorten_text
from responders.templated import TemplatedResponder

# Where even the brief answers are too long together, each has so many characters at the most.
_SHORTER = (300, 240, 200, 160, 130, 100, 70, 40)


class AnswersResponder(TemplatedResponder):
    """Gives each of `request.answers` under its title, numbered where there are several."""

    name: ClassVar[str] = "answers"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:
        """Return the answers.

        Raises:
            InvalidInputError: there are none.
        """
        if not request.answers:
            raise InvalidInputError("the articles to answer with are missing", field="answers")
        return {"answers": [_describe(answer, words) for answer in request.answers]}

    def find_brief(self, request: ReplyRequest, capabilities: Capabilities) -> str:
        """Find the longest shorter wording that fits a channel; each answer keeps its share.

        Nothing but a channel too narrow for the titles alone makes it too long.
        """
        brief = ""
        for shorter in _shorten(request):
            brief = self.respond(shorter).text
            most = capabilities.max_length
            if most is None or capabilities.measure(brief) <= most:
                break
        return brief


class PartlyKnownResponder(AnswersResponder):
    """Gives the answers that there are, and says that a person answers the rest."""

    name: ClassVar[str] = "partly_known"


def _describe(answer: ArticleAnswer, words: Phrasebook) -> dict[str, object]:
    locale = answer.article.locale
    language = words.languages.get(locale, locale)
    return {
        "title": answer.article.title,
        "text": answer.text,
        "html": Markup(answer.html),  # noqa: S704 - sanitised where it was rendered
        "note": "" if locale == words.language else words.only_in.format(language=language),
    }


def _shorten(request: ReplyRequest) -> Iterator[ReplyRequest]:
    yield _with_texts(request, [answer.brief for answer in request.answers])
    for most in _SHORTER:
        yield _with_texts(request, [shorten_text(each.brief, most) for each in request.answers])


def _with_texts(request: ReplyRequest, texts: list[str]) -> ReplyRequest:
    told = zip(request.answers, texts, strict=True)
    return replace(request, answers=tuple(replace(answer, text=text) for answer, text in told))
