"""One file per outside dataset, each yielding the same records."""
