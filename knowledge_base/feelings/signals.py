"""What speaks in a text for a feeling, word by word: found with the lexicon, written as numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge_base.feelings.lexicon_tables import LONGEST_PHRASE, Lexicon, read_lexicon

LONGEST: Final = 2_000
"""Characters that are looked at; what is the matter is said before that."""

KINDS: Final = (
    "waiting", "again", "unanswered", "broken_promise", "failure", "money", "threat", "blame",
    "call_for_help", "urgency", "thanks", "small_talk", "notice", "enquiry", "complaint_word",
    "no_complaint", "sarcasm", "legal", "abuse",
)  # fmt: skip

FEATURES: Final = (
    *KINDS,
    "good", "bad", "best", "worst", "balance", "after_contrast", "first_good", "last_sentence",
    "negated_good", "intensified", "emoji_good", "emoji_bad", "question", "ends_with_question",
    "exclamation", "shouting", "we", "you", "number", "link", "length", "contrast",
    "thanks_with_failure", "good_with_trouble",
)  # fmt: skip

_REACH = 3
"""Words before a valued one in which a negation turns it."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019`\u00b4][^\W_]+)*|[!?]+")
_APOSTROPHES = str.maketrans("", "", "'\u2019`\u00b4")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_SMILEY_GOOD = re.compile(r"(?<!\w)[:;=]-?[)D\]pP](?!\w)|<3")
_SMILEY_BAD = re.compile(r"(?<!\w)[:;=]'?-?[(\[/|](?![\w/])")
_OWN = frozenset(
    """i im ive my me mine we our us ich mein meine meinen meinem meiner mir mich wir uns
    unser unsere""".split()  # noqa: SIM905 - a list of words reads better unquoted
)
_YOU = frozenset(
    """you your youre yours u ur yall guys sie ihr ihre ihren ihrem euch euer
    eure""".split()  # noqa: SIM905 - as above
)
_TROUBLE = ("waiting", "again", "unanswered", "broken_promise", "failure", "money", "threat")


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of a text that say something.

    Attributes:
        kind: one of `KINDS`, or `good` or `bad`.
        words: as they were written, in lower case.
        value: how much they say; below 0 for bad.
    """

    kind: str
    words: str
    value: float


@dataclass(slots=True)
class Signals:
    """What the words of a text say.

    Attributes:
        values: one number a feature, by name.
        reasons: how many words speak for each reason.
    """

    findings: list[Finding] = field(default_factory=list)
    values: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    reasons: Counter[str] = field(default_factory=Counter)

    def features(self) -> NDArray[np.float32]:
        """Return the numbers in the order of `FEATURES`."""
        return np.array([self.values[name] for name in FEATURES], dtype=np.float32)

    def words_of(self, kind: str) -> list[str]:
        """Return what was found of a kind, each once."""
        return list(dict.fromkeys(each.words for each in self.findings if each.kind == kind))


def mask_text(text: str) -> str:
    """Leave out names after an @, addresses of pages and what stands beyond `LONGEST`."""
    bare = _LINK.sub(" ", _HANDLE.sub(" ", text[:LONGEST]))
    return " ".join(bare.split())


def find_signals(text: str, language: str) -> Signals:
    """Find what a text says of its writer's feelings.

    Args:
        text: anything a customer wrote.
        language: one of `lexicon_tables.LANGUAGES`.
    """
    lexicon = read_lexicon(language)
    masked = mask_text(text)
    tokens = _WORD.findall(masked)
    words = [token.casefold().translate(_APOSTROPHES) for token in tokens]
    signals = Signals()
    _find_phrases(signals, lexicon, words)
    _weigh_words(signals, lexicon, words)
    _find_signs(signals, lexicon, masked, tokens)
    values = signals.values
    values["link"] = float(bool(_LINK.search(text)))
    trouble = sum(values[kind] for kind in _TROUBLE)
    values["thanks_with_failure"] = min(values["thanks"], trouble)
    values["good_with_trouble"] = min(values["good"], trouble)
    for word in words:
        signals.reasons.update(lexicon.find_reasons(word))
    return signals


def _find_phrases(signals: Signals, lexicon: Lexicon, words: Sequence[str]) -> None:
    for start in range(len(words)):
        for size in range(1, min(LONGEST_PHRASE, len(words) - start) + 1):
            phrase = tuple(words[start : start + size])
            for kind in lexicon.phrases.get(phrase, ()):
                signals.findings.append(Finding(kind, " ".join(phrase), 1.0))
                signals.values[kind] = min(signals.values[kind] + 1.0, 3.0)


def _weigh_words(signals: Signals, lexicon: Lexicon, words: Sequence[str]) -> None:
    values = signals.values
    total = after = last = 0.0
    turned = False
    for place, word, value in _value_words(lexicon, words):
        if word in lexicon.contrasts:
            turned, after = True, 0.0
        if word[0] in "!?":
            last = last if place == len(words) - 1 else 0.0
        if not value:
            continue
        total += value
        after += value
        last += value
        side = "good" if value > 0 else "bad"
        values[side] = min(values[side] + abs(value), 6.0)
        peak = "best" if value > 0 else "worst"
        values[peak] = max(values[peak], abs(value))
        values["intensified"] += abs(value) not in {1.0, 2.0}
        values["negated_good"] += value < 0 < lexicon.find_valence(word)
        values["first_good"] = values["first_good"] or float(np.sign(value))
        signals.findings.append(Finding(side, word, value))
    values["balance"] = total / (total * total + 4.0) ** 0.5
    values["after_contrast"] = after / (after * after + 4.0) ** 0.5 if turned else 0.0
    values["last_sentence"] = last / (last * last + 4.0) ** 0.5
    values["contrast"] = float(turned)


def _value_words(lexicon: Lexicon, words: Sequence[str]) -> Iterator[tuple[int, str, float]]:
    """Yield each word's place and how good or bad it is where it stands."""
    for place, word in enumerate(words):
        value = lexicon.find_valence(word)
        before = words[max(0, place - _REACH) : place]
        if value and lexicon.intensifiers.intersection(before[-2:]):
            value *= 1.4
        if value and lexicon.negators.intersection(before):
            value *= -0.7 if value > 0 else -0.4
        yield place, word, value


