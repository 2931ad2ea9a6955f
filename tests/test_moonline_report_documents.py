"""Reports as PDF, Word and PowerPoint files, opened again by other programs' eyes."""

import builtins
import io
import re
import zipfile
from functools import cache
from pathlib import Path

import docx as python_docx
import pikepdf
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.util import Pt
from pypdf import PdfReader

from figures.theme import THEMES
from moonline.cli import cli
from moonline.report import docx as docx_module
from moonline.report import pdf as pdf_module
from moonline.report import pptx as pptx_module
from moonline.report.content import find_report_sky, make_report
from moonline.report.document import Document, Only, make_document
from moonline.report.docx import report_docx
from moonline.report.extras import MissingExtraError, needs
from moonline.report.figures import Frame
from moonline.report.office import steady_zip
from moonline.report.pdf import report_pdf
from moonline.report.pptx import SLIDE_HEIGHT, SLIDE_WIDTH, report_pptx
from moonline.report.slide_tables import table_pages
from moonline.report.tables import Cell, Column, Table
from moonline.report.words import load_words
from timeline import parse_timeline

FILE = """\
version: 1
title: Two landers
description: A short story of two landers.
sources:
  press: {title: Our lander is to fly, publisher: Example Space, url: "https://example.org/lander", date: 2026-05-04}
  paper: {title: It flew}
missions:
  - id: m1
    name: First lander
    operator: Example Space
    site: {name: Mare Crisium, lat: 18.56, lon: 61.81}
    events:
      - id: launch
        kind: launch
        label: Launch
        claims:
          - {date: Q2 2026, planned: true, stated: 2025-11, source: press}
          - {date: 2026-08-01T10:00Z, source: paper}
      - {id: landing, kind: landing_attempt, label: Landing, date: 2026-09-01T12:00Z, outcome: success, source: paper}
  - id: m2
    name: Second lander
    events:
      - id: launch
        kind: launch
        label: "Launch \\U0001F680 & <b>"
        claims:
          - {date: 2026-02-01, source: press}
          - {date: 2026-02-03, source: paper}
"""
LIGHT = THEMES["light"]


@cache
def document(language: str = "en", only: Only = "", slide: bool = False) -> Document:
    timeline = parse_timeline(FILE)
    words, lanes = load_words(language), [lane.id for lane in timeline.lanes]
    report = make_report(timeline, find_report_sky(timeline, lanes), words)
    room = pptx_module if slide else pdf_module
    frame = Frame(THEMES["slide" if slide else "light"], room.WIDTH, room.HEIGHT, room.HEIGHT)
    return make_document(timeline, report, words, frame, only)


@cache
def pdf(language: str = "en", only: Only = "") -> bytes:
    return report_pdf(document(language, only), load_words(language), LIGHT)


@cache
def word(language: str = "en", only: Only = "") -> bytes:
    return report_docx(document(language, only), LIGHT)


@cache
def slides(language: str = "en") -> bytes:
    return report_pptx(document(language, slide=True), load_words(language), THEMES["slide"])


# PDF


def elements(node, found):
    """Every element of a tagged PDF's structure, from its root."""
    kids = node.get("/K")
    if kids is None or isinstance(kids, int):
        return found
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append(kid)
            elements(kid, found)
    return found


def structure(data: bytes):
    file = pikepdf.open(io.BytesIO(data))
    return file, elements(file.Root.StructTreeRoot, [])


def test_a_pdf_is_tagged_and_names_its_language_and_title():
    file, found = structure(pdf())
    assert bool(file.Root.MarkInfo.Marked)
    assert str(file.Root.Lang) == "en"
    assert str(structure(pdf("ja", "table"))[0].Root.Lang) == "ja"
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    assert str(file.docinfo["/Title"]) == "Two landers"
    assert b"pdfuaid:part" in bytes(file.Root.Metadata.read_bytes())
    tags = {str(element.S) for element in found}
    assert {"/H1", "/H2", "/P", "/Figure", "/Table", "/TR", "/TH", "/TD", "/Link"} <= tags


def test_every_figure_of_a_pdf_is_told_in_words():
    _, found = structure(pdf())
    alts = [str(element.get("/Alt", "")) for element in found if str(element.S) == "/Figure"]
    assert len(alts) == len(document().figures)
    assert alts == [figure.alt for figure in document().figures]


