"""Every server's way of saying that a mail did not arrive is understood; people's is left alone."""

# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones are meant

from textwrap import dedent

import pytest

from channels.email.machines import find_returned_ids, read_bounce
from channels.email.parsing import parse_mail
from domain.messages import BounceReport, FailedRecipient
from tests.channels.email.machines.mails import make_raw, make_report

pytestmark = pytest.mark.unit

GONE = """
Reporting-MTA: dns; mx.customer.example
Arrival-Date: Mon, 2 Mar 2026 09:00:00 +0000

Final-Recipient: rfc822; gone@customer.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <gone@customer.example>: Recipient address
    rejected: User unknown
"""


def read(raw: bytes) -> BounceReport | None:
    return read_bounce(parse_mail(raw), raw)


def read_text(text: str, **mail: str) -> BounceReport | None:
    mail.setdefault("sender", "Mail Delivery System <MAILER-DAEMON@mx.customer.example>")
    mail.setdefault("subject", "Undelivered Mail Returned to Sender")
    return read(make_raw(dedent(text), **mail))


def only(report: BounceReport | None) -> FailedRecipient:
    assert report is not None
    assert len(report.failed) == 1, report
    return report.failed[0]


def test_a_report_says_who_failed_and_why_in_one_line():
    assert only(read(make_report(GONE))) == FailedRecipient(
        address="gone@customer.example",
        permanent=True,
        status="5.1.1",
        reason="550 5.1.1 <gone@customer.example>: Recipient address rejected: User unknown",
        hard=True,
    )


def test_a_report_of_delay_is_not_for_good():
    status = GONE.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")
    found = only(read(make_report(status)))
    assert (found.permanent, found.hard, found.status) == (False, False, "4.4.1")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_no_bounce(action: str):
    status = GONE.replace("failed", action).replace("5.1.1", "2.0.0")
    assert read(make_report(status, notification="Your message was delivered.")) is None


def test_of_several_recipients_only_those_that_failed_are_named():
    more = """
        Final-Recipient: rfc822; fine@customer.example
        Action: delivered
        Status: 2.1.5

        Final-Recipient: rfc822; full@customer.example
        Action: failed
        Status: 5.2.2
        """
    report = read(make_report(GONE + dedent(more)))
    assert report is not None
    assert [(one.address, one.hard) for one in report.failed] == [
        ("gone@customer.example", True),
        ("full@customer.example", False),
    ]


def test_the_address_as_we_wrote_it_is_named_where_the_server_rewrote_it():
    status = GONE.replace("Action:", "Original-Recipient: rfc822;Anna@Customer.example\nAction:")
    assert only(read(make_report(status))).address == "anna@customer.example"


@pytest.mark.parametrize(
    "status",
    [
        "Final-Recipient: <gone@customer.example>\nAction: failed",
        "Final-Recipient: RFC822;gone@customer.example\nAction: Failed (x)\nStatus: 5.1.1 x",
        "Final-Recipient: rfc822; gone@customer.example\nAction: error\nStatus: 5.0.0",
        "Final-Recipient: rfc822; gone@customer.example\nStatus: 5.1.1",
        (
            "Final-Recipient: rfc822; gone@customer.example\nAction: failed\nFinal-Recipient: "
            "rfc822; gone@customer.example\nAction: failed"
        ),
        "final-recipient : rfc822 ; gone@customer.example\naction : failed",
    ],
)
def test_loosely_written_reports_are_read(status: str):
    assert only(read(make_report(status))).address == "gone@customer.example"


def test_a_report_wrapped_into_another_mail_is_read():
    inner = make_report(GONE).decode()
    raw = (
        "From: postmaster@customer.example\r\nTo: help@desk.example\r\n"
        "Subject: Delivery Status Notification (Failure)\r\n"
        'Content-Type: multipart/mixed; boundary="out"\r\n\r\n'
        f"--out\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--out--\r\n"
    )
    assert only(read(raw.encode())).address == "gone@customer.example"


