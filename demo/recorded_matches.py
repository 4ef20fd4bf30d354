"""What the matcher says to the story's messages, kept in a file: training it takes seconds.

What their feelings are read as is kept beside it, for the messages of the last weeks.

Whoever changes an article or the story runs `python -m demo.recorded_matches` afterwards; a test
fails where the file no longer leads to the decisions that the matcher itself would.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot.understanding import Understander
from bot.understanding.feelings import FeelingsReader
from demo.story_files import ARTICLES, FOLDER, Story, load_story
from domain.knowledge import Article, ArticleMatch, Candidate, Knowledge, Matcher, MatchExplanation
from knowledge_base.encoders.bundled import find_bundled
from knowledge_base.encoders.onnx_encoder import OnnxEncoder
from knowledge_base.feelings.lexicon_tables import LANGUAGES
from knowledge_base.feelings.reader import Reader
from knowledge_base.feelings.reading import Feelings, Sentiment
from knowledge_base.feelings.shipped_model import fit_shipped
from knowledge_base.importing import read_articles
from knowledge_base.language import LanguageGuess
from knowledge_base.matcher import train_matcher

FILE: Final = FOLDER / "matches.json"
FEELINGS: Final = FOLDER / "feelings.json"

_ENCODER_READS: Final = frozenset({"en"})
_NOTHING_FELT: Final[Mapping[str, Any]] = {
    "sentiment": "neutral",
    "complaint": 0.0,
    "urgency": 0.0,
    "reason": None,
    "evidence": (),
    "marks": (),
    "by_words": False,
}

# For each text: article ids, how sure the matcher was, how sure it had to be; best first.
Matches: TypeAlias = Mapping[str, Sequence[tuple[str, float, float | None]]]


class RecordedMatcher:
    """Answers from the file; implements `domain.knowledge.Matcher`."""

    version = 1
    encoder = None

    def __init__(self, articles: Iterable[Article], matches: Matches) -> None:
        self._articles = {(article.id, article.locale): article for article in articles}
        self._matches = matches

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages it has articles in."""
        return tuple(sorted({locale for _, locale in self._articles}))

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,  # noqa: ARG002 - what was recorded stands
    ) -> MatchExplanation:
        """Return what was recorded for the text; nothing for any other."""
        matches = (
            self._match(article_id, locale or "en", confidence, needed)
            for article_id, confidence, needed in self._matches.get(text, ())[:limit]
        )
        return MatchExplanation(candidates=tuple(Candidate(match=match) for match in matches))

    def _match(
        self, article_id: str, locale: str, confidence: float, needed: float | None
    ) -> ArticleMatch:
        article = self._articles[article_id, locale]
        return ArticleMatch(
            article_id=article.id,
            locale=article.locale,
            version=1,
            title=article.title,
            confidence=confidence,
            topic=article.topic,
            needed=needed,
            sensitive=article.sensitive,
        )


class RecordedFeelings:
    """Reads feelings from the file, and none in any other text; a `FeelingsReader`."""

    def __init__(self, feelings: Mapping[str, Mapping[str, Any]]) -> None:
        self._feelings = feelings

    def read(
        self,
        text: str,
        *,
        language: str | None = None,
        matter: str | None = None,  # noqa: ARG002 - what was recorded stands
    ) -> Feelings:
        """Return what was recorded for the text."""
        found = self._feelings.get(text, _NOTHING_FELT)
        return Feelings(
            language=language or "en",
            sentiment=Sentiment(found["sentiment"]),
            complaint=found["complaint"],
            urgency=found["urgency"],
            reason=found["reason"],
            evidence=tuple(found["evidence"]),
            marks=tuple(found["marks"]),
            by_words=found["by_words"],
        )


