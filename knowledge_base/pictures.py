"""Pictures made fit for readers: no larger than a page shows, and nothing in them but the picture.

A photograph tells where and when and with what it was taken; none of that is kept. The parser
looks at no kinds of files but those named here, and at no more pixels than `MOST_PIXELS`.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from domain.errors import InvalidInputError

LARGEST_BYTES: Final = 20_000_000
WIDEST: Final = 1600
"""Pixels; twice as wide as an article is on a screen, for those with small pixels."""

TALLEST: Final = 4800
MOST_PIXELS: Final = 50_000_000
"""Of one picture, or of all frames of a moving one, as they come in."""

MOST_FRAMES: Final = 1_000
"""Of a moving picture; however small, each of them takes memory and time."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
EXTENSIONS: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
_QUALITY = 85


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that readers may be sent.

    Attributes:
        width: pixels.
        height: pixels.
    """

    media_type: str
    content: bytes = field(repr=False)
    width: int
    height: int


def is_drawing(content: bytes) -> bool:
    """Say whether a file is an SVG drawing, which may hold script."""
    start = content[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!")) and b"<svg" in start)


def is_picture(content: bytes) -> bool:
    """Say whether a file begins like a picture that can be read."""
    try:
        with _open(content):
            return True
    except UnidentifiedImageError:
        return False
    except Exception:  # noqa: BLE001 - it begins like one, and the library trips over the rest
        return True


def shrink_picture(content: bytes) -> Picture:
    """Return a picture upright, in the colours of screens, at most `WIDEST` by `TALLEST`.

    Raises:
        InvalidInputError: it is no picture, a broken one, or has too many bytes or pixels.
    """
    if len(content) > LARGEST_BYTES:
        raise InvalidInputError(
            f"the picture is {len(content) / 1e6:.0f} MB; up to {LARGEST_BYTES // 1_000_000} MB "
            "are taken. Save it smaller"
        )
    try:
        with _open(content) as image:
            _check_pixels(image)
            # Of a photograph no more is decoded than is kept, in halves.
            image.draft("RGB", (WIDEST, TALLEST))
            frames = [_prepare(frame) for frame in _read_frames(image)]
            return _write(image, frames)
    except UnidentifiedImageError:
        raise InvalidInputError(
            "it is no picture that can be read; save it as PNG, JPEG, GIF or WebP"
        ) from None
    except Image.DecompressionBombError:
        raise _name_too_large() from None
    except InvalidInputError:
        raise
    except Exception:  # noqa: BLE001 - the library raises whatever it trips over in a broken file
        raise InvalidInputError("the picture is broken; save it again") from None


def _open(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # The limit that the library warns of is not ours; ours is checked before it reads further.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(io.BytesIO(content), formats=_FORMATS)
        except Image.DecompressionBombError:
            raise _name_too_large() from None


def _check_pixels(image: Image.Image) -> None:
    frames = getattr(image, "n_frames", 1)
    if frames > MOST_FRAMES:
        raise InvalidInputError(
            f"the picture has {frames:,} frames; up to {MOST_FRAMES:,} are taken. Save it shorter"
        )
    if image.width * image.height * frames > MOST_PIXELS:
        raise _name_too_large()


def _read_frames(image: Image.Image) -> Iterator[Image.Image]:
    """Yield the frames before their pixels are read; a later one may be larger than the first."""
    pixels = 0
    for frame in ImageSequence.Iterator(image):
        pixels += frame.width * frame.height
        if pixels > MOST_PIXELS:
            raise _name_too_large()
        yield frame


def _name_too_large() -> InvalidInputError:
    return InvalidInputError(
        f"the picture has more than {MOST_PIXELS // 1_000_000} million pixels; save it smaller"
    )


def _prepare(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame)
    transparent = upright.has_transparency_data
    plain = _convert_colours(upright).convert("RGBA" if transparent else "RGB")
    plain.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _convert_colours(image: Image.Image) -> Image.Image:
    """Convert the colours of cameras and printers to those that screens show without a profile."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        screen = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, screen, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image
    return image if converted is None else converted


def _write(image: Image.Image, frames: list[Image.Image]) -> Picture:
    kind = image.format if image.format in _MEDIA_TYPES else "PNG"
    assert kind is not None, "what was read has a format"  # noqa: S101 - the library's promise
    first = frames[0]
    options: dict[str, object] = {"optimize": True} if kind in {"PNG", "JPEG", "GIF"} else {}
    if kind in {"JPEG", "WEBP"}:
        options["quality"] = _QUALITY
    if kind == "JPEG":
        options["progressive"] = True
        first = first.convert("RGB")
    elif len(frames) > 1:
        durations = [int(image.info.get("duration") or 100)] * len(frames)
        options |= {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": 0}
    buffer = io.BytesIO()
    first.save(buffer, kind, **options)
    return Picture(
        media_type=_MEDIA_TYPES[kind],
        content=buffer.getvalue(),
        width=first.width,
        height=first.height,
    )
