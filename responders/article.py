"""The answer that the knowledge base has."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from markupsafe import Markup, escape

from domain.errors import InvalidInputError
from domain.messages import QuickReply
from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder


class ArticleResponder(TemplatedResponder):
    """Gives an article's answer, and says so where it exists in another language only.

    Needs `request.article` and, rendered from its Markdown by the caller, the context
    `answer_text` (plain text) and `answer_html` (HTML that was sanitised; the text is escaped
    where it is missing).
    """

    name: ClassVar[str] = "article"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:
        """Return the answer and, where it differs, the name of the article's language."""
        if request.article is None:
            raise InvalidInputError("the article to answer with is missing", field="article")
        text = request.context.get("answer_text")
        if not text:
            raise InvalidInputError("render the article's answer", field="context.answer_text")
        html = request.context.get("answer_html")
        locale = request.article.locale
        foreign = locale != words.language
        return {
            "answer_text": text,
            "answer_html": Markup(html) if html else _paragraphs(text),  # noqa: S704 - sanitised where it was rendered
            "other_language": words.languages.get(locale, locale) if foreign else "",
        }

    def choices(self, request: ReplyRequest, words: Phrasebook) -> tuple[QuickReply, ...]:
        """Return what was asked for, `helped` and `not_helped` put into words."""
        labels = {"helped": words.helped, "not_helped": words.not_helped}
        return tuple(
            replace(choice, label=choice.label or labels.get(choice.value, choice.value))
            for choice in request.quick_replies
        )


def _paragraphs(text: str) -> Markup:
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.split("\n")))
        for part in text.split("\n\n")
    )
