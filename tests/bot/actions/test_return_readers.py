"""Why something is sent back, in the customer's words."""

import pytest

from bot.actions.return_readers import read_reason
from bot.forms.reading import Reading
from tests.bot.actions.fake_business import NOW

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("my pillow arrived broken", "damaged"),
        ("es ist beschädigt", "damaged"),
        ("it broke", "damaged"),
        ("ist kaputt", "damaged"),
        ("it stopped working", "damaged"),
        ("geht nicht mehr", "damaged"),
        ("I got the wrong colour", "wrong_item"),
        ("falscher Artikel", "wrong_item"),
        ("it is not as described", "not_as_described"),
        ("I don't like it", "unwanted"),
        ("it does not fit", "unwanted"),
        ("gefällt mir nicht", "unwanted"),
        ("I want to return it", None),
        ("what if it is broken?", None),
    ],
)
def test_a_reason_is_read_where_it_leaves_no_doubt(text: str, reason: str | None):
    assert read_reason(Reading(text=text, language="en", now=NOW)) == reason
