"""What mail programs do to a reply: each way of quoting leaves the sender's words alone."""

import pytest

from channels.email.replies import extract_reply, find_reply

pytestmark = pytest.mark.unit

QUOTES = {
    "Outlook": """\
From: Northern Air <help@northern.example>
Sent: Monday, 3 June 2024 10:22
To: Ann Lee <ann@example.org>
Cc: Bo Lee <bo@example.org>;
    Cy Lee <cy@example.org>
Subject: RE: Your visit

Dear Ann,
""",
    "Outlook in bold, wrapped": """\
*From:* Northern Air [mailto:
help@northern.example]
*Sent:* Monday, 3 June 2024 10:22
*To:* Ann Lee
*Subject:* Your visit

Dear Ann,
""",
    "Outlook on the web": """\
________________________________
From: Northern Air
Sent: 03 June 2024 10:22
To: Ann Lee
Subject: Your visit

Dear Ann,
""",
    "Windows Mail without a subject": """\
From: Northern Air
Sent: Monday, 3 June 2024 10:22
To: Ann Lee

Dear Ann,
""",
    "header block in one line": """\
From: Northern Air <help@northern.example> Sent: 3 June 2024 10:22 To: Ann Subject: Your visit

Dear Ann,
""",
    "header block with blank lines": """\
From: Northern Air

Sent: Monday, 3 June 2024 10:22

To: Ann Lee

Subject: Your visit

Dear Ann,
""",
    "Outlook Express": """\
----- Original Message -----
From: "Northern Air" <help@northern.example>
To: <ann@example.org>
Sent: Monday, June 03, 2024 10:22 AM
Subject: Your visit

> Dear Ann,
""",
    "Samsung": """\
-------- Original message --------
From: Northern Air <help@northern.example>
Date: 03/06/2024 10:22 (GMT+01:00)
To: Ann Lee <ann@example.org>
Subject: Your visit

Dear Ann,
""",
    "Yahoo of old": """\
--- On Mon, 6/3/24, Northern Air <help@northern.example> wrote:

From: Northern Air <help@northern.example>
Subject: Your visit
Date: Monday, June 3, 2024, 10:22 AM

Dear Ann,
""",
    "Zoho": """\
---- On Mon, 03 Jun 2024 10:22:33 +0100 Northern Air <help@northern.example> wrote ----

Dear Ann,
""",
    "AOL": """\
In a message dated 6/3/2024 10:22:33 A.M. Eastern Daylight Time, help@northern.example writes:

Dear Ann,
""",
    "GroupWise": """\
>>> Northern Air <help@northern.example> 06/03/24 10:22 AM >>>
Dear Ann,
""",
    "Lotus Notes": """\
Northern Air/Help/Northern wrote on 06/03/2024 10:22:33 AM:

> Dear Ann,
""",
    "Horde": """\
Quoting Northern Air <help@northern.example>:

> Dear Ann,
""",
    "Thunderbird of old": """\
Northern Air wrote:
> Dear Ann,
""",
    "Gmail of old": """\
2024/6/3 Northern Air <help@northern.example>

> Dear Ann,
""",
    "attribution wrapped over four lines": """\
On Mon, Jun 3, 2024 at 10:22 AM
Northern Air Customer Care and Baggage Services Department
<help-with-a-very-long-name@northern.example>
wrote:

> Dear Ann,
""",
    "attribution in bold": """\
*On Mon, Jun 3, 2024 at 10:22 AM, Northern Air <help@northern.example> wrote:*

Dear Ann,
""",
    "bars for marks": """\
On Mon, 3 Jun 2024, Northern Air <help@northern.example> wrote:

| Dear Ann,
|
| Yours, Northern Air
""",
    "initials for marks": """\
On Mon, 3 Jun 2024 at 10:22, Northern Air wrote:

NA> Dear Ann,
NA>
NA> Yours, Northern Air
""",
    "a broken line": """\
On Mon, 3 Jun 2024 at 10:22, Northern Air <help@northern.example> wrote:

> Dear Ann, we have looked at https://northern.example/cases?id=
12345678-abcdef
> and found your bag
""",
    "quoted header": """\
> Subject: Your visit
> From: help@northern.example
> To: ann@example.org
> Date: Mon, 3 Jun 2024 10:22:33 +0100
>
> Dear Ann,
""",
    "a helpdesk's line": """\
##- Please type your reply above this line -##

Dear Ann,
""",
    "a helpdesk's line in German": """\
Bitte antworten Sie oberhalb dieser Linie

Dear Ann,
""",
    "forwarded": """\
---------- Forwarded message ---------
From: Northern Air <help@northern.example>
Date: Mon, Jun 3, 2024 at 10:22 AM
Subject: Your visit
To: <ann@example.org>

Dear Ann,
""",
    "marks alone": """\
> Dear Ann,
>
> does Tuesday suit you?
""",
}
WORDS = "Tuesday is fine.\n\nCould I bring my dog?\n\nThanks, Ann"


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
@pytest.mark.parametrize("between", ["\n\n", "\n\n\n\n", "\r\n\r\n"])
def test_words_stand_above(quote: str, between: str):
    parts = find_reply(WORDS + between + quote)
    assert parts.reply == WORDS
    assert "Dear Ann," in parts.quoted


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
def test_signature_stands_between(quote: str):
    parts = find_reply(f"{WORDS}\n\n-- \nAnn Lee\nBee keeper\n\n{quote}")
    assert (parts.reply, parts.signature) == (WORDS, "-- \nAnn Lee\nBee keeper")


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
def test_the_whole_comes_within_the_quotation_of_another(quote: str):
    text = f"{WORDS}\n\nOn Tue, 4 Jun 2024 at 9:00, Bo <bo@example.org> wrote:\n\nSee.\n\n{quote}"
    assert extract_reply(text) == WORDS


