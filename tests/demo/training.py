"""The matcher, trained once for all tests of this process: the same articles give the same one."""

from collections.abc import Sequence
from dataclasses import replace

from domain.knowledge import Article
from knowledge_base.matcher import LexicalMatcher, train_matcher

_trained: dict[tuple[object, ...], LexicalMatcher] = {}


def train_once(articles: Sequence[Article], version: int) -> LexicalMatcher:
    """Train as the server does, or remember what came of it."""
    key = tuple(
        (each.id, each.locale, each.title, each.variants, each.answer, each.tags, each.version)
        for each in articles
    )
    if key not in _trained:
        _trained[key] = train_matcher(articles, version=version)
    return replace(_trained[key], version=version)
