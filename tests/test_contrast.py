"""The colors of the style sheet can be told apart by everybody, in each of its four sets."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

SETS = ["light", "dark", "light, more contrast", "dark, more contrast"]
SURFACES = ("paper", "surface", "wash")
TEXT = [
    *(
        (ink, surface)
        for ink in ("ink", "muted", "accent", "accent-strong")
        for surface in SURFACES
    ),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("band-ink", "band"),
    ("band-ink", "deep"),
    ("deep-ink", "deep"),
    ("ink", "mark"),
    ("urgent-ink", "urgent"),
    ("ink", "urgent-wash"),
    ("emergency-ink", "emergency"),
]
# What is no text: the edge of a field, the ring around what has the focus.
EDGES = [
    *((edge, surface) for edge in ("control", "focus") for surface in ("paper", "surface")),
    ("focus-on-dark", "band"),
    ("focus-on-dark", "emergency"),
]


def palettes():
    sheet = Path(finders.find("cms/site.css")).read_text(encoding="utf-8")
    sheet = sheet[: sheet.index("@layer base")]
    light, dark, more, more_dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", rules))
        for rules in re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    )
    # As they stand in the sheet: of two that apply, the later counts.
    sets = [light, light | dark, light | more, light | dark | more | more_dark]
    return dict(zip(SETS, sets, strict=True))


def luminance(color):
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(palette, one, other):
    dark, light = sorted(luminance(palette[name]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", SETS)
def test_text_stands_out_from_what_is_behind_it(name):
    least = 7 if "more" in name else 4.5
    palette = palettes()[name]
    assert {
        pair: contrast(palette, *pair) for pair in TEXT if contrast(palette, *pair) < least
    } == {}


@pytest.mark.parametrize("name", SETS)
def test_edges_and_the_focus_can_be_seen(name):
    palette = palettes()[name]
    assert {pair: contrast(palette, *pair) for pair in EDGES if contrast(palette, *pair) < 3} == {}
