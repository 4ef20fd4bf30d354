"""Mails of our own for the tests of reading them."""

from channels.email.mail import Mail
from channels.email.parsing import parse_mail

HEAD = "From: Astrid Lindqvist <astrid@example.com>\nTo: support@example.com\nSubject: My bag\n"


def read(text: str | bytes) -> Mail:
    """Read a mail written with plain newlines, with the line ends of the wire."""
    raw = text.encode() if isinstance(text, str) else text
    return parse_mail(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def read_body(fields: str, body: str | bytes) -> Mail:
    """Read a mail of one part."""
    content = body.encode() if isinstance(body, str) else body
    return read(HEAD.encode() + fields.encode() + b"\n\n" + content)


def read_parts(kind: str, *parts: str, end: str = "--cut--\n") -> Mail:
    """Read a mail of several parts, each with its own header, divided by `cut`."""
    head = f'{HEAD}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="cut"\n\n'
    return read(head + "".join(f"--cut\n{part}\n" for part in parts) + end)


def names(mail: Mail) -> list[str]:
    """The names of the files of a mail."""
    return [each.filename for each in mail.files]
