"""A table as a file of the form that was chosen."""

from typing import IO

from cancellations.domain.export_words import FileForm
from cancellations.exchange.export import csv_file, xlsx_file
from cancellations.exchange.export.table import Table

MEDIA_TYPES = {FileForm.CSV: csv_file.MEDIA_TYPE, FileForm.XLSX: xlsx_file.MEDIA_TYPE}


def write_file(file: IO[bytes], form: FileForm, table: Table) -> None:
    """Row by row. Raises NotPossible when the form cannot hold it."""
    if form is FileForm.XLSX:
        xlsx_file.write_xlsx(file, table)
    else:
        file.writelines(csv_file.csv_chunks(table))
