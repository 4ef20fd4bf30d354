import pytest

from bot.forms.readers import read_email, read_flight_number, read_phone, read_text
from tests.bot.forms.readers.readings import answered, said

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("au231", "AU231"), ("AU 231", "AU231"), ("flight au 0231 tomorrow", "AU231"),
        ("is AU231 on time?", "AU231"), ("DEMO42", None), ("in 24 hours", None),
        ("seat 12a", None),
    ],
)  # fmt: skip
def test_a_flight_number_is_read(text: str, number: str | None):
    assert read_flight_number(said(text)) == number


def test_asked_for_a_flight_number_may_have_a_space_in_lower_case():
    assert read_flight_number(answered("au 231")) == "AU231"
    assert read_flight_number(said("au 231")) is None
    assert read_flight_number(answered("at 10")) is None


def test_an_email_address_is_read_in_lower_case():
    assert read_email(said("new: Astrid.L@Example.com!")) == "astrid.l@example.com"
    assert read_email(answered("a@b")) is None
    assert read_email(said("not a@x.org, b@x.org", corrected=True)) == "b@x.org"


def test_a_telephone_number_is_read_as_e164():
    assert read_phone(said("call +49 (171) 123 45 67")) == "+491711234567"
    assert read_phone(said("0049 171 1234567")) == "+491711234567"
    assert read_phone(answered("0171 1234567", language="de")) == "+491711234567"
    assert read_phone(said("0171 1234567", language="de")) is None
    assert read_phone(answered("DEMO42")) is None


def test_free_words_are_kept_within_bounds_and_only_where_asked_for():
    assert read_text(answered("  it was \n broken ")) == "it was broken"
    assert len(read_text(answered("ab " * 5000)) or "") == 1000
    assert read_text(answered("👍")) is None
    assert read_text(said("it was broken")) is None
