"""No report, however built, breaks its reader or holds it up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.machines import find_returned_ids, read_bounce
from channels.email.mail import Headers, Mail, MailAddress, MailPart

pytestmark = pytest.mark.unit

KINDS = ["text/plain", "text/html", "message/delivery-status", "message/rfc822", "message/rfc822x"]
WORDS = st.sampled_from(
    [
        "Final-Recipient: rfc822; ", "Action: failed\n", "Status: 5.1.1\n", "a@b.example", "<",
        ">:", "\n", "The following address(es) failed:\n", "550 5.1.1 ", "Message-ID: <", "\x00",
        "--- Below this line is a copy of the message.\n", "Hi. This is the qmail-send program\n",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=30), max_size=20).map("".join)


def make(texts: list[tuple[str, str]], *, subject: str = "failure notice", kind: str = "") -> Mail:
    fields = (("content-type", kind), ("subject", subject), ("return-path", "<>"))
    parts = tuple(
        MailPart(media_type=media_type, headers=Headers(), text=text) for media_type, text in texts
    )
    return Mail(
        headers=Headers(fields=fields),
        sender=MailAddress(address="mailer-daemon@mx.example"),
        to=(MailAddress(address="help@desk.example"),),
        subject=subject,
        text="\n".join(text for _, text in texts),
        parts=parts,
    )


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), TEXTS), max_size=4),
    st.sampled_from(["", "multipart/report", "multipart/mixed; boundary=x", "text/plain"]),
    st.binary(max_size=200),
)
def test_nothing_in_a_report_raises(texts: list[tuple[str, str]], kind: str, raw: bytes):
    mail = make(texts, kind=kind)
    report = read_bounce(mail, raw)
    find_returned_ids(mail)
    for one in report.failed if report else ():
        assert "@" in one.address
        assert "\n" not in one.address + one.reason


@pytest.mark.parametrize("kind", KINDS[:4])
@pytest.mark.parametrize(
    "unit",
    [
        "a", "@", "a@", "a@b.example ", "<a@b.example>: ", "<", "\n", "\n\n", " ", "\n ", "> ", "-",
        "=", "a.", "the following addresses had\n", "following recipients a@b.example\n",
        "unable to deliver ", "user ", "Message-ID: <", "Message-ID:\n", "Original message\n",
        "Final-Recipient: rfc822; a@b.example\n", "RCPT TO: ", "RCPT TO:<a@b.example>\n", "5.1.1 ",
        "your message to ", "address ", "不", "delivery to ", "\u2028", ", a@b.example",
    ],
)  # fmt: skip
def test_endless_reports_are_left_alone(unit: str, kind: str):
    text = (unit * 1_000_000)[:1_000_000]
    mail = make([(kind, text)] * 3, kind="multipart/report; report-type=delivery-status")
    read_bounce(mail, text.encode())
    find_returned_ids(mail)


def test_a_report_of_ten_thousand_recipients_names_the_first():
    block = "Final-Recipient: rfc822; a{}@b.example\nAction: failed\nStatus: 5.1.1\n\n"
    text = "".join(block.format(number) for number in range(10_000))
    report = read_bounce(make([("message/delivery-status", text)]), b"")
    assert report is not None
    assert len(report.failed) == 200
