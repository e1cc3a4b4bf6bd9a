"""The segmentation as people and programs read it: words, table, document."""
