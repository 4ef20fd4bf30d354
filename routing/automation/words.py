"""Words as rules compare them: without case and accents, whole, or the beginning of one."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Scripts that write no blanks between words: each of their characters stands for itself.
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD: Final = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_ANY_END: Final = "*"


def fold_text(text: str) -> str:
    """Fold a text to its words, a blank around each, without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return f" {' '.join(_WORD.findall(bare.casefold()))} "


@lru_cache(maxsize=20_000)
def fold_pattern(pattern: str) -> str:
    """Fold words to look for; with `*` at its end the last one may go on.

    Returns:
        What a folded text has to contain; empty where there is no word in it.
    """
    stripped = pattern.strip()
    words = fold_text(stripped).strip()
    if not words:
        return ""
    return f" {words}" if stripped.endswith(_ANY_END) else f" {words} "


def has_stray_star(pattern: str) -> bool:
    """Say whether a `*` stands anywhere but at the end of a word, which is the last one."""
    stripped = pattern.strip()
    inner = stripped.removesuffix(_ANY_END)
    loose = stripped != inner and inner[-1:].isspace()
    return _ANY_END in inner or loose
