"""Files on their way in: to the disk, never whole in memory, no more of them than is taken, and only where they are."""

from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from cancellations.domain.evidence import MOST_BODY, MOST_BYTES
from cancellations.views import errors

GetResponse = Callable[[HttpRequest], HttpResponse]

TAKES_FILES = frozenset({"evidence", "log", "holder", "bulk_confirm", "sims_import"})  # names of addresses
_FIELDS_AND_FRAME = 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class BodySize:
    """413 for a body that is too large, before any of it is read: files go to a few addresses only."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        if length > _FIELDS_AND_FRAME and length > _most(request.path_info):
            return errors.too_large(request)
        return self.get_response(request)


class CappedFile(TemporaryFileUploadHandler):
    """A file as it comes in, in LASTCALL_DATA/tmp; of one that is too large no more is kept.

    Its `size` is what was sent all the same, and the form refuses it. Of what nobody sends nothing is kept: the check
    for forged forms reads a body before it is asked who is there.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= MOST_BYTES and _is_known(self.request):
            super().receive_data_chunk(raw_data, start)


def _is_known(request: HttpRequest | None) -> bool:
    """Whether somebody is signed in, or has a holder's link: that page has looked at it by now."""
    if request is None or request.resolver_match is None:
        return False
    return request.resolver_match.url_name == "holder" or request.user.is_authenticated


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _most(path: str) -> int:
    try:
        return MOST_BODY if resolve(path).url_name in TAKES_FILES else 0
    except Resolver404:
        return 0
