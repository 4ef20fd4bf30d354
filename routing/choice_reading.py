"""Which of the offered choices a customer means: pressed, by number, or in words."""

import re
import tomllib
import unicodedata
from importlib import resources

from rapidfuzz import fuzz

from domain.messages import QuickReply

# Longer texts are a new message rather than the name of a choice.
LONGEST_CHOICE = 200
# Of 100: how well a choice's words must fit, and by how much better than the next one's.
LEAST_FIT = 85.0
LEAST_LEAD = 10.0
WORD_FIT = 80.0

_WORDS = tomllib.loads(
    resources.files("routing").joinpath("choice_words.toml").read_text(encoding="utf-8")
)
_BY_WORD = {
    word: number for number, words in enumerate(_WORDS["numbers"], start=1) for word in words
}
_NUMBER = re.compile(
    rf"(?:(?:{'|'.join(_WORDS['before_number'])}) ){{0,3}}"
    rf"(\d{{1,2}}|{'|'.join(_BY_WORD)})(?:st|nd|rd|th)?"
    rf"(?: (?:{'|'.join(_WORDS['after_number'])})){{0,2}}"
)


def read_choice(
    text: str, pressed: str | None, choices: tuple[QuickReply, ...]
) -> QuickReply | None:
    """Find the choice a customer means, or None where the message is about something else.

    Args:
        text: what the customer wrote.
        pressed: the value of a pressed quick reply; only what was offered counts.
        choices: what was offered, in the order shown; numbers count from one.
    """
    for choice in choices:
        if pressed is not None and choice.value == pressed:
            return choice
    words = _normalise(text)
    if not words or len(words) > LONGEST_CHOICE:
        return None
    return _by_number(words, choices) or _by_refusal(words, choices) or _by_words(words, choices)


def is_bare_answer(text: str) -> bool:
    """Say whether a text is "yes" or a number and nothing else, which asks nothing by itself."""
    words = _normalise(text[:LONGEST_CHOICE])
    return words in _WORDS["yes"] or _NUMBER.fullmatch(words) is not None


def _by_number(words: str, choices: tuple[QuickReply, ...]) -> QuickReply | None:
    said = _NUMBER.fullmatch(words)
    if said is None:
        return None
    number = _BY_WORD.get(said[1]) or (int(said[1]) if said[1].isdigit() else 0)
    return choices[number - 1] if 1 <= number <= len(choices) else None


def _by_refusal(words: str, choices: tuple[QuickReply, ...]) -> QuickReply | None:
    articles = [choice for choice in choices if choice.value != "none"]
    if words in _WORDS["yes"] and len(articles) == 1:
        return articles[0]
    if words not in _WORDS["none"]:
        return None
    return next((choice for choice in choices if choice.value == "none"), None)


def _by_words(words: str, choices: tuple[QuickReply, ...]) -> QuickReply | None:
    ranked = sorted(
        ((_fit(words, _normalise(choice.label)), index) for index, choice in enumerate(choices)),
        reverse=True,
    )
    if not ranked or ranked[0][0] < LEAST_FIT:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAST_LEAD:
        return None
    return choices[ranked[0][1]]


def _fit(words: str, label: str) -> float:
    """Say how well a text names a label, 0 to 100: as a whole, or by its telling words."""
    if not label:
        return 0.0
    telling = [word for word in words.split() if word not in _WORDS["untelling"]]
    found = sum(_has_word(word, label) for word in telling)
    return max(fuzz.ratio(words, label), 100.0 * found / len(telling) if telling else 0.0)


def _has_word(word: str, label: str) -> bool:
    return any(fuzz.ratio(word, other) >= WORD_FIT for other in label.split())


def _normalise(text: str) -> str:
    # NFKC turns full-width digits into plain ones; the keycap of "2️⃣" is a mark and falls away.
    folded = unicodedata.normalize("NFKC", text[: LONGEST_CHOICE * 4]).casefold()
    kept = (
        str(unicodedata.digit(char)) if char.isdigit() else char if char.isalnum() else " "
        for char in folded
        if not unicodedata.category(char).startswith("M")
    )
    return " ".join("".join(kept).split())
