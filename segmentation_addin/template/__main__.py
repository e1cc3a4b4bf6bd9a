"""`python -m segmentation_addin.template` rebuilds every template in its place."""

from segmentation_addin.template.build import main

main()