def test_a_pdf_has_its_sections_as_bookmarks():
    outline = PdfReader(io.BytesIO(pdf())).outline
    flat = [str(entry.title) for entry in outline if not isinstance(entry, list)]
    flat += [
        str(entry.title)
        for part in outline
        if isinstance(part, list)
        for entry in part
        if not isinstance(entry, list)
    ]
    assert set(flat) >= {section.heading for section in document().sections}


def test_a_pdf_holds_its_fonts_and_its_text_can_be_read():
    reader = PdfReader(io.BytesIO(pdf()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in ("Two landers", "1 August 2026, 10:00", "Mare Crisium", "It flew", "contested"):
        assert words in text
    with pikepdf.open(io.BytesIO(pdf())) as file:
        fonts = [
            obj
            for obj in file.objects
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_a_pdf_is_a4_and_asks_nothing_of_a_network():
    reader = PdfReader(io.BytesIO(pdf()))
    for page in reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (595.28, 841.89), abs=0.1
        )
    links = re.findall(rb"/URI \((.*?)\)", pdf())
    assert set(links) <= {b"https://example.org/lander"}


def test_the_same_report_is_the_same_pdf():
    assert report_pdf(document(), load_words(), LIGHT) == pdf()


def test_a_pdf_of_tables_alone_has_no_figure():
    _, found = structure(pdf(only="table"))
    assert not [element for element in found if str(element.S) == "/Figure"]


def test_a_template_may_hold_pictures_beside_it_and_none_from_elsewhere(tmp_path, caplog):
    (tmp_path / "folder").mkdir()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
    )
    for name in ("folder/in.svg", "out.svg"):
        (tmp_path / name).write_text(svg)
    page = '<html lang="en"><title>T</title><img alt="in" src="in.svg"><img alt="out" src="{}">'
    (tmp_path / "folder" / "document.html.j2").write_text(page.format((tmp_path / "out.svg").as_uri()))
    report_pdf(document(only="table"), load_words(), LIGHT, tmp_path / "folder")
    assert "out.svg" in caplog.text
    assert "in.svg" not in caplog.text


# Word


def opened(data: bytes):
    return python_docx.Document(io.BytesIO(data))


def test_a_word_file_has_headings_that_it_can_be_walked_by():
    made = opened(word())
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.heading for section in document().sections]
    assert [p.text for p in made.paragraphs if p.style.name == "Title"] == ["Two landers"]
    assert any(p.style.name == "Heading 2" for p in made.paragraphs)


def test_the_figures_of_a_word_file_are_sharp_and_told_in_words():
    made = opened(word())
    about = [shape._inline.docPr for shape in made.inline_shapes]
    assert [each.get("descr") for each in about] == [figure.alt for figure in document().figures]
    for shape, figure in zip(made.inline_shapes, document().figures, strict=True):
        assert shape.width == pytest.approx(Pt(figure.scene.width), abs=Pt(1))
        part = made.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
        assert part.image.px_width / (shape.width / 914400) >= 200


