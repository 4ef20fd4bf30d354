"""`frontdesk mail parse`: what Frontdesk reads out of a raw message, without a server running."""

import base64
import binascii
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from domain.errors import InvalidInputError, MalformedMessage
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say_json

if TYPE_CHECKING:
    from channels.email.mail import Mail, MailAddress

EMPTY: dict[str, Any] = {
    "from": None,
    "to": [],
    "subject": "",
    "message_id": "",
    "in_reply_to": "",
    "references": [],
    "date": None,
    "attachments": [],
    "text": "",
    "html": None,
    "reply": "",
    "is_auto": False,
    "is_bounce": False,
    "bounce_recipients": [],
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='many messages: a JSON object {"id", "raw_b64"} a line in, one out',
    )


def _run(call: Invocation) -> int:
    if not call.arguments.jsonl:
        say_json(answer_message(sys.stdin.buffer.read()))
        return 0
    for answer in answer_lines(sys.stdin.buffer):
        say_json(answer)
    return 0


def answer_lines(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Answer each line; one that cannot be read is answered with what is wrong with it."""
    for line in lines:
        if not line.strip():
            continue
        query: Any = None
        try:
            query = json.loads(line)
            yield {"id": query.get("id"), **answer_message(_read_raw(query))}
        except (ValueError, RecursionError, AttributeError, InvalidInputError) as error:
            given = query.get("id") if isinstance(query, dict) else None
            yield {"id": given, **EMPTY, "error": _describe(error)}


def answer_message(raw: bytes) -> dict[str, Any]:
    """Read one message; where there is none in the bytes, `error` says so beside empty fields."""
    # The other commands start without the libraries that read HTML.
    from channels.email.parsing import parse_mail  # noqa: PLC0415 - see above

    try:
        return describe_mail(parse_mail(raw))
    except MalformedMessage as error:
        return {**EMPTY, "error": str(error)}


def describe_mail(mail: "Mail") -> dict[str, Any]:
    """Write what was read as a JSON object."""
    failed = mail.bounce.failed if mail.bounce else ()
    return {
        "from": mail.sender.address if mail.sender else None,
        "to": _addresses(mail.to),
        "subject": mail.subject,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to[0] if mail.in_reply_to else "",
        "references": list(mail.references),
        "date": mail.date.isoformat() if mail.date else None,
        "attachments": [each.filename for each in mail.files],
        "text": mail.text,
        "html": mail.html,
        "reply": mail.reply,
        "is_auto": mail.automatic is not None,
        "is_bounce": mail.bounce is not None,
        "bounce_recipients": list(dict.fromkeys(each.address for each in failed)),
    }


def _addresses(addresses: "tuple[MailAddress, ...]") -> list[str]:
    return [each.address for each in addresses]


def _read_raw(query: Any) -> bytes:
    encoded = query.get("raw_b64") if isinstance(query, dict) else None
    if not isinstance(encoded, str):
        raise InvalidInputError('a line is to be an object {"id": …, "raw_b64": "…"}')
    try:
        # RFC 2045, section 6.8, breaks its lines; whoever encodes for mail may do so here.
        return base64.b64decode("".join(encoded.split()), validate=True)
    except binascii.Error as error:
        raise InvalidInputError(f"raw_b64 is not Base64: {error}") from None


def _describe(error: Exception) -> str:
    if isinstance(error, InvalidInputError):
        return error.reason
    if isinstance(error, UnicodeDecodeError):
        return "the line is not UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"the line is not JSON: {error.msg} at character {error.pos + 1}"
    if isinstance(error, AttributeError):
        return 'a line is to be an object {"id": …, "raw_b64": "…"}'
    return "the line cannot be read: it is nested too deeply or holds what is no message"


MAIL_PARSE = Command(
    name="mail parse",
    summary="read a raw message and print what is in it",
    description="Read one raw message (RFC 5322) on standard input; print a JSON object with from, "
    "to, subject, message_id, in_reply_to, references, date, attachments, text, html (sanitised), "
    "reply (only what the sender wrote now), is_auto, is_bounce and bounce_recipients. What is no "
    "message is answered with an error beside empty fields. Needs no database and no server.",
    run=_run,
    add_arguments=_add_arguments,
)
