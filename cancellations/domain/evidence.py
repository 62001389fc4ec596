"""Evidence: files kept as proof. What they can be, who may see them, and how much of them is taken."""

from enum import StrEnum

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE  # of one file
MOST_FILES = 10  # sent along with one form
MOST_BODY = 60 * MEGABYTE  # of one form with all its files
MOST_PIXELS = 50_000_000  # of one picture


class EvidenceKind(StrEnum):
    """What a file proves. An identity document is kept behind a button, and not for long."""

    RECEIPT = "receipt"
    CONFIRMATION = "confirmation"
    LETTER = "letter"
    BILL = "bill"
    IDENTITY = "identity"
    OTHER = "other"


class Visibility(StrEnum):
    """For whom a file is meant. Only the dossier takes files along: the holder's page shows no documents.

    `HOLDER` tells the team that they may send the file to the holder themselves.
    """

    TEAM = "team"
    HOLDER = "holder"
    DOSSIER = "dossier"


def visibility_of(kind: EvidenceKind, wanted: Visibility) -> Visibility:
    """Identity documents never leave the team, whatever was chosen."""
    return Visibility.TEAM if kind == EvidenceKind.IDENTITY else wanted
