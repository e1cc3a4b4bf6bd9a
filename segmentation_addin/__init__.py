"""Client segmentation A to D, in Excel and on files."""


def __getattr__(name: str) -> str:
    """`__version__`, looked up when first asked for: functions start without it."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("segmentation-addin")
