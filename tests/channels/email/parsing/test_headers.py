"""What stands above a mail is read as its sender meant it, however it was written."""

from datetime import UTC, datetime

import pytest

from channels.email.parsing import parse_mail
from domain.errors import MalformedMessage
from tests.channels.email.parsing.mails import read

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "raw",
    [
        "\n\n \nFrom: a@example.com\nSubject: hello\n\nbody",
        "From b@example.com Mon Jan  1 00:00:00 2024\nFrom: a@example.com\nSubject: hello\n\nbody",
        ">From sender@example.com\nFrom: a@example.com\nSubject: hello\n\nbody",
        "From: a@example.com\nthis is junk\nSubject: hello\n\nbody",
        "two words: no field\nFrom: a@example.com\nSubject: hello\n\nbody",
        "\ufeffFrom: a@example.com\nSubject: hello\n\nbody",
        " From: a@example.com\nSubject: hello\n\nbody",
        "From : a@example.com\nSubject\t: hello\n\nbody",
        "From: a@example.com\nSubject: hello\n   \nbody",
        "From:\n a@example.com\nSubject:\n\thello\n\nbody",
        "From: a@example.com\nSubject: hello\nbody",
        "FROM: a@example.com\nsUBJECT: hello\n\nbody",
        "From: a@example.com\nSubject: hel\0lo\n\nbody",
    ],
)
def test_stray_lines_neither_hide_fields_nor_enter_the_text(raw: str):
    mail = read(raw)
    assert mail.sender
    assert (mail.sender.address, mail.subject, mail.text) == ("a@example.com", "hello", "body")


def test_line_ends_of_any_kind_are_read():
    for end in ("\n", "\r\n", "\r"):
        mail = parse_mail(
            end.join(["From: a@example.com", "Subject: x", "", "one", "two"]).encode()
        )
        assert (mail.subject, mail.text) == ("x", "one\ntwo")


def test_a_message_in_utf_16_is_read():
    mail = parse_mail("From: a@example.com\r\nSubject: Größe\r\n\r\nhallo".encode("utf-16"))
    assert (mail.subject, mail.text) == ("Größe", "hallo")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?Q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?utf-8?B?R3LDtsOfZQ==?=", "Größe"),
        ("=?utf-8?B?R3LDtsOfZQ?=", "Größe"),
        ("=?UTF-8?q?a?= =?UTF-8?q?b?=", "ab"),
        ("=?utf-8?q?a?= plain =?utf-8?q?b?=", "a plain b"),
        ("=?utf-8?Q?=C3?=\n =?utf-8?Q?=B6?=", "ö"),
        ("=?utf-8?B?w7?=\n =?utf-8?B?Y=?=", "ö"),
        ("=?iso-8859-1?Q?Gr=F6=DFe?=", "Größe"),
        ("=?utf-8*de?Q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?utf-8?Q?Is it you??=", "Is it you?"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?gb2312?B?1tDOxA==?=", "中文"),
        ("=?ks_c_5601-1987?B?x9GxuQ==?=", "한국"),
        ("=?shift_jis?B?k/qWew==?=", "日本"),
        ("=?no-such-set?Q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?us-ascii?Q?Gr=F6=DFe?=", "Größe"),
        ("=?utf-8?Q?=3D=3Futf-8=3FQ=3FGr=C3=B6=C3=9Fe=3F=3D?=", "Größe"),
        ("=?utf-8?Q?line=0D=0ABcc:_x@example.com?=", "line Bcc: x@example.com"),
        ("=?utf-8?X?what?=", "=?utf-8?X?what?="),
        ("=?utf-8?Q?never ends", "=?utf-8?Q?never ends"),
        ("a =? b ?= c", "a =? b ?= c"),
        ("100% =zz", "100% =zz"),
    ],
)
def test_encoded_words_are_read(written: str, meant: str):
    assert read(f"From: a@example.com\nSubject: {written}\n\nx").subject == meant


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ("Größe".encode(), b""),
        ("Größe".encode("latin-1"), b""),
        ("Größe".encode("latin-1"), b"Content-Type: text/plain; charset=utf-8\n"),
        ("Größe".encode("iso8859-15"), b"Content-Type: text/plain; charset=iso-8859-15\n"),
    ],
)
def test_bytes_beyond_ascii_in_a_header_are_read(data: bytes, fields: bytes):
    assert (
        read(b"From: a@example.com\nSubject: " + data + b"\n" + fields + b"\nx").subject == "Größe"
    )


