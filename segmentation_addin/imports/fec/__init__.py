"""The FEC, the accounting export that every French company can produce by law."""
