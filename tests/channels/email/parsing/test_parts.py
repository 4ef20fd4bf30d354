"""Bodies and files are told apart as a person at a mail program would."""

import base64
import struct

import pytest

from channels.email.parsing import parse_mail
from tests.channels.email.parsing.mails import HEAD, names, read, read_body, read_parts

pytestmark = pytest.mark.unit

TEXT = "Content-Type: text/plain\n\nhello"
HTML = "Content-Type: text/html\n\n<p>hello <b>there</b></p>"
PDF = (
    'Content-Type: application/pdf; name="ticket.pdf"\nContent-Transfer-Encoding: base64\n'
    'Content-Disposition: attachment; filename="ticket.pdf"\n\nJVBERi0='
)
PICTURE = (
    "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-ID: <logo@example>\n"
    "Content-Disposition: inline\n\niVBORw=="
)


def test_a_text_with_a_file():
    mail = read_parts("mixed", TEXT, PDF)
    assert (mail.text, names(mail)) == ("hello", ["ticket.pdf"])
    assert (mail.files[0].media_type, mail.files[0].content) == ("application/pdf", b"%PDF-")


def test_two_renderings_are_one_body():
    mail = read_parts("alternative", TEXT, HTML)
    assert (mail.text, mail.html, mail.files) == ("hello", "<p>hello <b>there</b></p>", ())


def test_text_is_made_where_there_is_only_html():
    assert read_parts("mixed", HTML).text == "hello there"


def test_text_and_html_after_one_another_are_both_in_both():
    mail = read_parts("mixed", HTML, "Content-Type: text/plain\n\n-- a list & its footer")
    assert mail.text == "hello there\n\n-- a list & its footer"
    assert mail.html
    assert "hello" in mail.html
    assert "a list &amp; its footer" in mail.html


def test_a_picture_within_the_html_is_inline_and_others_are_not():
    html = 'Content-Type: text/html\n\n<img src="cid:logo@example">'
    mail = read_parts("related", html, PICTURE, PICTURE.replace("logo", "other"))
    assert [(f.content_id, f.inline) for f in mail.files] == [
        ("logo@example", True),
        ("other@example", False),
    ]


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("mixed", ""),  # never closed
        ("mixed", "--cut"),
        ("mixed", "--cut--"),
        ("*", "--cut--\n"),
        ("mixed", "--cut--\nan epilogue\n"),
    ],
)
def test_parts_are_found_whatever_ends_them(kind: str, end: str):
    mail = read_parts(kind, TEXT, PDF, end=end)
    assert (mail.text, names(mail)) == ("hello", ["ticket.pdf"])


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/mixed",
        "multipart/mixed; boundary=",
        'multipart/mixed; boundary="another"',
        "multipart/mixed; boundary=cut",
        "multipart/mixed boundary=cut",
        'multipart/mixed; boundary="cut',
        'multipart/mixed;\nboundary="cut"',
        "multipart/mixed; boundary*=us-ascii''cut",
        "multipart/mixed; boundary*0=c; boundary*1=ut",
        "multipart/mixed; boundary=cut; boundary=other",
    ],
)
def test_boundaries_are_found_however_they_are_named(content_type: str):
    mail = read(f"{HEAD}Content-Type: {content_type}\n\n--cut\n{TEXT}\n--cut\n{PDF}\n--cut--\n")
    assert (mail.text, names(mail)) == ("hello", ["ticket.pdf"])


def test_a_multipart_without_any_boundary_is_a_text():
    assert read_body("Content-Type: multipart/mixed; boundary=x", "just words").text == "just words"


def test_a_boundary_that_begins_another_divides_nothing_of_it():
    inner = (
        f"Content-Type: multipart/mixed; boundary=cut2\n\n--cut2\n{TEXT}\n--cut2\n{PDF}\n--cut2--"
    )
    mail = read_parts("mixed", inner, "Content-Type: text/plain\n\nmore")
    assert (mail.text, names(mail)) == ("hello\n\nmore", ["ticket.pdf"])


def test_an_inner_multipart_that_never_ends_is_ended_by_the_outer():
    inner = f"Content-Type: multipart/alternative; boundary=in\n\n--in\n{TEXT}\n--in\n{HTML}"
    mail = read_parts("mixed", inner, PDF)
    assert (mail.text, names(mail)) == ("hello", ["ticket.pdf"])


