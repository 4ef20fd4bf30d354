"""Mails as customers of an airline write them, made up: the same ones each time.

Out of twenty, seven are plain text, eight have text and HTML as Gmail or Outlook write it (four of
these answer an earlier mail and quote it), two are HTML alone, and three have a photograph or a
scanned page with them.
"""

import hashlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Final

ADDRESS: Final = "support@example.com"
_QUESTIONS: Final = (
    "How much cabin baggage may I take?",
    "Can I take my dog with me into the cabin?",
    "My suitcase did not arrive with me in Oslo yesterday evening. Whom do I have to tell?",
    "I would like to change the name on my ticket, as I have married since I booked.",
    "When does check-in open, and until when do I have to be at the gate?",
    "Please send me the invoice for my last booking, my company needs it for the tax office.",
    "The meal that I had ordered was not on board. I had asked for a vegan one.",
    "Is there a refund if I cannot fly because I am ill?",
)
_QUOTED: Final = (
    "Dear customer, thank you for your message. We have looked at your booking and everything is "
    "in order. Should you have any further questions, then please answer this mail and leave the "
    "number in its subject as it is, so that we can find what we have talked about before."
)
_STYLE: Final = "font-family:Calibri,sans-serif;font-size:11pt;color:#1f497d;margin:0 0 8pt 0"


def make_mails(number: int, start: int = 0) -> Iterator[bytes]:
    """Make mails, each from a customer of their own."""
    return (_make_mail(index) for index in range(start, start + number))


def write_mails(folder: Path, number: int) -> None:
    """Write mails into an empty folder, a file each."""
    folder.mkdir(parents=True)
    for index, mail in enumerate(make_mails(number)):
        (folder / f"{index:06}.eml").write_bytes(mail)


def _make_mail(index: int) -> bytes:
    kind = index % 20
    question = _QUESTIONS[index % len(_QUESTIONS)]
    mail = EmailMessage()
    mail["Return-Path"] = f"<customer{index}@example.org>"
    mail["Received"] = (
        "from mail.example.org (mail.example.org [192.0.2.10]) by mx.example.com (Postfix) with "
        f"ESMTPS id 4Q{index:08X} for <{ADDRESS}>; Sun, 22 Nov 2026 10:00:00 +0000 (UTC)"
    )
    mail["From"] = f"Kari Nordmann {index} <customer{index}@example.org>"
    mail["To"] = f"Aurora Airways <{ADDRESS}>"
    mail["Subject"] = f"{'Re: ' if 11 <= kind < 15 else ''}My journey of {index % 28 + 1} November"
    mail["Date"] = "Sun, 22 Nov 2026 10:00:00 +0000"
    mail["Message-ID"] = f"<CA+{index:020d}@mail.example.org>"
    quoted = 11 <= kind < 15
    if kind not in {15, 16}:
        mail.set_content(_write_text(question, index, quoted=quoted))
    if 7 <= kind < 15:
        mail.add_alternative(_write_html(question, index, quoted=quoted), subtype="html")
    if kind in {15, 16}:
        mail.set_content(_write_html(question, index, quoted=False), subtype="html")
    if kind >= 17:
        subtype = ("jpg", "png", "pdf")[kind - 17]
        mail.add_attachment(
            _write_noise(index, 120_000),
            maintype="application" if subtype == "pdf" else "image",
            subtype="jpeg" if subtype == "jpg" else subtype,
            filename=f"baggage-tag-{index}.{subtype}",
        )
    return mail.as_bytes()


def _write_text(question: str, index: int, *, quoted: bool) -> str:
    text = f"Dear Aurora team,\n\n{question}\n\nMy booking is AB{index:06}.\n\nKind regards\nKari\n"
    if not quoted:
        return text
    lines = "\n".join(f"> {line}" for line in (_QUOTED, "", "Aurora Airways", "", _QUOTED))
    return f"{text}\nOn Sat, 21 Nov 2026 at 18:04, Aurora Airways <{ADDRESS}> wrote:\n\n{lines}\n"


def _write_html(question: str, index: int, *, quoted: bool) -> str:
    paragraphs = "".join(
        f'<p class="MsoNormal" style="{_STYLE}"><span lang="EN-GB">{text}</span></p>'
        for text in ("Dear Aurora team,", question, f"My booking is AB{index:06}.", "Kind regards")
    )
    quote = (
        '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Sat, 21 Nov 2026 at 18:04,'
        f' Aurora Airways &lt;<a href="mailto:{ADDRESS}">{ADDRESS}</a>&gt; wrote:<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><p>{_QUOTED}</p>'
        f"<p>{_QUOTED}</p></blockquote></div>"
        if quoted
        else ""
    )
    styles = "".join(f"p.Mso{number}{{{_STYLE}}}\n" for number in range(30))
    return (
        f"<html><head><style><!--\n{styles}--></style></head><body lang=EN-GB>"
        f'<div class="WordSection1">{paragraphs}</div>{quote}</body></html>'
    )


def _write_noise(index: int, size: int) -> bytes:
    """Bytes that do not compress, as those of a photograph."""
    blocks = (hashlib.sha256(f"{index}:{place}".encode()).digest() for place in range(size // 32))
    return b"".join(blocks)
