"""The story's files are sound, and what the matcher is said to have answered it does answer."""

import json
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from bot.complaints.read_opening import read_opening
from bot.understanding import Understander
from demo.recorded_matches import (
    FEELINGS,
    RecordedFeelings,
    load_matches,
    make_understander,
    open_shipped_reader,
    record_feelings,
)
from demo.story_files import Step, Story, load_story
from domain.knowledge import Article
from domain.routing import AnswerPolicy, QueueTopics, Situation
from knowledge_base.matcher import KnowledgeMatcher
from routing.decision_table import decide

pytestmark = pytest.mark.unit


def test_every_article_is_there_in_english_and_german(articles: tuple[Article, ...]) -> None:
    locales = {
        locale: {each.id for each in articles if each.locale == locale} for locale in ("en", "de")
    }
    assert locales["en"] == locales["de"]
    assert len(locales["en"]) >= 40


def test_every_article_answers_its_own_title(
    articles: tuple[Article, ...], matcher: KnowledgeMatcher
) -> None:
    needed = AnswerPolicy().answer
    unanswered = [
        f"{article.id}/{article.locale}: {best.article_id} at {best.confidence:.2f}"
        for article in articles
        for best in matcher.match(article.title, locale=article.locale, limit=1)
        if best.article_id != article.id or best.confidence < needed
    ]
    assert unanswered == []


def test_the_story_took_the_turns_that_the_matcher_would_take(
    articles: tuple[Article, ...], matcher: KnowledgeMatcher
) -> None:
    """Run `python -m demo.recorded_matches` where this fails, and read what the story became."""
    story = load_story()
    recorded = make_understander(load_matches(articles))
    trained = make_understander(matcher)
    for then, now in zip(
        list_situations(story, recorded), list_situations(story, trained), strict=True
    ):
        assert decide(now).rule == decide(then).rule, then.text


def test_what_was_said_lately_reads_as_recorded(articles: tuple[Article, ...]) -> None:
    """Run `python -m demo.recorded_matches` where this fails, and read what the story became."""
    story, matches = load_story(), load_matches(articles)
    now = record_feelings(story, matches, open_shipped_reader())
    then = json.loads(FEELINGS.read_text("utf-8"))
    assert now.keys() == then.keys()
    languages = {each.key: each.language for each in story.customers}
    recorded = make_understander(matches, RecordedFeelings(then))
    reading = make_understander(matches, RecordedFeelings(now))
    for conversation in story.conversations:
        for step in conversation.steps:
            if conversation.felt and step.customer is not None:
                hint = languages[conversation.customer]
                one, other = (
                    read_opening(each.understand(step.customer, hint=hint))
                    for each in (recorded, reading)
                )
                assert one.kind is other.kind, step.customer


def test_everybody_the_steps_name_is_in_the_story() -> None:
    story = load_story()
    staff = {each.key for each in story.staff}
    customers = {each.key for each in story.customers}
    assert sum(queue.default for queue in story.queues) == 1
    for conversation in story.conversations:
        assert conversation.customer in customers
        named = {step.agent for step in conversation.steps} - {None}
        assert named <= staff


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"customer": "Hello", "reply": "Hello"},
        {"reply": "Hello"},
        {"customer": "Hello", "agent": "mara"},
        {"customer": "Hello", "afterwards": 3},
    ],
)
def test_a_step_that_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Step.model_validate(fields)


def list_situations(story: Story, understander: Understander) -> Iterator[Situation]:
    queues = tuple(
        QueueTopics(name=each.name, topics=each.topics, default=each.default)
        for each in story.queues
    )
    languages = {each.key: each.language for each in story.customers}
    for conversation in story.conversations:
        for step in conversation.steps:
            if step.customer is not None:
                yield Situation(
                    text=step.customer,
                    channel=conversation.channel,
                    understanding=understander.understand(
                        step.customer, hint=languages[conversation.customer]
                    ),
                    queues=queues,
                    policy=AnswerPolicy(),
                )
