"""Readers find articles by their words, however those are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.knowledge import Article
from tests.knowledge_base.search.library import LIBRARY, SHELF, find, search, shelve, write

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("refund", "refunds"),
        ("REFUNDS?!", "refunds"),
        ("cash", "refunds"),
        ("sports equipment", "bags"),
        ("cabin baggage", "bags"),
        ("E-4711", "visa"),
        ("passport", "visa"),
    ],
)
def test_a_word_of_title_variants_or_answer_finds_the_article(typed: str, found: str):
    assert find(typed)[0] == found


def test_each_letter_that_is_typed_narrows_what_is_found():
    for end in range(3, len("suitcase") + 1):
        assert find("suitcase"[:end])[0] == "bags"


def test_a_slip_is_repaired_and_told():
    found = search("suitcsae weight")
    assert found.hits[0].article_id == "bags"
    assert [(repair.typed, repair.read) for repair in found.repairs] == [("suitcsae", "suitcase")]


def test_what_is_known_is_no_slip():
    assert search("suitcase weight").repairs == ()


def test_part_of_a_compound_is_found():
    assert find("koffer", locale="de")[0] == "bags"
    assert find("Koffergebuhr", locale="de")[0] == "bags"


def test_the_article_whose_title_was_typed_comes_first():
    articles = [write("long", "Refund a ticket", "refund " * 20, *["refund"] * 5)]
    articles.append(write("named", "Refund", "See there."))
    assert find("refund", index=shelve(articles))[0] == "named"


def test_all_words_are_better_than_one():
    articles = [
        write("both", "Change a flight", "Change of the name as well."),
        write("flight", "Flight flight flight", "flight " * 10),
        write("name", "Name name name", "name " * 10),
    ]
    assert find("flight name", index=shelve(articles))[0] == "both"


SCRIPTS = [
    write("ja", "返金するには", "ご購入から30日以内であれば返金できます。", locale="ja"),
    write("ja-bag", "手荷物について", "機内に持ち込める荷物は一つです。", locale="ja"),
    write("zh", "如何退款", "请在三十天内申请退款。", locale="zh"),
    write("th", "ราคาตั๋ว", "ตั๋วราคา 100 บาท", locale="th"),
    write("ko", "환불 방법", "환불은 10일 안에 됩니다.", locale="ko"),
    write("hi", "भुगतान की वापसी", "पैसे दस दिन में वापस आते हैं", locale="hi"),
    write("ar", "استرداد الأموال", "يستغرق الاسترداد عشرة أيام", locale="ar"),
    write("he", "החזר כספי", "הכסף חוזר תוך עשרה ימים", locale="he"),
    write("ru", "Возврат денег", "Деньги вернутся за десять дней", locale="ru"),
    write("el", "Επιστροφή χρημάτων", "Σε δέκα ημέρες", locale="el"),
    write("fr", "Changer l'adresse", "Remboursé à l\u2019été", locale="fr"),
    write("tr", "İade", "Iade on gün sürer", locale="tr"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("返金", "ja"),
        ("返", "ja"),
        ("荷物", "ja-bag"),
        ("退款", "zh"),
        ("款", "zh"),
        ("ตั๋ว", "th"),
        ("환불", "ko"),
        ("भुगतान", "hi"),
        ("वापस", "hi"),
        ("أموال", "ar"),
        ("הֶחְזֵר", "he"),
        ("ДЕНЬГИ", "ru"),
        ("χρηματων", "el"),
        ("adresse", "fr"),
        ("ete", "fr"),
        ("İADE", "tr"),
        ("\uff11\uff10", "ko"),
    ],
)
def test_every_script_is_searched(typed: str, found: str):
    (article,) = (article for article in SCRIPTS if article.id == found)
    if found == "ar":
        typed = "ال" + typed
    assert find(typed, index=shelve(SCRIPTS), locale=article.locale)[0] == found


def test_vowel_signs_tell_words_apart():
    articles = [
        write("day", "दिन", "", locale="hi"),
        write("poor", "दीन", "", locale="hi"),
    ]
    assert find("दिन", index=shelve(articles), locale="hi") == ["day"]


@pytest.mark.parametrize("typed", ["", " ", "🧳", "?!…", "\0", "\u200b", "\ud800", "—"])
def test_what_has_no_word_finds_nothing(typed: str):
    assert search(typed).hits == ()


@pytest.mark.parametrize("typed", ["xyzzyq", "qqqq wwww"])
def test_what_is_nowhere_is_not_found(typed: str):
    assert search(typed).hits == ()


def test_of_a_very_long_text_the_beginning_is_searched():
    assert find("refund " + "lorem ipsum dolor " * 6_000)[:1] in ([], ["refunds"])
    assert find("refund " * 15_000)[0] == "refunds"


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200), locale=st.sampled_from(["en", "de", "xx", ""]))
def test_whatever_is_typed_is_answered_with_what_is_published(text: str, locale: str):
    found = search(text, locale=locale)
    assert {(hit.article_id, hit.locale) for hit in found.hits} <= {(a.id, a.locale) for a in SHELF}
    assert all(0 < hit.score <= 1 for hit in found.hits)


@settings(max_examples=100, deadline=None)
@given(title=st.text(max_size=60), answer=st.text(max_size=300), typed=st.text(max_size=30))
def test_whatever_is_written_is_indexed(title: str, answer: str, typed: str):
    index = shelve([Article(id="a", locale="en", title=title, variants=(), answer=answer)])
    assert find(typed, index=index) in ([], ["a"])


def test_limit_bounds_what_is_shown():
    many = shelve([write(f"a{number}", f"Refund number {number}") for number in range(80)])
    assert len(find("refund", index=many, limit=7)) == 7
    assert len(find("refund", index=many, limit=10_000)) == 50


def test_an_empty_library_has_nothing():
    assert search("refund", index=shelve([])).hits == ()
    assert LIBRARY.find("bags", "xx") is None
