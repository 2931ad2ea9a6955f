"""Text as it will look: widths from the font itself, the fonts that stand in, and the subsets to embed.

The font is Source Sans Pro (SIL Open Font License 1.1), read where its package put it. Its figures are all of
one width. Widths are sums of the glyphs' advances, so renderers switch kerning off.
"""

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category, east_asian_width, name

from figures import fontfiles
from figures.fontfiles import Metrics

SUBSET_FORMAT = "ttf"
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC")
_FILES = {"regular": "SourceSansPro-Regular.ttf", "semibold": "SourceSansPro-Semibold.ttf"}


@dataclass(frozen=True, slots=True)
class Font:
    """One font: a name of letters, digits and hyphens, and its file."""

    name: str
    path: Path


def text_width(text: str, size: float, weight: str = "regular") -> float:
    """Measure a line of text set in `size` points, in points: the sum of its glyphs' advances, no kerning.

    Exact for what Source Sans Pro has; a character that it lacks is measured in the font that stands in, and
    an ideograph that no font has as one em. Joined scripts are measured letter by letter, which is too wide:
    by 18 to 30 % for three Arabic lines in DejaVu Sans, held against its own shaping.
    """
    return _width(text, weight) * size / 1000


@lru_cache(maxsize=1 << 16)
def _width(text: str, weight: str) -> float:
    return sum(map(_advances(weight).__getitem__, text))


class _Advances(dict[str, float]):
    """Widths of characters in thousandths of an em, each looked up once."""

    def __init__(self, weight: str) -> None:
        self.weight = weight

    def __missing__(self, character: str) -> float:
        self[character] = width = _advance(character, self.weight)
        return width


@lru_cache(maxsize=8)
def _advances(weight: str) -> _Advances:
    return _Advances(weight)


def _advance(character: str, weight: str) -> float:
    if _invisible(character):
        return 0.0
    font = font_for(character, weight)
    if font is None and east_asian_width(character) in "WF":
        return 1000.0
    return fontfiles.advance((font or font_named(weight)).path, character)


def metrics(weight: str = "regular") -> Metrics:
    """Give the font's heights in ems, to be multiplied by the size in points."""
    return fontfiles.metrics(font_named(weight).path)


def missing(text: Iterable[str], weight: str = "regular") -> set[str]:
    """Find the characters that Source Sans Pro lacks; what is never seen, as a joiner, does not count."""
    drawn = fontfiles.glyph_names(font_named(weight).path)
    return {c for c in set().union(*text) if not _invisible(c) and ord(c) not in drawn}


def undrawable(text: Iterable[str], weight: str = "regular") -> set[str]:
    """Find the characters that no font on this machine has."""
    return {c for c in missing(text, weight) if font_for(c, weight) is None}


def missing_notice(characters: Iterable[str]) -> str:
    """Say in one sentence that no font has these characters and what to install; empty for none."""
    shown = sorted(set(characters))
    if not shown:
        return ""
    named = ", ".join(f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in shown[:3])
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
    packages = sorted({_package(c) for c in shown} - {""})
    if not packages:
        return f"no font has {named}{more}: they have no agreed shape, write them another way"
    return f"no installed font has {named}{more}: install {' and '.join(packages)} (so named on Debian)"


def runs(text: str, weight: str = "regular") -> list[tuple[Font, str]]:
    """Divide a text into stretches of one font each; what no font has stays with the main one."""
    main = font_named(weight)
    found: list[tuple[Font, str]] = []
    for character in text:
        font = None if _invisible(character) else font_for(character, weight) or main
        if found and font in (None, found[-1][0]):
            found[-1] = (found[-1][0], found[-1][1] + character)
        else:
            found.append((font or main, character))
    return found


@lru_cache(maxsize=256)
def subset(font_name: str, characters: frozenset[str]) -> bytes:
    """Make a font file of SUBSET_FORMAT with these characters of the font alone, always the same bytes."""
    return fontfiles.subset(font_named(font_name).path, sorted(characters))


