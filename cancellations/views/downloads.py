"""Bytes that came from outside, on their way to a browser: always an attachment, but for pictures made anew here."""

import logging
from collections.abc import Iterable
from typing import IO

from django.core.files.base import File
from django.http import FileResponse, Http404, StreamingHttpResponse

from cancellations.domain.file_names import attachment
from cancellations.models import Evidence
from cancellations.models.preview import MEDIA_TYPE

logger = logging.getLogger("lastcall")

_INERT = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def download(row: Evidence) -> FileResponse:
    """The file as it came. Raises Http404 when it was removed or is missing."""
    kind = "text/plain; charset=utf-8" if row.media_type == "text/plain" else row.media_type
    response = _inert(row, kind, preview=False)
    response["Content-Disposition"] = attachment(row.name)
    response["Content-Length"] = str(row.size)
    return response


def picture(row: Evidence) -> FileResponse:
    """The preview. Raises Http404 when there is none."""
    if not row.has_preview:
        raise Http404
    response = _inert(row, MEDIA_TYPE, preview=True)
    response["Content-Disposition"] = "inline"
    return response


def handed_out(file: IO[bytes], name: str, media_type: str) -> FileResponse:
    """What was made here to be taken along; closes `file` when it is sent."""
    response = FileResponse(file, content_type=media_type, headers=_INERT)
    response["Content-Disposition"] = attachment(name)
    return response


def streamed(chunks: Iterable[bytes], name: str, media_type: str) -> StreamingHttpResponse:
    """As handed_out, sent while it is made; its length is known to nobody."""
    response = StreamingHttpResponse(chunks, content_type=media_type, headers=_INERT)
    response["Content-Disposition"] = attachment(name)
    return response


def _inert(row: Evidence, kind: str, *, preview: bool) -> FileResponse:
    if not row.is_present:
        raise Http404
    try:
        file: File[bytes] = row.open_preview() if preview else row.open()
    except FileNotFoundError:
        logger.error("evidence %s is missing in the storage", row.pk)
        raise Http404 from None
    return FileResponse(file, content_type=kind, headers=_INERT)
