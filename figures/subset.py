"""The part of a font that a figure uses, as a file of its own to embed.

By hand for TrueType outlines, in 3 ms where fontTools' subsetter takes 130 ms to be imported; that one serves
the fonts with other outlines and the scripts whose letters change shape with their neighbours.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import accumulate
from struct import iter_unpack, pack, pack_into, unpack_from
from unicodedata import bidirectional, category

from figures.sfnt import Face, advance, glyph_of, outline, table

_NAME = "Moonline"  # "Source" is a reserved font name, which a modified version may not bear
_LICENCE_NAMES = (0, 13, 14)  # copyright, licence, the licence's address
_KEPT = frozenset(("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"))
_KEPT |= {"glyf", "loca", "CFF ", "CFF2", "fvar", "gvar", "avar", "HVAR", "GDEF", "GPOS", "GSUB"}
_SHORT = 0x1FFFE  # bytes of outlines that the short form of their index can tell
_REPEAT = 0x8  # of a point's flags: the next byte says how often they repeat
# bytes that a coordinate takes, by its short bit (0x2) and its same or positive bit (0x10)
_LENGTHS = {0x0: 2, 0x2: 1, 0x10: 0, 0x12: 1}
# flags of a composite glyph's part
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _HINTS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100


def subset(face: Face, characters: Iterable[str]) -> bytes:
    """Make a font file with the glyphs of these characters alone: small, and the same bytes each time.

    Hints and names are left out, but for copyright and licence; layout rules are kept where the script needs
    them. Characters that the face lacks are skipped.
    """
    wanted = sorted(set(characters))
    if "glyf" in face.tables and "fvar" not in face.tables and not any(map(_changes_shape, wanted)):
        return _subset_truetype(face, wanted)
    return _subset_any(face, wanted)


def _changes_shape(character: str) -> bool:
    return category(character).startswith("M") or bidirectional(character) in ("R", "AL")


def _subset_any(face: Face, characters: list[str]) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, notdef_outline=True, name_IDs=_LICENCE_NAMES)
    options.drop_tables = [tag for tag in face.tables if tag not in _KEPT]
    with TTFont(face.path, fontNumber=0, recalcTimestamp=False, lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=map(ord, characters))
        subsetter.subset(font)
        font.save(file := BytesIO(), reorderTables=True)
    return file.getvalue()


def _subset_truetype(face: Face, characters: list[str]) -> bytes:
    codes = {ord(c): glyph for c in characters if (glyph := glyph_of(face, c))}
    place = dict.fromkeys([0, *codes.values()], 0)
    place = {glyph: i for i, glyph in enumerate(_with_parts(face, list(place)))}
    drawn = [_bare(outline(face, glyph), place) for glyph in place]
    ends = list(accumulate(map(len, drawn), initial=0))
    tables = {
        "cmap": _character_map({code: place[glyph] for code, glyph in codes.items()}),
        "glyf": b"".join(drawn) or b"\0",
        "head": _patched(table(face, "head"), (8, ">L", 0), (50, ">h", ends[-1] > _SHORT)),
        "hhea": _patched(table(face, "hhea"), (34, ">H", len(place))),
        "hmtx": b"".join(pack(">Hh", advance(face, g), _bearing(face, g)) for g in place),
        "loca": pack(f">{len(ends)}L", *ends)
        if ends[-1] > _SHORT
        else pack(f">{len(ends)}H", *(end // 2 for end in ends)),
        "maxp": _patched(table(face, "maxp"), (4, ">H", len(place)), (14, ">7H", 1, 0, 0, 0, 0, 0, 0)),
        "name": _names(table(face, "name")),
        "post": pack(">L", 0x30000) + table(face, "post")[4:16] + bytes(16),
    }
    if "OS/2" in face.tables:
        reach = (min(codes, default=0), max(codes, default=0))
        tables["OS/2"] = _patched(table(face, "OS/2"), (64, ">HH", *(min(c, 0xFFFF) for c in reach)))
    return _file(tables)


def _with_parts(face: Face, glyphs: list[int]) -> list[int]:
    """Add the glyphs that composite ones are made of, and theirs."""
    for glyph in glyphs:  # the list grows while this runs
        glyphs += {part: 0 for _, part, _ in _parts(outline(face, glyph)) if part not in glyphs}
    return glyphs


def _parts(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give where each part of a composite glyph stands in its data, the part's glyph, and where it ends."""
    if not data or unpack_from(">h", data)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = unpack_from(">HH", data, at)
        size = 8 if flags & _WORDS else 6
        size += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES) + 8 * bool(flags & _MATRIX)
        yield at, glyph, at + size
        at += size


def _bare(data: bytes, place: dict[int, int]) -> bytes:
    """Copy an outline without its hints, its parts renumbered, padded to an even length."""
    if not data:
        return b""
    (contours,) = unpack_from(">h", data)
    if contours >= 0:
        end = 10 + 2 * contours
        (hints,) = unpack_from(">H", data, end)
        start = end + 2 + hints
        bare = data[:end] + bytes(2) + data[start : _points_end(data, end, start)]
    else:
        parts, copy = list(_parts(data)), bytearray(data)
        for at, glyph, _ in parts:
            (flags,) = unpack_from(">H", data, at)
            pack_into(">HH", copy, at, flags & ~_HINTS, place[glyph])
        bare = bytes(copy[: parts[-1][2]])
    return bare + bytes(len(bare) % 2)


