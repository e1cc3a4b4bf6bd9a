"""The method: typed tables in, segmentation out. Pure pandas and numpy."""
