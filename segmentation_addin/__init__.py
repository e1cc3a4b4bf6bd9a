"""Client segmentation A to D, in Excel and on files."""

from importlib.metadata import version

__version__ = version("segmentation-addin")
