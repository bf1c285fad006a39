"""The public pages. A view reads top to bottom: parse, ask, render."""
