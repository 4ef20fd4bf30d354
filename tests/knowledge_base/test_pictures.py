"""Pictures are made fit for readers, and what is no picture is refused with words."""

import io
import struct
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from domain.errors import InvalidInputError
from knowledge_base import pictures
from knowledge_base.pictures import is_drawing, is_picture, shrink_picture

pytestmark = pytest.mark.unit


def make(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(buffer, kind, **options)
    return buffer.getvalue()


def test_a_large_picture_is_scaled_down_in_its_proportions():
    picture = shrink_picture(make((3200, 1000)))
    assert (picture.media_type, picture.width, picture.height) == ("image/png", 1600, 500)
    with Image.open(io.BytesIO(picture.content)) as image:
        assert image.size == (1600, 500)


def test_a_small_picture_keeps_its_size():
    assert shrink_picture(make((40, 30), "JPEG")).width == 40


def test_nothing_that_was_written_beside_a_picture_is_kept():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "taken at home", 6
    photograph = shrink_picture(make((40, 30), "JPEG", exif=exif, comment=b"at home"))
    assert b"home" not in photograph.content
    assert (photograph.width, photograph.height) == (30, 40)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "taken at home")
    assert b"home" not in shrink_picture(make((40, 30), pnginfo=notes)).content
    assert b"home" not in shrink_picture(make((40, 30), "GIF", comment=b"at home")).content


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("GIF", "P"),
        ("PNG", "LA"),
        ("PNG", "1"),
        ("WEBP", "RGBA"),
        ("BMP", "RGB"),
    ],
)
def test_pictures_of_every_kind_come_through(kind: str, mode: str):
    picture = shrink_picture(make((20, 10), kind, mode))
    assert (picture.width, picture.height) == (20, 10)


def test_a_moving_picture_goes_on_moving():
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=80)
    with Image.open(io.BytesIO(shrink_picture(buffer.getvalue()).content)) as image:
        assert getattr(image, "n_frames", 1) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a picture", "no picture that can be read"),
        (make((300, 300))[:200], "broken"),
        (b"", "no picture"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, words: str):
    with pytest.raises(InvalidInputError, match=words):
        shrink_picture(content)


def test_too_many_bytes_or_pixels_are_refused(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(InvalidInputError, match="21 MB"):
        shrink_picture(bytes(21_000_000))
    # A few bytes that would take gigabytes of memory.
    bomb = make((1, 1)).replace(b"IHDR" + b"\0\0\0\1" * 2, b"IHDR" + b"\0\0\xff\xff" * 2)
    with pytest.raises(InvalidInputError):
        shrink_picture(bomb)
    monkeypatch.setattr(pictures, "MOST_PIXELS", 99)
    with pytest.raises(InvalidInputError, match="pixels"):
        shrink_picture(make((10, 10)))


def make_growing(*sizes: tuple[int, int]) -> bytes:
    """Return a moving picture whose frames grow beyond its first one (GIF89a, section 20)."""
    moving = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    for width, height in sizes:
        moving += b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\2\2\x44\1\0"
    return moving + b";"


@pytest.mark.parametrize("size", [(8_000, 8_000), (60_000, 60_000)])
def test_a_picture_that_grows_as_it_moves_is_refused_before_it_is_read(size: tuple[int, int]):
    with pytest.raises(InvalidInputError, match="million pixels"):
        shrink_picture(make_growing((1, 1), size))


def test_a_picture_of_very_many_tiny_frames_is_refused():
    with pytest.raises(InvalidInputError, match="2,000 frames"):
        shrink_picture(make_growing(*[(1, 1)] * 2_000))


@pytest.mark.parametrize(
    "content", [b"RIFF....WEBPVP8 broken", make((30, 30))[:20], b"\x89PNG\r\n\x1a\n\0\0\0\4IHDRab"]
)
def test_a_broken_picture_under_any_name_is_refused_with_words(content: bytes):
    assert is_picture(content)
    with pytest.raises(InvalidInputError, match="broken"):
        shrink_picture(content)


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='x'/>", b"\xef\xbb\xbf \n<SVG>", b"<?xml version='1.0'?><!-- x --><svg/>"],
)
def test_drawings_that_may_hold_script_are_known(content: bytes):
    assert is_drawing(content)
