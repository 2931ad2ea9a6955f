"""A report as a Word document: heading styles, native tables, figures as pictures with alt text."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from moonline.report.environment import tied, weblink
from moonline.report.extras import needs
from moonline.report.office import set_properties, steady_zip, xml_text

if TYPE_CHECKING:
    from figures.theme import Theme
    from moonline.report.document import Document, Section
    from moonline.report.figures import Figure
    from moonline.report.tables import Cell, Table

WIDTH, HEIGHT, FIRST_HEIGHT = 514.0, 600.0, 500.0
"""Room for a figure on an A4 page with margins of 20 mm, in points."""
DPI = 220
FONT, EAST_ASIAN_FONT = "Calibri", "Yu Gothic"  # what readers of such files have
TEXT_WIDTH_MM = 170.0
KEPT_ROWS = 3  # a table does not begin with fewer at the foot of a page
OUTDENT_PT = 16.0  # a figure's own margin, so that it lines up with the text


def report_docx(document: Document, theme: Theme) -> bytes:
    """Return the document as a .docx file; equal documents give equal bytes.

    Raises MissingExtraError without python-docx.
    """
    docx = needs("docx", "office")
    made = docx.Document()
    report = document.report
    _Writer(made, theme).write(document)
    set_properties(made.core_properties, report)
    stream = BytesIO()
    made.save(stream)
    return steady_zip(stream.getvalue())


class _Writer:
    """Writes sections into a document of python-docx, from top to bottom."""

    def __init__(self, made: Any, theme: Theme) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        self.made, self.theme = made, theme
        self.qn, self.mm, self.pt, self.rgb = qn, Mm, Pt, RGBColor
        self.bookmarks = 0

    def write(self, document: Document) -> None:
        """Write the whole document."""
        report = document.report
        self.page(report.language)
        self.styles()
        self.made.add_paragraph(xml_text(report.title), style="Title")
        self.made.add_paragraph(xml_text(report.subtitle), style="Subtitle")
        if report.description:
            self.paragraph(report.description)
        for section in document.sections:
            self.section(section)
        self.paragraph(report.made_with, soft=True)
        self.footer(report.title)

    def page(self, language: str) -> None:
        """Make the page A4 and say its language."""
        section = self.made.sections[0]
        section.page_width, section.page_height = self.mm(210), self.mm(297)
        for side in ("left", "right", "top", "bottom"):
            setattr(section, f"{side}_margin", self.mm(20))
        for rpr in self.made.styles.element.iter(self.qn("w:lang")):
            for key in ("w:val", "w:eastAsia"):
                rpr.set(self.qn(key), {"en": "en-GB", "ja": "ja-JP"}.get(language, language))

    def styles(self) -> None:
        """Set type, sizes and colours of the styles that are used."""
        look = {
            "Normal": (9.5, "ink", False),
            "Title": (22.0, "ink", True),
            "Subtitle": (9.5, "soft", False),
            "Heading 1": (14.0, "ink", True),
            "Heading 2": (10.5, "ink", True),
        }
        for name, (size, colour, bold) in look.items():
            style = self.made.styles[name]
            style.font.size, style.font.bold, style.font.italic = self.pt(size), bold, False
            style.font.color.rgb = self.colour(colour)
            self.family(style)
            style.paragraph_format.space_after = self.pt(4)
        for spacing in self.made.styles["Subtitle"].element.rPr.findall(self.qn("w:spacing")):
            spacing.getparent().remove(spacing)
        for name, before in (("Heading 1", 18), ("Heading 2", 10)):
            self.made.styles[name].paragraph_format.space_before = self.pt(before)
        title = self.made.styles["Title"].element.get_or_add_pPr()
        for border in title.findall(self.qn("w:pBdr")):
            title.remove(border)

    def family(self, style: Any) -> None:
        """Set a style's fonts, those for East Asian text as well; a theme's fonts would go before them."""
        style.font.name = FONT
        fonts = style.element.rPr.rFonts
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        fonts.set(self.qn("w:eastAsia"), EAST_ASIAN_FONT)
        fonts.set(self.qn("w:cs"), FONT)

    def colour(self, role: str) -> Any:
        return self.rgb.from_string(self.theme.colour(role).removeprefix("#").upper())

    def paragraph(self, text: str, *, soft: bool = False, keep: bool = False) -> None:
        paragraph = self.made.add_paragraph()
        paragraph.paragraph_format.keep_with_next = keep
        run = paragraph.add_run(xml_text(tied(text)))
        if soft:
            run.font.color.rgb = self.colour("soft")

    def section(self, section: Section) -> None:
        """Write a section."""
        self.made.add_heading(xml_text(section.heading), 1)
        if section.text:
            self.paragraph(section.text, keep=bool(section.facts or section.figures or section.tables))
        for fact in section.facts:
            self.fact(fact.name, fact.value)
        for figure in section.figures:
            self.figure(figure)
        for heading, table in section.tables:
            if heading:
                self.made.add_heading(xml_text(heading), 2)
            self.table(table)
        if section.note:
            self.paragraph(section.note, soft=True)

    def fact(self, name: str, value: str) -> None:
        paragraph = self.made.add_paragraph()
        paragraph.paragraph_format.space_after = self.pt(1)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.left_indent = self.mm(26)
        paragraph.paragraph_format.first_line_indent = -self.mm(26)
        paragraph.paragraph_format.tab_stops.add_tab_stop(self.mm(26))
        paragraph.add_run(xml_text(name)).font.color.rgb = self.colour("soft")
        paragraph.add_run("\t" + xml_text(tied(value)))

    def figure(self, figure: Figure) -> None:
        """Put a figure in as a picture of its own size, with its words for those who cannot see it."""
        from figures.files import scene_bytes

        paragraph = self.made.add_paragraph()
        paragraph.paragraph_format.left_indent = -self.pt(OUTDENT_PT)
        data = scene_bytes(figure.scene, self.theme, "png", DPI)
        picture = paragraph.add_run().add_picture(BytesIO(data), width=self.pt(figure.scene.width))
        about = picture._inline.docPr
        about.set("descr", xml_text(figure.alt))
        about.set("title", xml_text(figure.heading))
        about.set("name", xml_text(figure.slug))

    def table(self, table: Table) -> None:
        """Write a table whose head is repeated on each page, and whose rows are not broken."""
        made = self.made.add_table(rows=1, cols=len(table.columns))
        made.autofit = False
        self.rules(made)
        self.describe(made, table.name)
        head = made.rows[0]
        self.mark_row(head, "w:tblHeader")
        for cell, column in zip(head.cells, table.columns, strict=True):
            run = cell.paragraphs[0].add_run(xml_text(column.head))
            run.font.size, run.font.color.rgb = self.pt(8.5), self.colour("soft")
        for row in table.rows:
            self.row(made.add_row(), row)
        for place, column in zip(made.columns, table.columns, strict=True):
            place.width = self.mm(TEXT_WIDTH_MM * column.share)
        last = len(made.rows) - 1
        for number, row in enumerate(made.rows):
            self.mark_row(row, "w:cantSplit")
            for cell, column in zip(row.cells, table.columns, strict=True):
                cell.width = self.mm(TEXT_WIDTH_MM * column.share)
                for paragraph in cell.paragraphs if number < min(KEPT_ROWS, last) else ():
                    paragraph.paragraph_format.keep_with_next = True
        self.made.add_paragraph().paragraph_format.space_after = self.pt(0)

    def row(self, made: Any, row: Sequence[Cell]) -> None:
        for place, cell in zip(made.cells, row, strict=True):
            paragraph = place.paragraphs[0]
            paragraph.paragraph_format.space_after = self.pt(0)
            if weblink(cell.url):
                self.link(paragraph, cell)
            else:
                run = paragraph.add_run(xml_text(tied(cell.text)))
                run.font.size, run.bold = self.pt(8.5), True if cell.strong else None
            if cell.anchor:
                self.bookmark(paragraph, cell.anchor)
            if cell.numbers:
                run = paragraph.add_run(" " + ",".join(map(str, cell.numbers)))
                run.font.size, run.font.superscript = self.pt(8.5), True
                run.font.color.rgb = self.colour("soft")
            if cell.note:
                note = place.add_paragraph().add_run(xml_text(tied(cell.note)))
                note.font.size, note.font.color.rgb = self.pt(8), self.colour("soft")

    def link(self, paragraph: Any, cell: Cell) -> None:
        """Write a cell's text as a link into the web."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement

        relation = paragraph.part.relate_to(xml_text(cell.url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(self.qn("r:id"), relation)
        run = paragraph.add_run(xml_text(tied(cell.text)))
        run.font.size, run.font.underline = self.pt(8.5), True
        link.append(run._r)
        paragraph._p.append(link)

    def bookmark(self, paragraph: Any, name: str) -> None:
        """Make a place that a link may lead to; its name has letters, digits and underscores alone."""
        from docx.oxml import OxmlElement

        self.bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(self.qn("w:id"), str(self.bookmarks))
            if tag == "w:bookmarkStart":
                clean = "".join(c if c.isalnum() else "_" for c in name)
                mark.set(self.qn("w:name"), f"e{self.bookmarks}_{clean}"[:40])
            paragraph._p.append(mark)

    def rules(self, made: Any) -> None:
        """Draw a hairline below each row and nothing else, and let the first column begin where the text does."""
        from docx.oxml import OxmlElement

        borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
        colour = self.theme.colour("quiet").removeprefix("#")
        for side in ("bottom", "insideH"):
            border = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "2"), ("space", "0"), ("color", colour)):
                border.set(self.qn(f"w:{key}"), value)
            borders.append(border)
        for side, width in (("top", 50), ("left", 0), ("bottom", 50), ("right", 140)):
            margin = OxmlElement(f"w:{side}")
            margin.set(self.qn("w:w"), str(width))
            margin.set(self.qn("w:type"), "dxa")
            margins.append(margin)
        properties = made._tbl.tblPr
        properties.insert_element_before(
            borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"
        )
        properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")

    def describe(self, made: Any, name: str) -> None:
        from docx.oxml import OxmlElement

        caption = OxmlElement("w:tblCaption")
        caption.set(self.qn("w:val"), xml_text(name))
        made._tbl.tblPr.append(caption)

    def mark_row(self, row: Any, mark: str) -> None:
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement(mark))

    def footer(self, title: str) -> None:
        """Write the title and the page's number at the foot of each page."""
        from docx.oxml import OxmlElement

        paragraph = self.made.sections[0].footer.paragraphs[0]
        run = paragraph.add_run(xml_text(title) + "\t\t")
        run.font.size, run.font.color.rgb = self.pt(7.5), self.colour("soft")
        paragraph.paragraph_format.tab_stops.add_tab_stop(self.mm(TEXT_WIDTH_MM), alignment=2)
        number = paragraph.add_run()
        number.font.size, number.font.color.rgb = self.pt(7.5), self.colour("soft")
        field = OxmlElement("w:fldSimple")
        field.set(self.qn("w:instr"), "PAGE")
        field.append(number._r)
        paragraph._p.append(field)
