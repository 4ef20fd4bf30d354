"""A message is read for what its writer means, and what led to that is said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.feelings.exemplars import read_exemplars
from knowledge_base.feelings.exemplars.vectors import compute_vectors, find_kept
from tests.knowledge_base.feelings.readers import make_reader

pytestmark = pytest.mark.unit

BOTH = pytest.mark.parametrize("encoder", ["bundled", "none"])


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Your courier never came and I have been waiting since Tuesday, this is ridiculous",
        "Third time I write to you and still nobody answers me!!",
        "My blender stopped working after two days and you refuse to refund me",
        "Ich warte immer noch auf mein Paket, niemand antwortet, das ist eine Frechheit",
        "Schon wieder ist die Heizung kaputt, ich bin sehr enttäuscht von Ihrem Service",
    ],
)
def test_a_complaint_is_found_in_english_and_german(text: str, encoder: str):
    found = make_reader(encoder).read(text)
    assert found.complaint > 0.6
    assert found.sentiment == "negative"
    assert found.evidence


@BOTH
@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Which gate does the ferry leave from?", "neutral"),
        ("Do you have this jumper in green?", "neutral"),
        ("Thank you so much, the new crew was wonderful", "positive"),
        ("Vielen Dank, das hat wunderbar geklappt", "positive"),
        ("Thank you for fixing my cancelled order so quickly", "positive"),
    ],
)
def test_questions_and_thanks_are_no_complaints(text: str, sentiment: str, encoder: str):
    found = make_reader(encoder).read(text)
    assert found.complaint < 0.5
    assert found.sentiment == sentiment


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Thanks a lot for losing my suitcase, great job",
        "Wow, thank you for ruining our anniversary. Brilliant.",
        "Thanks for nothing",
        "Oh great, another delay. I love waiting at your airport",
        "Vielen Dank für nichts, ganz toll gemacht",
    ],
)
def test_sarcastic_praise_is_a_complaint(text: str, encoder: str):
    found = make_reader(encoder).read(text)
    assert found.complaint > 0.5
    assert found.sentiment == "negative"
    assert any("other way round" in each for each in found.evidence)


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "You handled my complaint so well, I am delighted",
        "No complaints at all, lovely hotel",
        "My complaint was solved within a day, thank you!",
        "Keine Beschwerde, alles war wunderbar, danke",
    ],
)
def test_praise_that_has_the_word_complaint_in_it_is_praise(text: str, encoder: str):
    found = make_reader(encoder).read(text)
    assert found.complaint < 0.3
    assert found.sentiment == "positive"
    assert any("without making one" in each for each in found.evidence)


@BOTH
def test_abuse_goes_to_a_person_and_is_called_so(encoder: str):
    found = make_reader(encoder).read("YOU ARE IDIOTS, go to hell")
    assert found.complaint >= 0.6
    assert found.sentiment == "negative"
    assert any("abusive" in each for each in found.evidence)


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "We write on behalf of our client and give formal notice. Settle within 14 days.",
        "Namens und in Vollmacht unserer Mandantin setzen wir Ihnen eine Frist bis Freitag.",
    ],
)
def test_a_lawyers_letter_is_a_complaint_however_polite(text: str, encoder: str):
    found = make_reader(encoder).read(text)
    assert found.complaint >= 0.9
    assert any("lawyers" in each for each in found.evidence)


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "mimi nimesubiri mzigo wangu kwa wiki tatu na hakuna mtu anayejibu",
        "我的行李还没有到，已经三天了，没有人回答我",  # noqa: RUF001 - Chinese has its own comma
    ],
)
def test_a_language_that_nobody_reads_is_left_open_and_named(text: str, encoder: str):
    found = make_reader(encoder).read(text)
    assert found.sentiment == "neutral"
    assert 0.1 < found.complaint < 0.5
    assert found.evidence == (f"language not read: {found.language}",)


def test_haste_is_told_with_its_words():
    calm = make_reader().read("How much is a second bag?")
    hasty = make_reader().read("I am stranded at the station, please help immediately!")
    assert hasty.urgency > calm.urgency
    assert any(each.startswith("urgent") and "stranded" in each for each in hasty.evidence)


def test_what_went_wrong_is_named_only_where_it_is_sure():
    reader = make_reader()
    lost = reader.read("My suitcase never came out on the belt, nobody knows where my bag is")
    assert lost.reason in {None, "lost baggage"}
    sure = reader.read("You cancelled my flight and I am stranded with a cancelled ticket")
    assert sure.reason == "cancellation"
    assert reader.read("I am so angry with you").reason is None
    assert reader.read("Do you fly to Rome?").reason is None


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_read(text: str):
    found = make_reader("none").read(text)
    assert 0 <= found.complaint <= 1
    assert 0 <= found.urgency <= 1
    assert found.evidence


def test_the_kept_vectors_are_those_of_the_exemplars():
    encoder = make_reader().encoder
    assert encoder is not None
    kept = find_kept(encoder)
    assert kept is not None, "run python -m knowledge_base.feelings.exemplars.vectors"
    assert len(kept) == len(read_exemplars())
    assert np.allclose(kept, compute_vectors(encoder), atol=2e-3)
