import pytest

from channels.phone_numbers import find_e164, is_sender_id, normalise_sender

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("+15550142", "+15550142"),
        ("+1 (415) 555-0142", "+14155550142"),
        ("+49 (0)30 901820", "+4930901820"),
        ("+٤٩٣٠٩٠١٨٢٠", "+4930901820"),
        ("030 901820", None),
        ("", None),
        ("+", None),
        ("hello", None),
        ("9" * 1000, None),
    ],
)
def test_a_number_needs_its_country_to_be_one(written: str, stored: str | None) -> None:
    assert find_e164(written) == stored


@pytest.mark.parametrize("sender", ["32665", "AURORA", "+15550142", "whatsapp:+15550142"])
def test_what_is_no_telephone_stays_as_it_is(sender: str) -> None:
    assert normalise_sender(sender) == sender


@pytest.mark.parametrize(
    ("value", "usable"),
    [
        ("+15550100", True),
        ("32665", True),
        ("Aurora Air", True),
        ("15550100", True),
        ("+1 555 0100", False),
        ("ABCDEFGHIJKL", False),
        ("", False),
    ],
)
def test_the_settings_take_only_what_one_can_send_from(value: str, usable: bool) -> None:
    assert is_sender_id(value) is usable
