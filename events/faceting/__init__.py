"""The facet index: bitmaps over a dense number of the records, one snapshot per revision. `events.facets` is the way in."""
