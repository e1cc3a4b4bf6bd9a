"""`python -m segmentation_addin.template`: writes the packaged templates and guides."""

from __future__ import annotations

from segmentation_addin.template.build import write_templates
from segmentation_addin.template.guides import write_guides

if __name__ == "__main__":
    for path in [*write_templates(), *write_guides()]:
        print(path)
