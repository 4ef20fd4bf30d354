"""The HTML body: the message in the company's look, in tables, as mail programs need it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import nh3
from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from channels.email.sending.colours import make_readable
from channels.email.sending.links import link_text
from channels.email.settings import LookSettings
from channels.text_cleaning import clean_text

_TEMPLATES: Final = ImmutableSandboxedEnvironment(
    # They change with the program alone.
    auto_reload=False,
    loader=PackageLoader("channels.email.sending", "templates"),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_LIGHT: Final = "#ffffff"
_DARK: Final = "#1b1d21"

# Many mail programs drop style sheets, so each element carries its own style.
_CELL: Final = "border:1px solid #8a8f98;padding:6px 10px;text-align:start;vertical-align:top"
_STYLES: Final = {
    "p": "margin:0 0 16px",
    "h1": "margin:24px 0 8px;font-size:20px;line-height:1.3",
    "h2": "margin:24px 0 8px;font-size:18px;line-height:1.3",
    "h3": "margin:24px 0 8px;font-size:17px;line-height:1.3",
    "h4": "margin:20px 0 8px;font-size:16px;line-height:1.3",
    "ul": "margin:0 0 16px;padding-inline-start:24px",
    "ol": "margin:0 0 16px;padding-inline-start:24px",
    "li": "margin:0 0 6px",
    "blockquote": "margin:0 0 16px;padding-inline-start:14px;border-inline-start:3px solid #8a8f98",
    "code": "font-family:Consolas,Menlo,monospace;font-size:14px",
    "pre": "margin:0 0 16px;font-family:Consolas,Menlo,monospace;font-size:14px;"
    "white-space:pre-wrap",
    "hr": "border:0;border-top:1px solid #8a8f98;margin:20px 0",
    "table": "border-collapse:collapse;margin:0 0 16px",
    "th": _CELL,
    "td": _CELL,
    "img": "max-width:100%;height:auto;border:0",
}
_PLAIN: Final = {"b", "br", "em", "i", "s", "strong", "tbody", "thead", "tr", "u", "a"}
# Of what is aligned to the right, such as columns of numbers, the style must say so as well; no
# number is broken where the screen is narrow.
_ALIGNED = re.compile(r'(<t[dh] align="right"[^>]*)text-align:start')
_REFERRED = re.compile(r"[\"']cid:([^\"'<>\s]{1,250})[\"']")


def render_html(
    text: str,
    html: str | None,
    *,
    look: LookSettings,
    company: str,
    reference: str,
    subject: str,
    choices: Sequence[str] = (),
    language: str | None = None,
) -> str:
    """Return the whole HTML document; pure.

    Args:
        text: the message, which is set in paragraphs where there is no `html`.
        html: the message as HTML; all that is not plain formatting is taken out.
        choices: labels of answers to list under it.
    """
    link = make_readable(look.colour, _LIGHT)
    body = _clean(html, link) if html else _paragraphs(text, link)
    return _TEMPLATES.get_template("mail.html.j2").render(
        body=body,
        choices=choices,
        company=company,
        dark=_DARK,
        dark_link=make_readable(look.colour, _DARK),
        direction=find_direction(text),
        footer=look.footer,
        language=language,
        link=link,
        look=look,
        reference=reference,
        styles=_STYLES,
        subject=subject,
    )


def find_direction(text: str) -> str:
    """Return `rtl` where the first letter is of a script written from the right (UAX 9, P2)."""
    strong = (unicodedata.bidirectional(character) for character in text[:2000])
    first = next((kind for kind in strong if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def find_referred(html: str | None) -> frozenset[str]:
    """Return the content ids that an HTML body shows (RFC 2392)."""
    return frozenset(_REFERRED.findall(html or ""))


def _clean(html: str, link: str) -> Markup:
    styles = {tag: {"style": style} for tag, style in _STYLES.items()}
    styles["a"] = {"style": f"color:{link};text-decoration:underline"}
    cleaned = nh3.clean(
        html,
        tags={*_STYLES, *_PLAIN},
        attributes={
            "a": {"href"},
            "img": {"src", "alt", "width"},
            "td": {"align"},
            "th": {"align"},
        },
        set_tag_attribute_values=styles,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer",
    )
    aligned = _ALIGNED.sub(r"\1text-align:end;white-space:nowrap", cleaned)
    return Markup(aligned)  # noqa: S704 - nh3 has just sanitised it


def _paragraphs(text: str, link: str) -> Markup:
    """Set a plain text in paragraphs; lines that begin with `>` are a quotation."""
    style = Markup(' style="color:{};text-decoration:underline" rel="noopener noreferrer"').format(
        link
    )
    blocks: list[Markup] = []
    for paragraph in re.split(r"\n[ \t]*\n\s*", clean_text(text)):
        for quoted, lines in _runs(paragraph.split("\n")):
            inner = Markup("<br>\n").join(link_text(line, style) for line in lines)
            block = Markup('<p style="{}">{}</p>').format(_STYLES["p"], inner)
            if quoted:
                block = Markup('<blockquote style="{}">{}</blockquote>').format(
                    _STYLES["blockquote"], block
                )
            blocks.append(block)
    return Markup("\n").join(blocks)


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        quoted = line.startswith(">")
        if not runs or runs[-1][0] != quoted:
            runs.append((quoted, []))
        runs[-1][1].append(line.lstrip("> ") if quoted else line)
    return runs
