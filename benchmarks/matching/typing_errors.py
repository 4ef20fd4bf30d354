"""Typing errors as people make them, the same ones in every run."""

import random
import re

SHORTEST = 4
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(rf"[a-z]{{{SHORTEST},}}", re.IGNORECASE)


def mistype(text: str, seed: int) -> str:
    """Return a text with one error inside one word; as it is where all its words are too short.

    A letter is dropped, doubled, swapped with the next one or hit beside its key, each as often.
    A word's first letter, which people seldom miss, stays.
    """
    chance = random.Random(seed)
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    kinds = [_drop, _double, _swap, _miss]
    chance.shuffle(kinds)
    # To swap two equal letters changes nothing.
    changed = next(new for kind in kinds if (new := kind(word[0], chance)) != word[0])
    return text[: word.start()] + changed + text[word.end() :]


def _drop(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _double(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place] + word[place:]


def _swap(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _miss(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    row = next(row for row in _ROWS if word[place].lower() in row)
    key = row.index(word[place].lower())
    neighbours = row[max(0, key - 1) : key] + row[key + 1 : key + 2]
    return word[:place] + chance.choice(neighbours) + word[place + 1 :]
