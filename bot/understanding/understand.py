"""Joins language, intent and articles into what a text is taken to mean."""

from collections.abc import Callable
from functools import partial

from bot.understanding.action_requests import ActionRequest, find_action_request
from bot.understanding.asked_questions import find_questions
from bot.understanding.commands import find_command
from bot.understanding.feelings import FeelingsReader, read_feelings
from bot.understanding.follow_ups import follow_up
from bot.understanding.intents import Intent, read_intent
from bot.understanding.wording import LONGEST_READ, fold_phrase
from domain.decisions import FOREIGN_LANGUAGE, PreviousQuestion, Understanding
from domain.knowledge import ArticleMatch, Matcher, MatchExplanation

# The topic whose matches weigh less than this together is not called the topic of a text, nor the
# one that has less than this share of the weight: what is about nothing is about anything.
LEAST_TOPIC_WEIGHT = 0.4
LEAST_TOPIC_SHARE = 0.5
MOST_MATCHES = 5
FALLBACK_LANGUAGE = "en"


class Understander:
    """Reads texts; pure apart from the two things it is given.

    Args:
        matcher_source: returns the matcher of the latest published knowledge.
        guess_language: of a text and the language to fall back to, the BCP 47 primary tag.
        names: the company's names, which customers greet: "hello Aurora".
        find_foreign: of a text in a language that we do not speak, its BCP 47 primary tag.
        feelings_source: returns what reads the feelings in a text; None to do without.
    """

    def __init__(
        self,
        matcher_source: Callable[[], Matcher],
        guess_language: Callable[[str, str | None], str],
        *,
        names: tuple[str, ...] = (),
        find_foreign: Callable[[str], str | None] = lambda _: None,
        feelings_source: Callable[[], FeelingsReader | None] = lambda: None,
    ) -> None:
        self._matcher_source = matcher_source
        self._guess_language = guess_language
        self._find_foreign = find_foreign
        self._feelings_source = feelings_source
        self._names = frozenset(word for name in names for word in fold_phrase(name))

    def knowing(self, matcher: Matcher) -> "Understander":
        """Return one that asks another matcher, to try out what is not published."""
        return Understander(
            lambda: matcher,
            self._guess_language,
            names=tuple(self._names),
            find_foreign=self._find_foreign,
            feelings_source=self._feelings_source,
        )

    def understand(
        self,
        text: str,
        *,
        hint: str | None = None,
        precision: float | None = None,
        previous: PreviousQuestion | None = None,
    ) -> Understanding:
        """Say what a text means.

        Args:
            text: what the customer wrote now, of any length.
            hint: the language the customer is known to use, or None.
            precision: the share of right answers, 0 to 1, that is wanted of those the bot sends;
                None for the matcher's default.
            previous: what the customer asked before, which a text such as "and for children?"
                leans on; it changes nothing for one that stands by itself.
        """
        matcher = self._matcher_source()
        intent = read_intent(text, self._names)
        request = find_action_request(intent.core or text)
        foreign = None if request else self._foreign(intent, matcher)
        language = _find_language(intent, request, hint) or self._language(
            "" if foreign else text, hint
        )
        ask = partial(_explain, matcher, language=language, precision=precision)
        alone = ask(intent.core)
        joined = follow_up(intent.core, language, previous, alone, ask) if previous else None
        explanation = alone if joined is None else joined
        matches = tuple(candidate.match for candidate in explanation.candidates)
        if request is not None and not request.keyword and _is_exact(alone):
            # An article's own wording is asked of the knowledge base.
            request = None
        understood = Understanding(
            language=language,
            intent=intent.name,
            confidence=intent.confidence,
            matches=matches,
            topic=choose_topic(matches),
            entities={FOREIGN_LANGUAGE: foreign} if foreign and not _is_exact(alone) else {},
            index_version=matcher.version,
            questions=() if joined else find_questions(intent.core, language, alone, ask),
            follows=previous.text if previous and joined else None,
            explanation=explanation,
            encoder=matcher.encoder,
            action=request.action if request else None,
            action_words=request.words if request else "",
            command=find_command(text),
        )
        return read_feelings(
            self._feelings_source(),
            understood,
            text,
            core=intent.core,
            language=foreign or language,
            repairs=alone.repairs,
        )

    def guess_articles(
        self, text: str, *, precision: float | None = None
    ) -> tuple[ArticleMatch, ...]:
        """Find the articles nearest to all of a text, best first, although it may be no question.

        Args:
            precision: as in `understand`.
        """
        language = self._language(text, None)
        found = _explain(self._matcher_source(), text, language=language, precision=precision)
        return tuple(candidate.match for candidate in found.candidates)

    def _foreign(self, intent: Intent, matcher: Matcher) -> str | None:
        """Find the language of a question that is in none of ours, nor in one of an article."""
        if intent.name != "question":
            return None
        foreign = self._find_foreign(intent.core[:LONGEST_READ])
        return None if foreign in matcher.locales else foreign

    def _language(self, text: str, hint: str | None) -> str:
        start = text[:LONGEST_READ]
        if not any(char.isalpha() for char in start):
            return hint or FALLBACK_LANGUAGE
        return self._guess_language(start, hint)


def _find_language(intent: Intent, request: ActionRequest | None, hint: str | None) -> str | None:
    """Find the language that phrases tell, or None.

    A guess over a name and a reference is worth little, so that a keyword which several languages
    share is taken to be in the customer's.
    """
    if intent.language or request is None:
        return intent.language
    return request.language or ((hint or FALLBACK_LANGUAGE) if request.keyword else None)


def choose_topic(matches: tuple[ArticleMatch, ...]) -> str | None:
    """Choose the topic that the matches speak for most, weighed by confidence, or None."""
    weights: dict[str, float] = {}
    for match in matches:
        if match.topic is not None:
            weights[match.topic] = weights.get(match.topic, 0.0) + match.confidence
    best = max(weights, key=lambda topic: weights[topic], default=None)
    if best is None or weights[best] < LEAST_TOPIC_WEIGHT:
        return None
    return best if weights[best] >= LEAST_TOPIC_SHARE * sum(weights.values()) else None


def _is_exact(found: MatchExplanation) -> bool:
    return any(candidate.exact for candidate in found.candidates)


def _explain(
    matcher: Matcher, core: str, *, language: str, precision: float | None
) -> MatchExplanation:
    if not core:
        return MatchExplanation()
    locale = language if language in matcher.locales else None
    return matcher.explain(core, locale=locale, limit=MOST_MATCHES, precision=precision)
