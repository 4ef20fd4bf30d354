"""What changes is searched like what was there from the start."""

import pytest

from knowledge_base.search.entries import read_wording
from knowledge_base.search.search_index import SearchIndex
from knowledge_base.search.word_index import MOST_FRESH, WordIndex, index_words
from tests.knowledge_base.search.library import find, search, write

pytestmark = pytest.mark.unit

ARTICLES = [write(f"a{number}", f"Question {number}", f"Answer about {number}") for number in "123"]


def change(index: WordIndex, *changed: str, gone: tuple[str, ...] = ()) -> WordIndex:
    """Have articles say something about whales."""
    articles = [write(article_id, f"Whales and {article_id}") for article_id in changed]
    return index.change({article.id: read_wording(article) for article in articles}, gone)


def start() -> WordIndex:
    return index_words([read_wording(article) for article in ARTICLES])


def test_a_changed_article_is_found_by_its_new_words_alone():
    index = change(start(), "a2")
    library = SearchIndex({"en": index})
    assert find("whales", index=library) == ["a2"]
    assert "a2" not in find("answer about", index=library)
    assert search("whales", index=library).hits[0].title == "Whales and a2"


def test_a_new_article_is_found_and_a_retired_one_is_not():
    index = change(start(), "new", gone=("a1",))
    assert index.size == 3
    library = SearchIndex({"en": index})
    assert find("whale", index=library) == ["new"]
    assert "a1" not in find("question", index=library)
    assert find("wahles", index=library) == ["new"]


def test_changes_of_changes_hold():
    index = change(start(), "a1", "new")
    again = change(index, "a1", gone=("new",))
    assert find("whales", index=SearchIndex({"en": again})) == ["a1"]
    gone = again.change({}, ("a1", "a2", "a3"))
    assert gone.size == 0
    assert find("whales question", index=SearchIndex({"en": gone})) == []


def test_with_very_many_changes_all_should_be_indexed_anew():
    few, many = (tuple(f"n{n}" for n in range(MOST_FRESH + more)) for more in (0, 1))
    assert not change(start(), *few).worn
    assert change(start(), *many).worn
    assert len(find("whales", index=SearchIndex({"en": change(start(), *many)}))) == 10
