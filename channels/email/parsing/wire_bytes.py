"""The bytes of a message brought into the one form in which they are read."""

import codecs

_SAMPLED = 64_000


def bring_to_bytes(raw: bytes) -> bytes:
    """Undo what some programs do to a message as a whole.

    A byte order mark goes, UTF-16 becomes UTF-8, and line ends that are a lone carriage return
    become newlines.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if b"\n" not in raw[:_SAMPLED] and b"\r" in raw[:_SAMPLED]:
        return raw.replace(b"\r", b"\n")
    return raw
