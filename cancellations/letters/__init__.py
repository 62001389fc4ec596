"""From a letter's lines to a PDF: typst, our own fonts, nothing read but the template and the fonts."""
