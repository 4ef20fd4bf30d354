"""A company's colour, made readable on whatever it stands on (WCAG 2.2, 1.4.3)."""

from typing import Final

_ENOUGH: Final = 4.5
_STEPS: Final = 20

Rgb = tuple[int, int, int]


def make_readable(colour: str, background: str) -> str:
    """Return the nearest colour, towards black or white, with a contrast of 4.5 : 1.

    Args:
        colour: as `#rrggbb`; so is `background`.
    """
    ground = _parse(background)
    towards: Rgb = (0, 0, 0) if _luminance(ground) > 0.18 else (255, 255, 255)
    for step in range(_STEPS + 1):
        mixed = _mix(_parse(colour), towards, step / _STEPS)
        if _contrast(mixed, ground) >= _ENOUGH:
            return "#{:02x}{:02x}{:02x}".format(*mixed)
    return "#{:02x}{:02x}{:02x}".format(*towards)


def _parse(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mix(colour: Rgb, towards: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, towards, strict=True))
    return red, green, blue


def _contrast(one: Rgb, other: Rgb) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    """Return the relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