def test_parts_without_a_header_are_text():
    assert read_parts("mixed", "\nhello", "hello again").text == "hello\n\nhello again"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", "aGVsbG8gdGhlcmU="),
        ("BASE64", "aGVs\nbG8g\ndGhlcmU"),
        ("base64", "aGVs!bG8gdGhlcmU=\n"),
        ("base64", "aGVsbG8=IHRoZXJl"),
        ("base64", "aGVsbG8gdGhlcmU=\n\nA footer that a mailing list put here.\n"),
        ("Base-64", "aGVsbG8gdGhlcmU="),
        ("base64", "hello there"),  # it is not, though it says so
        ("quoted-printable", "hel=6Co =\nthere"),
        ("quoted-printable", "hello= \n there"),
        ("quoted-printable", "hello there="),
        ("7bit", "hello there"),
        ("8-bit", "hello there"),
        ("no-such-thing", "hello there"),
        ("", "hello there"),
        ("x-uuencode", "begin 644 x\n+:&5L;&\\@=&AE<F4\n`\nend\n"),
    ],
)
def test_transfer_encodings_are_undone_as_far_as_they_go(encoding: str, body: str):
    assert read_body(f"Content-Transfer-Encoding: {encoding}", body).text == "hello there"


def test_an_equals_sign_that_encodes_nothing_stays():
    assert read_body("Content-Transfer-Encoding: quoted-printable", "1=2 =ZZ").text == "1=2 =ZZ"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('filename="a b.pdf"', "a b.pdf"),
        ("filename=a b.pdf", "a b.pdf"),
        ("filename==?utf-8?B?w6QucGRm?=", "ä.pdf"),
        ('filename="=?utf-8?Q?=C3=A4.pdf?="', "ä.pdf"),
        ("filename*=utf-8''%C3%A4.pdf", "ä.pdf"),
        ("filename*=%C3%A4.pdf", "ä.pdf"),
        ("filename*=no-such-set''%C3%A4.pdf", "ä.pdf"),
        ("filename*0*=utf-8''%C3; filename*1*=%A4; filename*2=.pdf", "ä.pdf"),
        ("filename*1=b.pdf; filename*0=a", "ab.pdf"),
        ("filename*=utf-8''%C3%A4.pdf; filename=a.pdf", "ä.pdf"),
        ('filename="one.pdf"; filename="two.pdf"', "one.pdf"),
        ('filename="C:\\temp\\a.pdf"', "a.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="say \\"hi\\".pdf"', 'say "hi".pdf'),
        ('filename="a.pdf', "a.pdf"),
        ("filename=ä.pdf", "ä.pdf"),
        ("name=a.pdf", "a.pdf"),
        ("filename=", ""),
        ('filename=".."', ""),
    ],
)
def test_names_of_files_are_read_and_made_harmless(written: str, name: str):
    part = f"Content-Type: application/pdf\nContent-Disposition: attachment; {written}\n\nx"
    assert names(read_parts("mixed", TEXT, part)) == [name]


@pytest.mark.parametrize(
    ("part", "listed"),
    [
        ("Content-Type: application/zip\n\nPK", [""]),
        ("Content-Type: image/png; name=a.png\n\nx", ["a.png"]),
        ("Content-Type: image/png\nContent-Disposition: inline\n\nx", [""]),
        ("Content-Type: image/png\nContent-Location: a.png\n\nx", ["a.png"]),
        ("Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nx", ["a.txt"]),
        ("Content-Type: text/plain; name=a.txt\n\nx", ["a.txt"]),
        ("Content-Type: text/csv\n\na;b", [""]),
        ("Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR", [""]),
        ("Content-Type: message/rfc822\n\nSubject: inner\n\nx", [""]),
        ("Content-Disposition: nonsense; filename=a.bin\n\nx", ["a.bin"]),
        ("Content-Type: image/png\n\n", []),
        ("Content-Disposition: nonsense\n\nx", []),
    ],
)
def test_what_a_person_would_see_as_a_file_is_one(part: str, listed: list[str]):
    assert names(read_parts("mixed", TEXT, part)) == listed


def test_a_message_that_is_only_a_file():
    mail = read_body("Content-Type: application/pdf; name=a.pdf", "%PDF-")
    assert (mail.text, names(mail)) == ("", ["a.pdf"])


