"""Previews: made anew, upright, with nothing in them but what is seen; bombs and damage make none."""

import io
import time
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from cancellations.domain.errors import NotPossible
from cancellations.domain.file_types import JPEG, PDF, PNG, TIFF, WEBP, FileType
from cancellations.models.preview import LONGEST_SIDE, check_picture, preview
from tests.files import PDF as SOME_PDF
from tests.files import huge_png, picture, png_chunk

UPLOADS = Path(__file__).parents[1] / "data" / "uploads"


def seen(content: bytes, kind: FileType) -> Image.Image | None:
    made = preview(ContentFile(content), kind)
    return None if made is None else Image.open(io.BytesIO(made.read()))


@pytest.mark.parametrize("name", ["gps.jpg", "xmp.jpg", "poly-com.jpg", "x.php.jpg", "poly-text.png"])
def test_nothing_comes_along_but_pixels(name: str) -> None:
    kind = PNG if name.endswith("png") else JPEG
    made = preview(ContentFile((UPLOADS / name).read_bytes()), kind)
    assert made is not None
    content = made.read()
    for trace in (b"Exif", b"GPS", b"xmp", b"XMP", b"script", b"php", b"TestCam", b"ICCP"):
        assert trace not in content
    shown = Image.open(io.BytesIO(content))
    assert (shown.format, len(shown.getexif())) == ("WEBP", 0)


def test_a_photo_is_upright() -> None:
    with Image.open(UPLOADS / "gps.jpg") as lying:
        assert (lying.size, lying.getexif()[0x0112]) == ((90, 60), 6)
    shown = seen((UPLOADS / "gps.jpg").read_bytes(), JPEG)
    assert shown is not None
    assert shown.size == (60, 90)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_way_to_hold_colours(mode: str) -> None:
    shown = seen(picture("PNG", (50, 20), mode), PNG)
    assert shown is not None
    assert shown.size == (50, 20)


def test_cmyk_scans_and_large_pictures() -> None:
    assert seen((UPLOADS / "cmyk.jpg").read_bytes(), JPEG) is not None
    shown = seen(picture("JPEG", (4000, 1000)), JPEG)
    assert shown is not None
    assert shown.size == (LONGEST_SIDE, LONGEST_SIDE // 4)


def test_of_moving_pictures_the_first_frame_is_seen() -> None:
    frames = [Image.new("RGB", (8, 8), (number, 0, 0)) for number in range(60)]
    moving = io.BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    assert seen(moving.getvalue(), WEBP) is not None


@pytest.mark.parametrize(("kind", "content"), [(PDF, SOME_PDF), (TIFF, picture("TIFF"))])
def test_other_files_have_none(kind: FileType, content: bytes) -> None:
    assert preview(ContentFile(content), kind) is None


@pytest.mark.parametrize("content", [huge_png(1000, 1000), huge_png(6000, 6000)])
def test_what_cannot_be_decoded_is_kept_without(content: bytes) -> None:
    check_picture(ContentFile(content), PNG, "a.png")
    assert preview(ContentFile(content), PNG) is None


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (10_000, 5_001), (2**31 - 1, 1)])
def test_too_many_pixels_are_refused_unread(width: int, height: int) -> None:
    began = time.perf_counter()
    with pytest.raises(NotPossible, match=r"50 million|damaged"):
        check_picture(ContentFile(huge_png(width, height)), PNG, "flood.png")
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("content", [b"\xff\xd8\xff", b"\xff\xd8\xff\xe0" + b"\0" * 40, b"\xff\xd8\xff" + b"\xff" * 99])
def test_a_picture_that_cannot_be_opened_is_said(content: bytes) -> None:
    with pytest.raises(NotPossible, match="damaged"):
        check_picture(ContentFile(content), JPEG, "a.jpg")


def test_a_text_chunk_that_unpacks_to_much_is_not_unpacked() -> None:
    chunk = b"Comment\0\0" + zlib.compress(b"a" * 60_000_000)
    bomb = picture()[:33] + png_chunk(b"zTXt", chunk) + picture()[33:]
    began = time.perf_counter()
    with suppress(NotPossible):
        check_picture(ContentFile(bomb), PNG, "a.png")
    preview(ContentFile(bomb), PNG)
    assert time.perf_counter() - began < 2
