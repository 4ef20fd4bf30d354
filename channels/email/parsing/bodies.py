"""The body of a mail in both forms, put together from the texts that a person would see."""

import html as markup
from dataclasses import dataclass

from channels.email.parsing.html_text import html_to_text


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the body, as plain text, as HTML, or as both."""

    plain: str = ""
    html: str = ""


Segments = tuple[Segment, ...]


def choose_alternative(children: list[Segments]) -> Segments:
    """Make one segment of the renderings of the same text (RFC 2046, 5.1.4).

    The first rendering in plain text is the plain text, the last in HTML the HTML.
    """
    plain = next((each for each in children if any(s.plain.strip() for s in each)), ())
    html = next((each for each in reversed(children) if any(s.html.strip() for s in each)), ())
    if not plain and not html:
        return ()
    return (Segment(plain=write_plain(plain) if plain else "", html=write_html(html) or ""),)


def write_plain(segments: Segments) -> str:
    """Write the body as plain text, made from the HTML where there is only that."""
    texts = (
        each.plain.strip("\n") if each.plain.strip() else html_to_text(each.html)
        for each in segments
    )
    return "\n\n".join(text for text in texts if text.strip())


def write_html(segments: Segments) -> str | None:
    """Write the body as HTML, not yet sanitised; None where no segment is in HTML."""
    if not any(each.html.strip() for each in segments):
        return None
    return "\n".join(each.html if each.html.strip() else _mark_up(each.plain) for each in segments)


def _mark_up(plain: str) -> str:
    return f'<div style="white-space:pre-wrap">{markup.escape(plain)}</div>' if plain else ""
