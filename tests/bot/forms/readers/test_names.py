import pytest

from bot.forms.readers import read_last_name, same_name
from tests.bot.forms.readers.readings import answered, said

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lindqvist", "Lindqvist"),
        ("Mrs Astrid Lindqvist", "Mrs Astrid Lindqvist"),
        ("my name is o\u2019connor", "o'connor"),
        ("van der Berg", "van der Berg"),
        ("müller-lüdenscheidt 😀", "müller-lüdenscheidt"),
        ("Ich heiße Müller", "Müller"),
        ("DEMO42, Lindqvist", "Lindqvist"),
        ("no, I meant Weber", "Weber"),
        ("not Lindqvist but Weber", "Weber"),
        ("Lindqvist!!", "Lindqvist"),
        ("An Nguyen", "An Nguyen"),
        ("May", "May"),
        ("李", "李"),
    ],
)
def test_an_answer_is_read_as_a_name(text: str, name: str):
    assert read_last_name(answered(text)) == name


@pytest.mark.parametrize(
    "text",
    [
        "I don't know", "please help", "what?", "yes", "no idea", "window seat", "my bag is lost",
        "great, thank you", "perfect", "Guten Morgen", "super danke", "hello there", "bye",
        "how much is a bag", "DEMO42", "12345", "👍", "", "weiß nicht", "x" * 100,
    ],
)  # fmt: skip
def test_what_is_clearly_something_else_is_no_name(text: str):
    assert read_last_name(answered(text)) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("checkin DEMO42 Lindqvist", "Lindqvist"),
        ("CHECKIN ABC123 LINDQVIST", "LINDQVIST"),
        ("chekin demo42 lindqvist window", "lindqvist"),
        ("checkin demo 42 lindqvist", "lindqvist"),
        ("check in DEMO42 for Lindqvist please", "Lindqvist"),
        ("Lindqvist DEMO42", "Lindqvist"),
        ("hi can you check me in? DEMO42 Lindqvist", "Lindqvist"),
        ("track AS-2041 Lindqvist", "Lindqvist"),
        ("refund AS-2007 okoye", "okoye"),
        ("Rückgabe AS-2041 Lindqvist", "Lindqvist"),
        ("Bordkarte PN6V2K Novák", "Novák"),
        ("check us in DEMO42 Weber both", "Weber"),
        ("checkin DEMO42 de Vries", "de Vries"),
        ("einchecken DEMO42 für Müller, Fensterplatz", "Müller"),
        ("Name: Lindqvist Ref: DEMO42", "Lindqvist"),
        ("I want to check in for Lindqvist", "Lindqvist"),
    ],
)
def test_unasked_a_name_is_read_beside_a_reference_or_announced(text: str, name: str):
    assert read_last_name(said(text)) == name


@pytest.mark.parametrize(
    "text",
    [
        "Lindqvist", "check in for tomorrow", "checkin DEMO42", "cancel DEMO42 please",
        "check in DEMO42 tomorrow", "for 2 passengers", "can I use DEMO42 if my baby travels",
    ],
)  # fmt: skip
def test_unasked_what_may_be_something_else_is_no_name(text: str):
    assert read_last_name(said(text)) is None


@pytest.mark.parametrize(
    ("given", "on_file"),
    [
        ("LINDQVIST", "Lindqvist"), ("Mrs Astrid Lindqvist", "Lindqvist"),
        ("Lindqvist, Astrid", "Lindqvist"), ("Mueller", "Müller"), ("muller", "Müller"),
        ("Müller", "MUELLER"), ("OConnor", "O\u2019Connor"), ("o connor", "O'Connor"),
        ("Strasse", "Straße"), ("Sorensen", "Sørensen"), ("Kierkegård", "Kierkegaard"),
        ("vanderberg", "van der Berg"), ("müller lüdenscheidt", "Müller-Lüdenscheidt"),
        ("Garcia", "García"), ("Lukasz Wojcik", "Wójcik"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings_is_the_same(given: str, on_file: str):
    assert same_name(given, on_file)


@pytest.mark.parametrize(
    ("given", "on_file"),
    [
        ("Weber", "Lindqvist"), ("Li", "Lindqvist"), ("qvist", "Lindqvist"), ("", "Lindqvist"),
        ("Lindqvist", ""), ("Astrid", "Lindqvist"), ("...", "..."),
    ],
)  # fmt: skip
def test_another_name_is_not_the_same(given: str, on_file: str):
    assert not same_name(given, on_file)
