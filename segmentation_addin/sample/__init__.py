"""A fictitious French company and its clients, made from a seed."""
