"""Answers are safe as HTML and readable as text, whatever an article holds."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.rendering import first_paragraph, render_answer_html, render_answer_text

pytestmark = pytest.mark.unit

ANSWER = """\
## Bags

You may bring **one bag** and *one* [small item](https://example.com/bags).
Weigh it `before` you come.

- Light: 8 kg
- Classic: 12 kg
  - with a card: 14 kg

1. Pack
2. Weigh

| Fare | Price |
| --- | --- |
| Light | 20 |

Questions? <help@example.com>
"""


class Page(HTMLParser):
    """What a browser would see of the tags."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_html_keeps_the_structure() -> None:
    html = render_answer_html(ANSWER)
    assert "<strong>one bag</strong>" in html
    assert '<a href="https://example.com/bags" rel="noopener noreferrer">small item</a>' in html
    assert html.count("<li>") == 5
    assert "<td>Light</td>" in html


def test_text_has_dashes_for_lists_addresses_after_labels_and_no_markup() -> None:
    assert render_answer_text(ANSWER) == (
        "Bags\n\n"
        "You may bring one bag and one small item (https://example.com/bags). "
        "Weigh it before you come.\n\n"
        "- Light: 8 kg\n- Classic: 12 kg\n  - with a card: 14 kg\n\n"
        "1. Pack\n2. Weigh\n\n"
        "Fare | Price\nLight | 20\n\n"
        "Questions? help@example.com"
    )


def test_the_first_paragraph_is_plain_and_alone() -> None:
    assert first_paragraph(ANSWER).startswith("You may bring one bag and one small item (")
    assert first_paragraph(ANSWER).endswith("before you come.")
    assert first_paragraph("") == ""


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "![a](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        '[a](https://example.com "x\\" onmouseover=\\"alert(1)")',
        '<iframe src="https://example.com"></iframe>',
        "<style>*{display:none}</style>",
        "`</code><script>alert(1)</script>`",
        '```"><script>alert(1)</script>\nx\n```',
        "<a href='javascript:alert(1)'>x</a>",
    ],
)
def test_script_in_an_article_never_runs(markdown: str) -> None:
    page = Page()
    page.feed(render_answer_html(markdown))
    assert not page.names & {"script", "iframe", "style", "svg", "form", "object"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    addresses = [value for name, value in page.attributes if name in {"href", "src"}]
    assert all(re.match(r"(https?:|mailto:|tel:|[^:]*$)", address) for address in addresses)


@given(st.text(alphabet=st.characters(), max_size=300))
@settings(deadline=None)
def test_any_text_renders(markdown: str) -> None:
    for rendered in (
        render_answer_html(markdown),
        render_answer_text(markdown),
        first_paragraph(markdown),
    ):
        rendered.encode("utf-8")


def test_deep_nesting_is_no_harm() -> None:
    for markdown in ("> " * 5_000 + "x", "- " * 5_000 + "x", "[" * 20_000, "*" * 20_000):
        render_answer_html(markdown)
        render_answer_text(markdown)