def _find_signs(signals: Signals, lexicon: Lexicon, text: str, tokens: Sequence[str]) -> None:
    values = signals.values
    emoji = Counter(letter for letter in text if letter in lexicon.emoji or letter in _emoji())
    worth = {**_emoji(), **lexicon.emoji}
    values["emoji_good"] = float(
        min(
            3,
            sum(n for each, n in emoji.items() if worth[each] > 0)
            + len(_SMILEY_GOOD.findall(text)),
        )
    )
    values["emoji_bad"] = float(
        min(
            3,
            sum(n for each, n in emoji.items() if worth[each] < 0) + len(_SMILEY_BAD.findall(text)),
        )
    )
    values["question"] = float("?" in text)
    values["ends_with_question"] = float(text.rstrip().endswith("?"))
    values["exclamation"] = float(min(3, text.count("!")))
    long = [token for token in tokens if len(token) > 3 and token.isalpha()]
    loud = [token for token in long if token.isupper()]
    values["shouting"] = min(1.0, len(loud) / 3)
    if len(loud) >= 2:
        signals.findings.append(Finding("shouting", " ".join(loud[:4]), 1.0))
    small = {token.casefold().translate(_APOSTROPHES) for token in tokens}
    values["we"] = float(bool(small & _OWN))
    values["you"] = float(bool(small & _YOU))
    values["number"] = float(any(letter.isdigit() for letter in text))
    values["length"] = min(2.0, len(tokens) / 20)


def _emoji() -> dict[str, float]:
    return dict(read_lexicon("en").emoji)
