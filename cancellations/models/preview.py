"""Pictures made anew from evidence: small, upright, and without anything but what is seen."""

import io
from contextlib import suppress

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import MOST_PIXELS
from cancellations.domain.file_types import FileType

LONGEST_SIDE = 1280
MEDIA_TYPE = "image/webp"
_QUALITY = 78
_MOST_DECODED = 24_000_000  # pixels: what is held in memory at once; JPEGs are decoded smaller than they are
_WHITE = (255, 255, 255)


def check_picture(file: "File[bytes]", kind: FileType, shown: str) -> None:
    """Raises NotPossible for a picture that cannot be opened or has too many pixels. Reads its header only."""
    if not kind.pillow:
        return
    size = _size(file, kind)
    if size is None:
        raise NotPossible(_("“%(name)s” is damaged: it cannot be opened as a picture.") % {"name": shown})
    if size[0] * size[1] > MOST_PIXELS:
        limit = {"name": shown, "limit": MOST_PIXELS // 1_000_000}
        raise NotPossible(_("“%(name)s” has more than %(limit)s million pixels.") % limit)


def preview(file: "File[bytes]", kind: FileType) -> "ContentFile[bytes] | None":
    """A WebP of at most LONGEST_SIDE without metadata; None for what is no picture or cannot be decoded."""
    if not kind.pillow:
        return None
    # decoders of damaged and hostile files raise whatever they run into, struct.error and IndexError among them
    with suppress(Exception):
        file.seek(0)
        with Image.open(file, formats=[kind.pillow]) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if picture.width * picture.height > _MOST_DECODED:
                return None
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return ContentFile(_encoded(upright))
    return None


def _size(file: "File[bytes]", kind: FileType) -> tuple[int, int] | None:
    with suppress(Exception):  # as above
        file.seek(0)
        with Image.open(file, formats=[kind.pillow]) as picture:
            return picture.size
    return None


def _encoded(picture: Image.Image) -> bytes:
    """Painted onto a fresh sheet: nothing comes along but pixels."""
    seen = picture.convert("RGBA")
    sheet = Image.new("RGB", seen.size, _WHITE)
    sheet.paste(seen, mask=seen.getchannel("A"))
    made = io.BytesIO()
    sheet.save(made, "WEBP", quality=_QUALITY)
    return made.getvalue()
