"""A report in the kind of file that a name's ending asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.theme import Theme
    from moonline.report.content import Report, ReportSky
    from moonline.report.document import Document, Only
    from moonline.report.words import Words
    from timeline.model import Timeline

Files = Mapping[Path, bytes]


@dataclass(frozen=True, slots=True)
class Request:
    """A report as it is asked for: of what, in which words and style, and where to."""

    timeline: Timeline
    lanes: tuple[str, ...]
    words: Words
    output: Path
    title: str = ""
    only: Only = ""
    style: str = ""
    tz: tzinfo | None = None
    template: Path | None = None

    def theme(self, otherwise: str = "light") -> Theme:
        """Return the style that is asked for, or the one that suits the kind of file."""
        from figures.theme import THEMES

        return THEMES[self.style or otherwise]


@dataclass(frozen=True, slots=True)
class Written:
    """A report's files, and what its reader or its maker should be told."""

    files: Files
    notices: tuple[str, ...] = ()


def report_format(output: Path) -> str:
    """Return the kind of file that an ending asks for; raises ValueError with the endings there are."""
    ending = output.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise ValueError(f"{output.name!r} has no ending of a report (one of {known})")
    return ending


def write_report(request: Request) -> Written:
    """Return a report's files; raises ValueError for an ending, a template or an extra that is missing."""
    from moonline.report.content import find_report_sky, make_report

    form = report_format(request.output)
    sky = find_report_sky(request.timeline, request.lanes)
    report = make_report(
        request.timeline, sky, request.words, request.lanes, title=request.title, tz=request.tz
    )
    written = FORMATS[form](request, report, sky)
    return Written(written.files, (*request.words.notices, *written.notices))


def _html(request: Request, report: Report, sky: ReportSky) -> Written:
    from moonline.report.page import page_html

    told = ("a page is light or dark as its reader's screen is: --style is for documents",)
    html = page_html(
        report,
        request.timeline,
        sky,
        request.words,
        tz=request.tz,
        only=request.only,
        template=request.template,
    )
    return Written({request.output: html.encode()}, told if request.style else ())


def _pdf(request: Request, report: Report, _: ReportSky) -> Written:
    from moonline.report import pdf

    theme = request.theme()
    document = _document(request, report, theme, (pdf.WIDTH, pdf.HEIGHT, pdf.FIRST_HEIGHT))
    data = pdf.report_pdf(document, request.words, theme, request.template)
    return Written({request.output: data}, document.notices)


def _docx(request: Request, report: Report, _: ReportSky) -> Written:
    from moonline.report import docx

    theme = request.theme()
    document = _document(request, report, theme, (docx.WIDTH, docx.HEIGHT, docx.FIRST_HEIGHT))
    return Written({request.output: docx.report_docx(document, theme)}, document.notices)


def _pptx(request: Request, report: Report, _: ReportSky) -> Written:
    from moonline.report import pptx

    theme = request.theme("slide")
    document = _document(request, report, theme, (pptx.WIDTH, pptx.HEIGHT, pptx.HEIGHT))
    return Written({request.output: pptx.report_pptx(document, request.words, theme)}, document.notices)


def _markdown(request: Request, report: Report, _: ReportSky) -> Written:
    from moonline.report import markdown

    theme = request.theme()
    document = _document(request, report, theme, (markdown.WIDTH, markdown.HEIGHT, markdown.HEIGHT))
    files = markdown.report_markdown(document, request.words, theme, request.output, request.template)
    return Written(files, document.notices)


FORMATS: Mapping[str, Callable[[Request, Report, ReportSky], Written]] = MappingProxyType(
    {"html": _html, "pdf": _pdf, "docx": _docx, "pptx": _pptx, "md": _markdown}
)


def _document(request: Request, report: Report, theme: Theme, room: Sequence[float]) -> Document:
    from moonline.report.document import make_document
    from moonline.report.figures import Frame

    width, height, first_height = room
    frame = Frame(theme, width, height, first_height, request.tz)
    return make_document(request.timeline, report, request.words, frame, request.only)
