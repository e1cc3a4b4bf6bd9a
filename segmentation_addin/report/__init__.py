"""The board's pages as one HTML file or one PDF, from the same description."""
