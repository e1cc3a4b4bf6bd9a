"""What an eye makes of a colour: contrast, lightness, and colour blindness.

Contrast: WCAG 2.2, relative luminance. Lightness and distance: CIE 1976 L*a*b*
(D65). Colour blindness: Machado, Oliveira and Fernandes, "A Physiologically-based
Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, the published
matrices for complete deficiency (severity 1.0), applied to linear sRGB.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.float64]

BLINDNESS: dict[str, Rgb] = {
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _TO_XYZ @ np.ones(3)


def linear(colour: str) -> Rgb:
    """The light of a colour "#RRGGBB", 0 to 1 a channel."""
    plain = colour.removeprefix("#")
    channels = [int(plain[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return np.array(
        [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    )


def contrast(ink: str, ground: str) -> float:
    """Contrast of two colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted(
        (float(linear(colour) @ _LUMINANCE) for colour in (ink, ground)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def lab(light: Rgb) -> Rgb:
    """L* (0 to 100), a*, b* of linear light."""
    ratio = (_TO_XYZ @ np.clip(light, 0, 1)) / _WHITE
    cube = np.where(
        ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116
    )
    x, y, z = cube
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def lightness(colour: str) -> float:
    """L* of a colour: the grey that it prints as."""
    return float(lab(linear(colour))[0])


def distance(one: str, other: str, blindness: str | None = None) -> float:
    """How far apart two colours look (CIE 1976 colour difference)."""
    eye = np.eye(3) if blindness is None else BLINDNESS[blindness]
    apart = lab(eye @ linear(one)) - lab(eye @ linear(other))
    return float(np.sqrt((apart**2).sum()))
