"""Lists that leave the house: as CSV and XLSX, streamed, and so that no cell of them is taken for a formula."""
