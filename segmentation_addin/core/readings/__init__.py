"""Other readings of the portfolio, beside the letter and never blended into it."""
