"""Every sentence that the playground suggests does what its caption says, with room to spare."""

import pytest

from bot.understanding import Understander
from demo.story_files import load_story
from demo.suggestions import CHAT_SUGGESTIONS, SUGGESTIONS
from domain.routing import AnswerPolicy, QueueTopics, Situation
from knowledge_base.language import LanguageGuess
from knowledge_base.matcher import KnowledgeMatcher
from routing.decision_table import decide

pytestmark = pytest.mark.unit

# What each caption promises: the rule that decides.
PROMISES = {
    "checked in by text, if the flight leaves within a day": "self_service_asked",
    "asked of the airline's own system": "self_service_asked",
    "answered from the knowledge base": "surely_known",
    "typing errors are forgiven": "surely_known",
    "answered in the customer's language": "surely_known",
    "too vague: asks which one is meant": "half_known",
    "unknown: a person takes over, nothing is made up": "unknown",
    "straight to a person, no questions asked": "asked_for_person",
}
# The articles that answer, so that no other one passes for them.
ANSWERS = {
    "How much hand luggage may I take?": "cabin-baggage-allowance",
    "can i chnage my fligth": "change-flight",
    "Kann ich mein Gepäck nachverfolgen?": "lost-delayed-baggage",
    "Wie viel Handgepäck darf ich mitnehmen?": "cabin-baggage-allowance",
    "Wieviel Handgepäk darf ich mitnemen": "cabin-baggage-allowance",
    "Wie lange vor Abflug muss ich da sein?": "airport-arrival-time",
    "Can I bring my guitar on board?": "musical-instruments",
    "Is there wifi on board?": "wifi-on-board",
}
GERMAN = {text for text, _ in SUGGESTIONS["de"]}
SUGGESTED = [
    (language, text, PROMISES[caption])
    for language, suggestions in SUGGESTIONS.items()
    for text, caption in suggestions
] + [("en", text, "surely_known") for text in CHAT_SUGGESTIONS]
# Both sides of the real thresholds, since each edit of an article moves confidence a little.
CAREFUL = AnswerPolicy(answer=AnswerPolicy().answer + 0.05, ask=AnswerPolicy().ask + 0.05)
DARING = AnswerPolicy(answer=AnswerPolicy().answer - 0.05, ask=AnswerPolicy().ask - 0.05)


@pytest.mark.parametrize("policy", [CAREFUL, DARING], ids=["careful", "daring"])
@pytest.mark.parametrize(("language", "text", "rule"), SUGGESTED)
def test_a_suggestion_does_what_it_says(
    matcher: KnowledgeMatcher, language: str, text: str, rule: str, policy: AnswerPolicy
) -> None:
    guess = LanguageGuess(("en", "de")).guess
    understander = Understander(lambda: matcher, guess, names=("Aurora Airways",))
    understanding = understander.understand(text, hint=language)
    queues = tuple(
        QueueTopics(name=each.name, topics=each.topics, default=each.default)
        for each in load_story().queues
    )
    situation = Situation(
        text=text,
        channel="sms",
        understanding=understanding,
        queues=queues,
        policy=policy,
        offered={
            "check_in": "Check in",
            "flight_status": "Flight status",
            "order_status": "Status of an order",
        },
    )

    assert decide(situation).rule == rule
    assert understanding.language == ("de" if text in GERMAN else "en")
    if rule == "surely_known":
        assert understanding.matches[0].article_id == ANSWERS[text]
