"""A Windows Python under Wine, and the calls that Excel would make to it."""
