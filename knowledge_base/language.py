"""Which of the configured languages a text is in."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from knowledge_base.wording import LONGEST_QUERY

SHORT_TEXT = 4
"""Words up to which a statistical guess says less than what is known of the customer."""

_WORD = re.compile(r"[^\W\d_]+")

FEW_LETTERS = 5
"""Letters of a whole text below which no guess is worth anything: `hi`, `ok`, `wifi`."""

FOREIGN_WORDS = 3
"""Words from which on a text is long enough to be found foreign."""

FOREIGN_LEAD = 17.0
"""By how much, as the natural logarithm of the ratio of probabilities, another language must be
likelier than each configured one: none of 4,700 English questions was, a third of them mistyped on
purpose, and nine in ten questions of three words or more in seven other languages were."""

TELLING_WORDS = {
    "en": frozenset(
        """a about an and any anyone are been but can cannot cant check could did do does dont
        flight flights for from get give has have hello help hey how if is it its lost many me much
        my need not of off on one or our please see should take than thank thanks that the their
        there they this to today us was we were what when where which who why with would yes you
        your i im ive isnt""".split()  # noqa: SIM905 - a list of words reads better unquoted
    ),
    "de": frozenset(
        """aber als auch auf aus bei bin bis bitte brauche da danke das dass dem den der des dich
        die dir doch du ein eine einem einen einer eines er es flug flüge für fur gibt guten habe
        haben hallo hat ich ihr ihre im ist ja kann kein keine koffer können konnen man mein meine
        meinem meinen meiner mich mir mit möchte mochte muss nach nein nicht nicht noch nur oder
        ohne schon sich sie sind tag und uns vom von wann warum was weg wegen wenn wer werden wie
        wieder wieviel wir wird wo wurde zu zum zur über uber""".split()  # noqa: SIM905 - as above
    ),
}
_BOTH = TELLING_WORDS["en"] & TELLING_WORDS["de"]
_GERMAN_LETTERS = frozenset("äöüß")


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return all languages of the model, likeliest first."""
        ...


@cache
def _load_identifier() -> _Identifier:
    """Load the model (a few tenths of a second) when the first text needs it."""
    from py3langid.langid import (  # noqa: PLC0415 - importing it early would slow every start
        MODEL_FILE,
        LanguageIdentifier,
    )

    return cast("_Identifier", LanguageIdentifier.from_model_file(MODEL_FILE))


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """Guesses among some languages.

    Attributes:
        languages: BCP 47 primary tags; the first is taken where nothing else speaks.
    """

    languages: tuple[str, ...]

    def load(self) -> None:
        """Load the model now, off the event loop, so that no customer's text has to wait for it."""
        _load_identifier()

    def guess(self, text: str, hint: str | None = None) -> str:
        """Return one of the languages.

        Args:
            text: what was written, of any length; only its beginning is looked at.
            hint: what is known of the customer, such as `de` or `de-AT`; it wins where the text
                itself says nothing.
        """
        expected = self._expect(hint)
        words = _WORD.findall(text[:LONGEST_QUERY].casefold())
        if len(self.languages) < 2 or not words:
            return expected
        told = self._tell(words)
        if told is not None:
            return told
        # One or two Latin words (a name, a place, "wifi") say little; other scripts say much.
        letters = "".join(words)
        says_little = len(words) <= SHORT_TEXT and hint is not None
        if letters.isascii() and (says_little or len(letters) < FEW_LETTERS):
            return expected
        return self._identify(" ".join(words), expected)

    def find_foreign(self, text: str) -> str | None:
        """Find the language of a text that is in none of the languages for certain, or None.

        Returns:
            The likeliest language's BCP 47 primary tag.
        """
        words = _WORD.findall(text[:LONGEST_QUERY].casefold())
        # Chinese, Japanese and Thai set no spaces, and their letters tell enough.
        if len(words) < FOREIGN_WORDS and "".join(words).isascii():
            return None
        if sum(map(len, words)) < FEW_LETTERS:
            return None
        ranked = _load_identifier().rank(" ".join(words))
        likeliest, most = ranked[0]
        own = max((score for name, score in ranked if name in self.languages), default=most)
        return likeliest if most - own >= FOREIGN_LEAD else None

    def _expect(self, hint: str | None) -> str:
        primary = (hint or "").replace("_", "-").split("-")[0].lower()
        return primary if primary in self.languages else self.languages[0]

    def _tell(self, words: list[str]) -> str | None:
        """Count words that only one of the listed languages has."""
        counts = {
            language: sum(word in telling and word not in _BOTH for word in words)
            for language, telling in TELLING_WORDS.items()
            if language in self.languages
        }
        if "de" in counts and not set(self.languages) - set(TELLING_WORDS):
            counts["de"] += any(_GERMAN_LETTERS & set(word) for word in words)
        ranked = sorted(counts, key=lambda language: -counts[language])
        if not ranked:
            return None
        lead = counts[ranked[0]] - (counts[ranked[1]] if len(ranked) > 1 else 0)
        # Beside a third language, whose words we do not list, one word may be a coincidence.
        needed = 1 if set(self.languages) <= set(TELLING_WORDS) else 2
        return ranked[0] if lead >= needed else None

    def _identify(self, text: str, expected: str) -> str:
        ranked = (language for language, _ in _load_identifier().rank(text))
        return next((language for language in ranked if language in self.languages), expected)
