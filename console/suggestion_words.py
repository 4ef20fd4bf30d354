"""Articles that are suggested to agents, told in words; pure."""

from dataclasses import dataclass
from typing import Final

from console.understanding_words import describe_share
from domain.knowledge import ArticleMatch

# From so sure on; what suffices to be sent unasked is told as such, whatever the number.
_WORDS: Final = ((0.6, "likely", "Probably this"), (0.25, "possible", "Perhaps this"))
LONGEST_LINES: Final = 240
"""Characters of an answer's beginning that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurenessWords:
    """How sure the matcher is of an article.

    Attributes:
        level: `sure`, `likely`, `possible` or `faint`.
        exact: the number behind the words.
    """

    level: str
    words: str
    exact: str


def describe_sureness(match: ArticleMatch) -> SurenessWords:
    """Say in words how surely an article answers."""
    exact = f"{describe_share(match.confidence)} sure"
    if match.needed is not None and match.confidence >= match.needed:
        return SurenessWords(level="sure", words="Surely this", exact=exact)
    for least, level, words in _WORDS:
        if match.confidence >= least:
            return SurenessWords(level=level, words=words, exact=exact)
    return SurenessWords(level="faint", words="A long shot", exact=exact)


def show_first_lines(text: str) -> str:
    """Take the beginning of an answer, to recognise it by."""
    line = " ".join(text[: LONGEST_LINES * 2].split())
    return line if len(line) <= LONGEST_LINES else f"{line[:LONGEST_LINES].rstrip()}…"
