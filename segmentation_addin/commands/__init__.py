"""The command line, one module a kind of act; `cli` puts the commands together."""
