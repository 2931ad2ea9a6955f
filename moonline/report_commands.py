"""The command that makes reports."""

from __future__ import annotations

from pathlib import Path

import click

from moonline.shell import (
    FILE_HELP,
    STYLES,
    check_output,
    chosen_lanes,
    cli,
    read,
    teaches,
    write_outputs,
    zone,
)


@cli.command(epilog=FILE_HELP)
@click.argument("file")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    metavar="OUT",
    help="A .html, .pdf, .docx, .pptx or .md file (may be repeated).",
)
@click.option("--title", default="", metavar="TEXT", help="A title of your own.")
@click.option("--only", type=click.Choice(("figures", "table")), help="The figures alone, or the tables.")
@click.option(
    "--lang",
    "language",
    default="en",
    show_default=True,
    metavar="LANG",
    help="en, ja, or a .json catalogue of your own: dates, phases, headings.",
)
@click.option(
    "--template",
    metavar="DIR",
    help="A folder whose page.html.j2, document.html.j2 (PDF) or report.md.j2 replaces ours.",
)
@click.option(
    "--mission", "missions", multiple=True, metavar="ID", help="Only this mission (may be repeated)."
)
@click.option(
    "--style",
    type=click.Choice(STYLES),
    help="How figures look in documents: light by default, slide in .pptx.",
)
@click.option("--tz", metavar="ZONE", help="Write times in this zone, such as Asia/Tokyo.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@teaches
def report(
    file: str,
    outputs: tuple[str, ...],
    title: str,
    only: str | None,
    language: str,
    template: str | None,
    missions: tuple[str, ...],
    style: str | None,
    tz: str | None,
    force: bool,
) -> None:
    """Make a report of a mission file: a page, a PDF, a document, slides or Markdown."""
    from moonline.report.environment import checked_folder
    from moonline.report.words import load_words
    from moonline.report.write import Request, report_format, write_report

    paths = [Path(output) for output in outputs]
    for path in paths:
        report_format(path)
        check_output(path)
    folder = checked_folder(template) if template else None
    words, display = load_words(language), zone(tz)
    timeline = read(file)
    lanes = tuple(chosen_lanes(timeline, missions))
    written = [
        write_report(
            Request(timeline, lanes, words, path, title, only or "", style or "", display, folder)  # type: ignore[arg-type]
        )
        for path in paths
    ]
    write_outputs({path: data for each in written for path, data in each.files.items()}, force)
    for notice in dict.fromkeys(notice for each in written for notice in each.notices):
        click.echo(f"moonline: {notice}", err=True)
