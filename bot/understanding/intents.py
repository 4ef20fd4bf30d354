"""What a text is: a courtesy, "that did not help", a call for a person, a question, or empty."""

from dataclasses import dataclass

from bot.understanding.letter_frame import cut_letter_frame
from bot.understanding.person_requests import PersonRequest, find_person_request
from bot.understanding.small_talk import find_core, find_sign, find_small_talk
from bot.understanding.typing_errors import correct_words
from bot.understanding.wording import LONGEST_READ, Word, read_words

# How sure each way of reading is; they order the readings and are no measured probabilities.
SURE = 1.0
CORRECTED = 0.8
QUESTION_MARKED = 0.9
QUESTION = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a text was read as.

    Attributes:
        name: `greeting`, `thanks`, `goodbye`, `not_helped`, `person`, `question` or `empty`.
        confidence: 0 to 1.
        core: the text without greeting, closing and the call for a person; "" where nothing is
            left to look up.
        language: where the phrases tell it better than a guess over so few words could.
    """

    name: str
    confidence: float
    core: str = ""
    language: str | None = None


def read_intent(text: str, names: frozenset[str] = frozenset()) -> Intent:
    """Read what a text is, forgiving typing errors in short ones.

    Args:
        text: of any length; time is bounded.
        names: folded words to overlook beside a greeting, such as the company's name.
    """
    whole, text = text, cut_letter_frame(text)
    words = read_words(text)
    if not words:
        sign = find_sign(whole)
        return Intent(name=sign or "empty", confidence=SURE)
    folded = tuple(word.folded for word in words)
    return (
        _read_phrases(text, words, folded, names, SURE)
        or _read_phrases(text, words, correct_words(folded), names, CORRECTED)
        or _question(text, words, folded, names)
    )


def _read_phrases(
    text: str,
    words: tuple[Word, ...],
    folded: tuple[str, ...],
    names: frozenset[str],
    confidence: float,
) -> Intent | None:
    talk = find_small_talk(folded, names)
    if talk is not None:
        return Intent(name=talk.kind, confidence=confidence, language=talk.language)
    request = find_person_request(folded)
    if request is None:
        return None
    core = _without(text, words, request)
    # With more text around it a guess knows better: "agent" is said in many languages.
    language = None if core else request.language
    return Intent(name="person", confidence=confidence, core=core, language=language)


def _question(
    text: str, words: tuple[Word, ...], folded: tuple[str, ...], names: frozenset[str]
) -> Intent:
    first, after = find_core(folded, names)
    # Beyond what was read into words the text goes on; only a whole one has a closing to leave out.
    cut = after < len(words) and len(text) <= LONGEST_READ
    core = text[words[first].start : words[after].start if cut else len(text)].strip()
    confidence = QUESTION_MARKED if "?" in text[:LONGEST_READ] else QUESTION
    return Intent(name="question", confidence=confidence, core=core)


def _without(text: str, words: tuple[Word, ...], request: PersonRequest) -> str:
    before = text[: words[request.first].start]
    after = text[words[request.after - 1].end :]
    rest = f"{before} {after}".strip(" \n\t,.;:!-")
    left = tuple(word.folded for word in read_words(rest))
    return rest if len(left) > 2 and find_small_talk(left) is None else ""
