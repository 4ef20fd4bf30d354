"""What is scanned at the gate: IATA's bar coded boarding pass, as a QR code."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What stands in the code; `origin` and `destination` are the three letters."""

    first_name: str
    last_name: str
    reference: str
    origin: str
    destination: str
    flight: str
    on: date
    seat: str
    number: int


def write_bcbp(scanned: Scanned) -> str:
    """Write the mandatory items for one leg, 60 characters (IATA Resolution 792, attachment B)."""
    name = f"{_plain(scanned.last_name)}/{_plain(scanned.first_name)}"[:20]
    carrier, number = scanned.flight[:2], scanned.flight[2:]
    row, letter = int(scanned.seat[:-1]), scanned.seat[-1]
    return (
        f"M1{name:<20}E{scanned.reference:<7}{scanned.origin}{scanned.destination}{carrier:<3}"
        f"{int(number):04} {scanned.on:%j}Y{row:03}{letter}{scanned.number:04} 100"
    )


def draw(text: str, *, title: str) -> Markup:
    """Draw a QR code as SVG that takes the size of what it stands in."""
    import segno  # noqa: PLC0415 - a tenth of a second that only who opens a pass waits for

    code = segno.make_qr(text, error="m")
    svg = code.svg_inline(border=2, omitsize=True, light="#fff", dark="#000", title=title)
    return Markup(svg)  # noqa: S704 - segno made it, and escapes the title


def _plain(name: str) -> str:
    """Write a name as machines at gates read it: capital letters, and nothing else."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return "".join(each for each in decomposed.upper() if "A" <= each <= "Z")
