"""Tests that drive a real Excel on Windows; deselected everywhere else."""
