"""Doctor: what would keep the add-in from working on this computer, and the remedy.

It reads and reports; it changes nothing. One check a function, in `checks_*`.
"""

from segmentation_addin.doctor.diagnosis import Finding, diagnose
from segmentation_addin.messages.doctor import Status

__all__ = ["Finding", "Status", "diagnose"]
