"""Reads the feelings in a message: signals, meaning, treatments, and what a site has taught."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from knowledge_base.feelings.evidence import (
    describe_nearest,
    describe_signals,
    describe_urgency,
)
from knowledge_base.feelings.lexicon_tables import LANGUAGES
from knowledge_base.feelings.reading import Feelings, Sentiment
from knowledge_base.feelings.shipped_model import SENTIMENTS, Judgement, ShippedModel
from knowledge_base.feelings.signals import Signals, find_signals, mask_text
from knowledge_base.feelings.site_model import SiteModel
from knowledge_base.feelings.treatments import UNREAD, Treatment, decide_treatments
from knowledge_base.language import LanguageGuess

if TYPE_CHECKING:
    from knowledge_base.encoders.contract import Encoder

Floats = NDArray[np.float32]

SURE_REASON: Final = 0.5
"""Probability from which on the shipped judges name a reason."""
REASON_WORDS: Final = 2
"""Words of the lexicon for a reason that are as good as the judges, where there is no encoder."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages; thread-safe.

    Attributes:
        shipped: judges fitted to the exemplars.
        encoder: gives a text's vector; None to do without.
        encoder_languages: those that it reads; None for all.
        guess: tells the language.
        site: what the site has taught, or None.
    """

    shipped: ShippedModel
    encoder: "Encoder | None"
    encoder_languages: frozenset[str] | None
    guess: LanguageGuess
    site: SiteModel | None = None

    def read(
        self,
        text: str,
        *,
        vector: Floats | None = None,
        language: str | None = None,
        matter: str | None = None,
    ) -> Feelings:
        """Read a message.

        Args:
            text: anything a customer wrote.
            vector: of `mask_text(text)`, where it is known already.
            language: its BCP 47 primary tag, where it is known already.
            matter: the part of the text whose meaning counts, such as that without its greeting,
                an empty one where there is none; None for all of it.
        """
        language = language or self.guess.find_foreign(text) or self.guess.guess(text)
        if not mask_text(text):
            return _read_nothing(language)
        if vector is None:
            vector = self._encode(text, matter, language)
        suited = vector if self._encodes(language) else None
        signals, judged = self.judge(text, language, vector)
        if self.is_read(language):
            feelings = self._read_shipped(text, language, signals, judged, suited)
        else:
            feelings = _read_unread(language)
        if self.site is None or not self.site.reads(language):
            return feelings
        return self.site.correct(feelings, text, judged.describe(signals), vector)

    def _encode(self, text: str, matter: str | None, language: str) -> Floats | None:
        """Encode what counts of a text; None where nobody looks at its vector."""
        taught = self.site is not None and self.site.reads(language)
        if self.encoder is None or not (taught or self._encodes(language)):
            return None
        meant = mask_text(text if matter is None else matter)
        if not meant and not taught:
            return None
        # What a site taught has weights for a vector, and cannot do without.
        vectors = self.encoder.encode([meant or mask_text(text)])
        return np.asarray(vectors[0])

    def judge(self, text: str, language: str, vector: Floats | None) -> tuple[Signals, Judgement]:
        """Find a text's signals, and what the shipped judges make of them and of its vector."""
        signals = find_signals(text, language if language in LANGUAGES else LANGUAGES[0])
        return signals, self.shipped.judge(signals, vector if self._encodes(language) else None)

    def is_read(self, language: str) -> bool:
        """Say whether what is shipped reads a language."""
        return language in LANGUAGES or (
            self.encoder is not None and self.encoder_languages is None
        )

    def _encodes(self, language: str) -> bool:
        return self.encoder_languages is None or language in self.encoder_languages

    def _read_shipped(
        self,
        text: str,
        language: str,
        signals: Signals,
        judged: Judgement,
        vector: Floats | None,
    ) -> Feelings:
        treatments = decide_treatments(text, signals)
        complaint = _treat(float(judged.complaint[1]), treatments)
        sentiment = _choose_sentiment(judged, treatments)
        urgency = weigh_urgency(signals, complaint)
        return Feelings(
            language=language,
            sentiment=sentiment,
            complaint=complaint,
            urgency=urgency,
            reason=self._find_reason(judged, signals, complaint),
            evidence=(
                *(each.evidence for each in treatments),
                *describe_signals(signals, self.shipped.weigh_signals(signals)),
                *describe_nearest(self.shipped.find_nearest(vector)),
                *describe_urgency(signals, urgency),
            )
            or ("nothing in it speaks for or against a complaint",),
            marks=tuple(dict.fromkeys(each.mark for each in treatments)),
            by_words=judged.reason is None,
        )

    def _find_reason(self, judged: Judgement, signals: Signals, complaint: float) -> str | None:
        """Name a reason where it is sure: the meaning says so, and a word of the text as well."""
        if complaint < 0.5 or not signals.reasons:
            return None
        if judged.reason is None:
            (first, count), *others = signals.reasons.most_common(2)
            return first if count >= REASON_WORDS and count > sum(n for _, n in others) else None
        judge = self.shipped.by_meaning["reason"]
        best = int(judged.reason.argmax())
        named = judge.classes[best]
        sure = float(np.exp(judged.reason[best])) >= SURE_REASON
        return named if named and sure and signals.reasons[named] else None


def weigh_urgency(signals: Signals, complaint: float) -> float:
    """Say how soon a message wants somebody, 0 to 1: its words for haste, then how it complains."""
    values: Any = signals.values
    score = 0.35 * values["urgency"] + 0.15 * values["shouting"] + 0.25 * min(1, values["legal"])
    score += 0.1 * min(2, values["waiting"] + values["again"] + values["unanswered"])
    return float(round(min(1.0, score + 0.2 * max(0.0, complaint - 0.5)), 3))


def _treat(log_complaint: float, treatments: Sequence[Treatment]) -> float:
    probability = min(max(float(np.exp(log_complaint)), 1e-4), 1 - 1e-4)
    odds = float(logit(probability)) + sum(each.odds for each in treatments)
    least = max((each.least for each in treatments), default=0.0)
    return max(float(expit(odds)), least)


def _choose_sentiment(judged: Judgement, treatments: Sequence[Treatment]) -> Sentiment:
    told = [each.sentiment for each in treatments if each.sentiment is not None]
    return told[0] if told else Sentiment(SENTIMENTS[int(judged.sentiment.argmax())])


def _read_nothing(language: str) -> Feelings:
    return Feelings(
        language=language,
        sentiment=Sentiment.NEUTRAL,
        complaint=0.05,
        urgency=0.0,
        reason=None,
        evidence=("no words in it",),
    )


def _read_unread(language: str) -> Feelings:
    return Feelings(
        language=language,
        sentiment=Sentiment.NEUTRAL,
        complaint=UNREAD,
        urgency=0.0,
        reason=None,
        evidence=(f"language not read: {language}",),
    )
