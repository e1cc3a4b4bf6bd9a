"""The add-in inside Excel: functions in cells, the ribbon's acts, the live host.

`registry` and `actions` are declarations and import nothing heavy; only `functions`,
`macros` and the live host import xlwings, and only here.
"""
