"""A code is read however it is typed, and nothing else is taken for one."""

import pytest

from bot.verification.code_reading import read_code
from bot.verification.codes import choose_address
from bot.verification.masked_addresses import mask_address
from domain.messages import Address

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    [
        "123456",
        " 123456. ",
        "The code is 123 456",
        "code:123456",
        "12-34-56",
        "1 2 3 4 5 6",
        "\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}3456",
        "123\u00a0456",
        "l23456",
        "> 123456 is your code for Aurora Airways, good for 10 minutes.",
        "on my phone (+15550142) it says 123456",
        "123456 🙂",
    ],
)
def test_a_code_is_read_however_it_is_typed(text: str):
    assert read_code(text) == "123456"


@pytest.mark.parametrize(
    "text",
    ["", "12345", "1234567", "+15550142", "FD-12345678", "what code?", "Oooooo", "order A123456"],
)
def test_what_is_no_code_is_not_taken_for_one(text: str):
    assert read_code(text) is None


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("email", "astrid@example.com", "a...d@example.com"),
        ("email", "jo@example.com", "j...@example.com"),
        ("phone", "+15550142", "... 42"),
        ("telegram", "4711", "Telegram"),
    ],
)
def test_an_address_is_told_so_that_only_its_holder_knows_it(kind: str, value: str, told: str):
    assert mask_address(Address(kind=kind, value=value)) == told


def address(kind: str, value: str = "x", *, verified: bool = True) -> Address:
    return Address(kind=kind, value=value, verified=verified)


@pytest.mark.parametrize(
    ("asking", "chosen"), [("phone", "email"), ("visitor", "email"), ("email", "phone")]
)
def test_a_code_never_goes_to_the_kind_of_address_that_asks(asking: str, chosen: str):
    on_file = (address("phone"), address("email"), address("visitor"))
    to = choose_address(on_file, address(asking, "y"))
    assert to is not None
    assert to.kind == chosen


def test_there_is_no_code_where_only_the_asking_kind_or_a_claim_is_on_file():
    on_file = (address("phone", "other"), address("email", verified=False), address("form"))
    assert choose_address(on_file, address("phone")) is None
