"""A report as a tagged PDF: headings as bookmarks, figures with their alt text, the same bytes every time."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from moonline.report.environment import render
from moonline.report.extras import needs
from timeline.version import VERSION

if TYPE_CHECKING:
    from figures.theme import Theme
    from moonline.report.document import Document
    from moonline.report.figures import Figure
    from moonline.report.words import Words

WIDTH, HEIGHT, FIRST_HEIGHT = 514.0, 630.0, 555.0
"""Room for a figure on a page, in points: the text's width with the margin that a figure has itself."""
FAMILIES = '"Source Sans Pro", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "DejaVu Sans", sans-serif'


def report_pdf(
    document: Document, words: Words, theme: Theme, template: Path | None = None, variant: str = "pdf/ua-1"
) -> bytes:
    """Return the document as a PDF, tagged for those who hear it (PDF/UA-1).

    Raises MissingExtraError without weasyprint, TemplateProblemError for a template that is wrong.
    """
    html = document_html(document, words, theme, template)
    weasyprint: Any = needs("weasyprint", "pdf")
    base = None if template is None else template.resolve().as_uri() + "/"
    page = weasyprint.HTML(string=html, base_url=base, url_fetcher=_fetcher(weasyprint, base))
    made: bytes = page.write_pdf(pdf_variant=variant, pdf_tags=True, custom_metadata=False)
    return made


def document_html(document: Document, words: Words, theme: Theme, template: Path | None = None) -> str:
    """Return the HTML that the PDF is made of."""
    pictures = {figure.slug: picture(figure, theme) for figure in document.figures}
    known = document.report.as_of
    style = render(
        "document.css.j2", {"colour": theme.colours, "families": Markup(FAMILIES), "fonts": _fonts()}, None
    )
    values = {
        "document": document,
        "report": document.report,
        "words": words,
        "pictures": pictures,
        "style": Markup(style),
        "version": VERSION,
        "made_on": made_on(known),
    }
    return render("document.html.j2", values, template)


def made_on(known: Any) -> str:
    """Return the day of the file's latest word: a document's date is its content's, and no clock's."""
    from timeline.edtf import DAY, civil_from_days

    us = known.earliest_us if known else None
    if us is None:
        return ""
    year, month, day = civil_from_days(us // DAY)
    return f"{year:04}-{month:02}-{day:02}" if 1 <= year <= 9999 else ""


def picture(figure: Figure, theme: Theme) -> str:
    """Return a figure's SVG as an address that holds it whole."""
    from figures.svg import to_svg

    return _address("image/svg+xml", to_svg(figure.scene, theme).encode())


def _fonts() -> dict[str, Markup]:
    from figures.fonts import font_named

    return {
        name: Markup(_address("font/ttf", font_named(name).path.read_bytes()))
        for name in ("regular", "semibold")
    }


def _address(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"


def _fetcher(weasyprint: Any, base: str | None) -> Any:
    """Return what fetches a page's parts: from the page itself and the template's folder, and nowhere else."""

    class Within(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            inside = base is not None and url.startswith(base) and ".." not in url
            if not (url.startswith("data:") or inside):
                raise ValueError(f"{url} is outside of the report (put it into the template's folder)")
            return super().fetch(url, headers)

    return Within()