def test_answers_between_quoted_questions():
    text = (
        "Hello,\n\nOn 3 Jun 2024 at 10:22, Northern Air <help@northern.example> wrote:\n"
        "> Which day?\n\nTuesday.\n\n> How many are you?\nTwo.\n\n> Any wishes?\n>\n"
        "> Northern Air\n\nNo, thank you.\n\nAnn\n"
    )
    assert extract_reply(text) == "Hello,\n\nTuesday.\n\nTwo.\n\nNo, thank you.\n\nAnn"


def test_words_on_the_line_of_the_attribution():
    text = (
        "Fine. On Mon, 3 Jun 2024 at 10:22, Northern Air <help@northern.example> wrote:\n> Dear Ann"
    )
    assert extract_reply(text) == "Fine."


def test_a_mail_passed_on_without_a_word_is_what_is_to_be_read():
    assert extract_reply(QUOTES["forwarded"]) == "Dear Ann,"
    assert extract_reply("Sent from my iPhone\n\n" + QUOTES["Outlook"]) == "Dear Ann,"
    quoted = "Begin forwarded message:\n\n> From: x@example.org\n> Subject: Bag\n>\n> It is lost."
    assert "It is lost." in extract_reply(quoted)


@pytest.mark.parametrize("note", ["FYI", "Zur Info", "Pour info.", "Se nedan", "供参考"])
def test_a_mail_passed_on_with_a_mere_note_is_kept(note: str):
    reply = extract_reply(f"{note}\n\n{QUOTES['forwarded']}")
    assert reply.startswith(note)
    assert "help@northern.example" in reply
    assert "Dear Ann," in reply


def test_a_mail_with_no_new_word_has_an_empty_reply():
    text = "On 3 Jun 2024 at 10:22, Northern Air <help@northern.example> wrote:\n\n> Dear Ann\n"
    assert extract_reply(text) == ""


def test_a_gateways_warning_is_not_the_senders():
    warning = (
        "CAUTION: This email originated from outside of the organization.\nDo not click links."
    )
    parts = find_reply(f"{warning}\n\n{WORDS}\n\n{QUOTES['Outlook']}")
    assert (parts.reply, parts.signature) == (WORDS, warning)
