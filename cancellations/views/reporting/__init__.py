"""The parts of the reports page: what was counted, in words, as a chart, as a table and as a file."""
