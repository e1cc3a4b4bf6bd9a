"""Reading exports: headings, values, order lines, and merging them in."""
