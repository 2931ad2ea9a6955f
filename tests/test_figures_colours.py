"""Colours that survive colour blindness and grey printing, by simulation."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from figures.marks import form_mark
from figures.theme import THEMES, Theme
from timeline.kinds import OUTCOMES, Outcome

Floats = npt.NDArray[np.float64]

# Machado, Oliveira, Fernandes 2009, severity 1.0: inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html
SIMULATIONS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}
LAB_FROM_RGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> Floats:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: Floats) -> Floats:
    ratio = LAB_FROM_RGB @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(theme: Theme, one: str, other: str, simulation: str) -> float:
    """The CIE76 difference of two roles' colours as they are seen."""
    matrix = np.array(SIMULATIONS[simulation])
    first, second = (lab(matrix @ linear(theme.colour(role))) for role in (one, other))
    return float(np.linalg.norm(first - second))


def shape(outcome: Outcome) -> tuple[tuple[bool, int, tuple[float, ...]], ...]:
    """What of a mark is not colour: fills, strokes and dashes."""
    parts = form_mark("square", outcome, 0, 0, 4)
    return tuple((part.fill not in (None, "paper"), len(part.commands), part.dash) for part in parts)


@pytest.mark.parametrize("style", THEMES)
@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_outcomes_are_told_apart_by_colour_or_shape(style: str, simulation: str) -> None:
    alike = [
        (one, other)
        for one, other in combinations(OUTCOMES, 2)
        if shape(one) == shape(other) and apart(THEMES[style], one, other, simulation) < 8
    ]
    assert alike == []


@pytest.mark.parametrize("style", THEMES)
@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_failure_stands_out_from_success_and_a_lit_moon_from_a_dark_one(style: str, simulation: str) -> None:
    theme = THEMES[style]
    assert apart(theme, "moon-lit", "moon-dark", simulation) > 45
    assert shape("failure") != shape("success")
    if simulation != "grey":
        assert apart(theme, "failure", "success", simulation) > 20


def test_the_simulation_leaves_white_white() -> None:
    for matrix in SIMULATIONS.values():
        assert np.array(matrix) @ np.ones(3) == pytest.approx(np.ones(3), abs=2e-3)