def test_a_report_whose_boundaries_are_spoilt_is_read():
    raw = make_report(GONE).replace(b'; boundary="b"', b"")
    assert only(read(raw)).address == "gone@customer.example"


def test_the_reason_is_taken_from_the_words_where_the_fields_give_none():
    status = "Final-Recipient: rfc822; gone@customer.example\nAction: failed\nStatus: 5.0.0"
    words = "We tried.\n\n<gone@customer.example>: Unknown user, sorry\n"
    found = only(read(make_report(status, notification=words)))
    assert found.reason == "<gone@customer.example>: Unknown user, sorry"
    assert found.hard


TEXTS = {
    "Postfix": """\
        This is the mail system at host mx.customer.example.

        I'm sorry to have to inform you that your message could not
        be delivered to one or more recipients.

        <gone@customer.example>: host mx2.customer.example[192.0.2.1] said: 550 5.1.1
            User unknown (in reply to RCPT TO command)
        """,
    "qmail": """\
        Hi. This is the qmail-send program at mx.customer.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <gone@customer.example>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --- Below this line is a copy of the message.

        Message-ID: <ours.1@desk.example>
        """,
    "Exim": """\
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          gone@customer.example
            Unrouteable address
        """,
    "Sendmail": """\
        The original message was received at Mon, 2 Mar 2026 09:00:00 GMT
        from desk.example [192.0.2.3]

           ----- The following addresses had permanent fatal errors -----
        <gone@customer.example>
            (reason: 550 5.1.1 <gone@customer.example>... User unknown)

           ----- Transcript of session follows -----
        550 5.1.1 <gone@customer.example>... User unknown
        """,
    "Gmail": """\
        ** Address not found **

        Your message wasn't delivered to gone@customer.example because the address couldn't be
        found, or is unable to receive mail.

        The response was:

        550 5.1.1 The email account that you tried to reach does not exist.
        """,
    "Gmail of old": """\
        Delivery to the following recipient failed permanently:

             gone@customer.example

        Technical details of permanent failure:
        The error that the other server returned was: 550 5.1.1 User unknown

        ----- Original message -----
        """,
    "Exchange Online": """\
        Your message to gone@customer.example couldn't be delivered.

        gone wasn't found at customer.example.

        Diagnostic information for administrators:
        Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'
        """,
    "Exchange": """\
        Delivery has failed to these recipients or groups:

        gone@customer.example (gone@customer.example)
        The e-mail address you entered couldn't be found.

        #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
        """,
    "Exchange of old": """\
        Your message

          To:      Gone
          Subject: Your booking
          Sent:    Mon, 2 Mar 2026 09:00:00 +0000

        did not reach the following recipient(s):

        gone@customer.example on Mon, 2 Mar 2026 09:00:01 +0000
            The recipient name is not recognized
        """,
    "Yahoo": """\
        Sorry, we were unable to deliver your message to the following address.

        <gone@customer.example>:
        554: 5.1.1 This user doesn't have a customer.example account
        """,
    "Domino": """\
        Your message

          Subject: Your booking

        was not delivered to:

          gone@customer.example

        because:

          User gone (gone@customer.example) not listed in Domino Directory
        """,
    "AOL-like": """\
        The following recipients did not receive your message:

        <gone@customer.example>: mailbox not found
        """,
    "iCloud": """\
        This is a system-generated message to inform you that your email could not
        be delivered to one or more recipients. Details of the email and the error are as follows:

        <gone@customer.example>: user does not exist
        """,
    "Zoho": """\
        This message was created automatically by mail delivery software.
        A message that you sent could not be delivered to one or more of its recipients.
        This is a permanent error.

        gone@customer.example  Invalid Recipients - gone@customer.example, ERROR_CODE :550
        """,
    "a gateway": """\
        Your email could not be delivered because the recipient was rejected.

        Recipient: gone@customer.example
        Reason: 550 Invalid Recipient
        """,
    "MDaemon": """\
        The attached message had PERMANENT fatal delivery errors!

        The following addresses did NOT receive a copy of your message:

        > gone@customer.example

        --- Session Transcript ---
        """,
    "GMX": """\
        Diese Nachricht wurde automatisch erzeugt.

        Ihre Nachricht konnte nicht an folgende Empfänger zugestellt werden:

        gone@customer.example
        Postfach nicht gefunden
        """,
    "a server that names nobody else": """\
        User mailbox exceeds allowed size: gone@customer.example

        Original message follows.
        """,
    "a French server": """\
        Votre message n'a pas pu être remis aux destinataires suivants :

        gone@customer.example
        """,
    "a Spanish server": """\
        No se pudo entregar su mensaje a los siguientes destinatarios:

        gone@customer.example
        """,
    "a Russian server": """\
        Сообщение не доставлено. Следующие получатели его не получили:

        gone@customer.example
        """,
    "a Japanese server": """\
        メールを配信できませんでした。以下の宛先に届いていません。

        gone@customer.example
        """,
    "a Chinese server": """\
        您的邮件无法送达以下收件人:

        gone@customer.example
        """,
}


