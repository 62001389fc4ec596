"""What leaves the house whole: the dossier of a case, on screen, on paper and as an archive."""
