"""Messages of our own in many forms, and ways to damage them that come out the same each time."""

import random

from tests.channels.email.parsing.mails import HEAD

_PICTURE = (
    "Content-Type: image/png; name=a.png\nContent-ID: <a@b>\n"
    "Content-Transfer-Encoding: base64\n\niVBORw=="
)
_HTML = (
    "Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
    '<table><tr><td style=3D"color:red">Gr=F6=DFe<img src=3D"cid:a@b"></td></tr></table>'
    "<ul><li>x</ul><div class=3D'gmail_quote'>On Monday Ann wrote:<blockquote>old</blockquote>"
)
_PLAIN = (
    "Date: Mon, 6 Jun 2005 22:21:22 +0200\nMessage-ID: <a@b>\nReferences: <c@d> <e@f>\n\n"
    "hello\n-- \nAnn"
)
_RELATED = f"Content-Type: multipart/related; boundary=r\n\n--r\n{_HTML}\n--r\n{_PICTURE}\n--r--\n"
_NESTED = (
    "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
    "Content-Type: multipart/alternative; boundary=a\n\n"
    f"--a\n\nhello\n--a\n{_HTML}\n--a--\n--m\n{_PICTURE}\n--m--\n"
)
_ENCODED = (
    "Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?= =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\n"
    'From: "Lee, Ann" <a@example.com>, Team: b@c, d@e;\n'
    "Content-Type: text/plain; format=flowed; charset=utf-8\n"
    "Content-Disposition: inline; filename*0*=utf-8''a; filename*1=b\n\n> one \n> two\n"
)
_PACKED = "\nbefore\nbegin 644 cat.txt\n#0V%T\n`\nend\nOn Monday Ann wrote:\n> old\n"
_BOUNCE = (
    "From: MAILER-DAEMON@example.com\nSubject: Undelivered Mail Returned to Sender\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nIt failed.\n"
    "--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
    "Final-Recipient: rfc822; gone@example.com\nAction: failed\nStatus: 5.1.1\n--r\n"
    "Content-Type: message/rfc822\n\nMessage-ID: <x@example.com>\nSubject: y\n\nz\n--r--\n"
)

SEEDS: tuple[bytes, ...] = tuple(
    text.replace("\n", "\r\n").encode()
    for text in (HEAD + _PLAIN, HEAD + _RELATED, HEAD + _NESTED, _ENCODED, HEAD + _PACKED, _BOUNCE)
)
_TOKENS = (
    b"\r\n", b"\n", b"\r", b"\0", b"--", b"=?", b"?=", b"=?utf-8?B?", b"<", b">", b'"', b";", b":",
    b"\xff", b"\xc3", b"\x1b$B", b"Content-Type: ", b"boundary=", b"multipart/mixed",
    b"message/rfc822",
    b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-7", b"&#", b"<div>",
    b"<blockquote>", b"=",
    b"begin 644 x\r\n", b"On x wrote:\r\n", b"> ", b"\x78\x9f\x3e\x22", b"(", b"\\", b" ", b"=\r\n",
)  # fmt: skip


def mutate(seed: bytes, number: int) -> bytes:
    """Damage a message in up to eight places, as the number says."""
    chance = random.Random(number)
    data = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((0, 1, 2, 10, 100)))
        kind = chance.randrange(5)
        if kind == 0:
            data[at:end] = b""
        elif kind == 1:
            data[at:at] = chance.choice(_TOKENS) * chance.choice((1, 1, 1, 2, 50))
        elif kind == 2:
            data[at:end] = chance.randbytes(end - at)
        elif kind == 3:
            data[at:at] = data[at:end] * chance.choice((1, 2, 20))
        else:
            other = chance.choice(SEEDS)
            start = chance.randrange(len(other))
            data[at:at] = other[start : start + chance.randint(1, 200)]
    return bytes(data)
