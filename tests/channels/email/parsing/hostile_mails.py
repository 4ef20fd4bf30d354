"""Messages made to take long or much: by repetition, depth and number."""

from collections.abc import Callable

_HEAD = b"From: a@example.com\r\nSubject: x\r\n"
_MIXED = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
_FILE = b"--x\r\nContent-Type: a/b\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n"
_REPORT = (
    b"From: MAILER-DAEMON@example.com\r\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: message/delivery-status\r\n\r\n"
)
_FAILED = b"Final-Recipient: rfc822; a@b.c\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"


def _text(line: bytes, size: int = 1_000_000) -> Callable[[], bytes]:
    return lambda: _HEAD + b"\r\n" + line * (size // len(line))


def _html(line: bytes, size: int = 1_000_000) -> Callable[[], bytes]:
    head = _HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    return lambda: head + line * (size // len(line))


def _field(name: bytes, line: bytes, size: int = 1_000_000) -> Callable[[], bytes]:
    return lambda: name + b": " + line * (size // len(line)) + b"\r\n\r\nx"


def _nested(count: int) -> bytes:
    step = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
    return _HEAD + b"".join(step % (n, n) for n in range(count)) + b"\r\nx"


def _numbered(form: bytes, count: int) -> bytes:
    return b"".join(form % n for n in range(count))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a line of On On On": _text(b"On ", 200_000),
    "a megabyte of quotes": _text(b">"),
    "a megabyte of quotes with blanks": _text(b"> "),
    "a megabyte of empty lines": _text(b"\n"),
    "a megabyte of addresses": _text(b"a@b.c "),
    "a megabyte of dashes": _text(b"-"),
    "a megabyte of On wrote": _text(b"On x wrote:\n"),
    "a megabyte of uuencode beginnings": _text(b"begin 644 a\n"),
    "a hundred thousand uuencoded files": _text(b"begin 644 a\n#0V%T\n`\nend\n"),
    "fifty megabytes of words": _text(b"word word\r\n", 50_000_000),
    "fifty megabytes of broken bytes": _text(b"\xff", 50_000_000),
    "marks without end on one letter": _text("\u0301\u0323".encode()),
    "5,000 nested divs": lambda: _html(b"<div>", 25_000)() + b"hi" + b"</div>" * 5_000,
    "200,000 nested divs": _html(b"<div>"),
    "nested formatting in paragraphs": _html(b"<b><i><p>x"),
    "nested formatting, each another": lambda: (
        _html(b" ", 1)() + _numbered(b"<b id=%d><p>", 60_000)
    ),
    "ampersands": _html(b"&"),
    "half references": _html(b"&a"),
    "less-than signs": _html(b"<"),
    "unclosed tags": _html(b"<a "),
    "styles that name margins": _html(b'<p style="%b">x</p>' % (b"margin-" * 1_400)),
    "styles that set margins": _html(b'<p style="%b">x</p>' % (b"margin:-" * 1_200)),
    "unclosed comments": _html(b"<!--"),
    "a tag of 100,000 attributes": lambda: (
        _html(b" ", 1)() + b"<a " + _numbered(b'a%d="" ', 100_000) + b">x"
    ),
    "attributes without blanks": lambda: (
        _html(b" ", 1)() + b"<a " + _numbered(b'a%d=""', 100_000) + b">x"
    ),
    "attributes with tags": lambda: (
        _html(b" ", 1)() + b"<a " + _numbered(b"a%d='<'", 100_000) + b">x"
    ),
    "nested tables": _html(b"<table><tr><td>"),
    "nested lists": _html(b"<ul><li>"),
    "nested quotes": _html(b"<blockquote>"),
    "long styles": lambda: _html(b" ", 1)() + b"<p style='" + b"margin:" * 100_000 + b"'>x",
    "100,000 header lines": lambda: _HEAD + b"X-A: b\r\n" * 100_000 + b"\r\nx",
    "100,000 junk lines": lambda: _HEAD + b"junk\r\n" * 100_000 + b"\r\nx",
    "a header field of a megabyte": _field(b"X-A", b"a"),
    "a subject of blanks": _field(b"Subject", b" "),
    "folds without end": _field(b"Subject", b"a\r\n "),
    "encoded words without end": _field(b"Subject", b"=?utf-8?q?a?= "),
    "encoded words that never end": _field(b"Subject", b"=?a?q?"),
    "100,000 recipients": lambda: b"To: " + _numbered(b"u%d@example.com, ", 100_000) + b"\r\n\r\nx",
    "quotes in From": _field(b"From", b'"'),
    "brackets in From": _field(b"From", b"<"),
    "parentheses in From": _field(b"From", b"("),
    "backslashes in From": _field(b"From", b'"\\'),
    "blanks in From": lambda: b"From: a" + b" " * 1_000_000 + b"@b\r\n\r\nx",
    "ids without end": _field(b"References", b"<a@b> "),
    "brackets in References": _field(b"References", b"<"),
    "parameters without end": _field(b"Content-Type", b"a/b; c=d"),
    "unclosed quotes in parameters": _field(b"Content-Type", b'; a="'),
    "semicolons in parameters": _field(b"Content-Type", b"; "),
    "10,000 parts": lambda: (
        _HEAD + _MIXED + b"--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n" * 10_000
    ),
    "10,000 files": lambda: _HEAD + _MIXED + _FILE * 10_000,
    "a million delimiters": lambda: _HEAD + _MIXED + b"--x\r\n" * 1_000_000,
    "a million false delimiters": lambda: _HEAD + _MIXED + b"--xy\r\n" * 1_000_000,
    "parts with many fields": lambda: _HEAD + _MIXED + (b"--x\r\n" + b"A: b\r\n" * 100) * 10_000,
    "multiparts 1,000 deep": lambda: _nested(1_000),
    "messages 1,000 deep": lambda: _HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 1_000 + b"x",
    "multiparts in one another by one boundary": lambda: _HEAD + (_MIXED + b"--x\r\n") * 10_000,
    "fifty megabytes of Base64": lambda: (
        _HEAD
        + b"Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"QUJD" * 12_500_000
    ),
    "padding all over": lambda: (
        _HEAD
        + b"Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"Q=" * 5_000_000
    ),
    "reports without end": lambda: _REPORT + _FAILED * 20_000,
}
