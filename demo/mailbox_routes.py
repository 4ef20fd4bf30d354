"""The mailbox over HTTP: write a mail, see one as it came, take a file out of it."""

import base64
import binascii
from typing import Final
from urllib.parse import quote

from aiohttp import hdrs, web
from pydantic import BaseModel, ConfigDict, Field, model_validator

from demo.json_bodies import parse_body
from demo.mail_reading import MailFile
from demo.mailboxes import LARGEST_FILE, LONGEST_MAIL, Mailboxes, NewMail
from domain.errors import InvalidInputError, NotFoundError

# Bytes; a file grows by a third in JSON.
_LARGEST_BODY: Final = LARGEST_FILE * 4 // 3 + 4 * LONGEST_MAIL + 4096
# A mail is shown in a frame of its own, where nothing of it runs and nothing is fetched.
_CSP: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_MEDIA_TYPE: Final = r"^[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}$"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(min_length=1, max_length=200)
    media_type: str = Field(pattern=_MEDIA_TYPE)
    content: str


class _Mail(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    mailbox: str = Field(max_length=254)
    # A line break would begin a header field of its own.
    subject: str = Field(default="", max_length=200, pattern=r"^[^\r\n\x00]*$")
    text: str = Field(default="", max_length=LONGEST_MAIL)
    answers: str | None = Field(default=None, max_length=100)
    absence: bool = False
    file: _File | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "_Mail":
        if self.absence and self.answers is None:
            raise ValueError("an absence note answers a mail")
        if not (self.absence or self.text.strip()):
            raise ValueError("write something first")
        return self


class MailboxRoutes:
    """Answers for the mailboxes; None where the settings name an email account of their own."""

    def __init__(self, mailboxes: Mailboxes | None) -> None:
        self._mailboxes = mailboxes

    async def send(self, request: web.Request) -> web.Response:
        """Send a mail from one of the mailboxes."""
        mailboxes = self._require()
        wanted = await parse_body(request, _Mail, largest=_LARGEST_BODY)
        new = NewMail(
            subject=wanted.subject,
            text=wanted.text,
            answers=wanted.answers,
            absence=wanted.absence,
            file=None if wanted.file is None else _read_file(wanted.file),
        )
        mail_id = await mailboxes.send(wanted.mailbox, new)
        return web.json_response({"mail": mail_id}, status=202)

    async def show(self, request: web.Request) -> web.Response:
        """Show the HTML of a mail as it came."""
        mail = self._require().get_mail(request.match_info["mail"])
        if mail.html is None:
            raise NotFoundError("this mail has no HTML")
        headers = {"Content-Security-Policy": _CSP, hdrs.CACHE_CONTROL: "no-store"}
        return web.Response(text=mail.html, content_type="text/html", headers=headers)

    async def fetch_file(self, request: web.Request) -> web.Response:
        """Fetch a file that came with a mail, to be saved and never shown."""
        mail = self._require().get_mail(request.match_info["mail"])
        numbered = {str(number): file for number, file in enumerate(mail.files)}
        file = numbered.get(request.match_info["number"])
        if file is None:
            raise NotFoundError("this mail has no such file")
        headers = {
            hdrs.CONTENT_DISPOSITION: f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
            hdrs.CACHE_CONTROL: "no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return web.Response(
            body=file.content, content_type="application/octet-stream", headers=headers
        )

    def _require(self) -> Mailboxes:
        if self._mailboxes is None:
            raise NotFoundError(
                "the settings name an email account of their own: write to it from a real mailbox"
            )
        return self._mailboxes


def _read_file(file: _File) -> MailFile:
    try:
        content = base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInputError("the file is no base64", field="file") from None
    if len(content) > LARGEST_FILE:
        raise InvalidInputError("the file is larger than 1 MB", field="file")
    return MailFile(name=file.name, media_type=file.media_type, content=content)
