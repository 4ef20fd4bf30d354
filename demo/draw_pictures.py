"""The picture of a demo's article, drawn here: `python -m demo.draw_pictures` writes it."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FOLDER: Final = Path(__file__).with_name("pictures")
# Drawn larger and made smaller, so that slanted lines come out smooth.
_FINE: Final = 3
_PAPER, _INK, _ACCENT, _SOFT = "#ffffff", "#1b2130", "#3f57d6", "#e9edfd"
_FAINT: Final = "#868e9f"


class _Sheet:
    """A sheet to draw on, in pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width * _FINE, height * _FINE), _PAPER)
        self._draw = ImageDraw.Draw(self.image)
        self._size = (width, height)

    def box(self, x: int, y: int, width: int, height: int, *, fill: str, line: str = _INK) -> None:
        """Draw a box with round corners."""
        place = [x * _FINE, y * _FINE, (x + width) * _FINE, (y + height) * _FINE]
        self._draw.rounded_rectangle(place, 12 * _FINE, fill=fill, outline=line, width=2 * _FINE)

    def line(self, points: list[tuple[int, int]], *, colour: str = _INK, width: int = 2) -> None:
        """Draw a line."""
        scaled = [(x * _FINE, y * _FINE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=width * _FINE, joint="curve")

    def dot(self, x: int, y: int, size: int, *, fill: str = _INK) -> None:
        """Draw a dot."""
        corners = [(x - size) * _FINE, (y - size) * _FINE, (x + size) * _FINE, (y + size) * _FINE]
        self._draw.ellipse(corners, fill=fill)

    def write(self, x: int, y: int, words: str, *, size: int = 20, colour: str = _INK) -> None:
        """Write words around a point."""
        font = ImageFont.load_default(size * _FINE)
        self._draw.text((x * _FINE, y * _FINE), words, font=font, fill=colour, anchor="mm")

    def save(self, name: str) -> None:
        """Save it, of few colours and so of few bytes."""
        small = self.image.resize(self._size, Image.Resampling.LANCZOS)
        small.quantize(32).save(FOLDER / name, optimize=True)


def draw_cabin_bag() -> None:
    """Draw the two bags that everybody may take, with their sizes."""
    sheet = _Sheet(640, 360)
    sheet.line([(230, 60), (230, 28), (310, 28), (310, 60)], colour=_FAINT, width=5)
    sheet.box(180, 60, 180, 240, fill=_SOFT)
    sheet.box(200, 170, 140, 100, fill=_PAPER, line=_FAINT)
    for x in (208, 332):
        sheet.dot(x, 312, 10)
    sheet.line([(150, 28), (150, 322)], colour=_ACCENT)
    sheet.write(105, 175, "55 cm", colour=_ACCENT)
    sheet.line([(180, 340), (360, 340)], colour=_ACCENT)
    sheet.write(270, 118, "8 kg", size=26)
    sheet.write(402, 340, "40 x 23", colour=_ACCENT)
    sheet.line([(480, 180), (480, 160), (540, 160), (540, 180)], colour=_FAINT, width=5)
    sheet.box(450, 180, 120, 120, fill=_SOFT)
    sheet.write(510, 240, "40 x 30", size=18)
    sheet.write(510, 264, "x 15 cm", size=18)
    sheet.save("cabin-bag.png")


if __name__ == "__main__":
    draw_cabin_bag()
