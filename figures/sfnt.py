"""Font files, read by hand: which glyph a character has, how wide it is, its outline.

fontTools does all of this and more; but importing it and reading two fonts takes a quarter of the time that a
whole `draw` may take. Source: the OpenType specification, https://learn.microsoft.com/typography/opentype/spec/.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import error, iter_unpack, unpack_from

_COLLECTION = b"ttcf"


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face of a font file: where each table starts in the file and how long it is, in bytes."""

    path: Path
    tables: Mapping[str, tuple[int, int]]


def read_face(path: Path) -> Face:
    """Read which tables a TrueType or OpenType font has, or the first one of a collection.

    Raises OSError where the file cannot be read and ValueError where it is not a font.
    """
    with path.open("rb") as file:
        head = file.read(16)
        start = 0
        if head[:4] == _COLLECTION:
            (start,) = _unpack(">L", head, 12)
        file.seek(start)
        head = file.read(12)
        if head[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
            raise ValueError(f"{path}: not a TrueType or OpenType font")
        (count,) = _unpack(">H", head, 4)
        directory = file.read(16 * count)
    rows = iter_unpack(">4s4xLL", directory[: len(directory) // 16 * 16])
    return Face(path, {tag.decode("latin-1"): (offset, length) for tag, offset, length in rows})


@lru_cache(maxsize=256)
def table(face: Face, tag: str) -> bytes:
    """Read one table of the face; ValueError where it has none of that name."""
    if tag not in face.tables:
        raise ValueError(f"{face.path}: no {tag} table")
    offset, length = face.tables[tag]
    with face.path.open("rb") as file:
        file.seek(offset)
        return file.read(length)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Heights above the baseline in ems: ascent, descent (negative), capital letters and small letters."""

    ascent: float
    descent: float
    cap_height: float
    x_height: float


def metrics(face: Face) -> Metrics:
    """Read the heights of the face; capital and small letters are 0 where an old file does not tell them."""
    em = units_per_em(face)
    ascent, descent = _unpack(">hh", table(face, "hhea"), 4)
    os2 = table(face, "OS/2")
    small, capital = _unpack(">hh", os2, 86) if len(os2) >= 90 else (0, 0)
    return Metrics(ascent / em, descent / em, capital / em, small / em)


@lru_cache(maxsize=256)
def units_per_em(face: Face) -> int:
    """Read how many font units an em has."""
    (units,) = _unpack(">H", table(face, "head"), 18)
    if not units:
        raise ValueError(f"{face.path}: no units in an em")
    return int(units)


def advance(face: Face, glyph: int) -> int:
    """Read the width of a glyph in font units."""
    (wide,) = _unpack(">H", table(face, "hhea"), 34)
    (width,) = _unpack(">H", table(face, "hmtx"), 4 * min(glyph, wide - 1))
    return int(width)


def glyph_of(face: Face, character: str) -> int:
    """Find the glyph of a character; 0 where the face has none."""
    code = ord(character)
    ends, segments = _segments(face)
    at = bisect_left(ends, code)
    if at == len(ends) or code < segments[at][0]:
        return 0
    start, delta, limit, where = segments[at]
    if not where:
        return (code + delta) % limit
    (glyph,) = _unpack(">H", table(face, "cmap"), where + 2 * (code - start))
    return (glyph + delta) % limit if glyph else 0


@lru_cache(maxsize=256)
def _segments(face: Face) -> tuple[list[int], list[tuple[int, int, int, int]]]:
    """Read the runs of characters of the best Unicode map: last codes, and (first, delta, modulus, where)."""
    data = table(face, "cmap")
    (count,) = _unpack(">H", data, 2)
    found: dict[int, int] = {}
    for platform, encoding, offset in iter_unpack(">HHL", data[4 : 4 + 8 * count]):
        (form,) = _unpack(">H", data, offset)
        if (platform == 0 or (platform == 3 and encoding in (1, 10))) and form in (4, 12):
            found.setdefault(form, offset)
    if 12 in found:
        (groups,) = _unpack(">L", data, found[12] + 12)
        rows = list(iter_unpack(">LLL", data[found[12] + 16 : found[12] + 16 + 12 * groups]))
        return [last for _, last, _ in rows], [(first, glyph - first, 1 << 32, 0) for first, _, glyph in rows]
    if 4 in found:
        return _segments_16(data, found[4])
    raise ValueError(f"{face.path}: no Unicode character map")


def _segments_16(data: bytes, offset: int) -> tuple[list[int], list[tuple[int, int, int, int]]]:
    (double,) = _unpack(">H", data, offset + 6)
    form = f">{double // 2}H"
    columns = [offset + 14, *(offset + 16 + k * double for k in (1, 2, 3))]
    last, first, deltas, offsets = (list(_unpack(form, data, column)) for column in columns)
    where = [far and columns[3] + 2 * i + far for i, far in enumerate(offsets)]
    return last, [(a, d, 1 << 16, w) for a, d, w in zip(first, deltas, where, strict=True)]


def outline(face: Face, glyph: int) -> bytes:
    """Read the TrueType outline of a glyph, empty for a space; ValueError where the face has none."""
    (long,) = _unpack(">h", table(face, "head"), 50)
    start, stop = _unpack(">2L", table(face, "loca"), 4 * glyph) if long else _halves(face, glyph)
    return table(face, "glyf")[start:stop]


def _halves(face: Face, glyph: int) -> tuple[int, int]:
    start, stop = _unpack(">2H", table(face, "loca"), 2 * glyph)
    return 2 * start, 2 * stop


def _unpack(form: str, data: bytes, offset: int) -> tuple[int, ...]:
    """Read big-endian numbers; a table that ends too early is a ValueError like any other broken font."""
    try:
        return unpack_from(form, data, offset)
    except error as problem:
        raise ValueError(f"font table ends too early: {problem}") from problem
