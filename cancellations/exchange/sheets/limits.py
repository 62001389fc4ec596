"""How large a table may be, and what may stand between its columns. Whatever is larger is refused by name, before it
costs memory or time.
"""

DELIMITERS = (",", ";", "\t", "|")  # of CSV files

MOST_BYTES = 20 * 2**20  # of the file
MOST_ROWS = 100_000  # with something in them, below the heading
MOST_COLUMNS = 200
LONGEST_CELL = 32_000  # characters; a spreadsheet's own limit is 32,767
LONGEST_LINE = 2**20  # characters of one line of a CSV file
ROWS_LOOKED_AT = 60  # from the top, for the heading, the delimiter and the previews
SAMPLE_ROWS = 20

# Of a workbook:
MOST_PARTS = 1_000
MOST_UNPACKED = 250 * 2**20
SMALL_PART = 2**20  # a part below this may be packed as tightly as it likes
MOST_RATIO = 100
LAST_ROW = 199_999  # cells with something in them stand above this row
MOST_SHEETS = 30  # that are looked at
READER_MEMORY = 640 * 2**20  # address space of the process that reads a workbook
READER_SECONDS = 30  # of CPU
