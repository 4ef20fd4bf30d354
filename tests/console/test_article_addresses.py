"""Addresses of articles and their files, as they stand in answers."""

import pytest

from console.article_addresses import write_file_markdown
from knowledge_base.rendering import render_answer_html

pytestmark = pytest.mark.unit


def test_a_file_s_name_becomes_no_markup():
    written = write_file_markdown("f1", "x](javascript:a).png", picture=True)

    html = render_answer_html(written)

    assert 'alt="x](javascript:a).png"' in html
    assert html.count("<img") == 1
    assert "<a" not in html
