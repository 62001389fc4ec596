"""Files on their way to a browser: always an attachment, but for pictures made anew here.

The thread that sends a file is held by its reader, however slowly it is taken. So only some of them may send files at
the same moment, and fewer to the same person; the pages have the others. docs/operations.md says what ends a connection
that is not read at all.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from threading import RLock
from typing import IO

from django.core.files.base import File
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils import timezone, translation

from cancellations.domain.file_names import attachment
from cancellations.models import Evidence, User
from cancellations.models.preview import MEDIA_TYPE
from config.database import THREADS

logger = logging.getLogger("lastcall")

AT_ONCE = THREADS // 2  # in one process
OF_ONE = AT_ONCE // 2  # of them to one person

_INERT = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Crowded(Exception):
    """Another file would take a thread from the pages (HTTP 503). `by_own`: this person has all that one may have."""

    def __init__(self, *, by_own: bool) -> None:
        super().__init__("too many files are being sent" + " to one person" * by_own)
        self.by_own = by_own


class Places:
    """How many files are being sent to whom, by the id of the user."""

    def __init__(self, at_once: int, of_one: int) -> None:
        self.at_once, self.of_one = at_once, of_one
        self.taken: Counter[int] = Counter()
        self._lock = RLock()  # of a thread: an answer may be thrown away at any moment, also in here

    def take(self, user_id: int) -> None:
        """Raises Crowded."""
        with self._lock:
            by_own = self.taken[user_id] >= self.of_one
            if by_own or self.taken.total() >= self.at_once:
                raise Crowded(by_own=by_own)
            self.taken[user_id] += 1

    def give_back(self, user_id: int) -> None:
        with self._lock:
            self.taken[user_id] -= 1
            self.taken = +self.taken  # whoever has none left is forgotten


_PLACES = Places(AT_ONCE, OF_ONE)


class _Place:
    """One of those who may send a file now; given back once, when the answer is closed, or thrown away at last."""

    _places: Places | None = None

    def __init__(self, by: User) -> None:
        _PLACES.take(by.pk)
        self._places, self._user_id = _PLACES, by.pk

    def close(self) -> None:
        places, self._places = self._places, None
        if places is not None:
            places.give_back(self._user_id)

    __del__ = close


class SentFile(FileResponse):
    """Raises Crowded."""

    def __init__(self, by: User, file: IO[bytes], media_type: str) -> None:
        self.place = _Place(by)
        super().__init__(file, content_type=media_type, headers=_INERT)

    def close(self) -> None:
        self.place.close()
        super().close()


class SentStream(StreamingHttpResponse):
    """Raises Crowded."""

    def __init__(self, by: User, chunks: Iterable[bytes], media_type: str) -> None:
        self.place = _Place(by)
        super().__init__(chunks, content_type=media_type, headers=_INERT)

    def close(self) -> None:
        self.place.close()
        super().close()


def download(by: User, row: Evidence) -> SentFile:
    """The file as it came. Raises Http404 when it was removed or is missing, and Crowded."""
    kind = "text/plain; charset=utf-8" if row.media_type == "text/plain" else row.media_type
    response = SentFile(by, _opened(row, preview=False), kind)
    response["Content-Disposition"] = attachment(row.name)
    response["Content-Length"] = str(row.size)
    return response


def picture(row: Evidence) -> FileResponse:
    """The preview. Raises Http404 when there is none."""
    if not row.has_preview:
        raise Http404
    # small, and many on one page: each is with the network before its reader matters
    response = FileResponse(_opened(row, preview=True), content_type=MEDIA_TYPE, headers=_INERT)
    response["Content-Disposition"] = "inline"
    return response


def handed_out(by: User, file: IO[bytes], name: str, media_type: str) -> SentFile:
    """What was made here to be taken along; closes `file` when it is sent. Raises Crowded."""
    response = SentFile(by, file, media_type)
    response["Content-Disposition"] = attachment(name)
    return response


def streamed(by: User, chunks: Iterator[bytes], name: str, media_type: str) -> SentStream:
    """As handed_out, sent while it is made; its length is known to nobody."""
    response = SentStream(by, _spoken(chunks), media_type)
    response["Content-Disposition"] = attachment(name)
    return response


@contextmanager
def only_with(answer: SentFile | SentStream) -> Iterator[None]:
    """What is done inside belongs to the answer, which is not sent if it fails."""
    try:
        yield
    except BaseException:
        answer.place.close()
        raise


def _spoken(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Each chunk is made in the reader's language and time zone: when it is sent, the request is over for Django."""
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    return _each_spoken(chunks, language, zone)


def _each_spoken(chunks: Iterator[bytes], language: str, zone: tzinfo) -> Iterator[bytes]:
    while True:
        with translation.override(language), timezone.override(zone):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


def _opened(row: Evidence, *, preview: bool) -> "File[bytes]":
    if not row.is_present:
        raise Http404
    try:
        return row.open_preview() if preview else row.open()
    except FileNotFoundError:
        logger.error("evidence %s is missing in the storage", row.pk)
        raise Http404 from None
