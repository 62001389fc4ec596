"""Everything of a workspace in one archive that needs no Lastcall to be read: tables, files, checksums."""
