"""Draws docs/gallery: every figure by every style, and every figure of every other shipped file."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from figures.catalogue import FIGURES, Request, make_figure
from figures.files import write_scene
from figures.layers import Options
from figures.theme import THEMES
from moonline.film import animate
from timeline.missionfile import load_timeline, shipped_missions
from timeline.model import Timeline

DOCS = Path(__file__).parent.parent / "docs"
GALLERY = DOCS / "gallery"
WIDTHS = {"slide": 960.0}
HOUR = 3_600_000_000
SUBJECT = ("ispace", "m2")  # the file and the mission that show what each figure can do


def draw(timeline: Timeline, lanes: tuple[str, ...], figure: str, style: str, name: str) -> str:
    """Draw one figure into the gallery and return its place from the page."""
    theme = THEMES[style]
    options = Options(theme, WIDTHS.get(style, 780.0), numbers=timeline.source_numbers)
    scene = make_figure(figure, Request(timeline, lanes, options))
    write_scene(scene, theme, GALLERY / f"{name}.svg")
    print(f"{name}.svg  {scene.width:.0f} x {scene.height:.0f} pt")
    return f"gallery/{name}.svg"


def draw_film(timeline: Timeline, mission: str, before: str, name: str) -> str:
    """Draw a still of a mission's film, some hours before an event, and return its place from the page."""
    film = animate(timeline, missions=[mission])
    event = next(event for event in timeline.lane(mission).events if event.id == before)
    assert event.date is not None
    assert event.date.middle_us is not None
    second = film.playback.film_at(event.date.middle_us - 7 * HOUR)
    still = Image.fromarray(film.frame(round(second * film.playback.fps)))
    still.save(GALLERY / f"{name}.png", optimize=True)
    return f"gallery/{name}.png"


def lanes_for(timeline: Timeline, figure: str, mission: str) -> tuple[str, ...]:
    """Return every lane where the figure takes them all, else the one mission."""
    every = tuple(lane.id for lane in timeline.lanes)
    single = figure in ("mission", "sheet", "lighting", "moons")
    return (mission,) if single or FIGURES[figure].missing(timeline, every) else every


def draw_all(file: str) -> list[str]:
    """Draw every figure that a file of one mission has the data for, and return its part of the page."""
    timeline = load_timeline(file)
    lanes = tuple(lane.id for lane in timeline.lanes)
    lines = [f"## {timeline.title}", ""]
    for figure, kind in FIGURES.items():
        if not kind.missing(timeline, lanes):
            place = draw(timeline, lanes, figure, "light", f"{file}-{figure}-light")
            lines += [f"`moonline draw {file} --figure {figure} -o {figure}.svg`", ""]
            lines += [f"![{figure} of {file}]({place})", ""]
    return lines


def main() -> None:
    """Draw all, and write the page."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    for old in GALLERY.glob("*.svg"):
        old.unlink()
    lines = ["# Gallery", "", "Made by `scripts/gallery` from the shipped missions.", ""]
    file, mission = SUBJECT
    timeline = load_timeline(file)
    for figure, kind in FIGURES.items():
        lanes = lanes_for(timeline, figure, mission)
        only = f" --mission {mission}" if lanes == (mission,) else ""
        lines += [f"## {figure}", "", f"{kind.shows[:1].upper()}{kind.shows[1:]}.", ""]
        lines += [f"`moonline draw {file} --figure {figure}{only} -o {figure}.svg`", ""]
        for style in THEMES:
            name = f"{file}-{figure}-{style}"
            place = draw(timeline, lanes, figure, style, name)
            lines += [f"![{figure} of {file} in the style {style}]({place})", ""]
    lines += [
        "## The film",
        "",
        "A still of it.",
        "",
        f"`moonline animate {file} --mission {mission} -o {mission}.mp4`",
        "",
    ]
    place = draw_film(timeline, mission, "landing", f"{file}-{mission}-film")
    lines += [f"![A still of the film of {mission}]({place})", ""]
    for other in shipped_missions():
        if other != file:
            lines += draw_all(other)
    (DOCS / "gallery.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
