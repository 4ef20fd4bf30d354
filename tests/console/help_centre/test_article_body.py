"""What stands in an answer stays words, whatever the page does with its pictures and tables."""

import pytest

from console.help_centre.article_body import render_body

pytestmark = pytest.mark.unit

_HARMFUL = "<h2><table><img src=x onerror=alert(1)></h2><script>alert(1)</script>"


@pytest.mark.parametrize(
    "answer",
    [
        f"![{_HARMFUL}](/help/files/f/tag.png)",
        f'![The tag](/help/files/f/tag.png "x>{_HARMFUL}")',
        f'[The form](https://example.com/ "{_HARMFUL}")',
        f"![{_HARMFUL}](https://elsewhere.example/tag.png)",
        f"## {_HARMFUL}",
        f"`{_HARMFUL}`",
    ],
)
def test_words_of_pictures_links_and_headings_never_become_markup(answer: str):
    html = str(render_body(answer, "en").html)

    for harmful in ("<script", "<img src=x", "<table", "javascript:"):
        assert harmful not in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_no_link_runs_anything(address: str):
    html = str(render_body(f"[a]({address}) ![b]({address}) <{address}>", "en").html)

    assert "href" not in html
    assert "src" not in html
