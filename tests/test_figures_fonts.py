import subprocess
import sys
from functools import cache
from io import BytesIO
from string import ascii_letters, digits, punctuation

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from figures import fontfiles, fonts

WRITTEN = frozenset(ascii_letters + digits + punctuation + " éöåñüÅČ×°–—…→≈±  ")
weights = pytest.mark.parametrize("weight", ["regular", "semibold"])


@cache
def reference(name):
    return TTFont(fonts.font_named(name).path)


def shapes(font, character):
    glyphs, pen = font.getGlyphSet(), DecomposingRecordingPen(font.getGlyphSet())
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.value


def built(path, characters, *, width=700, cff=False):
    """A small font with a square for each character, written where the search for stand-ins looks."""
    names = [".notdef", *(f"g{ord(c):X}" for c in characters)]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"g{ord(c):X}" for c in characters})
    pens = {name: T2CharStringPen(width, None) if cff else TTGlyphPen(None) for name in names}
    for pen in pens.values():
        pen.moveTo((0, 0))
        for corner in ((0, 500), (500, 500), (500, 0)):
            pen.lineTo(corner)
        pen.closePath()
    if cff:
        glyphs = {name: pen.getCharString() for name, pen in pens.items()}
        builder.setupCFF("Test", {"FullName": "Test"}, glyphs, {})
    else:
        builder.setupGlyf({name: pen.glyph() for name, pen in pens.items()})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (width, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular", "copyright": "nobody's"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty machine, but for matplotlib's DejaVu, whose only font folder this is."""
    caches = [fonts._installed, fonts._stand_ins, fontfiles._font, fonts.font_for]
    caches += [fontfiles.glyph_names]
    caches += [fonts._advances, fonts._width, fonts.subset]

    def forget():
        for function in caches:
            function.cache_clear()

    monkeypatch.setattr(fonts, "_folders", lambda: [tmp_path])
    forget()
    yield tmp_path
    forget()


@weights
def test_every_character_is_as_wide_as_fonttools_says(weight):
    font = reference(weight)
    metrics, characters = font["hmtx"], font.getBestCmap()
    seen = {code for code in characters if not fonts._invisible(chr(code))}
    assert len(seen) > 1200
    wrong = [c for c in seen if fonts.text_width(chr(c), 1000, weight) != metrics[characters[c]][0]]
    assert wrong == []


@weights
def test_figures_are_of_one_width(weight):
    assert len({fonts.text_width(digit, 9, weight) for digit in digits}) == 1


def test_a_width_is_the_sum_of_its_advances_at_any_size():
    text = "AV To 5 Jun 2025"
    assert fonts.text_width(text, 8) == pytest.approx(sum(fonts.text_width(c, 8) for c in text))
    assert fonts.text_width(text, 16) == 2 * fonts.text_width(text, 8)
    assert fonts.text_width("", 8) == 0
    assert fonts.text_width("a\u200b\ufe0fb", 8) == fonts.text_width("ab", 8)


def test_heights_are_the_fonts_own():
    heights, font = fonts.metrics(), reference("regular")
    assert (heights.ascent, heights.descent) == (font["hhea"].ascent / 1000, font["hhea"].descent / 1000)
    assert (heights.cap_height, heights.x_height) == (
        font["OS/2"].sCapHeight / 1000,
        font["OS/2"].sxHeight / 1000,
    )


@weights
def test_a_subset_draws_its_characters_as_the_font_does(weight):
    whole, part = reference(weight), TTFont(BytesIO(fonts.subset(weight, WRITTEN)), checkChecksums=2)
    assert set(part.getBestCmap()) == {ord(c) for c in WRITTEN}
    for character in WRITTEN:
        assert shapes(part, character) == shapes(whole, character)
        names = (font.getBestCmap()[ord(character)] for font in (part, whole))
        assert part["hmtx"][next(names)] == whole["hmtx"][next(names)]
    assert part["head"].unitsPerEm == whole["head"].unitsPerEm
    assert part["hhea"].ascent == whole["hhea"].ascent


def test_a_subset_maps_characters_beyond_sixteen_bits():
    wanted = frozenset("A\uffee\U0001d538\U0001d539\U0001f600") & set(
        map(chr, reference("DejaVuSans").getBestCmap())
    )
    assert max(wanted) > "\uffff"
    part = TTFont(BytesIO(fonts.subset("DejaVuSans", wanted)), checkChecksums=2)
    assert set(part.getBestCmap()) == {ord(c) for c in wanted}
    assert all(shapes(part, c) == shapes(reference("DejaVuSans"), c) for c in wanted)


def test_a_subset_holds_composite_glyphs_whole():
    part = TTFont(BytesIO(fonts.subset("regular", frozenset("é"))))
    glyph = part["glyf"][part.getBestCmap()[ord("é")]]
    assert glyph.isComposite()
    assert shapes(part, "é") == shapes(reference("regular"), "é")
    assert part["maxp"].numGlyphs == 2 + len(glyph.components)


def test_a_subset_is_small_and_keeps_the_licence_but_not_the_reserved_name():
    data = fonts.subset("regular", WRITTEN)
    part = TTFont(BytesIO(data))
    assert len(data) < 14_000
    assert not {"GPOS", "GSUB", "fpgm", "prep", "cvt "} & set(part.keys())
    names = {record.nameID: str(record) for record in part["name"].names}
    assert "SIL Open Font License" in names[13]
    assert names[0] == str(reference("regular")["name"].getName(0, 3, 1, 0x409))
    assert names.keys() <= {0, 13, 14}


def test_a_subset_is_the_same_bytes_in_another_process():
    code = (
        "import sys; from figures import fonts;"
        "sys.stdout.buffer.write(fonts.subset('semibold', frozenset(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, "".join(sorted(WRITTEN, reverse=True))]
    other = subprocess.run(command, capture_output=True, check=True)
    assert other.stdout == fonts.subset("semibold", WRITTEN)


def test_measuring_imports_neither_numpy_nor_matplotlib():
    code = (
        "import sys; from figures import fonts, labels, measure; fonts.text_width('Moon', 8);"
        "fonts.subset('regular', frozenset('Moon'));"
        "sys.exit(bool({'matplotlib', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_character_of_another_font_is_measured_and_named_there(folder):
    built(folder / "Plain-Regular.ttf", "月面")
    assert fonts.missing("月a面") == {"月", "面"}
    assert fonts.undrawable("月a面") == set()
    assert fonts.text_width("月a", 10) == 7 + fonts.text_width("a", 10)
    assert [(font.name, text) for font, text in fonts.runs("a月面b")] == [
        ("regular", "a"),
        ("Plain-Regular", "月面"),
        ("regular", "b"),
    ]
    part = TTFont(BytesIO(fonts.subset("Plain-Regular", frozenset("面"))), checkChecksums=2)
    assert set(part.getBestCmap()) == {ord("面")}


def test_a_font_with_postscript_outlines_stands_in_too(folder):
    built(folder / "Cubic.otf", "月面", width=1000, cff=True)
    assert fonts.text_width("月", 10) == 10
    data = fonts.subset("Cubic", frozenset("面"))
    part = TTFont(BytesIO(data), checkChecksums=2)
    assert set(part.getBestCmap()) == {ord("面")}
    assert shapes(part, "面") == shapes(TTFont(folder / "Cubic.otf"), "面")
    fonts.subset.cache_clear()
    assert fonts.subset("Cubic", frozenset("面")) == data


def test_the_plainest_font_stands_in(folder):
    for file in ("A-BoldItalic", "B-Bold", "C-Serif", "D-Regular", "E-Mono", "F-Italic", "G-Light"):
        built(folder / f"{file}.ttf", "月")
    assert fonts.font_for("月").name == "D-Regular"
    assert fonts.font_for("月", "semibold").name == "B-Bold"


def test_dejavu_comes_before_what_is_installed(folder):
    built(folder / "A-Regular.ttf", "●月")
    assert fonts.font_for("●").name == "DejaVuSans"
    assert fonts.font_for("●", "semibold").name == "DejaVuSans-Bold"


def test_a_file_that_is_no_font_is_passed_over(folder):
    (folder / "Broken.ttf").write_bytes(b"not a font")
    (folder / "Empty.otf").write_bytes(b"")
    whole = folder / "Z-Regular.ttf"
    built(whole, "月")
    for length in (12, 60, 200, 300):
        (folder / f"Cut{length}.ttf").write_bytes(whole.read_bytes()[:length])
    assert fonts.font_for("月").name == "Z-Regular"


def test_a_font_without_outlines_does_not_stand_in(folder):
    built(folder / "Bitmaps.ttf", "月")
    with TTFont(folder / "Bitmaps.ttf") as font:
        del font["glyf"], font["loca"]
        font["CBDT"] = newTable("CBDT")
        font["CBDT"].compile = lambda _: b"\0\3\0\0"
        font.save(folder / "Bitmaps.ttf")
    assert fonts.undrawable("月") == {"月"}


def test_what_no_font_has_stays_in_the_main_one_and_is_told_in_one_sentence(folder):
    assert fonts.undrawable("月 Moon") == {"月"}
    assert [(font.name, text) for font, text in fonts.runs("月 Moon")] == [("regular", "月 Moon")]
    assert fonts.text_width("月", 10) == 10
    assert fonts.missing_notice("月") == (
        "no installed font has 月 (U+6708): install fonts-noto-cjk (so named on Debian)"
    )
    assert fonts.missing_notice("") == ""


@pytest.mark.parametrize(
    ("characters", "words"),
    [
        ("ひらカ漢", "カ (U+30AB) and 1 more: install fonts-noto-cjk"),
        ("한", "fonts-noto-cjk"),
        ("ท", "fonts-noto-core"),
        ("🚀", "fonts-symbola"),
        ("月ท", "install fonts-noto-cjk and fonts-noto-core"),
        ("\ue000", "U+E000: they have no agreed shape"),
    ],
)
def test_the_notice_names_the_package_for_the_script(characters, words):
    assert words in fonts.missing_notice(characters)


def test_joined_scripts_keep_the_rules_that_join_them():
    part = TTFont(BytesIO(fonts.subset("DejaVuSans", frozenset("مرحبا"))))
    assert "GSUB" in part
    assert len(part.getGlyphOrder()) > 1 + len(set("مرحبا"))


def test_an_unknown_font_is_an_error_that_names_it():
    with pytest.raises(ValueError, match="unknown font 'heavy'"):
        fonts.text_width("a", 8, "heavy")


def test_no_font_package_is_an_error_that_says_how_to_mend_it(monkeypatch):
    fonts._home.cache_clear()
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="pip install font-source-sans-pro"):
        fonts.font_named("regular")
    fonts._home.cache_clear()
