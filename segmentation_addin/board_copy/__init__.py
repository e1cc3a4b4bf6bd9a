"""The leadership copy: a macro-free workbook made of parts that are wanted.

Nothing of the workbook is in the copy unless a rule of this room lets it in.
"""
