"""Building the workbook template from the declarations."""