def font_named(font_name: str) -> Font:
    """Find a font by the name that `runs` gave it: `regular`, `semibold`, or one that stands in."""
    if font_name in _FILES:
        return Font(font_name, _home() / _FILES[font_name])
    found = next((font for font in _installed() if font.name == font_name), None)
    if found is None:
        raise ValueError(f"unknown font {font_name!r}: give regular, semibold, or a name that runs() gave")
    return found


@cache
def font_for(character: str, weight: str = "regular") -> Font | None:
    """Find the font that draws a character: the main one, else the first that stands in, else None."""
    main = font_named(weight)
    if ord(character) in fontfiles.glyph_names(main.path):
        return main
    return next((f for f in _stand_ins(weight) if ord(character) in fontfiles.glyph_names(f.path)), None)


def _invisible(character: str) -> bool:
    return category(character) in ("Cc", "Cf", "Zl", "Zp") or "\ufe00" <= character <= "\ufe0f"


def _package(character: str) -> str:
    """Name the Debian package whose fonts have the script of a character; empty where none can."""
    if category(character) in ("Co", "Cn", "Cs"):
        return ""
    if name(character, "").startswith(_EAST_ASIAN):
        return "fonts-noto-cjk"
    return "fonts-symbola" if category(character) == "So" else "fonts-noto-core"


@lru_cache(maxsize=1)
def _home() -> Path:
    spec = find_spec("font_source_sans_pro")
    if spec is None or not spec.origin:
        raise FileNotFoundError("Source Sans Pro is not installed: pip install font-source-sans-pro")
    return Path(spec.origin).parent / "files"


@lru_cache(maxsize=4)
def _stand_ins(weight: str) -> tuple[Font, ...]:
    """Order the other fonts: matplotlib's DejaVu Sans, then by how plain and how near in weight they are."""

    def rank(font: Font) -> tuple[bool, int, int, str]:
        stem = font.path.stem.lower()
        odd = len(re.findall("italic|oblique|mono|serif|narrow|condensed|cursive|display", stem))
        heavy = len(re.findall("thin|light|medium|bold|black|heavy", stem))
        off = heavy if weight == "regular" else 2 * (heavy > 1) + (not stem.endswith("bold"))
        return font.path not in own, odd, off, font.name

    own = _dejavu()
    return tuple(sorted(_installed(), key=rank))


def _dejavu() -> tuple[Path, ...]:
    """Find what matplotlib ships; its other fonts are for formulas, with maps of their own."""
    spec = find_spec("matplotlib")
    folder = Path(spec.origin).parent / "mpl-data/fonts/ttf" if spec and spec.origin else None
    return tuple(folder / f"DejaVuSans{kind}.ttf" for kind in ("", "-Bold")) if folder else ()


@lru_cache(maxsize=1)
def _installed() -> tuple[Font, ...]:
    """List the fonts on this machine, the first face of each file, always in the same order."""
    paths: dict[str, Path] = {}
    found = (path for folder in _folders() for path in sorted(folder.rglob("*")))
    for path in (*_dejavu(), *found):
        if path.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc"):
            paths.setdefault(re.sub("[^A-Za-z0-9]+", "-", path.stem), path)
    return tuple(Font(key, path) for key, path in sorted(paths.items()) if key not in _FILES)


def _folders() -> list[Path]:
    """List where fonts usually are: the user's, then the system's."""
    home, get = Path.home(), os.environ.get
    if sys.platform == "win32":
        local = Path(get("LOCALAPPDATA", home / "AppData/Local"))
        return [local / "Microsoft/Windows/Fonts", Path(get("WINDIR", "C:/Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    user = Path(get("XDG_DATA_HOME") or home / ".local/share") / "fonts"
    shared = (get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return [user, home / ".fonts", *(Path(folder) / "fonts" for folder in shared)]
