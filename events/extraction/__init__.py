"""Reading events out of text: pure Python and spaCy, no Django, no database, no network."""
