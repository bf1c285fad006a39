"""Outside datasets, one file each, yielding the same records as the reader of news. No Django."""
