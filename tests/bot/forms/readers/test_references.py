import pytest

from bot.forms.readers import FRONTDESK, find_alternatives, read_reference
from tests.bot.forms.readers.readings import answered, said

pytestmark = pytest.mark.unit

read_booking = read_reference()
read_order = read_reference(r"[A-Z]{2}\d{6}")


@pytest.mark.parametrize(
    "text",
    [
        "DEMO42", "demo42", " demo 42 ", "D E M O 4 2", "d-e-m-o-4-2", "DEMO-42", "ref: DEMO42",
        'my booking number is "demo42"', "DEMO\uff14\uff12", "DEMO٤٢", "🎫 DEMO42 😀",
        "It is DEMO42, sorry",
        "D E M O 4️⃣ 2️⃣", "no, I meant DEMO42", "not DEMO43 but DEMO42",
        "Buchungsnummer: demo 42", "D\u0415\u041c\u041e42", "d\u0435mo42",
    ],
)  # fmt: skip
def test_a_reference_is_read_however_it_is_typed(text: str):
    assert read_booking(answered(text)) == "DEMO42"


@pytest.mark.parametrize(
    "text",
    [
        "please", "flight", "I do not have it here", "seat 12a please", "where is my bag",
        "HELP ME",
        "my mail is anna@demo42.com", "+15550142", "in 12 days", "👍", "", "yes, in 20 minutes",
        "window", "ich weiß nicht", "\u043f\u043e\u0442\u043e\u043c 4",
        "\u0420\u0415\u041d\u0410\u0422\u0410",
    ],
)  # fmt: skip
def test_what_is_clearly_something_else_is_no_reference(text: str):
    assert read_booking(answered(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "checkin DEMO42 Lindqvist",
        "check in demo 42 for Lindqvist",
        "DEMO42",
        "booking demo42?",
        "my bag did not arrive, DEMO42",
    ],
)
def test_unasked_what_is_unmistakably_one_is_read(text: str):
    assert read_booking(said(text)) == "DEMO42"


@pytest.mark.parametrize(
    "text",
    [
        "check in for 2 people",
        "check in 12 june",
        "flight AU231 to Oslo",
        "123456",
        "ABCDEF",
        "seats",
    ],
)
def test_unasked_what_may_be_something_else_is_not_read(text: str):
    assert read_booking(said(text)) is None


def test_letters_alone_are_one_where_nothing_else_was_written():
    assert read_booking(answered("QWXRTZ")) == read_booking(answered("qwxrtz")) == "QWXRTZ"


def test_confused_letters_are_read_as_the_kind_of_reference_has_them():
    assert read_order(answered("au 1oo23 4")) == "AU100234"


def test_a_doubtful_reference_has_its_other_readings_nearest_first():
    assert find_alternatives("DEM042") == ("DEM042", "DEMO42")
    assert find_alternatives("DEMO1Z")[0] == "DEMO1Z"
    assert set(find_alternatives("DEMO1Z")) == {"DEMO1Z", "DEM01Z", "DEMOIZ", "DEM0IZ"}


def test_the_readings_of_a_reference_are_bounded():
    assert len(find_alternatives("O0I1O0I1O0I1")) == 16


@pytest.mark.parametrize("text", ["status of my request FD-KPEGPZHH", "where is fd-kpegpzhh now"])
def test_our_own_references_are_read_without_a_digit_too(text: str):
    assert read_reference(FRONTDESK)(said(text)) == "FDKPEGPZHH"


def test_our_own_references_are_read():
    assert read_reference(FRONTDESK)(said("status fd-7k3m9qxd")) == "FD7K3M9QXD"