def test_the_texts_character_set_tells_that_of_the_header():
    raw = b"From: a@example.com\nSubject: " + "Привет".encode("koi8-r")
    raw += b"\nContent-Type: text/plain; charset=koi8-r\n\n" + "Привет".encode("koi8-r")
    mail = read(raw)
    assert (mail.subject, mail.text) == ("Привет", "Привет")


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("a@example.com", "a@example.com", ""),
        ("A@Example.COM", "a@example.com", ""),
        ("Ann Lee <a@example.com>", "a@example.com", "Ann Lee"),
        ('"Lee, Ann" <a@example.com>', "a@example.com", "Lee, Ann"),
        ("Lee, Ann <a@example.com>", "a@example.com", "Lee, Ann"),
        ("a@example.com (Ann Lee)", "a@example.com", "Ann Lee"),
        ("Ann Lee a@example.com", "a@example.com", "Ann Lee"),
        ("Ann <a@example.com", "a@example.com", "Ann"),
        ("Ann a@example.com>", "a@example.com", "Ann"),
        ("<<a@example.com>>", "a@example.com", ""),
        ("'a@example.com'", "a@example.com", ""),
        ('"b@example.net" <a@example.com>', "a@example.com", "b@example.net"),
        ("<mailto:a@example.com>", "a@example.com", ""),
        ("<@relay.example,@b.example:a@example.com>", "a@example.com", ""),
        ("a . lee @ example . com", "a.lee@example.com", ""),
        ("Team: a@example.com, b@example.com;", "a@example.com", ""),
        ("a@example.com, b@example.com", "a@example.com", ""),
        ("One <a@example.com> Two <b@example.com>", "a@example.com", "One"),
        ('"Ann \\"Bee\\" Lee" <a@example.com>', "a@example.com", 'Ann "Bee" Lee'),
        ('"never closed <a@example.com>', "a@example.com", "never closed"),
        ("=?utf-8?Q?J=C3=B6rg?= <a@example.com>", "a@example.com", "Jörg"),
        ("=?utf-8?Q?J=C3=B6rg_<a=40example.com>?=", "a@example.com", "Jörg"),
        ("=?utf-8?Q?a=0D=0A?= <a@example.com>", "a@example.com", "a"),
        ("<=?utf-8?Q?a=40example.com=0D=0ABcc:x?=>", "a@example.combcc:x", ""),
        ("jörg@mächine.example", "jörg@mächine.example", ""),
        ("root", "root", ""),
        ("Mail Delivery System <MAILER-DAEMON>", "mailer-daemon", ""),
    ],
)
def test_senders_are_found(written: str, address: str, name: str):
    sender = read(f"From: {written}\nSubject: x\n\nx").sender
    assert sender
    assert (sender.address, sender.name) == (address, name)
    assert not any(c.isspace() for c in sender.address)


@pytest.mark.parametrize(
    "fields",
    [
        "Sender: a@example.com",
        "From:\nReply-To: a@example.com",
        "From: nobody at all\nReturn-Path: <a@example.com>",
        "From:\nFrom: a@example.com",
        "From: undisclosed:;\nSender: <a@example.com>",
    ],
)
def test_without_a_usable_from_the_next_best_field_names_the_sender(fields: str):
    sender = read(f"{fields}\nSubject: x\n\nx").sender
    assert sender
    assert sender.address == "a@example.com"


def test_the_line_of_a_mailbox_file_names_the_sender_where_nothing_else_does():
    sender = read("From a@example.com Mon Jan  1 00:00:00 2024\nSubject: x\n\nx").sender
    assert sender
    assert sender.address == "a@example.com"


def test_recipients_are_listed_once_without_the_names_of_groups():
    mail = read(
        "From: a@example.com\nTo: All: one@example.com, Two <TWO@example.com>;, one@example.com\n"
        "To: three@example.com\nCc: undisclosed-recipients:;\nReply-To: a@example.com\n\nx"
    )
    assert [a.address for a in mail.to] == [f"{n}@example.com" for n in ("one", "two", "three")]
    assert (mail.cc, mail.reply_to) == ((), ())


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("<one@example.com>", ("one@example.com",)),
        ("<one@example.com> <two@example.com>", ("one@example.com", "two@example.com")),
        ("<one@example.com>,<one@example.com>", ("one@example.com",)),
        ("<one@exam\n ple.com>", ("one@example.com",)),
        ("one@example.com two@example.com", ("one@example.com", "two@example.com")),
        ('Your message of "Monday" <one@example.com>', ("one@example.com",)),
        ("=?utf-8?q?=3Cone=40example=2Ecom=3E?=", ("one@example.com",)),
        ("<>", ()),
        ("nothing", ()),
    ],
)
def test_ids_lose_brackets_and_folds(written: str, ids: tuple[str, ...]):
    mail = read(f"From: a@example.com\nIn-Reply-To: {written}\nReferences: {written}\n\nx")
    assert (mail.in_reply_to, mail.references) == (ids, ids)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Mon, 6 Jun 2005 22:21:22 +0200", datetime(2005, 6, 6, 20, 21, 22, tzinfo=UTC)),
        ("6 Jun 2005 22:21 EST", datetime(2005, 6, 7, 3, 21, tzinfo=UTC)),
        ("Mon, 06 Jun 05 22:21:22 GMT (summer)", datetime(2005, 6, 6, 22, 21, 22, tzinfo=UTC)),
        ("2005-06-06T22:21:22+02:00", datetime(2005, 6, 6, 20, 21, 22, tzinfo=UTC)),
        ("2005-06-06 22:21:22", datetime(2005, 6, 6, 22, 21, 22, tzinfo=UTC)),
        ("Mon, 6 Jun 2005 23:59:60 +0000", datetime(2005, 6, 6, 23, 59, 59, tzinfo=UTC)),
        ("Mon, 6 Jun 2005 22:21:22", datetime(2005, 6, 6, 22, 21, 22, tzinfo=UTC)),
        ("Thu, 1 Jan 1970 00:00:00 +0000", None),
        ("Mon, 99 Foo 2005 99:99:99 +9999", None),
        ("yesterday", None),
        ("", None),
        ("Mon, 6 Jun 2005 22:21:22 +99999999", None),
    ],
)
def test_dates_are_read_or_left_out(written: str, at: datetime | None):
    assert read(f"From: a@example.com\nDate: {written}\n\nx").date == at


def test_header_fields_are_in_one_line():
    mail = read("From: a@example.com\nX-Long: one\n\ttwo\n  =?utf-8?q?=0Athree?=\n\nx")
    assert mail.headers.get("X-Long") == "one two three"


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\0\0\0", b" \n"])
def test_what_holds_no_mail_is_malformed(raw: bytes):
    with pytest.raises(MalformedMessage, match="empty"):
        parse_mail(raw)


def test_no_more_is_read_than_asked_for():
    mail = parse_mail(b"From: a@example.com\n\n" + b"word " * 100, max_bytes=30)
    assert mail.text == "word word"
