"""What a text says of what is going on: cancel, start again, go on, "no, I meant …", the menu."""

import re
import tomllib
from functools import cache
from importlib import resources

from rapidfuzz.distance import OSA

from bot.understanding.phrase_lengths import measure_phrase
from bot.understanding.phrase_tables import LANGUAGES, Phrase
from bot.understanding.wording import fold_phrase

CORRECT = "correct"
# In this order; each is a list of the files in `command_words/`.
COMMANDS = ("cancel", "restart", "go_on", "menu")
# Who writes more tells something else.
LONGEST_COMMAND = 120
MOST_CORRECTED_WORDS = 12
# After "no," so many words are what is meant instead.
MOST_WORDS_MEANT = 4
SHORTEST_FORGIVEN = 5
# In shorter words two letters may change places ("hlep"), and nothing else: "lost" is no "list".
SHORTEST_TWISTED = 4

_POLITE = frozenset(
    ["please", "pls", "bitte", "ok", "okay", "thanks", "danke", "then", "dann", "now", "jetzt"]
)
_NOT_BUT = re.compile(r"(?:no |nein )?(?:not|nicht) .+ (?:but|sondern) .+")
_SET_APART = re.compile(r"\W*\w+(?: \w+)?\s?[,.:;!-]")
_RATHER_THAN = re.compile(
    r"(?=.*\d)\w+ (?:not|nicht) \w+|.+ (?:instead of|rather than|statt|anstatt) .+"
)


def find_command(text: str) -> str | None:
    """Find what a text commands: `cancel`, `restart`, `go_on`, `correct`, `menu`, or None.

    It means something only where something is going on; whoever asks knows.

    Args:
        text: as it was written, of any length.
    """
    if len(text) > LONGEST_COMMAND:
        return None
    words = fold_phrase(text)
    bare = tuple(word for word in words if word not in _POLITE) or words
    for name in COMMANDS:
        if bare in _WORDS[name] or words in _WORDS[name] or _forgive(bare) in _WORDS[name]:
            return name
    return CORRECT if "?" not in text and _corrects(text, words) else None


def _corrects(text: str, words: Phrase) -> bool:
    if not 2 <= len(words) <= MOST_CORRECTED_WORDS:
        return False
    joined = " ".join(words)
    excused = _measure_excuses(words)
    if measure_phrase(words, excused, _WORDS["corrections"]):
        return True
    if _NOT_BUT.fullmatch(joined) or _RATHER_THAN.fullmatch(joined):
        return True
    meant = words[excused:]
    if not excused or not meant:
        return False
    if measure_phrase(words, excused, _WORDS["after_excuses"]):
        return True
    # "no bag arrived" has neither comma nor number.
    set_apart = _SET_APART.match(text) or any(char.isdigit() for char in "".join(meant))
    most = MOST_WORDS_MEANT if set_apart else 1
    return len(meant) <= most and (meant[0],) not in _WORDS["no_correction"]


def _measure_excuses(words: Phrase) -> int:
    at = 0
    while length := measure_phrase(words, at, _WORDS["excuses"]):
        at += length
    return at


def _forgive(words: Phrase) -> Phrase:
    """Forgive one slip in a command of one word."""
    if len(words) != 1 or len(words[0]) < SHORTEST_TWISTED:
        return words
    near = [other for other in _single_words() if _is_slip(words[0], other)]
    return (min(near),) if near else words


def _is_slip(word: str, other: str) -> bool:
    if min(len(word), len(other)) < SHORTEST_FORGIVEN and sorted(word) != sorted(other):
        return False
    return OSA.distance(word, other, score_cutoff=1) <= 1


@cache
def _single_words() -> frozenset[str]:
    phrases = (phrase for name in COMMANDS for phrase in _WORDS[name])
    return frozenset(
        phrase[0] for phrase in phrases if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_TWISTED
    )


def _read() -> dict[str, frozenset[Phrase]]:
    joined: dict[str, set[Phrase]] = {}
    for language in LANGUAGES:
        source = resources.files("bot.understanding").joinpath("command_words", f"{language}.toml")
        for name, phrases in tomllib.loads(source.read_text(encoding="utf-8")).items():
            joined.setdefault(name, set()).update(fold_phrase(phrase) for phrase in phrases)
    return {name: frozenset(phrases) for name, phrases in joined.items()}


_WORDS = _read()
