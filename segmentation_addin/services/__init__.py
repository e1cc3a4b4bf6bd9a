"""What the ribbon and the command line do: one plain function an act."""
