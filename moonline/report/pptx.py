"""A report as a PowerPoint file: a slide a mission, figures with alt text, tables that can be edited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from moonline.report.environment import tied, weblink
from moonline.report.extras import needs
from moonline.report.office import set_properties, steady_zip, xml_text
from moonline.report.slide_tables import (
    BOTTOM,
    CELL_PADDING,
    GAP,
    HEAD_HEIGHT,
    HEADING_HEIGHT,
    TABLE_TYPE,
    TABLE_WIDTH,
    TABLES_TOP,
    row_height,
    table_height,
    table_pages,
)

if TYPE_CHECKING:
    from figures.theme import Theme
    from moonline.report.document import Document, Section
    from moonline.report.figures import Figure
    from moonline.report.tables import Cell, Table
    from moonline.report.words import Words

SLIDE_WIDTH, SLIDE_HEIGHT = 960.0, 540.0
"""A slide of 16 to 9 in points."""
WIDTH, HEIGHT = 960.0, 430.0
"""Room for a figure below a slide's title, in points: its own margin is the slide's."""
LEFT, TOP, TITLE_HEIGHT = 24.0, 84.0, 40.0
DPI = 200
FONT, EAST_ASIAN_FONT = "Calibri", "Yu Gothic"  # what readers of such files have
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's table style without rules or fills


def report_pptx(document: Document, words: Words, theme: Theme) -> bytes:
    """Return the document as a .pptx file; equal documents give equal bytes.

    Raises MissingExtraError without python-pptx.
    """
    pptx = needs("pptx", "office")
    made = pptx.Presentation()
    _Writer(made, words, theme).write(document)
    set_properties(made.core_properties, document.report)
    stream = BytesIO()
    made.save(stream)
    return steady_zip(stream.getvalue())


class _Writer:
    """Writes slides into a presentation of python-pptx, in order."""

    def __init__(self, made: Any, words: Words, theme: Theme) -> None:
        from pptx.dml.color import RGBColor
        from pptx.util import Pt

        self.made, self.words, self.theme = made, words, theme
        self.pt: Any = Pt
        self.rgb: Any = RGBColor
        made.slide_width, made.slide_height = Pt(SLIDE_WIDTH), Pt(SLIDE_HEIGHT)

    def write(self, document: Document) -> None:
        """Write all slides: the title, a slide for each figure, the tables after them."""
        self.quiet_links()
        self.title(document)
        for section in document.sections:
            self.section(section)
        for section in document.sections:
            if not self.shares_slide(section):
                self.tables(section)

    def quiet_links(self) -> None:
        """Give links the colour of text: colour says the outcome, and nothing else."""
        from pptx.opc.constants import RELATIONSHIP_TYPE

        theme = self.made.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
        colour = self.theme.colour("ink").removeprefix("#").encode()
        link = rb'(<a:(?:fol)?[hH]link><a:srgbClr val=")[0-9A-Fa-f]{6}'
        theme._blob = re.sub(link, lambda match: match[1] + colour, theme.blob)

    def title(self, document: Document) -> None:
        report = document.report
        slide = self.made.slides.add_slide(self.made.slide_layouts[0])
        self.paper(slide)
        self.put(slide.shapes.title, report.title, (LEFT * 2, 150, TABLE_WIDTH - 2 * LEFT, 90), 40, bold=True)
        lines = [line for line in (report.description, report.subtitle, report.made_with) if line]
        self.put(slide.placeholders[1], lines[0], (LEFT * 2, 250, TABLE_WIDTH - 2 * LEFT, 180), 18)
        for line in lines[1:]:
            self.add_line(slide.placeholders[1], line, 14, "soft")

    def section(self, section: Section) -> None:
        """Write a slide for each figure of a section, with the table of what it shows where there is room."""
        facts = self.words.joined([fact.value for fact in section.facts[:3]], "join.pairs")
        for number, figure in enumerate(section.figures, 1):
            heading = section.heading
            if len(section.figures) > 1:
                heading = self.words.text(
                    "heading.continued", heading=heading, number=number, count=len(section.figures)
                )
            slide = self.slide(heading, facts or section.text)
            self.figure(slide, figure)
            if self.shares_slide(section):
                self.table(slide, section.tables[0][1], TOP + figure.scene.height + GAP)

    def shares_slide(self, section: Section) -> bool:
        """Tell whether a section's one table fits below its one figure."""
        if len(section.figures) != 1 or len(section.tables) != 1:
            return False
        return TOP + section.figures[0].scene.height + GAP + table_height(section.tables[0][1]) <= BOTTOM

    def slide(self, heading: str, text: str = "") -> Any:
        """Return a new slide with a title, and a line below it."""
        slide = self.made.slides.add_slide(self.made.slide_layouts[5])
        self.paper(slide)
        self.put(slide.shapes.title, heading, (LEFT, 14, TABLE_WIDTH, TITLE_HEIGHT), 26, bold=True)
        if text:
            box = slide.shapes.add_textbox(*self.box((LEFT, 52, TABLE_WIDTH, 24)))
            box.name = "Subtitle"
            self.fill(box.text_frame, text, 13, "soft")
        return slide

    def figure(self, slide: Any, figure: Figure) -> None:
        """Put a figure below the title, with its words for those who cannot see it."""
        from figures.files import scene_bytes

        scene = figure.scene
        scale = min(1.0, WIDTH / scene.width, HEIGHT / scene.height)
        width, height = scene.width * scale, scene.height * scale
        left, top = (SLIDE_WIDTH - width) / 2, TOP
        data = scene_bytes(scene, self.theme, "png", DPI)
        picture = slide.shapes.add_picture(BytesIO(data), *self.box((left, top, width, height)))
        about = picture._element.nvPicPr.cNvPr
        about.set("descr", xml_text(figure.alt))
        about.set("title", xml_text(figure.heading))
        about.set("name", xml_text(figure.slug))
        slide.notes_slide.notes_text_frame.text = xml_text(figure.alt)

    def tables(self, section: Section) -> None:
        """Write a section's tables below each other, on as many slides as it takes."""
        parts = [(heading, part) for heading, table in section.tables for part in table_pages(table)]
        slides: list[list[tuple[str, Table]]] = []
        used = BOTTOM
        for heading, part in parts:
            height = (HEADING_HEIGHT if heading else 0.0) + table_height(part) + GAP
            if used + height > BOTTOM + GAP:
                slides.append([])
                used = TABLES_TOP
            slides[-1].append((heading, part))
            used += height
        for number, blocks in enumerate(slides, 1):
            self.blocks(self.table_heading(section, number, len(slides)), blocks)

    def table_heading(self, section: Section, number: int, count: int) -> str:
        name = section.tables[0][1].name
        titled = section.tables[0][0] or name == section.heading
        heading = section.heading if titled else self.words.text("join.label").join((section.heading, name))
        if count == 1:
            return heading
        return self.words.text("heading.continued", heading=heading, number=number, count=count)

    def blocks(self, heading: str, blocks: Sequence[tuple[str, Table]]) -> None:
        slide, y = self.slide(heading), TABLES_TOP
        for name, table in blocks:
            if name:
                box = slide.shapes.add_textbox(*self.box((LEFT, y, TABLE_WIDTH, HEADING_HEIGHT)))
                self.fill(box.text_frame, name, 13, "ink", bold=True)
                y += HEADING_HEIGHT
            self.table(slide, table, y)
            y += table_height(table) + GAP

    def table(self, slide: Any, table: Table, y: float) -> None:
        """Write a table at a height of a slide."""
        heights = [row_height(row, table, TABLE_WIDTH) for row in table.rows]
        box = self.box((LEFT, y, TABLE_WIDTH, table_height(table)))
        frame = slide.shapes.add_table(len(table.rows) + 1, len(table.columns), *box)
        frame.name = xml_text(table.name)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", xml_text(table.name))
        made = frame.table
        made.horz_banding = False
        made._tbl.tblPr.find(".//{*}tableStyleId").text = PLAIN_STYLE
        for place, column in zip(made.columns, table.columns, strict=True):
            place.width = self.pt(TABLE_WIDTH * column.share)
        for row, height in zip(made.rows, [HEAD_HEIGHT, *heights], strict=True):
            row.height = self.pt(height)
        for index, column in enumerate(table.columns):
            self.cell(made.cell(0, index), column.head, "soft", rule="quiet")
        for down, row in enumerate(table.rows, 1):
            for across, cell in enumerate(row):
                self.fill_cell(made.cell(down, across), cell)

    def fill_cell(self, place: Any, cell: Cell) -> None:
        self.cell(place, cell.text, "ink", bold=cell.strong, rule="faint")
        first = place.text_frame.paragraphs[0]
        if weblink(cell.url):
            first.runs[0].hyperlink.address = xml_text(cell.url)
        if cell.numbers:
            run = first.add_run()
            run.text = " " + ",".join(map(str, cell.numbers))
            self.type(run.font, TABLE_TYPE, "soft")
            run.font._element.set("baseline", "30000")
        if cell.note:
            self.add_line_to(place.text_frame, cell.note, TABLE_TYPE - 1, "soft")

    def cell(self, place: Any, text: str, colour: str, *, bold: bool = False, rule: str) -> None:
        place.margin_left = place.margin_top = place.margin_bottom = self.pt(CELL_PADDING / 4)
        place.margin_left, place.margin_right = 0, self.pt(CELL_PADDING)
        self.fill(place.text_frame, text, TABLE_TYPE, colour, bold=bold)
        self.underline(place, rule)

    def underline(self, place: Any, colour: str) -> None:
        """Draw a hairline below a cell."""
        from pptx.oxml.xmlchemy import OxmlElement

        properties = place._tc.get_or_add_tcPr()
        line, fill, shade = (OxmlElement(tag) for tag in ("a:lnB", "a:solidFill", "a:srgbClr"))
        line.set("w", str(int(self.pt(0.75))))
        shade.set("val", self.theme.colour(colour).removeprefix("#"))
        fill.append(shade)
        line.append(fill)
        properties.append(line)

    def paper(self, slide: Any) -> None:
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = self.colour("paper")

    def put(self, shape: Any, text: str, box: Sequence[float], size: float, *, bold: bool = False) -> None:
        """Fill a placeholder, and put it in its place."""
        shape.left, shape.top, shape.width, shape.height = self.box(box)
        self.fill(shape.text_frame, text, size, "ink", bold=bold)

    def fill(self, frame: Any, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        """Write one paragraph into a frame that may have had another; a title that is too long gets smaller."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.TOP
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = xml_text(tied(text))
        self.type(run.font, size, colour, bold=bold)
        if hasattr(frame, "margin_left"):
            frame.margin_left = frame.margin_right = 0

    def add_line(self, shape: Any, text: str, size: float, colour: str) -> None:
        self.add_line_to(shape.text_frame, text, size, colour)

    def add_line_to(self, frame: Any, text: str, size: float, colour: str) -> None:
        from pptx.enum.text import PP_ALIGN

        paragraph = frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = xml_text(tied(text))
        self.type(run.font, size, colour)

    def type(self, font: Any, size: float, colour: str, *, bold: bool = False) -> None:
        """Set a run's type, and the font for East Asian text."""
        from pptx.oxml.ns import qn
        from pptx.oxml.xmlchemy import OxmlElement

        font.size, font.bold, font.name = self.pt(size), bold, FONT
        font.color.rgb = self.colour(colour)
        language = self.words.language
        font._element.set("lang", {"en": "en-GB", "ja": "ja-JP"}.get(language, language))
        latin = font._element.find(qn("a:latin"))
        asian = OxmlElement("a:ea")
        asian.set("typeface", EAST_ASIAN_FONT)
        latin.addnext(asian)

    def colour(self, role: str) -> Any:
        return self.rgb.from_string(self.theme.colour(role).removeprefix("#").upper())

    def box(self, box: Sequence[float]) -> list[Any]:
        return [self.pt(length) for length in box]
