"""Shows what customers can do by themselves, in the order and words of `action_words/menu.toml`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from domain.messages import QuickReply
from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.self_service import list_words
from responders.templated import TemplatedResponder

# So many are read at a glance, and fit two text messages together with the answer to HELP.
MOST_SHOWN = 8
# Always shown, and last: nobody has to search for the way to a person.
LAST = "talk_to_person"
_PREFIX = "action:"


class MenuResponder(TemplatedResponder):
    """Asks what to do, with a choice for each action in `request.quick_replies`."""

    name: ClassVar[str] = "menu"

    def choices(self, request: ReplyRequest, words: Phrasebook) -> tuple[QuickReply, ...]:
        """Return the actions in order and in the customer's words."""
        return label_menu(request.quick_replies, words.language)


class HelpMenuResponder(MenuResponder):
    """Answers HELP as carriers want it, in the words of the `consent` responder, with the menu."""

    name: ClassVar[str] = "help_menu"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the base class's signature
        """Return what those words need."""
        return {"keyword": "help", "commands": "", "again": ""}


def label_menu(choices: tuple[QuickReply, ...], language: str) -> tuple[QuickReply, ...]:
    """Put the actions of a menu into order and into words, at most `MOST_SHOWN` of them.

    An action that the words leave out as "" is not shown; one that they do not know, such as a
    company's own, keeps its title and stands behind the others.
    """
    order = [name for name in list_words("menu", language) if name != LAST]
    known = {choice.value.removeprefix(_PREFIX): choice for choice in choices}
    others = [name for name in known if name not in order and name != LAST]
    names = [name for name in (*order, *others) if name in known and _is_shown(name, language)]
    last = [LAST] if LAST in known else []
    shown = [*names[: MOST_SHOWN - len(last)], *last]
    words = list_words("menu", language)
    return tuple(replace(known[name], label=words.get(name, known[name].label)) for name in shown)


def _is_shown(name: str, language: str) -> bool:
    return list_words("menu", language).get(name) != ""