@pytest.mark.parametrize("server", TEXTS, ids=str)
def test_reports_in_words_name_the_address(server: str):
    found = only(read_text(TEXTS[server]))
    assert (found.address, found.permanent) == ("gone@customer.example", True)


WARNINGS = {
    "Exim": """\
        A message that you sent has not yet been delivered to one or more of its
        recipients after more than 24 hours on the queue on mx.desk.example.

        The following address(es) have not yet been delivered:

          slow@customer.example

        No action is required on your part. Delivery attempts will continue for
        some time.
        """,
    "Gmail": """\
        ** Delivery incomplete **

        There was a temporary problem delivering your message to slow@customer.example. Gmail will
        retry for 47 more hours. You'll be notified if the delivery fails permanently.
        """,
    "Postfix": """\
        # THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #

        Your message could not be delivered for more than 4 hour(s).
        It will be retried until it is 5 day(s) old.

        <slow@customer.example>: connect to mx.customer.example: Connection timed out
        """,
}


@pytest.mark.parametrize("server", WARNINGS, ids=str)
def test_a_server_that_still_tries_has_not_failed(server: str):
    found = only(read_text(WARNINGS[server], subject="Warning: message delayed 24 hours"))
    assert (found.address, found.permanent, found.hard) == ("slow@customer.example", False, False)


def test_exim_names_the_addresses_in_a_field():
    report = read_text(
        "It failed.\n", X_Failed_Recipients="Gone@customer.example, lost@customer.example"
    )
    assert report is not None
    assert [one.address for one in report.failed] == [
        "gone@customer.example",
        "lost@customer.example",
    ]


def test_a_report_that_names_nobody_is_still_one():
    assert read_text("Something went wrong.\n") == BounceReport(failed=())


def test_a_report_from_an_odd_address_is_known_by_subject_and_words():
    text = "Your message could not be delivered to\ngone@customer.example\n"
    found = only(
        read_text(text, sender="gateway@customer.example", subject="Delivery failed: Your booking")
    )
    assert found.address == "gone@customer.example"


