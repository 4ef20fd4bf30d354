"""A snippet shows why an article was found, in words that read well."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.search.plain_text import strip_markdown
from knowledge_base.search.snippets import LENGTH, cut_snippet
from tests.knowledge_base.search.library import marked, search, shelve, shown, write

pytestmark = pytest.mark.unit

LONG = "It is a long story. " * 30 + "The warranty is two years. " + "And so it ends. " * 30


def test_what_was_typed_is_marked_in_every_form():
    (hit,) = search("paid").hits
    assert shown(hit).startswith("Refunds · Your money is back within 10 days")
    assert marked(hit) == ["paid", "paid"]


def test_of_a_long_answer_the_part_with_the_word_is_shown():
    hit = search("warranty", index=shelve([write("w", "Repairs", LONG)])).hits[0]
    assert shown(hit).startswith("… The warranty is two years. ")
    assert shown(hit).endswith(" …")
    assert marked(hit) == ["warranty"]
    assert len(shown(hit)) <= LENGTH + 4


def test_beginnings_and_slips_are_marked_as_they_were_read():
    assert marked(search("suitc").hits[0]) == ["suitcase"]
    assert marked(search("suitcsae").hits[0]) == ["suitcase"]


def test_words_that_are_everywhere_are_not_marked_beside_others():
    articles = [write(f"a{n}", f"Matter {n}", "This is what is known.") for n in range(9)]
    articles.append(write("gone", "Loss", "The suitcase is gone."))
    hit = search("suitcase is gone", index=shelve(articles)).hits[0]
    assert marked(hit) == ["suitcase", "gone"]


def test_neighbouring_letters_without_spaces_are_marked_as_one():
    index = shelve([write("ja", "返金", "三十日以内に返金します。", locale="ja")])
    assert marked(search("返金します", locale="ja", index=index).hits[0]) == ["返金します"]


def test_without_a_word_in_common_the_beginning_is_shown():
    assert cut_snippet(LONG, {})[0][0].startswith("It is a long story.")
    assert cut_snippet("", {"a": 1.0}) == ()


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=1_000), words=st.sets(st.text(max_size=4), max_size=5))
def test_a_snippet_is_a_part_of_the_text(text: str, words: set[str]):
    pieces = cut_snippet(text, dict.fromkeys(words, 1.0))
    whole = "".join(piece for piece, _ in pieces).removeprefix("… ").removesuffix(" …")
    assert squeeze(whole) in squeeze(text)
    assert len(whole.replace(" · ", " ")) <= LENGTH


def squeeze(text: str) -> str:
    return "".join(text.replace("·", "").split())


MARKDOWN = """\
# Refunds *now*
> quoted
1. one [link words](article:refunds "title") and ![a picture](/help/files/x/y.png)
- two **bold** `code` snake_case a\\*b &amp; <b>x</b> <https://x.example>

| fee | days |
|-----|:----:|
| 10  | 2    |

```text
as it is
```
[reference]: https://x.example
[![linked picture](a.png)](b)
"""


def test_an_answer_is_read_without_its_markdown():
    assert strip_markdown(MARKDOWN).split("\n") == [
        "Refunds now",
        "quoted",
        "one link words and a picture",
        "two bold code snake_case a*b & x",
        "fee days",
        "10 2",
        "as it is",
        "linked picture",
    ]
