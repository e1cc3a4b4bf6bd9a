"""Order lines that no workbook holds: engines, one expression, clients in parts."""