def test_the_tables_of_a_word_file_are_native_and_repeat_their_heads():
    made = opened(word())
    expected = [table for section in document().sections for _, table in section.tables]
    assert len(made.tables) == len(expected)
    for table, own in zip(made.tables, expected, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == [column.head for column in own.columns]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(table.rows) == len(own.rows) + 1
        order = [child.tag for child in table._tbl.tblPr]
        known = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"]
        places = [known.index(tag.partition("}")[2]) for tag in order]
        assert places == sorted(places)  # Word takes a file with any other order for damaged


def test_a_word_file_says_what_it_is_without_a_clock():
    properties = opened(word("ja", "table")).core_properties
    assert properties.title == "Two landers"
    assert properties.language == "ja"
    assert str(properties.created.date()) == "2026-05-04"  # the file's latest word
    assert (
        opened(word("ja", "table")).styles.element.find(f".//{qn('w:lang')}").get(qn("w:eastAsia")) == "ja-JP"
    )


def test_addresses_of_the_web_are_links_in_a_word_file():
    made = opened(word())
    targets = [rel.target_ref for rel in made.part.rels.values() if rel.is_external]
    assert targets == ["https://example.org/lander"]


# PowerPoint


def shown(data: bytes):
    return Presentation(io.BytesIO(data))


def test_there_is_a_slide_for_each_mission_with_its_figure():
    made = shown(slides())
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    for mission in ("First lander", "Second lander"):
        slide = made.slides[titles.index(mission)]
        assert [shape for shape in slide.shapes if shape.shape_type == 13]
    assert all(titles)
    assert (made.slide_width, made.slide_height) == (Pt(SLIDE_WIDTH), Pt(SLIDE_HEIGHT))


def test_everything_on_a_slide_is_within_it():
    made = shown(slides())
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height


def test_the_figures_of_slides_are_told_in_words_and_in_the_notes():
    made = shown(slides())
    told = []
    for slide in made.slides:
        for shape in slide.shapes:
            if shape.shape_type == 13:
                told.append(shape._element.nvPicPr.cNvPr.get("descr"))
                assert slide.notes_slide.notes_text_frame.text == told[-1]
    assert told == [figure.alt for figure in document(slide=True).figures]


def test_the_tables_of_slides_are_native_and_hold_every_row():
    made = shown(slides())
    rows = [
        [
            cell.text_frame.paragraphs[0].runs[0].text
            for cell in row.cells
            if cell.text_frame.paragraphs[0].runs
        ]
        for slide in made.slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    expected = [
        row for section in document(slide=True).sections for _, table in section.tables for row in table.rows
    ]
    assert len(rows) == len(expected)


def test_a_long_table_goes_on_on_the_next_slide():
    columns = (Column("date", "Date", 0.3), Column("event", "Event", 0.7))
    long = " ".join(["words"] * 60)
    rows = tuple((Cell(str(n)), Cell(long if n % 3 else "short", note="a note")) for n in range(40))
    pages = list(table_pages(Table("T", columns, rows)))
    assert len(pages) > 1
    assert tuple(row for page in pages for row in page.rows) == rows


# all of them


@pytest.mark.parametrize(("made", "again"), [(word, report_docx), (slides, report_pptx)])
def test_the_same_report_is_the_same_file(made, again):
    if again is report_docx:
        assert again(document(), LIGHT) == made()
    else:
        assert again(document(slide=True), load_words(), THEMES["slide"]) == made()


@pytest.mark.parametrize("made", [word, slides])
def test_files_of_an_office_carry_no_time_and_are_whole(made):
    with zipfile.ZipFile(io.BytesIO(made())) as file:
        assert file.testzip() is None
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_zip_made_steady_holds_what_it_held():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("a.txt", "one")
        file.writestr("b/c.bin", bytes(range(256)))
    with zipfile.ZipFile(io.BytesIO(steady_zip(stream.getvalue()))) as file:
        assert file.read("a.txt") == b"one"
        assert file.read("b/c.bin") == bytes(range(256))


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [("r.pdf", "weasyprint", "pdf"), ("r.docx", "docx", "office"), ("r.pptx", "pptx", "office")],
)
def test_an_extra_that_is_missing_is_named(tmp_path, monkeypatch, name, package, extra):
    real = builtins.__import__

    def without(module: str, *args, **how):
        if module.partition(".")[0] == package:
            raise ImportError(f"No module named {module!r}", name=module)
        return real(module, *args, **how)

    for module in [each for each in __import__("sys").modules if each.partition(".")[0] == package]:
        monkeypatch.delitem(__import__("sys").modules, module)
    monkeypatch.setattr("moonline.report.extras.import_module", without)
    out = tmp_path / name
    (tmp_path / "m.yaml").write_text(FILE)
    result = CliRunner().invoke(cli, ["report", str(tmp_path / "m.yaml"), "-o", str(out), "--only", "table"])
    assert result.exit_code == 1
    assert f"pip install 'moonline[{extra}]'" in result.output
    assert not out.exists()


def test_a_package_that_is_there_is_given():
    assert needs("json", "none").loads("1") == 1
    with pytest.raises(MissingExtraError, match=r"'no_such_thing'.*moonline\[some\]"):
        needs("no_such_thing", "some")


def test_all_kinds_are_written_at_once(tmp_path):
    (tmp_path / "m.yaml").write_text(FILE)
    outs = [tmp_path / f"r.{ending}" for ending in ("pdf", "docx", "md")]
    args = [str(part) for out in outs for part in ("-o", out)]
    result = CliRunner().invoke(cli, ["report", str(tmp_path / "m.yaml"), *args, "--only", "table"])
    assert result.exit_code == 0, result.output
    assert all(Path(out).stat().st_size > 500 for out in outs)
    assert docx_module.DPI >= 200
