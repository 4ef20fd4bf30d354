"""The abbreviations of text messages and chats spelled out: "pls cn i chng my flt 2moro"."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from importlib import resources

from domain.knowledge import Repair
from knowledge_base.wording import normalise_text, stem_word

# A new language is one more file in `short_forms/`.
LANGUAGES = ("en", "de")
# A shorter row of consonants is rather a name or a unit, "tv" or "kg", and fits too many words.
SHORTEST_SKELETON = 3
# A vowel-less word stands for one with so many letters at the least.
SHORTEST_SPELLED = 4

_VOWELS = frozenset("aeiou")


def spell_out(
    text: str,
    language: str,
    known: Callable[[str], bool],
    skeletons: Mapping[str, str] | None = None,
) -> tuple[str, tuple[Repair, ...]]:
    """Spell out the abbreviations of a text; pure.

    A word that the knowledge base has is never touched: one company's "flt" is another's product.

    Args:
        text: normalised by `normalise_text`.
        language: whose abbreviations are looked for; in others the text stays as it is, but for
            words without vowels.
        known: says whether the knowledge base has a word.
        skeletons: of the words that the knowledge base has, by `learn_skeletons`; None where words
            typed without their vowels are not to be looked for.

    Returns:
        The text, and what was read as what, each word once.
    """
    table = _TABLES.get(language, {})
    repairs: dict[str, str] = {}
    for word in dict.fromkeys(text.split()):
        if known(word):
            continue
        read = table.get(word) or _fill_in(word, skeletons)
        if read is not None and read != word:
            repairs[word] = read
    if not repairs:
        return text, ()
    spelled = " ".join(repairs.get(word, word) for word in text.split())
    return spelled, tuple(Repair(typed, read) for typed, read in repairs.items())


def learn_skeletons(words: Iterable[str]) -> Mapping[str, str]:
    """Map rows of consonants to the only word they can stand for: "cncl" to "cancel".

    Args:
        words: normalised, the commonest first: of several forms of one word the first is read.
    """
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for word in words:
        if len(word) >= SHORTEST_SPELLED and word.isalpha():
            skeleton = _skeleton(word)
            if SHORTEST_SKELETON <= len(skeleton) < len(word):
                found[skeleton].setdefault(stem_word(word), word)
    return {
        skeleton: next(iter(forms.values())) for skeleton, forms in found.items() if len(forms) == 1
    }


def _fill_in(word: str, skeletons: Mapping[str, str] | None) -> str | None:
    """Read a word without vowels, but perhaps the first, as the one it is left of."""
    if skeletons is None or not word.isalpha() or _VOWELS & set(word[1:]):
        return None
    return skeletons.get(_skeleton(word))


def _skeleton(word: str) -> str:
    """Return a word's first letter and its further consonants, doubled ones once."""
    kept = word[:1] + "".join(letter for letter in word[1:] if letter not in _VOWELS)
    return "".join(letter for place, letter in enumerate(kept) if kept[place - 1 : place] != letter)


def _read_table(language: str) -> Mapping[str, str]:
    source = resources.files("knowledge_base").joinpath("short_forms", f"{language}.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {normalise_text(short): normalise_text(long) for short, long in table.items()}


_TABLES = {language: _read_table(language) for language in LANGUAGES}
