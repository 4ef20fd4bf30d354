"""Texts are read in the character set they are in, and HTML as a person would write it down."""

import base64

import pytest

from tests.channels.email.parsing.mails import read_body

pytestmark = pytest.mark.unit

GERMAN = "Die Größe des Gepäcks, übrigens"
RUSSIAN = "Здравствуйте, мой багаж потерян, помогите, пожалуйста, найти его."  # noqa: RUF001 - Russian
JAPANESE = "荷物が届きません。予約番号をお知らせします。よろしくお願いします。"
CHINESE = "我的行李没有到达，请帮助我查找一下，谢谢。我的预订号码如下。"  # noqa: RUF001 - Chinese


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("utf-8", "utf-8", GERMAN),
        ("UTF8", "utf-8", GERMAN),
        ('"utf-8"', "utf-8", GERMAN),
        ("iso-8859-1", "latin-1", GERMAN),
        ("iso-8859-1", "cp1252", "“quoted” 5 €"),
        ("iso-8859-1", "utf-8", GERMAN),
        ("us-ascii", "utf-8", GERMAN),
        ("us-ascii", "latin-1", GERMAN),
        ("utf-8", "latin-1", GERMAN),
        ("x-unknown", "latin-1", GERMAN),
        ("", "utf-8", GERMAN),
        ("", "latin-1", GERMAN),
        ("no-such-charset", "cp1251", RUSSIAN * 3),
        ("windows-1251", "cp1251", RUSSIAN),
        ("koi8-r", "koi8-r", RUSSIAN),
        ("iso-2022-jp", "iso2022_jp", JAPANESE),
        ("us-ascii", "iso2022_jp", JAPANESE),
        ("Shift_JIS", "cp932", JAPANESE),
        ("euc-jp", "euc_jp", JAPANESE),
        ("gb2312", "gb18030", CHINESE),
        ("x-gbk", "gbk", CHINESE),
        ("big5", "big5", "我的行李沒有到達"),
        ("ks_c_5601-1987", "cp949", "수하물이 도착하지 않았습니다"),
        ("utf-7", "utf-7", GERMAN),
        ("utf-16", "utf-16", GERMAN),
        ("utf-16le", "utf-16-le", GERMAN),
        ("windows-1252http-equivcontent-type", "cp1252", GERMAN),
    ],
)
def test_character_sets_are_read_also_where_their_label_lies(label: str, codec: str, text: str):
    fields = f"Content-Type: text/plain; charset={label}\nContent-Transfer-Encoding: base64"
    body = base64.b64encode(text.encode(codec)).decode()
    assert read_body(fields, body).text == text


@pytest.mark.parametrize("label", ["rot13", "zlib", "punycode", "idna", "undefined", "../etc/x"])
def test_codecs_that_are_no_character_sets_are_not_used(label: str):
    assert read_body(f"Content-Type: text/plain; charset={label}", "hello").text == "hello"


def test_html_names_its_own_character_set():
    html = b'<meta charset="windows-1251"><p>' + RUSSIAN.encode("cp1251")
    assert read_body("Content-Type: text/html", html).text == RUSSIAN


def test_nul_bytes_and_marks_of_direction_go():
    assert read_body("X: y", "a\0b\u202ec\ufeffd").text == "abcd"


@pytest.mark.parametrize(
    ("parameters", "body", "text"),
    [
        ("format=flowed", "one \ntwo\nthree", "one two\nthree"),
        ("format=flowed; delsp=yes", "on \ne", "one"),
        ("format=flowed", "> one \n> two\nthree", "> one two\nthree"),
        ("format=flowed", ">> deep \n> less", "> > deep \n> less"),
        ("format=flowed", " >stuffed", ">stuffed"),
        ("format=flowed", "bye\n-- \nAnn", "bye\n-- \nAnn"),
        ("format=fixed", "one \ntwo", "one \ntwo"),
    ],
)
def test_flowed_text_is_unwrapped(parameters: str, body: str, text: str):
    assert read_body(f"Content-Type: text/plain; {parameters}", body).text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<b>o</b>ne   two\n three", "one two three"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
        ("<ul><li>one<ul><li>deep</ul></ul>", "- one\n  - deep"),
        ("<table><tr><td>Name<td>Ann<tr><td>Flight<td>12</table>", "Name\tAnn\nFlight\t12"),
        ('<a href="https://example.com/x">the page</a>', "the page <https://example.com/x>"),
        ('<a href="https://example.com/">https://example.com</a>', "https://example.com"),
        ('<a href="mailto:a@example.com">Ann</a>', "Ann"),
        ('<a href="javascript:x()">press</a>', "press"),
        ("<blockquote>one<br>two</blockquote>three", "> one\n> two\n\nthree"),
        ("<style>p{}</style><script>x</script><title>t</title>hello", "hello"),
        ('hello<div style="display:none">hidden</div>', "hello"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c\u00a0d"),
        ("a & b &c < d", "a & b &c < d"),
        ('<img src="x.png" alt="a cat">', "[a cat]"),
        ("above<hr>below", "above\n________________________________\nbelow"),
        ("<p>never <b>closed <i>tags", "never closed tags"),
    ],
)
def test_html_reads_like_text(html: str, text: str):
    assert read_body("Content-Type: text/html", html).text == text


def test_html_without_a_type_is_known_by_its_look():
    assert read_body("X: y", "<html><body><p>hello</p></body></html>").text == "hello"


def test_half_a_character_in_html_costs_that_character_alone():
    mail = read_body("Content-Type: text/html; charset=utf-7", "<p>before +2AA- after</p>")
    assert mail.text == "before \ufffd after"
    assert "after" in (mail.html or "")