PERSON = "Anna Lind <anna@customer.example>"
BY_PEOPLE = {
    "who tells of a bounce": {
        "sender": PERSON,
        "subject": "Your mail bounced",
        "text": "Hi,\n\nyour mail to bob@customer.example could not be delivered. Here it is.\n",
    },
    "who forwards one": {
        "sender": PERSON,
        "subject": "Fwd: Undelivered Mail Returned to Sender",
        "text": "This is the mail system.\n\n<gone@customer.example>: 550 5.1.1 User unknown\n",
    },
    "who replies to one": {
        "sender": PERSON,
        "subject": "Re: Undelivered Mail Returned to Sender",
        "text": "<gone@customer.example>: User unknown -- why do I get this?\n",
        "In_Reply_To": "<1@mx.customer.example>",
    },
    "who writes of failed mail in German": {
        "sender": PERSON,
        "subject": "Mail unzustellbar",
        "text": "Guten Tag,\n\nmeine Mail an info@desk.example wurde nicht zugestellt.\n",
    },
    "whose parcel did not arrive": {
        "sender": PERSON,
        "subject": "Delivery failed",
        "text": "My parcel was not delivered to me. Write to me: anna@customer.example\n",
    },
    "who is away": {
        "sender": PERSON,
        "subject": "Automatic reply: Undelivered mail",
        "text": "I cannot be reached. Write to bob@customer.example instead.\n",
        "Return_Path": "<>",
    },
    "who has left, and names another": {
        "sender": PERSON,
        "subject": "Re: Delivery failure of your parcel",
        "text": "I have left. Your mail was not delivered to anna@customer.example, write to "
        "bob@customer.example.\n",
        "Auto_Submitted": "auto-replied",
        "Return_Path": "<>",
    },
    "whose postmaster asks": {
        "sender": "Postmaster <postmaster@customer.example>",
        "subject": "Your DNS",
        "text": "Please fix the record of desk.example, and write to dns@customer.example.\n",
    },
    "whose server tells of success": {
        "sender": "MAILER-DAEMON@mx.customer.example",
        "subject": "Successful Mail Delivery Report",
        "text": "Your message was successfully delivered to <fine@customer.example>.\n",
    },
}


@pytest.mark.parametrize("case", BY_PEOPLE, ids=str)
def test_what_a_person_writes_of_bounces_is_none(case: str):
    mail = dict(BY_PEOPLE[case])
    assert read_text(mail.pop("text"), **mail) is None


def test_a_person_who_sends_a_report_on_as_a_file_sends_no_bounce():
    inner = make_report(GONE).decode()
    raw = (
        f"From: {PERSON}\r\nTo: help@desk.example\r\nSubject: What is this?\r\n"
        'Content-Type: multipart/mixed; boundary="out"\r\n\r\n'
        "--out\r\nContent-Type: text/plain\r\n\r\nPlease see below.\r\n"
        f"--out\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--out--\r\n"
    )
    assert read(raw.encode()) is None


def test_a_read_receipt_is_no_bounce():
    raw = make_report(
        "Final-Recipient: rfc822; anna@customer.example\nDisposition: manual-action; displayed",
        kind="multipart/report; report-type=disposition-notification",
        header=f"Return-Path: <>\r\nFrom: {PERSON}",
    ).replace(b"Subject: Undelivered Mail Returned to Sender", b"Subject: Read: Your booking")
    assert read(raw) is None


def test_the_ids_of_what_came_back_are_found_in_the_returned_headers():
    mail = parse_mail(make_report(GONE))
    assert find_returned_ids(mail) == ("ours.1@desk.example",)


def test_the_ids_of_what_came_back_are_found_in_the_text():
    mail = parse_mail(make_raw(dedent(TEXTS["qmail"]), sender="MAILER-DAEMON@mx.example"))
    assert find_returned_ids(mail) == ("ours.1@desk.example",)


def test_the_ids_of_what_came_back_are_found_in_the_whole_message():
    raw = make_report(GONE, returned="Message-Id:\n <ours.2@desk.example>\n\nText").replace(
        b"text/rfc822-headers", b"message/rfc822"
    )
    assert "ours.2@desk.example" in find_returned_ids(parse_mail(raw))


def test_no_control_character_and_no_endless_reason_is_kept():
    status = GONE.replace("User unknown", "User\x00\x1b[31m unknown" + " very" * 500)
    found = only(read(make_report(status)))
    assert len(found.reason) <= 300
    assert found.reason.isprintable()
