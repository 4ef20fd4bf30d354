"""What the HTML of mail programs marks as quoted is taken out of it."""

import pytest

from channels.email.replies import cut_quoted_html, extract_reply, find_reply

pytestmark = pytest.mark.unit

CONTAINERS = {
    "Gmail": '<div class="gmail_quote"><div class="gmail_attr">On Mon, 3 Jun 2024 X wrote:</div>'
    '<blockquote class="gmail_quote">OLD</blockquote></div>',
    "Gmail without marks": '<div class="gmail_quote">Then X wrote:<br>OLD</div>',
    "Apple Mail": '<blockquote type="cite"><div>On 3 Jun 2024, X wrote:</div>OLD</blockquote>',
    "Thunderbird": '<div class="moz-cite-prefix">X wrote:</div><blockquote type="cite">OLD'
    "</blockquote>",
    "Outlook on the web": '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> X'
    "</div><div>OLD</div>",
    "Outlook": '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0 0 0">'
    "<p><b>From:</b> X</p></div><p>OLD</p>",
    "Outlook for Mac": '<span id="OLK_SRC_BODY_SECTION"><b>From: </b>X<br>OLD</span>',
    "Hotmail": '<hr id="stopSpelling">Date: Mon<br>From: X<br>OLD',
    "Yahoo": '<div class="yahoo_quoted">On Monday X wrote:<br>OLD</div>',
    "Proton": '<div class="protonmail_quote">X wrote:<blockquote>OLD</blockquote></div>',
    "GMX": '<div name="quote"><b>Von:</b> X<br>OLD</div>',
    "Zoho": '<div class="zmail_extra">On Monday X wrote<blockquote>OLD</blockquote></div>',
    "Zimbra": '<hr id="zwchr"><b>From: </b>X<br>OLD',
    "Yandex": '<div>3.6.2024, 10:22, "X" &lt;x@example.org&gt;:</div><blockquote>OLD</blockquote>',
}


@pytest.mark.parametrize("container", CONTAINERS.values(), ids=CONTAINERS)
def test_quotation_goes_and_words_stay(container: str):
    cut = cut_quoted_html(f"<div>Tuesday is <b>fine</b>.</div><br>{container}")
    assert cut is not None
    assert "OLD" not in cut
    assert "Tuesday is <b>fine</b>." in cut


@pytest.mark.parametrize("name", sorted(CONTAINERS.keys() - {"Yandex"}))
def test_text_made_of_it_is_read_with_it(name: str):
    html = f"<div>Tuesday is fine.</div><br>{CONTAINERS[name]}"
    text = "Tuesday is fine.\n\nSomething in a language of its own 123\nOLD"
    assert find_reply(text, html).reply == "Tuesday is fine."


def test_answers_between_quotations_stay():
    html = (
        '<div class="gmail_quote"><div class="gmail_attr">On Monday X wrote:</div>'
        '<blockquote class="gmail_quote">Q1</blockquote><div>Two.</div>'
        '<blockquote class="gmail_quote">Q2</blockquote><div>Tuesday.</div></div>'
    )
    cut = cut_quoted_html(html)
    assert cut is not None
    assert "Q1" not in cut
    assert "Q2" not in cut
    assert cut.index("Two.") < cut.index("Tuesday.")
    assert find_reply("X wrote\nQ1\nTwo.\nQ2\nTuesday.", html).reply == "Two.\nTuesday."


def test_a_mail_that_is_passed_on_stays():
    marked = "---------- Forwarded message ---------<br>From: X"
    html = f'<div class="gmail_quote"><div class="gmail_attr">{marked}</div><br>OLD</div>'
    assert cut_quoted_html(html) is None


def test_a_signature_is_set_off():
    cut = cut_quoted_html('<p>Fine.</p><div class="gmail_signature">Ann Lee<br>Bees</div>')
    assert cut is not None
    assert cut.index("Fine.") < cut.index("--") < cut.index("Ann Lee")


@pytest.mark.parametrize("html", ["", "<p>Hello</p>", "<blockquote>Mine</blockquote>", "no markup"])
def test_html_without_a_quotation_is_left_alone(html: str):
    assert cut_quoted_html(html) is None


def test_html_of_another_text_is_not_heeded():
    html = "<p>Something else</p><blockquote type=cite>What I say</blockquote>"
    assert find_reply("What I say", html).reply == "What I say"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<blockquote type=cite>" * 50_000 + "x",
        "a<div class=gmail_quote>" * 1_400 + "x",
        "x<div class=gmail_quote>y</div>" * 20_000,
        "a<p><b>" * 19_000,
        "x" * 3_000_000,
        "<" * 100_000,
        "\0<blockquote type='cite'",
    ],
    ids=range(8),
)
def test_hostile_html_costs_no_words(html: str):
    cut_quoted_html(html)
    assert extract_reply("Hello") == find_reply("Hello", html).reply
