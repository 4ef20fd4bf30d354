"""Links between articles, and to files, lead where a reader is."""

import pytest

from knowledge_base.article_links import (
    find_article_links,
    find_file_ids,
    find_foreign_pictures,
    make_links_absolute,
)
from knowledge_base.rendering import render_answer_html, render_answer_text

pytestmark = pytest.mark.unit

ANSWER = """See [bags](article:bags) and [fees][f] or <article:my%20fees>.

![a map](/help/files/f1/map.png) and [the form](/help/files/f2/form.pdf "PDF")

[f]: article:fees
"""


def test_articles_and_files_that_are_linked_to_are_found():
    assert find_article_links(ANSWER) == ("bags", "fees", "my fees")
    assert find_file_ids(ANSWER) == ("f1", "f2")


def test_what_is_shown_as_code_links_to_nothing():
    assert find_article_links("`[bags](article:bags)`") == ()
    assert find_file_ids("    ![](/help/files/f1/a.png)") == ()


def test_links_that_go_out_have_their_whole_address():
    absolute = make_links_absolute(ANSWER, public_url="https://a.example", locale="de")
    html = render_answer_html(absolute)
    for address in (
        'href="https://a.example/help/de/articles/bags"',
        'href="https://a.example/help/de/articles/fees"',
        'href="https://a.example/help/de/articles/my%20fees"',
        'src="https://a.example/help/files/f1/map.png"',
        'href="https://a.example/help/files/f2/form.pdf"',
    ):
        assert address in html
    assert "bags (https://a.example/help/de/articles/bags)" in render_answer_text(absolute)


def test_links_within_the_site_need_no_host():
    html = render_answer_html(make_links_absolute(ANSWER, public_url="", locale="en"))
    assert 'href="/help/en/articles/bags"' in html
    assert 'src="/help/files/f1/map.png"' in html


@pytest.mark.parametrize(
    "plain", ["No link.", "An article: bags.", "https://a.example/help/x", "(article:bags)"]
)
def test_other_words_are_left_as_they_are(plain: str):
    assert make_links_absolute(plain, public_url="https://a.example", locale="en") == plain


@pytest.mark.parametrize(
    ("answer", "hosts"),
    [
        ("![](https://t.example/p.gif)", ("t.example",)),
        ("![][p]\n\n[p]: http://t.example/p.gif", ("t.example",)),
        ("[![](//t.example/p.gif)](https://a.example)", ("t.example",)),
        (
            "![](data:image/gif;base64,R0lGODlhAQABAAAAACw=)",
            ("data:image/gif;base64,R0lGODlhAQABAAAAACw=",),
        ),
        ("![](/help/files/f1/map.png)", ()),
        ("[a link](https://t.example/p.gif)", ()),
    ],
)
def test_pictures_from_elsewhere_are_found_however_they_are_written(
    answer: str, hosts: tuple[str, ...]
):
    assert find_foreign_pictures(answer) == hosts
