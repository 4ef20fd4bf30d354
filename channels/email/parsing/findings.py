"""What is told from a mail once it is read: the new words, machines, reports of delivery."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from channels.email.machines import find_automatic, find_returned_ids, read_bounce
from channels.email.mail import Mail
from channels.email.parsing.cleaning import clean_body
from channels.email.parsing.html_text import html_to_text
from channels.email.parsing.limits import MOST_TEXT
from channels.email.replies import cut_quoted_html, find_reply

T = TypeVar("T")


def add_findings(mail: Mail, raw: bytes, html_only: str | None) -> Mail:
    """Add to a mail what the rest of it tells.

    Each of these is a judgement over what strangers wrote; where one fails, the mail is taken
    without it rather than not at all.

    Args:
        html_only: the body's HTML before sanitising, where the text was made from it.
    """
    mail = replace(
        mail,
        reply=_judge(lambda: _find_reply(mail.text, html_only), mail.text),
        automatic=_judge(lambda: _find_automatic(mail), None),
    )
    bounce = _judge(lambda: read_bounce(mail, raw), None)
    returned = _judge(lambda: find_returned_ids(mail), mail.returned_ids) if bounce else ()
    return replace(mail, bounce=bounce, returned_ids=returned)


def _find_reply(text: str, html: str | None) -> str:
    """Take the quoted thread out of the HTML first, which marks it more clearly than a text can."""
    cut = cut_quoted_html(html) if html else None
    if cut:
        text = clean_body(html_to_text(cut), max_length=MOST_TEXT)
    return find_reply(text, html).reply


def _find_automatic(mail: Mail) -> str | None:
    return find_automatic(mail.headers, sender=mail.sender, subject=mail.subject, text=mail.text)


def _judge(judge: Callable[[], T], otherwise: T) -> T:
    try:
        return judge()
    except Exception:  # noqa: BLE001 - see `add_findings`
        return otherwise
