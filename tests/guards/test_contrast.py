"""Everything on the board can be read: each pair of ink and surface in the tokens keeps its contrast, in every theme.

Relative luminance and contrast ratio as defined by WCAG 2.2; 7:1 for reading text, 4.5:1 for other text, 3:1 for edges.
"""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "reviewboard" / "static" / "css" / "tokens.css"
SURFACES = ("paper", "sheet", "wash")
READING, TEXT, EDGE = 7.0, 4.5, 3.0

PAIRS = [
    *(("ink", surface, READING) for surface in SURFACES),
    *(("ink-soft", surface, READING) for surface in SURFACES),
    *(("ink", f"{voice}-wash", READING) for voice in ("voice-a", "voice-b", "voice-both", "accent", "due", "refusal")),
    *(("ink-faint", surface, TEXT) for surface in ("paper", "sheet")),
    *((ink, surface, TEXT) for ink in ("accent", "accent-strong", "due", "refusal") for surface in SURFACES),
    *((ink, f"{ink}-wash", TEXT) for ink in ("accent", "due", "refusal")),
    *(("accent-ink", surface, TEXT) for surface in ("accent", "accent-strong")),
    *((voice, surface, TEXT) for voice in ("voice-a", "voice-b") for surface in ("paper", "sheet", "wash")),
    *(("sheet", voice, TEXT) for voice in ("voice-a", "voice-b")),
    *((voice, f"{voice}-wash", EDGE) for voice in ("voice-a", "voice-b")),
    *((line, surface, EDGE) for line in ("edge", "focus", "accent", "ink-soft") for surface in SURFACES),
]


def palettes() -> dict[str, dict[str, str]]:
    """Returns token values by theme: light, dark, and each with more contrast laid over it."""
    plain, more = TOKENS.read_text().split("@media (prefers-contrast: more)")
    found = {}
    for index, theme in enumerate(("light", "dark")):
        found[theme] = {name: colours[index] for name, colours in _pairs(plain).items()}
        strong = {name: colours[index] for name, colours in _pairs(more.split("@media")[0]).items()}
        found[f"{theme}, more contrast"] = found[theme] | strong
    return found


def _pairs(css: str) -> dict[str, tuple[str, str]]:
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", css)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """Returns the relative luminance of "#rrggbb", 0 to 1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Returns the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_defined():
    assert (round(contrast("#000000", "#ffffff"), 2), round(contrast("#777777", "#ffffff"), 2)) == (21.0, 4.48)


def test_every_colour_has_a_light_and_a_dark_value():
    plain = TOKENS.read_text().split("@media")[0]
    assert len(re.findall(r"light-dark\(", plain)) == len(_pairs(plain)) > 0


@pytest.mark.parametrize("theme", ["light", "dark", "light, more contrast", "dark, more contrast"])
def test_every_pair_keeps_its_contrast(theme):
    colours = palettes()[theme]
    weak = {
        f"{ink} on {surface}": round(contrast(colours[ink], colours[surface]), 2)
        for ink, surface, least in PAIRS
        if contrast(colours[ink], colours[surface]) < least
    }
    assert weak == {}


def test_style_sheets_name_no_colour_outside_the_tokens():
    sheets = sorted(TOKENS.parent.glob("*.css"))
    stray = {
        sheet.name: found
        for sheet in sheets
        if sheet != TOKENS and (found := re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s])|rgba?\(|hsla?\(", sheet.read_text()))
    }
    assert stray == {}


def test_a_theme_changes_colours_and_nothing_else():
    """Themes come from `light-dark()` alone, which CSS allows for colours only: a page's shape is the same in both."""
    static = TOKENS.parents[1]
    written = [*static.glob("css/*.css"), *static.glob("js/**/*.js"), *(static.parents[1] / "templates").glob("**/*.html")]
    assert [file.name for file in written if "prefers-color-scheme" in file.read_text()] == []
    assert TOKENS.read_text().count("light-dark(") > len(SURFACES)
