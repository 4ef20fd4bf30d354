"""What the matcher says to the story's messages, kept in a file: training it takes seconds.

Whoever changes an article or the story runs `python -m demo.recorded_matches` afterwards; a test
fails where the file no longer leads to the decisions that the matcher itself would.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from bot.understanding import Understander
from demo.story_files import ARTICLES, FOLDER, Story, load_story
from domain.knowledge import Article, ArticleMatch, Candidate, Knowledge, Matcher, MatchExplanation
from knowledge_base.encoders.bundled import find_bundled
from knowledge_base.encoders.onnx_encoder import OnnxEncoder
from knowledge_base.importing import read_articles
from knowledge_base.matcher import train_matcher

FILE: Final = FOLDER / "matches.json"

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


def make_understander(matcher: Matcher) -> Understander:
    """Make an understander that believes the story about the language of a message."""
    return Understander(lambda: matcher, lambda _text, hint: hint or "en", names=("Aurora",))


def load_matches(articles: Iterable[Article]) -> RecordedMatcher:
    """Read the file."""
    return RecordedMatcher(articles, json.loads(FILE.read_text(encoding="utf-8")))


def record_matches(story: Story, articles: Sequence[Article]) -> Matches:
    """Ask a freshly trained matcher about every message of the story; takes seconds."""
    knowledge = Knowledge(version=1, articles=tuple(articles))
    recorder = _Recorder(train_matcher(knowledge, encoder=OnnxEncoder(find_bundled())))
    understander = make_understander(recorder)
    languages = {customer.key: customer.language for customer in story.customers}
    for conversation in story.conversations:
        for step in conversation.steps:
            if step.customer is not None:
                understander.understand(step.customer, hint=languages[conversation.customer])
    return recorder.matches


def write_matches(file: Path = FILE) -> None:
    """Write the file anew."""
    matches = record_matches(load_story(), read_articles(ARTICLES).articles)
    lines = json.dumps(matches, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(f"{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    write_matches()
