"""Text in the cells of a CSV file: marked so that no spreadsheet takes it for more than text, and read back as it was.

The mark is an apostrophe, as people type it in spreadsheets. `unmarked` undoes `marked` and `marked_digits` for every
text there is, so that an export that is imported again changes nothing. Others write ="0079…" to the same end.
"""

import re

MARK = "'"
# OWASP, CSV injection: these begin a formula, full-width ones too; blanks before them do not help in every program.
_FORMULA = r"\s*[=+\-@＝＋－＠]|[\t\r\n]"
_TAKEN_FOR_MORE = re.compile(f"'*(?:{_FORMULA})|'+[0-9]")
_DIGITS = re.compile("'*[0-9]")
_AS_FORMULA = re.compile('="([^"]*)"')


def marked(text: str) -> str:
    """Free text as a cell: with the mark when a spreadsheet would calculate it, or when `unmarked` would cut it."""
    return f"{MARK}{text}" if _TAKEN_FOR_MORE.match(text) else text


def marked_digits(text: str) -> str:
    """A number that is text (E.164, ICCID …) as a cell: a spreadsheet keeps its plus, its zeros and every digit."""
    return f"{MARK}{text}" if _DIGITS.match(text) else marked(text)


def unmarked(cell: str) -> str:
    """What was marked, without the mark; the text of a formula that is nothing but one; any other cell as it is."""
    if cell.startswith("="):
        formula = _AS_FORMULA.fullmatch(cell)
        return formula[1] if formula else cell
    if not cell.startswith(MARK):
        return cell
    text = cell.removeprefix(MARK)
    return text if _TAKEN_FOR_MORE.match(text) or _DIGITS.match(text) else cell