def test_a_message_within_is_a_file_with_its_bytes_and_shows_its_header_to_detectors():
    inner = "Message-ID: <inner@example.com>\nSubject: inner\n\nsecret words"
    mail = read_parts("mixed", TEXT, f"Content-Type: message/rfc822\n\n{inner}")
    assert mail.text == "hello"
    assert mail.files[0].content == inner.replace("\n", "\r\n").encode()
    assert "inner@example.com" in mail.parts[1].text
    assert "secret words" not in mail.parts[1].text


def test_messages_in_a_digest_are_files():
    assert names(read_parts("digest", "\nSubject: a\n\nx", "\nSubject: b\n\ny")) == ["", ""]


@pytest.mark.parametrize(
    ("part", "listed"),
    [
        ("Content-Type: application/pgp-signature\n\n-----BEGIN PGP", []),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx", ["smime.p7s"]),
    ],
)
def test_a_signature_is_a_file_only_where_it_has_a_name(part: str, listed: list[str]):
    mail = read_parts("signed; protocol=x", TEXT, part)
    assert (mail.text, names(mail)) == ("hello", listed)


def test_reports_for_machines_are_parts_and_no_files():
    status = "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@example.com"
    mail = read_parts("report", TEXT, status)
    assert mail.files == ()
    assert mail.parts[1].text.startswith("Final-Recipient")


def make_tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    """Write attributes (level, id and type, value) as Outlook packs them."""
    packed = struct.pack("<IH", 0x223E9F78, 1)
    for level, name, value in attributes:
        packed += struct.pack("<BII", level, name, len(value)) + value
        packed += struct.pack("<H", sum(value) & 0xFFFF)
    return packed


def read_winmail(data: bytes):
    part = (
        "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(data).decode()
    )
    return read_parts("mixed", TEXT, part)


def test_winmail_dat_gives_up_its_files():
    data = make_tnef(
        (2, 0x00069002, b"\0" * 14),
        (2, 0x00018010, b"ticket.pdf\0"),
        (2, 0x0006800F, b"%PDF-"),
        (2, 0x00069002, b"\0" * 14),
        (2, 0x00018010, b"bag.png\0"),
        (2, 0x0006800F, b"png"),
    )
    mail = read_winmail(data)
    assert [(f.filename, f.content) for f in mail.files] == [
        ("ticket.pdf", b"%PDF-"),
        ("bag.png", b"png"),
    ]


def test_winmail_dat_gives_its_long_name_and_text():
    name = "Ticket für Astrid.pdf".encode("utf-16-le") + b"\0\0"
    properties = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(name)) + name + b"\0" * 3
    data = make_tnef(
        (1, 0x0002800C, b"the words\0"),
        (2, 0x00069002, b"\0" * 14),
        (2, 0x0006800F, b"%PDF-"),
        (2, 0x00069005, properties),
    )
    assert names(read_winmail(data)) == ["Ticket für Astrid.pdf"]
    alone = HEAD.encode() + b"Content-Type: application/ms-tnef\n\n" + data
    assert parse_mail(alone).text == "the words"


@pytest.mark.parametrize(
    "data",
    [
        b"no tnef at all",
        make_tnef(),
        struct.pack("<IHBII", 0x223E9F78, 1, 2, 0x69002, 0xFFFFFFFF),
        make_tnef(
            (2, 0x69002, b""), (2, 0x69005, struct.pack("<IHHI", 0xFFFFFFFF, 0x1002, 1, 2**32 - 1))
        ),
    ],
)
def test_winmail_dat_that_cannot_be_unpacked_stays_a_file_or_vanishes_empty(data: bytes):
    mail = read_winmail(data)
    assert mail.text == "hello"
    assert names(mail) in (["winmail.dat"], [])


def test_uuencoded_files_leave_the_text():
    mail = read_body("X: y", "before\nbegin 644 cat.txt\n#0V%T\n`\nend\nafter\n")
    assert mail.text == "before\nafter"
    assert [(f.filename, f.content) for f in mail.files] == [("cat.txt", b"Cat")]


def test_a_sentence_that_begins_like_uuencoding_stays():
    text = "begin 100 by counting\nto it."
    mail = read_body("X: y", text)
    assert (mail.text, mail.files) == (text, ())
