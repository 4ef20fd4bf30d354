"""How customers ask for each self-service action, as the files in `bot/actions/phrases/` say.

Each file is named after its action and has a table for every language, with lists of

    keywords    what is sent alone, or before a reference: "CHECKIN", "STATUS AU231"
    phrases     a request in words, whatever stands around it: "check in" for "I want to check in"
    patterns    regular expressions for a whole sentence that is a request in another form
    not         regular expressions that, found anywhere, make it something else in any language

all folded as `bot.understanding.wording` folds, and, before the tables, `references`: regular
expressions, in lower case, of references that belong to this action rather than to another one
with the same keyword.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from bot.understanding.phrase_tables import Phrase
from bot.understanding.wording import fold_phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPhrases:
    """How one action is asked for in one language.

    Attributes:
        refused: those of all its languages.
        beginnings: the first words of keywords and phrases, without which there is none of them.
    """

    action: str
    language: str
    keywords: frozenset[Phrase]
    phrases: frozenset[Phrase]
    patterns: tuple[re.Pattern[str], ...]
    refused: tuple[re.Pattern[str], ...]
    references: tuple[re.Pattern[str], ...]
    beginnings: frozenset[str]


@cache
def read_action_phrases() -> tuple[ActionPhrases, ...]:
    """Read every file, in the order of the actions' names; they are data and register nothing.

    Raises:
        ValueError: a file has a list that there is not, or what is no regular expression.
    """
    folder = resources.files("bot.actions").joinpath("phrases")
    files = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    read: list[ActionPhrases] = []
    for name in files:
        lists = tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        read += parse_action_phrases(name.removesuffix(".toml"), lists)
    return tuple(read)


def parse_action_phrases(action: str, lists: Mapping[str, Any]) -> list[ActionPhrases]:
    """Make what a file says into what is compared.

    Raises:
        ValueError: as `read_action_phrases`.
    """
    references = _compile(action, lists.get("references", ()))
    tables = {name: table for name, table in lists.items() if name != "references"}
    refused = [each for table in tables.values() for each in dict(table).get("not", ())]
    shared = (references, _compile(action, refused))
    return [_parse_table(action, name, table, *shared) for name, table in tables.items()]


def _parse_table(
    action: str,
    language: str,
    table: Any,
    references: tuple[re.Pattern[str], ...],
    refused: tuple[re.Pattern[str], ...],
) -> ActionPhrases:
    known = {"keywords", "phrases", "patterns", "not"}
    if not isinstance(table, Mapping) or set(table) - known:
        wrong = ", ".join(sorted(set(table) - known)) if isinstance(table, Mapping) else language
        raise ValueError(
            f"bot/actions/phrases/{action}.toml: {wrong!r} is unknown; there are references, and "
            f"for each language {', '.join(sorted(known))}"
        )
    keywords = frozenset(fold_phrase(each) for each in table.get("keywords", ()))
    phrases = frozenset(fold_phrase(each) for each in table.get("phrases", ()))
    return ActionPhrases(
        action=action,
        language=language,
        keywords=keywords,
        phrases=phrases,
        patterns=_compile(action, table.get("patterns", ())),
        refused=refused,
        references=references,
        beginnings=frozenset(phrase[0] for phrase in keywords | phrases if phrase),
    )


def _compile(action: str, patterns: Any) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(pattern) for pattern in patterns)
    except re.error as error:
        raise ValueError(
            f"bot/actions/phrases/{action}.toml: {error.pattern!r} is no regular expression: "
            f"{error}"
        ) from error