class _FeelingsRecorder:
    """Passes texts on to a reader and keeps the answers."""

    def __init__(self, reader: FeelingsReader) -> None:
        self._reader = reader
        self.feelings: dict[str, dict[str, Any]] = {}

    def read(
        self, text: str, *, language: str | None = None, matter: str | None = None
    ) -> Feelings:
        found = self._reader.read(text, language=language, matter=matter)
        self.feelings[text] = {
            "sentiment": found.sentiment.value,
            "complaint": round(found.complaint, 4),
            "urgency": round(found.urgency, 4),
            "reason": found.reason,
            "evidence": list(found.evidence),
            "marks": list(found.marks),
            "by_words": found.by_words,
        }
        return found


class _Recorder:
    """Passes questions on to a matcher and keeps the answers."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self.matches: dict[str, list[tuple[str, float, float | None]]] = {}

    @property
    def version(self) -> int:
        return self._matcher.version

    @property
    def locales(self) -> tuple[str, ...]:
        return self._matcher.locales

    @property
    def encoder(self) -> str | None:
        return self._matcher.encoder

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        found = self._matcher.explain(text, locale=locale, limit=limit, precision=precision)
        matches = (candidate.match for candidate in found.candidates)
        self.matches[text] = [
            (match.article_id, round(match.confidence, 6), _round(match.needed))
            for match in matches
        ]
        return found


def _round(needed: float | None) -> float | None:
    return None if needed is None else round(needed, 6)


def make_understander(matcher: Matcher, feelings: FeelingsReader | None = None) -> Understander:
    """Make an understander that believes the story about the language of a message."""
    return Understander(
        lambda: matcher,
        lambda _text, hint: hint or "en",
        names=("Aurora",),
        feelings_source=lambda: feelings,
    )


def load_matches(articles: Iterable[Article]) -> RecordedMatcher:
    """Read the file."""
    return RecordedMatcher(articles, json.loads(FILE.read_text(encoding="utf-8")))


def load_feelings() -> RecordedFeelings:
    """Read the file of feelings."""
    return RecordedFeelings(json.loads(FEELINGS.read_text(encoding="utf-8")))


def record_feelings(
    story: Story, matcher: Matcher, reader: FeelingsReader
) -> Mapping[str, Mapping[str, Any]]:
    """Have a reader read what customers said lately; takes seconds."""
    recorder = _FeelingsRecorder(reader)
    understander = make_understander(matcher, recorder)
    for conversation in story.conversations:
        language = _find_languages(story)[conversation.customer]
        for step in conversation.steps:
            if conversation.felt and step.customer is not None:
                understander.understand(step.customer, hint=language)
    return recorder.feelings


def record_matches(story: Story, articles: Sequence[Article]) -> Matches:
    """Ask a freshly trained matcher about every message of the story; takes seconds."""
    knowledge = Knowledge(version=1, articles=tuple(articles))
    recorder = _Recorder(train_matcher(knowledge, encoder=OnnxEncoder(find_bundled())))
    understander = make_understander(recorder)
    languages = _find_languages(story)
    for conversation in story.conversations:
        for step in conversation.steps:
            if step.customer is not None:
                understander.understand(step.customer, hint=languages[conversation.customer])
    return recorder.matches


def write_matches() -> None:
    """Write both files anew."""
    story, articles = load_story(), read_articles(ARTICLES).articles
    _write(FILE, record_matches(story, articles))
    _write(FEELINGS, record_feelings(story, load_matches(articles), open_shipped_reader()))


def open_shipped_reader() -> FeelingsReader:
    """Open what reads feelings as it is shipped."""
    encoder = OnnxEncoder(find_bundled())
    return Reader(
        shipped=fit_shipped(encoder),
        encoder=encoder,
        encoder_languages=_ENCODER_READS,
        guess=LanguageGuess(LANGUAGES),
    )


def _find_languages(story: Story) -> Mapping[str, str]:
    return {customer.key: customer.language for customer in story.customers}


def _write(file: Path, recorded: Mapping[str, Any]) -> None:
    lines = json.dumps(recorded, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(f"{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    write_matches()
