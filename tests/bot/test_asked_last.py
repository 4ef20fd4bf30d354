"""An agent is shown what may answer what the customer waits to hear, and nothing older."""

from datetime import UTC, datetime

import pytest

from bot.asked_last import MOST_ASKED, find_asked_last
from domain.conversations import Author, Direction, Interaction
from domain.messages import QuickReply

pytestmark = pytest.mark.unit

QUESTION = "Where is my bag?"


def say(text: str, author: Author = Author.CUSTOMER, **more: object) -> Interaction:
    direction = Direction.IN if author is Author.CUSTOMER else Direction.OUT
    facts: dict[str, object] = {
        "position": 1,
        "id": text,
        "conversation_id": "c1",
        "channel": "sms",
        "direction": direction,
        "author": author,
        "author_id": None,
        "author_name": None,
        "at": datetime(2026, 3, 2, tzinfo=UTC),
        "text": text,
    }
    return Interaction(**(facts | more))  # type: ignore[arg-type]


ACKNOWLEDGED = say("A person will answer you.", Author.BOT)
ANSWERED = say("Report it at the desk.", Author.BOT, source_ids={"article": "late-bag"})


def find(*said: Interaction) -> list[str]:
    return [one.text for one in find_asked_last(said)]


def test_several_messages_are_asked_together_and_an_acknowledgement_answers_none() -> None:
    assert find(say(QUESTION), ACKNOWLEDGED, say("It is a blue one, does that help?")) == [
        QUESTION,
        "It is a blue one, does that help?",
    ]


@pytest.mark.parametrize("answer", [ANSWERED, say("It is here.", Author.AGENT)])
def test_what_was_answered_is_asked_no_longer(answer: Interaction) -> None:
    assert find(say(QUESTION), answer, say("When is my flight?")) == ["When is my flight?"]


def test_after_a_reply_it_is_still_what_was_asked_last() -> None:
    assert find(say(QUESTION), say("It is here.", Author.AGENT)) == [QUESTION]


@pytest.mark.parametrize(
    "after", ["I need to speak to somebody now please", "thank you", "That did not help", "👍"]
)
def test_who_calls_for_a_person_after_an_answer_asks_what_was_asked_before(after: str) -> None:
    assert find(say(QUESTION), ANSWERED, say(after)) == [QUESTION]


def test_who_says_what_for_asks_that() -> None:
    called = "Can I talk to a person? My suitcase came back without two wheels, who repairs it?"
    assert find(say(QUESTION), ANSWERED, say(called)) == [called]
    briefly = "a person please, about my refund"
    assert find(say(briefly)) == [briefly]
    assert find(say(QUESTION), say("It is here.", Author.AGENT), say(briefly)) == [briefly]


def test_choosing_what_the_bot_offers_asks_nothing() -> None:
    offer = QuickReply(label="None of these", value="none")
    asked = say("Did you mean …?", Author.BOT, quick_replies=(offer,))
    assert find(say(QUESTION), asked, say("None of these")) == [QUESTION]


def test_the_latest_few_are_enough() -> None:
    said = [say(f"Where is my bag {number}?") for number in range(20)]
    assert find(*said) == [one.text for one in said[-MOST_ASKED:]]


def test_a_machine_asks_nothing() -> None:
    assert find(say("Out of office?", Author.SYSTEM, direction=Direction.IN)) == []
