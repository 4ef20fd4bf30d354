"""Languages of readers: which one they get, what it calls itself, which way it is written; pure."""

from collections.abc import Mapping, Sequence
from typing import Final

_RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# As its own speakers write it, which is what they look for in a list.
_OWN_NAMES: Final[Mapping[str, str]] = {
    "ar": "العربية",
    "bg": "Български",
    "bn": "বাংলা",
    "ca": "Català",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "et": "Eesti",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "is": "Íslenska",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "nn": "Norsk nynorsk",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sr": "Српски",
    "sv": "Svenska",
    "th": "ไทย",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
_MOST_WISHES: Final = 20


def name_own(locale: str) -> str:
    """Name a language as its speakers do; by its tag where we do not know how."""
    return _OWN_NAMES.get(_primary(locale), locale.upper())


def find_direction(locale: str) -> str:
    """Say which way a language is written: `ltr` or `rtl`."""
    return "rtl" if _primary(locale) in _RIGHT_TO_LEFT else "ltr"


def choose_locale(accepted: str, available: Sequence[str]) -> str:
    """Choose the language that a browser asks for (RFC 9110, section 12.5.4).

    Args:
        accepted: the header `Accept-Language`, whatever it holds.
        available: the languages there are, the company's own first; at least one.
    """
    by_primary = {_primary(locale): locale for locale in reversed(available)}
    wishes = (_read_wish(part) for part in accepted.split(",")[:_MOST_WISHES])
    # Sorting is stable: of equal weights the one named first is liked most.
    for weight, tag in sorted(wishes, key=lambda wish: -wish[0]):
        if weight <= 0:
            break
        if tag in available:
            return tag
        if _primary(tag) in by_primary:
            return by_primary[_primary(tag)]
    return available[0]


def _read_wish(part: str) -> tuple[float, str]:
    tag, _, parameter = part.strip().partition(";")
    name, _, value = parameter.strip().partition("=")
    try:
        weight = float(value) if name.strip().lower() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip().lower()


def _primary(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0].lower()
