"""Messages of the core: what the method finds in the data."""

from __future__ import annotations

from segmentation_addin.messages import (
    Message,
    clients,
    costs,
    overrides,
    reliability,
    scale,
)

CATALOGUE: dict[str, Message] = {
    **clients.CATALOGUE,
    **reliability.CATALOGUE,
    **costs.CATALOGUE,
    **scale.CATALOGUE,
    **overrides.CATALOGUE,
}
