"""`python -m segmentation_addin.template`: writes the packaged templates."""

from __future__ import annotations

from segmentation_addin.template.build import write_templates

if __name__ == "__main__":
    for path in write_templates():
        print(path)
