"""Bytes to text, under whatever name the sender gave the character set."""

import re
from encodings.aliases import aliases
from typing import Final

# Codecs of Python's that are no character sets; some of them take quadratic time.
_NO_CHARSETS: Final = frozenset({
    "base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec",
    "zlib_codec", "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape",
    "mbcs", "oem", "palmos",
})  # fmt: skip
# What browsers take these names for (WHATWG Encoding Standard, 4.2): supersets that the senders
# in fact use; below them, names of old mail programs.
_MEANT: Final = {
    "ascii": "cp1252", "us_ascii": "cp1252", "latin_1": "cp1252", "iso8859_1": "cp1252",
    "iso8859_9": "cp1254", "iso8859_11": "cp874", "tis_620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext", "utf_16": "utf_16", "utf_8_sig": "utf_8",
}  # fmt: skip
_NAMES: Final = {
    "unicode11utf8": "utf_8", "unicode": "utf_16", "unicode11utf7": "utf_7", "xsjis": "cp932",
    "windows31j": "cp932", "msshiftjis": "cp932", "ksc56011987": "cp949", "ksc56011989": "cp949",
    "ksc5601": "cp949", "korean": "cp949", "windows949": "cp949", "xgbk": "gb18030",
    "cngb": "gb18030", "chinese": "gb18030", "cnbig5": "big5hkscs", "xxbig5": "big5hkscs",
    "xmacroman": "mac_roman", "xmacce": "mac_latin2", "iso88598i": "iso8859_8",
    "iso88598e": "iso8859_8", "xeucjp": "euc_jp", "xeuckr": "cp949", "windows874": "cp874",
    "dos874": "cp874", "koi8": "koi8_r", "koi": "koi8_r", "utf8mb4": "utf_8", "latin": "cp1252",
    "ansi": "cp1252", "xansi": "cp1252", "iso8859": "cp1252", "iso88591windows": "cp1252",
}  # fmt: skip
_UNLABELLED: Final = frozenset({
    "unknown8bit", "xunknown", "unknown", "8bit", "7bit", "binary", "default", "none",
})  # fmt: skip
_NO_LETTER = re.compile(r"[^a-z0-9]")
_FAMILY = re.compile(r"(utf8|windows125\d|cp125\d|iso8859\d{1,2})")
# Text in these is all but never valid UTF-8 with characters beyond ASCII in it, by chance.
_SINGLE_BYTE = re.compile(r"cp125|iso8859|koi8|latin|mac_|cp437|cp850|cp866")
_ESCAPES = re.compile(rb"\x1b(?:\$[@B(]|\([BJI])")


def _codecs() -> dict[str, str]:
    known = {name: codec for name, codec in aliases.items() if codec not in _NO_CHARSETS}
    known |= {codec: codec for codec in known.values()} | {"utf_7": "utf_7", "cp874": "cp874"}
    named = {_NO_LETTER.sub("", name): _MEANT.get(codec, codec) for name, codec in known.items()}
    return named | _NAMES


_CODECS: Final = _codecs()


def find_codec(label: str) -> str | None:
    """Return the codec that reads a character set; None where the name says nothing."""
    bare = _NO_LETTER.sub("", label.lower()[:80])
    if bare in _CODECS:
        return _CODECS[bare]
    found = None if bare in _UNLABELLED else _FAMILY.match(bare)
    return _CODECS.get(found[0]) if found else None


def decode_charset(data: bytes, label: str, *, hint: str = "") -> str:
    """Decode bytes; never raises.

    A label that lies is not believed: UTF-8 under another name is read as UTF-8, and what does not
    decode under its own name is guessed.

    Args:
        label: the name the sender gave, or nothing.
        hint: another name that may hold, such as that of the message's body.
    """
    if data.isascii() and b"\x1b" not in data and not _is_exotic(label):
        return data.decode("ascii")
    codec = find_codec(label)
    if codec in {None, "cp1252", "utf_8"} and _ESCAPES.search(data):
        return guess_text(data)  # Japanese, whatever it says
    for name in (_utf8_first(codec), codec, find_codec(hint) if hint else None):
        text = _decode_strictly(data, name) if name else None
        if text is not None:
            return text
    if codec and codec not in {"cp1252", "utf_8"} and not _is_broken(data, codec):
        return _decode(data, codec, "replace")
    return guess_text(data)


def guess_text(data: bytes) -> str:
    """Decode bytes about which nothing is known."""
    if _ESCAPES.search(data):
        return data.decode("iso2022_jp_ext", "replace")
    for bom, codec in (
        (b"\xff\xfe", "utf_16"),
        (b"\xfe\xff", "utf_16"),
        (b"\xef\xbb\xbf", "utf_8"),
    ):
        if data.startswith(bom):
            return data.decode(codec, "replace")
    text = _decode_strictly(data, "utf_8")
    if text is None and _is_mostly_utf8(data):
        return data.decode("utf_8", "replace")
    return text if text is not None else data.decode(_detect(data), "replace")


def _detect(data: bytes) -> str:
    """Guess the character set from its statistics, where there is enough to go by."""
    sample = data[:6000]
    high = sum(byte > 127 for byte in sample)
    if high < 12 or high * 20 < len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load and seldom needed

    candidates = ["cp1251", "koi8_r", "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1252",
                  "cp1250", "cp1253", "cp1255", "cp1256", "cp874"]  # fmt: skip
    best = from_bytes(sample[: len(sample) // 2 * 2], steps=3, chunk_size=512,
                      cp_isolation=candidates).best()  # fmt: skip
    return best.encoding if best is not None else "cp1252"


def _utf8_first(codec: str | None) -> str | None:
    return "utf_8" if codec is None or _SINGLE_BYTE.match(codec) else None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether few bytes are broken, as where a text was cut within a character."""
    high = len(data.translate(None, bytes(range(128))))
    return high > 0 and data.decode("utf_8", "replace").count("\ufffd") * 10 < high


def _is_broken(data: bytes, codec: str) -> bool:
    text = data.decode(codec, "replace")
    return text.count("\ufffd") * 10 > len(text)


def _is_exotic(label: str) -> bool:
    """Whether ASCII bytes may mean something else under this name."""
    codec = find_codec(label) if label else None
    return codec is not None and codec.startswith(("utf_7", "utf_16", "utf_32", "hz", "iso2022"))


def _decode_strictly(data: bytes, codec: str) -> str | None:
    try:
        return _decode(data, codec, "strict")
    except (UnicodeError, LookupError):
        return None


def _decode(data: bytes, codec: str, errors: str) -> str:
    """Decode; Python's UTF-7 alone lets half surrogates through, which nothing can write down."""
    text = data.decode(codec, errors)
    if codec != "utf_7":
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
