"""An action as people write it: `{"do": "queue", "to": "baggage"}`, or with `texts` by language."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from domain.automations import Action, ActionKind, AutomationKind
from domain.conversations import ConversationStatus, Priority
from domain.definition_fields import parse_line, parse_list, refuse, show_value
from routing.automation.fields import parse_choice, parse_table, parse_words
from routing.automation.placeholders import PLACEHOLDERS, find_unknown_placeholder, may_be_empty
from routing.automation.tag_names import parse_tag

MOST_ACTIONS: Final = 20
LONGEST_REPLY: Final = 2_000
NOBODY, ME = "nobody", "me"
AUDIENCES: Final = ("assignee", "queue", "supervisors")
STATUSES: Final = tuple(
    each.value
    for each in (
        ConversationStatus.OPEN,
        ConversationStatus.PENDING,
        ConversationStatus.RESOLVED,
    )
)
_KEYS: Final = ("do", "to", "texts")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_SPOKEN: Final = frozenset({ActionKind.REPLY, ActionKind.NOTE})
# A conversation can have several of these, and one of everything else.
_ADD_UP: Final = frozenset({ActionKind.TAG, ActionKind.UNTAG, ActionKind.NOTIFY})
ACTIONS_OF: Final[Mapping[AutomationKind, tuple[ActionKind, ...]]] = {
    AutomationKind.RULE: (
        ActionKind.QUEUE,
        ActionKind.PRIORITY,
        ActionKind.TAG,
        ActionKind.POLICY,
        ActionKind.REPLY,
    ),
    AutomationKind.MACRO: tuple(ActionKind),
    AutomationKind.TRIGGER: tuple(ActionKind),
}


def parse_actions(value: object, kind: AutomationKind, *, first: str | None) -> tuple[Action, ...]:
    """Parse what is to be done.

    Args:
        first: the company's first language, in which a text stands that names none; None where
            it need not be there.

    Raises:
        InvalidInputError: something in it is wrong; `field` is its path.
    """
    written = parse_list(value, "actions", most=MOST_ACTIONS)
    if not written:
        refuse(
            "actions", 'nothing would be done; write at least one, as {"do": "tag", "to": "vip"}'
        )
    actions = tuple(_parse(each, f"actions[{at}]", kind, first) for at, each in enumerate(written))
    for at, action in enumerate(actions):
        before = actions[:at]
        alone = action.do not in _ADD_UP and any(each.do is action.do for each in before)
        if alone or action in before:
            refuse(f"actions[{at}]", f"{action.do.value} is there before; leave one out")
    return actions


def render_action(action: Action) -> dict[str, Any]:
    """Render an action as it is written."""
    rendered: dict[str, Any] = {"do": action.do.value}
    if action.to:
        rendered["to"] = action.to
    if action.texts:
        rendered["texts"] = dict(action.texts)
    return rendered


def _parse(value: object, path: str, kind: AutomationKind, first: str | None) -> Action:
    table = parse_table(value, path, _KEYS)
    known = tuple(each.value for each in ACTIONS_OF[kind])
    do = ActionKind(parse_choice(table.get("do"), f"{path}.do", known, f"action of a {kind.value}"))
    if do in _SPOKEN:
        if table.get("to"):
            refuse(f"{path}.to", f"{do.value} goes to nobody else; leave it out")
        return Action(do=do, texts=_parse_texts(table.get("texts"), f"{path}.texts", do, first))
    if table.get("texts"):
        refuse(f"{path}.texts", f"{do.value} says nothing; leave it out, or write a reply")
    return Action(do=do, to=_parse_to(table.get("to"), f"{path}.to", do, kind))


def _parse_to(value: object, path: str, do: ActionKind, kind: AutomationKind) -> str:
    if do is ActionKind.PRIORITY:
        return parse_choice(value, path, tuple(Priority), "priority")
    if do is ActionKind.STATUS:
        return parse_choice(value, path, STATUSES, "status to set")
    if do is ActionKind.NOTIFY:
        return parse_choice(value, path, AUDIENCES, "audience")
    if do in {ActionKind.TAG, ActionKind.UNTAG}:
        return parse_tag(value, path)
    if do is ActionKind.ASSIGN and value == ME and kind is not AutomationKind.MACRO:
        refuse(path, "nobody runs a trigger; name an agent's email address, or nobody")
    return parse_line(value, path, most=254)


def _parse_texts(value: object, path: str, do: ActionKind, first: str | None) -> Mapping[str, str]:
    own = first or "en"
    given = {own: value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or not given:
        refuse(path, f'{show_value(value)} is no text; write one by language, as {{"{own}": "…"}}')
    for language in given:
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            refuse(path, f"{show_value(language)} is no language; write its code, as en")
    texts = {
        language: _parse_text(given[language], f"{path}.{language}") for language in sorted(given)
    }
    if do is ActionKind.REPLY and first is not None and first not in texts:
        refuse(
            f"{path}.{first}",
            f"there is no text in {first}, the company's first language, in which everybody is "
            "answered who speaks none of the others; write one",
        )
    return MappingProxyType(texts)


def _parse_text(value: object, path: str) -> str:
    text = parse_words(value, path, most=LONGEST_REPLY)
    unknown = find_unknown_placeholder(text)
    if unknown is not None:
        listed = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
        refuse(path, f"nobody fills in {{{unknown[:40]}}}; there are {listed}")
    if may_be_empty(text):
        refuse(path, "nothing is left of it where the name is not known; write some words as well")
    return text
