"""The one app: reading events out of text, keeping them, and showing them."""