def _points_end(data: bytes, counts_end: int, at: int) -> int:
    """Walk the flags of a simple outline, from `at`, to where its coordinates end."""
    (last,) = unpack_from(">H", data, counts_end - 2) if counts_end > 10 else (-1,)
    left, coordinates = int(last) + 1, 0
    while left > 0:
        flags, times = data[at], 1
        at += 1
        if flags & _REPEAT:
            times += data[at]
            at += 1
        coordinates += times * (_LENGTHS[flags & 0x12] + _LENGTHS[flags >> 1 & 0x12])
        left -= times
    return at + int(coordinates)


def _bearing(face: Face, glyph: int) -> int:
    """Read the space left of a glyph, in font units."""
    (wide,) = unpack_from(">H", table(face, "hhea"), 34)
    at = 4 * glyph + 2 if glyph < wide else 4 * wide + 2 * (glyph - wide)
    (bearing,) = unpack_from(">h", table(face, "hmtx"), at)
    return int(bearing)


def _character_map(glyphs: dict[int, int]) -> bytes:
    """Write a character map: segments of 16 bits, and of 32 bits where a character needs them."""
    runs: list[list[int]] = []  # first code, last code, first glyph
    for code, glyph in sorted(glyphs.items()):
        if runs and code == runs[-1][1] + 1 and glyph - runs[-1][2] == code - runs[-1][0] and code != 0x10000:
            runs[-1][1] = code
        else:
            runs.append([code, code, glyph])
    forms = [(3, 1, _map_16([run for run in runs if run[0] < 0xFFFF]))]
    if any(run[1] > 0xFFFF for run in runs):
        groups = b"".join(pack(">3L", *run) for run in runs)
        forms.append((3, 10, pack(">HH3L", 12, 0, 16 + len(groups), 0, len(runs)) + groups))
    offsets = accumulate((len(form) for *_, form in forms), initial=4 + 8 * len(forms))
    head = b"".join(pack(">HHL", *form[:2], offset) for form, offset in zip(forms, offsets, strict=False))
    return pack(">HH", 0, len(forms)) + head + b"".join(form for *_, form in forms)


def _map_16(runs: list[list[int]]) -> bytes:
    runs = [*runs, [0xFFFF, 0xFFFF, 0]]
    power = len(runs).bit_length() - 1
    search = 2 << power
    columns = [
        [last for _, last, _ in runs],
        [0],
        [first for first, _, _ in runs],
        [(glyph - first) & 0xFFFF for first, _, glyph in runs[:-1]] + [1],
        [0] * len(runs),
    ]
    numbers = [
        2 * len(runs),
        search,
        power,
        2 * len(runs) - search,
        *(n for column in columns for n in column),
    ]
    return pack(f">{len(numbers) + 3}H", 4, 2 * len(numbers) + 6, 0, *numbers)


def _names(data: bytes) -> bytes:
    """Write the name table anew: copyright and licence as they were, a name of our own."""
    count, texts_at = unpack_from(">HH", data, 2)
    kept = {1: _NAME, 2: "Regular", 4: _NAME, 6: _NAME}
    names = {name: text.encode("utf-16-be") for name, text in kept.items()}
    for platform, _, language, name, length, offset in iter_unpack(">6H", data[6 : 6 + 12 * count]):
        if platform == 3 and language == 0x409 and name in _LICENCE_NAMES:
            names[name] = data[texts_at + offset : texts_at + offset + length]
    offsets = accumulate((len(names[name]) for name in sorted(names)), initial=0)
    rows = (
        pack(">6H", 3, 1, 0x409, name, len(names[name]), offset)
        for name, offset in zip(sorted(names), offsets, strict=False)
    )
    head = pack(">HHH", 0, len(names), 6 + 12 * len(names))
    return head + b"".join(rows) + b"".join(names[name] for name in sorted(names))


def _patched(data: bytes, *changes: tuple[int | str, ...]) -> bytes:
    """Copy a table with numbers changed, each change an offset, a format and the numbers."""
    copy = bytearray(data)
    for offset, form, *numbers in changes:
        pack_into(str(form), copy, int(offset), *numbers)
    return bytes(copy)


def _file(tables: dict[str, bytes]) -> bytes:
    """Write tables as a font file, with the check sums that the format asks for."""
    power = len(tables).bit_length() - 1
    head = pack(">LHHHH", 0x10000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    at, rows, body = 12 + 16 * len(tables), b"", b""
    for tag, data in sorted(tables.items()):
        rows += pack(">4sLLL", tag.encode(), _sum(data), at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    file = head + rows + body
    start = at + sum(len(data) + -len(data) % 4 for tag, data in tables.items() if tag < "head")
    return _patched(file, (start + 8, ">L", (0xB1B0AFBA - _sum(file)) & 0xFFFFFFFF))


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    total: int = sum(unpack_from(f">{len(padded) // 4}L", padded))
    return total & 0xFFFFFFFF
