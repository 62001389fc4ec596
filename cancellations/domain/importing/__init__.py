"""Reading tables of SIM cards: which column is what, and what a row says. Pure: texts in, values and reasons out."""
