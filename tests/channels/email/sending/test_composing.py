"""What a customer's mail program reads out of the mail that Frontdesk composes."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.tokens import REPLY, UNSUBSCRIBE
from channels.text_cleaning import clean_line, clean_text
from domain.errors import InvalidInputError
from domain.messages import EnclosedFile, QuickReply, ThreadHint
from tests.channels.email.sending.accounts import (
    ANSWERING,
    REFERENCE,
    SIGNER,
    WRITTEN_AT,
    body,
    compose,
    compose_bytes,
    email,
    make_settings,
    read,
)

pytestmark = pytest.mark.unit

SCRIPTS = [
    "Größe, naïve, ł",
    "件名のテスト、とても長いので折り返されるはずです。" * 3,
    "שלום, התיק שלי אבד",
    "حقيبتي ضاعت في المطار",
    "Чемодан потерян 😀👩‍👩‍👧‍👦",
    "plain =?utf-8?q?not_encoded?= text",
    "x" * 200,
    'a "quoted" \\ name, with a comma',
    "e\u0301 composed",
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_subject_names_and_bodies_come_back_as_they_were_written(text: str):
    content = compose_bytes(
        subject=text,
        text=text,
        to=email("jane@example.com", text),
        cc=(email("bob@example.com", text), email("eve@example.com", "Eve")),
    )
    message = read(content)
    shown = clean_line(text)
    assert message["Subject"] == f"{shown} [{REFERENCE}]"
    assert find_name(content, "To") == shown[:100]
    assert [address.addr_spec for address in message["Cc"].addresses] == [
        "bob@example.com",
        "eve@example.com",
    ]
    assert body(message).startswith(clean_text(text) + "\n")


@given(subject=st.text(max_size=300), name=st.text(max_size=120), text=st.text(max_size=500))
def test_whatever_is_written_the_mail_is_whole_and_of_seven_bits(
    subject: str, name: str, text: str
):
    content = compose_bytes(subject=subject, text=text, to=email("jane@example.com", name))
    content.decode("ascii")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 78
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", content)
    message = read(content)
    assert [str(field) for field in message].count("Subject") == 1
    assert message["To"].addresses[0].addr_spec == "jane@example.com"
    assert body(message).startswith(clean_text(text))


@given(filename=st.text(max_size=250), content=st.binary(max_size=300))
def test_files_come_back_with_their_names_and_bytes(filename: str, content: bytes):
    file = EnclosedFile(filename=filename, media_type="application/pdf", content=content)
    message = compose(enclosed=(file,))
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == (clean_line(filename, max_length=200) or "file")
    assert attached.get_content() == content


def find_name(content: bytes, field: str) -> str:
    """Read the name of a mailbox as RFC 2047 has it.

    `email.policy.default` of Python 3.11 puts a blank between the encoded words of a name.
    """
    name, _ = parseaddr(message_from_bytes(content)[field].replace("\r\n", ""))
    return str(make_header(decode_header(name)))


INJECTIONS = [
    "Hello\r\nBcc: eve@example.com",
    "Hello\nBcc: eve@example.com",
    "Hello\rBcc: eve@example.com",
    "Hello\u2028Bcc: eve@example.com",
    "Hello\x0bBcc: eve@example.com\r\n\r\nbody",
    "=?utf-8?q?Hello=0D=0ABcc:_eve@example.com?=",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_can_add_a_field(text: str):
    message = compose(
        subject=text,
        to=email("jane@example.com", text),
        thread=ThreadHint(in_reply_to=text, references=(text, f"<{text}>")),
        enclosed=(EnclosedFile(filename=text, media_type=text, content=b"x"),),
    )
    assert message["Bcc"] is None
    assert b"\nBcc:" not in compose_bytes(subject=text).replace(b"\r", b"\n")


@pytest.mark.parametrize(
    "address",
    [
        "jane@example.com\r\nBcc: eve@example.com",
        "jane@example.com>, <eve@example.com",
        "jane@example.com,eve@example.com",
        "jane",
        "",
        "@example.com",
        "jane@",
        "jane smith@example.com",
        "jane@exa mple.com",
        "jane@[127.0.0.1]\r\nX: y",
    ],
)
def test_an_address_that_is_none_is_refused(address: str):
    with pytest.raises(InvalidInputError):
        compose(to=email(address))


def test_hidden_copies_are_named_nowhere():
    content = compose_bytes(bcc=(email("boss@example.com"),))
    assert b"boss@example.com" not in content


def test_the_same_message_becomes_the_same_bytes():
    file = EnclosedFile(filename="a.txt", media_type="text/plain", content=b"x")
    assert compose_bytes(enclosed=(file,)) == compose_bytes(enclosed=(file,))


def test_a_reply_can_be_known_by_its_address_and_by_its_references():
    message = compose()
    token = SIGNER.read_address(message["Reply-To"].addresses[0].addr_spec)
    assert token is not None
    assert (token.purpose, token.reference) == (REPLY, REFERENCE)
    own = SIGNER.read_message_id(message["Message-ID"])
    assert own is not None
    assert (own.outbound_id, own.reference) == ("01k9-outbound-1", REFERENCE)


def test_an_account_without_plus_addresses_asks_for_replies_to_itself():
    message = compose(settings=make_settings(plus_addressing=False))
    assert message["Reply-To"] is None


def test_an_address_too_long_for_a_token_goes_without():
    message = compose(settings=make_settings(address=f"{'s' * 40}@aurora.example"))
    assert message["Reply-To"] is None


def test_a_domain_in_another_script_is_written_as_dns_writes_it():
    message = compose(
        settings=make_settings(address="hilfe@bücher.example"),
        to=email("jörg@straße.example"),
    )
    assert message["From"].addresses[0].addr_spec == "hilfe@xn--bcher-kva.example"
    assert message["Message-ID"].endswith("@xn--bcher-kva.example>")
    assert b"xn--strae-oqa.example" in compose_bytes(to=email("jörg@straße.example"))


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Lost bag", f"Re: Lost bag [{REFERENCE}]"),
        ("Re: Lost bag", f"Re: Lost bag [{REFERENCE}]"),
        ("RE: AW: Sv: Re[2]: Lost bag", f"Re: Lost bag [{REFERENCE}]"),
        ("Ré : réponse", f"Re: Ré : réponse [{REFERENCE}]"),
        ("RE : bagage", f"Re: bagage [{REFERENCE}]"),
        ("回复\uff1a行李", f"Re: 行李 [{REFERENCE}]"),
        ("Fwd: Lost bag", f"Re: Fwd: Lost bag [{REFERENCE}]"),
        (f"Re: Lost bag [{REFERENCE}]", f"Re: Lost bag [{REFERENCE}]"),
        (f"Lost bag ({REFERENCE.lower()})", f"Re: Lost bag ({REFERENCE.lower()})"),
        ("Regarding: my bag", f"Re: Regarding: my bag [{REFERENCE}]"),
        (None, f"Re: [{REFERENCE}]"),
        ("Re:", f"Re: [{REFERENCE}]"),
    ],
)
def test_an_answer_carries_one_re_and_one_reference(subject: str, shown: str):
    assert compose(subject=subject, thread=ANSWERING)["Subject"] == shown


def test_what_answers_nothing_has_no_re():
    message = compose(subject=None)
    assert message["Subject"] == f"Aurora Airways [{REFERENCE}]"
    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_an_answer_names_what_it_answers_and_what_came_before():
    thread = ThreadHint(in_reply_to="<three@x>", references=("one@x", "two@x"))
    message = compose(thread=thread)
    assert message["In-Reply-To"] == "<three@x>"
    assert message["References"] == "<one@x> <two@x> <three@x>"


def test_what_was_said_beside_an_answer_is_not_above_it():
    thread = ThreadHint(in_reply_to="two@x", references=("one@x", "two@x", "ours@x"))
    assert compose(thread=thread)["References"] == "<one@x> <two@x>"


def test_a_message_that_follows_our_own_stands_under_it_and_is_no_answer():
    message = compose(thread=ThreadHint(references=("ours-1@x", "ours-2@x")), automatic=True)
    assert message["In-Reply-To"] == "<ours-2@x>"
    assert message["References"] == "<ours-1@x> <ours-2@x>"
    assert message["Subject"] == f"Lost bag [{REFERENCE}]"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_long_thread_keeps_its_first_message_and_the_last_ones():
    ids = tuple(f"{number}.{'x' * 60}@mail.example.com" for number in range(500))
    references = compose(thread=ThreadHint(in_reply_to="now@x", references=ids))["References"]
    shown = references.split()
    assert len(shown) == 20
    assert (shown[0], shown[-2], shown[-1]) == (f"<{ids[0]}>", f"<{ids[-1]}>", "<now@x>")


def test_what_a_person_writes_does_not_call_itself_automatic():
    message = compose(thread=ANSWERING)
    for field in ("Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe", "Precedence"):
        assert message[field] is None


def test_the_bot_says_that_it_answers_by_itself():
    message = compose(thread=ANSWERING, automatic=True)
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["List-Unsubscribe"] is None


def test_automatic_mail_that_nobody_asked_for_can_be_unsubscribed_from():
    message = compose(automatic=True)
    assert message["Auto-Submitted"] == "auto-generated"
    found = re.fullmatch(r"<mailto:([^?]+)\?subject=unsubscribe>", message["List-Unsubscribe"])
    assert found is not None
    token = SIGNER.read_address(found[1])
    assert token is not None
    assert (token.purpose, token.reference) == (UNSUBSCRIBE, REFERENCE)
    assert message["List-Unsubscribe-Post"] is None


def test_the_date_is_that_of_writing():
    assert compose()["Date"].datetime == WRITTEN_AT
    later = WRITTEN_AT + timedelta(days=1)
    assert compose(composed_at=later)["Date"].datetime == later


def test_a_picture_that_the_html_shows_stands_beside_it_and_a_file_after_all():
    files = (
        EnclosedFile(
            filename="map.png", media_type="image/png", content=b"png", content_id="map@x"
        ),
        EnclosedFile(filename="form.pdf", media_type="application/pdf", content=b"pdf"),
    )
    message = compose(html='<p>See <img src="cid:map@x" alt="the map"></p>', enclosed=files)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert 'src="cid:map@x"' in body(message, "html")
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<map@x>"
    assert picture.get_content_disposition() == "inline"


def test_a_forwarded_mail_is_attached_as_a_file_that_opens():
    file = EnclosedFile(
        filename="original.eml", media_type="message/rfc822", content=b"Subject: x\r\n\r\n\xff"
    )
    (attached,) = compose(enclosed=(file,)).iter_attachments()
    assert attached.get_content() == file.content


def test_choices_are_numbered_where_the_text_does_not_list_them():
    choices = (QuickReply(label="Lost bag", value="1"), QuickReply(label="Refund", value="2"))
    message = compose(text="Which one?", quick_replies=choices)
    assert "1. Lost bag\n2. Refund" in body(message)
    assert "Refund</li>" in body(message, "html")


def test_choices_that_the_text_lists_are_not_listed_again():
    choices = (QuickReply(label="Lost bag", value="1"), QuickReply(label="Refund", value="2"))
    text = "Which one?\n\n1. Lost bag\n2. Refund\n\nReply with 1 or 2."
    message = compose(text=text, quick_replies=choices)
    assert body(message).count("Refund") == 1
    assert body(message, "html").count("Refund") == 1


def test_lines_that_begin_with_from_are_not_touched_on_the_way():
    content = compose_bytes(text="From here on it is easy.\n.\n..two")
    assert b"\nFrom here" not in content
    assert body(read(content)).startswith("From here on it is easy.\n.\n..two")


def test_a_subject_may_stay_as_it_was_so_that_gmail_keeps_the_thread_together():
    settings = make_settings(reference_in_subject=False)
    message = compose(settings=settings, subject="Cabin baggage", thread=ANSWERING)
    assert message["Subject"] == "Re: Cabin baggage"
