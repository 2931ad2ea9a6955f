"""Font files, by way of fontTools: which glyphs a font has, how wide they are, and the part of it to embed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional, category

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

OUTLINES = ("glyf", "CFF ", "CFF2")
LICENCE_NAMES = [
    0,
    13,
    14,
]  # copyright, licence, the licence's address; no family: "Source" is a reserved name
UNUSED = (
    "BASE",
    "FFTM",
    "DSIG",
    "JSTF",
    "LTSH",
    "MATH",
    "MERG",
    "PCLT",
    "STAT",
    "VDMX",
    "hdmx",
    "kern",
    "meta",
    "vhea",
    "vmtx",
)


LAYOUT = ("GSUB", "GPOS", "GDEF")
JOINING = ["init", "medi", "fina", "isol", "rlig", "ccmp", "mark", "mkmk", "locl"]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Heights above the baseline in ems: ascent, descent (negative), capital letters and small letters."""

    ascent: float
    descent: float
    cap_height: float
    x_height: float


@lru_cache(maxsize=64)
def _font(path: Path) -> Any:
    """Open the first face of a font file; raises OSError, and ValueError where it is no font."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        # from memory: no file stays open behind the cache
        return TTFont(BytesIO(path.read_bytes()), fontNumber=0, lazy=True, recalcTimestamp=False)
    except TTLibError as error:
        raise ValueError(f"{path}: {error}") from None


@lru_cache(maxsize=64)
def glyph_names(path: Path) -> Mapping[int, str]:
    """Return the glyph of each character code; nothing for a font without outlines, or a file that is none."""
    try:
        font = _font(path)
        return dict(font.getBestCmap() or {}) if any(tag in font for tag in OUTLINES) else {}
    except Exception:  # a broken font file can fail in any way, and any other font will do
        return {}


def advance(path: Path, character: str) -> float:
    """Return a character's width in thousandths of an em; that of the missing glyph where there is none."""
    font = _font(path)
    glyph = glyph_names(path).get(ord(character), ".notdef")
    return float(font["hmtx"][glyph][0] * 1000 / font["head"].unitsPerEm)


def metrics(path: Path) -> Metrics:
    """Read a font's heights; capital and small letters are 0 where an old file does not tell them."""
    font = _font(path)
    em, line, letters = font["head"].unitsPerEm, font["hhea"], font["OS/2"]
    caps, small = getattr(letters, "sCapHeight", 0), getattr(letters, "sxHeight", 0)
    return Metrics(line.ascent / em, line.descent / em, caps / em, small / em)


def _joins(character: str) -> bool:
    """Tell whether a character changes its shape or place with its neighbours."""
    return category(character).startswith("M") or bidirectional(character) in ("R", "AL")


def subset(path: Path, characters: Collection[str]) -> bytes:
    """Make a font file with the glyphs of these characters alone: small, and the same bytes each time.

    Hints and names are left out, but for copyright and licence; the rules that join letters are kept where a
    script needs them, and no others, so that texts stay as wide as the sum of their letters.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, notdef_outline=True, name_IDs=LICENCE_NAMES, glyph_names=False)
    joined = any(map(_joins, characters))
    options.layout_features = JOINING if joined else []
    options.drop_tables = [*options.drop_tables, *UNUSED, *(() if joined else LAYOUT)]
    # a font of its own: subsetting changes it
    with TTFont(BytesIO(path.read_bytes()), fontNumber=0, recalcTimestamp=False, lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=map(ord, characters))
        subsetter.subset(font)
        font.save(file := BytesIO(), reorderTables=True)
    return file.getvalue()
