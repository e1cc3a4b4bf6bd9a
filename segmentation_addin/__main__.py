"""`python -m segmentation_addin` is the command `segmentation`."""

from segmentation_addin.cli import main

main()
