"""What a draft begins with is fit to be read by others, and plainly not finished."""

import pytest

from bot.gaps.question_wording import choose_different, choose_title, read_question
from bot.gaps.reply_wording import choose_central_reply, clean_reply, quote_reply

pytestmark = pytest.mark.unit


def test_a_title_is_a_whole_question_without_courtesies():
    asked = ["dog", "Hello! can I bring my dog on board? Thank you", "dogs in the cabin please"]
    assert choose_title(asked) == "Can I bring my dog on board?"


def test_a_title_is_about_nobody():
    asked = ["my name is Mara Berg, where is my dog?", "where is the dog of booking AB12CD now"]
    title = choose_title([*asked, "where do dogs sit on the plane"])
    assert title == "Where do dogs sit on the plane"


def test_where_there_are_but_search_words_these_are_the_title():
    assert choose_title(["frozen fish", "fish"]) == "Frozen fish"


def test_variants_are_unlike_one_another_and_what_is_there_already():
    asked = ["can I take my dog", "Can I take my dog?", "dogs on board", "is a kennel needed"]
    chosen = choose_different(asked, 15, besides=("Is a kennel needed?",))
    assert sorted(chosen) == ["Can I take my dog", "Dogs on board"]


def test_no_more_variants_are_taken_than_asked_for():
    words = ("dog", "bag", "seat", "meal", "fare", "visa", "crew", "wifi", "pram")
    asked = [f"{one} and {other}" for one in words for other in words if one != other]
    assert len(choose_different(asked, 15)) == 15


def test_nothing_is_lost_of_a_text_that_is_no_question():
    assert read_question("   hello   ") == "hello"


def test_a_reply_is_left_without_salutation_closing_and_signature():
    reply = "Dear Ms Berg,\n\nDogs up to 8 kg fly in the cabin.\n\nKind regards\nAnn\nAurora"
    assert clean_reply(reply) == "Dogs up to 8 kg fly in the cabin."
    assert clean_reply("Hi Mara, dogs up to 8 kg fly. Kind regards, Ann") == "Dogs up to 8 kg fly."


def test_what_is_about_the_customer_is_left_out_of_a_reply():
    cleaned = clean_reply("Dogs up to 8 kg fly in the cabin.\nWe wrote to mara@example.com.")
    assert "mara" not in cleaned
    assert "Dogs up to 8 kg" in cleaned


def test_the_reply_that_most_agents_gave_is_taken():
    replies = [
        "I will ask.",
        "Dogs up to 8 kg fly in the cabin.",
        "Up to 8 kg dogs fly in the cabin",
    ]
    assert choose_central_reply(replies) == "Dogs up to 8 kg fly in the cabin."
    assert choose_central_reply(["", "  "]) is None


def test_a_reply_in_an_answer_is_marked_as_a_suggestion():
    quoted = quote_reply("Dogs fly.\n\nUp to 8 kg.")
    assert quoted.splitlines()[0].startswith("> **Suggestion")
    assert all(line.startswith(">") for line in quoted.splitlines())
