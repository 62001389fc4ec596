"""From a table that somebody sent to SIM cards: rows kept without secrets, understood, judged, and given back."""
