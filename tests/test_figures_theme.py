"""Colours: readable on their paper, told apart in grey, and a dark style of its own."""

from itertools import combinations

import pytest

from figures.marks import form_mark
from figures.theme import DARK, LIGHT, THEMES, style_path
from timeline.kinds import OUTCOMES

APART = 10.0  # of CIE lightness: two greys of a legend beside each other
styles = pytest.mark.parametrize("style", list(THEMES))


def luminance(colour):
    """Relative luminance, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour):
    """CIE L* from the luminance, 0 black to 100 white."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


def test_black_on_white_is_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lightness("#777777") == pytest.approx(50, abs=0.5)


@styles
@pytest.mark.parametrize("role", ["ink", "soft", "failure", "now"])
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_every_colour_of_text_can_be_read(style, role, ground):
    theme = THEMES[style]
    assert contrast(theme.colour(role), theme.colour(ground)) >= 4.5


def look_of(theme, outcome):
    """What a mark shows without colour: which shapes are filled, crossed, struck or dashed."""
    shapes = form_mark("square", outcome, 0, 0, 4)
    filled = (shape.fill is not None and shape.fill != "paper" for shape in shapes)
    return tuple(
        zip(filled, (len(shape.commands) for shape in shapes), (shape.dash for shape in shapes), strict=True)
    )


@styles
def test_outcomes_are_told_apart_without_colour(style):
    theme = THEMES[style]
    alike = [
        (one, other)
        for one, other in combinations(OUTCOMES, 2)
        if look_of(theme, one) == look_of(theme, other)
        and abs(lightness(theme.colour(one)) - lightness(theme.colour(other))) < APART
    ]
    assert alike == []


@styles
def test_marks_stand_out_from_the_paper(style):
    theme = THEMES[style]
    assert [each for each in OUTCOMES if contrast(theme.colour(each), theme.colour("paper")) < 3] == []


@styles
def test_moons_are_seen_new_and_full(style):
    theme = THEMES[style]
    assert contrast(theme.colour("moon-lit"), theme.colour("moon-dark")) >= 4.5
    assert contrast(theme.colour("moon-rim"), theme.colour("paper")) >= 3


def inverted(colour):
    return "#" + "".join(f"{255 - int(colour[i : i + 2], 16):02x}" for i in (1, 3, 5))


def test_dark_is_designed_and_not_inverted():
    assert luminance(DARK.colour("paper")) < 0.02 < luminance(DARK.colour("ink"))
    same = [role for role in LIGHT.colours if DARK.colour(role) == inverted(LIGHT.colour(role))]
    assert same == []
    assert lightness(DARK.colour("moon-lit")) > lightness(DARK.colour("moon-dark"))


def test_every_style_has_every_role_and_no_other():
    for theme in THEMES.values():
        assert set(theme.colours) == set(LIGHT.colours)


def test_a_colour_of_your_own_stands_for_itself():
    assert LIGHT.colour("#123456") == "#123456"
    with pytest.raises(KeyError):
        LIGHT.colour("mauve")


@styles
def test_the_style_file_has_the_colours_of_the_theme(style):
    from matplotlib import rc_params_from_file
    from matplotlib.colors import to_hex

    theme = THEMES[style]
    rc = rc_params_from_file(style_path(style), use_default_template=False)
    assert to_hex(rc["figure.facecolor"]) == theme.colour("paper")
    assert to_hex(rc["text.color"]) == theme.colour("ink")
    assert rc["font.size"] == theme.text
    assert [each["color"] for each in rc["axes.prop_cycle"]][:2] == [
        theme.colour("success"),
        theme.colour("failure"),
    ]


def test_an_unknown_style_has_no_file():
    with pytest.raises(ValueError, match="unknown style 'darck'"):
        style_path("darck")
