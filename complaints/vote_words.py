"""The words with which people vote, in English and German."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain.satisfaction import Survey

NUMBERS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eins": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "fuenf": 5,
    }
)
"""A number that is all of a message, or all but what `AROUND` has."""

AROUND: Final = frozenset(
    {
        "star",
        "stars",
        "sterne",
        "stern",
        "point",
        "points",
        "punkt",
        "punkte",
        "please",
        "bitte",
        "thanks",
        "thank",
        "you",
        "danke",
        "a",
        "an",
        "i",
        "give",
        "gebe",
        "ich",
        "eine",
        "einen",
        "die",
        "the",
        "rating",
        "note",
        "vote",
    }
)
"""Words that change nothing about the number they stand beside."""

WORDS: Final[Mapping[Survey, Mapping[str, int]]] = MappingProxyType(
    {
        Survey.CSAT: MappingProxyType(
            {
                "very unsatisfied": 1,
                "very dissatisfied": 1,
                "terrible": 1,
                "very bad": 1,
                "sehr unzufrieden": 1,
                "sehr schlecht": 1,
                "furchtbar": 1,
                "unsatisfied": 2,
                "dissatisfied": 2,
                "not satisfied": 2,
                "bad": 2,
                "unzufrieden": 2,
                "nicht zufrieden": 2,
                "schlecht": 2,
                "ok": 3,
                "okay": 3,
                "neutral": 3,
                "so so": 3,
                "geht so": 3,
                "teils teils": 3,
                "satisfied": 4,
                "good": 4,
                "zufrieden": 4,
                "gut": 4,
                "very satisfied": 5,
                "very good": 5,
                "excellent": 5,
                "perfect": 5,
                "sehr zufrieden": 5,
                "sehr gut": 5,
                "ausgezeichnet": 5,
                "perfekt": 5,
            }
        ),
        Survey.CES: MappingProxyType(
            {
                "very difficult": 1,
                "very hard": 1,
                "sehr schwierig": 1,
                "sehr schwer": 1,
                "difficult": 2,
                "hard": 2,
                "schwierig": 2,
                "schwer": 2,
                "ok": 4,
                "okay": 4,
                "neutral": 4,
                "geht so": 4,
                "teils teils": 4,
                "easy": 6,
                "einfach": 6,
                "leicht": 6,
                "very easy": 7,
                "sehr einfach": 7,
                "sehr leicht": 7,
            }
        ),
    }
)
"""A phrase that is all of a message."""
