"""What is in the archive and how it is read, in each of the three languages: whoever opens it may have no Lastcall."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override


def readme(workspace: str, made_at: datetime, *, identity: bool) -> str:
    """Markdown; one part for each language."""
    return "\n\n".join(_part(code, str(name), workspace, made_at, identity) for code, name in _languages())


def _languages() -> list[tuple[str, str]]:
    """Each with its own name for itself."""
    found = []
    for code, name in settings.LANGUAGES:
        with override(code):
            found.append((code, str(name)))
    return found


def _part(code: str, language: str, workspace: str, made_at: datetime, identity: bool) -> str:
    with override(code):
        about = {"workspace": workspace, "moment": f"{made_at:%Y-%m-%d %H:%M %Z}"}
        return "\n\n".join(
            [
                f"# Lastcall ({language})",
                _("Everything of the workspace “%(workspace)s”, made on %(moment)s.") % about,
                "\n".join(f"- `{name}`: {words}" for name, words in _contents()),
                *_notes(),
                _("Identity documents are in it.") if identity else _("Identity documents are left out too."),
            ]
        )


def _contents() -> Iterator[tuple[str, str]]:
    yield "tables/", _("one CSV file for each table: UTF-8, commas, days and moments by ISO 8601")
    yield "evidence/", _("the files of each request, in their original bytes, in a folder named by its reference")
    yield "letters/", _("the letters of each request that were filed")
    yield "SHA256SUMS", _("checksums of all files; to check them: sha256sum -c SHA256SUMS")
    yield "missing.txt", _("files that the storage did not have, if there are any")


def _notes() -> Iterator[str]:
    yield _(
        "A column whose name ends in _id holds the id of a row in another table: cancellation_id is an id in "
        "requests.csv, sim_id one in sims.csv, and so on."
    )
    yield _(
        "An apostrophe at the start of a cell marks it as text, so that no spreadsheet calculates it; it is not part "
        "of the value."
    )
    yield _("The tables were written one after the other while people could work: the newest rows may be missing.")
    yield _(
        "Left out on purpose: passwords, sessions, sign-in links and other keys; the encrypted details of senders of "
        "letters; the text of e-mails, which may hold such links; what is only there to search and sort faster."
    )
