"""The workbook: declared once, read with addresses, written by a host."""
