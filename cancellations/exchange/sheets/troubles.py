"""Why a file cannot be read as a table, in the person's language."""

from django.utils.translation import gettext_lazy as _

from cancellations.domain.typed import Mistyped


class SheetError(Mistyped):
    """The whole file is refused. `code` says why, `text` tells it; neither repeats what is in the file."""


EMPTY = _("The file is empty.")
NO_ROWS = _("The file has a heading and no rows below it.")
TOO_LARGE = _("The file is too large: %(size)s. Split it into files of at most %(most)s.")
TOO_MANY_ROWS = _("The file has more than %(most)s rows. Split it into several files.")
TOO_MANY_COLUMNS = _("The table has more than %(most)s columns. Delete those that are not about the SIM cards.")
LINE_TOO_LONG = _("Row %(row)s is far too long. Is it really a table, saved as CSV?")
NOT_TEXT = _("This is not a text file. Save the table as CSV in UTF-8, or as XLSX.")
HTML = _("This is a web page with the name of a table. Open it in a spreadsheet and save it as CSV or XLSX.")
OLD_EXCEL = _(
    "This workbook is protected by a password, or saved in the old Excel format. Open it and save it as XLSX without "
    "a password."
)
NOT_XLSX = _(
    "The file is called XLSX, but it is no such workbook. Open it in a spreadsheet and save it as XLSX or CSV."
)
DAMAGED = _("The workbook is damaged. Open it in a spreadsheet and save it as XLSX again.")
UNPACKS_TOO_LARGE = _(
    "The workbook unpacks to far more than it should. Copy the table alone into a new workbook and save it as XLSX."
)
HAS_DTD = _(
    "The workbook has parts that no spreadsheet writes. Copy the table into a new workbook and save it as XLSX."
)
FAR_CELL = _("Something stands in the cell %(cell)s, far away from the table. Delete it and save the workbook again.")
NO_SUCH_SHEET = _("The workbook has no such sheet any more.")
NOT_IN_THIS_ENCODING = _(
    "Not all of the file is written in the encoding that it begins with. Save the table as CSV in UTF-8, or as XLSX."
)
UNCLOSED_QUOTE = _("A quotation mark that opens in row %(row)s is never closed, so it cannot be told where rows end.")
