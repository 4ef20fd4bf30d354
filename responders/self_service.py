"""Says what self-service asks and tells; the words stand in `action_words/<action>.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import ClassVar

from jinja2 import Template

from domain.errors import NotFoundError
from domain.messages import QuickReply
from domain.replies import Reply, ReplyRequest
from domain.self_service import Said
from responders.phrasebook import FALLBACK, Phrasebook, find_phrasebook
from responders.rendering import ENVIRONMENT, render_html
from responders.spoken_times import tell_day, tell_time

# The words that all actions share.
COMMON = "common"


class SelfServiceResponder:
    """Renders the sentences of `ReplyRequest.said`, each a paragraph of its own.

    A sentence sees its facts, `company`, `reference`, and the functions `time(instant)` (17:30),
    `day(instant)` ("today", "on Tuesday", "on 3 May") and `money(amount, currency)`; instants are
    texts as RFC 3339 has them.
    """

    name: ClassVar[str] = "self_service"

    def respond(self, request: ReplyRequest) -> Reply:
        """Phrase the reply.

        Raises:
            NotFoundError: a sentence has no words.
        """
        words = find_phrasebook(request.language)
        text = "\n\n".join(render_said(said, request, words) for said in request.said)
        action = request.said[-1].key.partition(".")[0] if request.said else COMMON
        return Reply(
            text=text,
            html=render_html(self.name, words.language, text, {}),
            quick_replies=tuple(_label(each, action, words) for each in request.quick_replies),
        )


def render_said(said: Said, request: ReplyRequest, words: Phrasebook) -> str:
    """Render one sentence."""
    template = _compile(find_words(said.key, words.language))
    rendered = template.render(
        {
            "company": request.company,
            "reference": request.reference or "",
            "time": lambda instant, zone=None: tell_time(instant, zone or request.time_zone),
            "day": lambda day, zone=None: tell_day(
                day, request.now, zone or request.time_zone, words
            ),
            "money": lambda amount, currency: f"{amount / 100:.2f} {currency}",
            **said.facts,
        }
    )
    return "\n".join(" ".join(line.split()) for line in rendered.strip().splitlines())


def find_words(key: str, language: str) -> str:
    """Return the words of a sentence, in English where the language has none.

    Raises:
        NotFoundError: it has none at all.
    """
    action, _, name = key.partition(".")
    for tag in (language, FALLBACK):
        words = _read_words(action).get(tag, {}).get(name)
        if words is not None:
            return words
    raise NotFoundError(f"responders/action_words/{action}.toml has no {name!r}")


def list_words(action: str, language: str) -> Mapping[str, str]:
    """List the words of an action by their names, in English where the language has none.

    Raises:
        NotFoundError: there is no such action.
    """
    words = _read_words(action)
    return words.get(language) or words[FALLBACK]


def _label(choice: QuickReply, action: str, words: Phrasebook) -> QuickReply:
    """Give a choice that is only named its word: the action's, or else the one all share."""
    if choice.label:
        return choice
    name = f"choice_{choice.value}"
    own = any(name in of_language for of_language in _read_words(action).values())
    label = find_words(f"{action if own else COMMON}.{name}", words.language)
    return QuickReply(label=label, value=choice.value)


@cache
def _read_words(action: str) -> Mapping[str, Mapping[str, str]]:
    source = resources.files("responders").joinpath("action_words", f"{action}.toml")
    if not source.is_file():
        raise NotFoundError(f"there is no responders/action_words/{action}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@lru_cache(maxsize=1024)
def _compile(words: str) -> Template:
    return ENVIRONMENT.from_string(words)
