"""The page: a report as one HTML file, with the figure that `draw` makes and a script of our own that moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from markupsafe import Markup

from figures.moonface import SKY_NORTH_UP
from figures.scene import Group, Part, Scene, Shape, texts
from figures.strips import moon_of
from figures.svg import escape, shape_markup, to_svg
from moonline.report.environment import render
from moonline.report.page_policy import policy, script_json
from moonline.report.page_style import ASSETS, PAGE_THEME, page_style

if TYPE_CHECKING:
    from datetime import tzinfo

    from ephemeris.context import MoonContext
    from moonline.report.content import Report, ReportSky
    from moonline.report.page_moon import MoonTable
    from moonline.report.words import Words
    from timeline.dates import VagueDate
    from timeline.model import Timeline

WIDTH = 700.0  # points: at 1,440 pixels a label is 15 pixels tall, at 1,024 eleven
TEMPLATE = "page.html.j2"
BASE = ("base", "table")
ALIVE = (
    "axis",
    "labels",
    "moon",
    "stage",
    "rooms",
    "layout",
    "view",
    "cards",
    "gestures",
    "find",
    "playhead",
    "copy",
    "page",
)
OTHERS = ("slips", "moons")  # the figures below the table
MOST_FACES = 80  # events: beyond that the Moons stand in the table alone, a face takes 8 KB
DISC = 14.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of the page: `name` is the catalogue's."""

    name: str
    scene: Scene
    svg: Markup


def page_html(
    report: Report,
    timeline: Timeline,
    sky: ReportSky,
    words: Words,
    *,
    tz: tzinfo | None = None,
    now: VagueDate | None = None,
    only: Literal["", "figures", "table"] = "",
    template: str | Path | None = None,
) -> str:
    """Return a report as one HTML file that asks nothing of any network.

    `only` leaves the table, or the figures, out. A folder `template` may hold a page.html.j2 that replaces ours,
    and a page.css and a page.js that go after ours. Raises ValueError where that template is wrong.
    """
    lanes = [mission.id for mission in report.missions]
    stage = None if only == "table" else _stage(timeline, sky, words, lanes, tz, now)
    pictures = [] if only == "table" else _pictures(timeline, lanes, tz)
    drawn = [*([stage.picture] if stage else []), *pictures]
    style = page_style(
        chain.from_iterable(texts(each.scene) for each in drawn),
        _characters(report, words),
        _own(template, "css"),
    )
    first, script = _code("fonts"), _script(stage is not None, _own(template, "js"))
    values = {
        "report": report,
        "words": words,
        "only": only,
        "stage": stage,
        "pictures": pictures,
        "discs": {address: _disc(address, context) for address, context in sky.moons.items()},
        "style": Markup(style),
        "first_script": Markup(first),
        "script": Markup(script),
        "data": script_json(stage.data if stage else {"language": report.language, "theme": {}, "words": {}}),
        "policy": policy([style], [first, script]),
    }
    return render(TEMPLATE, values, template)


@dataclass(frozen=True, slots=True)
class Stage:
    """What is alive: the figure, what the script reads of it, and the table of the Moon for its playhead."""

    picture: Picture
    data: dict[str, Any]
    moon: MoonTable | None
    kinds: tuple[str, ...]

    @property
    def steps(self) -> tuple[str, int]:
        """The step of the Moon's table: the word for its unit, and how many."""
        hours = round(self.moon.step_us / 3_600_000_000) if self.moon else 0
        return ("page.step-days", hours // 24) if hours % 24 == 0 else ("page.step-hours", hours)


def _stage(
    timeline: Timeline,
    sky: ReportSky,
    words: Words,
    lanes: Sequence[str],
    tz: tzinfo | None,
    now: VagueDate | None,
) -> Stage | None:
    from figures.lanes import is_placed
    from figures.layers import Options
    from figures.sky import Sky, phases_between
    from figures.timeline import lay_out_timeline, main_axis
    from moonline.report.page_data import page_data
    from moonline.report.page_figure import take_apart
    from moonline.report.page_moon import find_moon_table

    events = [event for lane in timeline.lanes if lane.id in lanes for event in lane.events]
    if not events:
        return None
    options = Options(PAGE_THEME, WIDTH, tz, now, numbers=timeline.source_numbers)
    known = Sky(sky.moons, phases_between)
    scene = lay_out_timeline(timeline, known, options, lanes=lanes)
    axis = main_axis([event for event in events if is_placed(event)], options)
    figure = take_apart(timeline, lanes, scene, known, axis, options)
    moon = find_moon_table(axis.start_us, axis.end_us)
    kinds = tuple(dict.fromkeys(event.kind for event in events))
    data = page_data(figure, timeline, moon, words, options)
    return Stage(_picture("timeline", figure.scene, ""), data, moon, kinds)


def _pictures(timeline: Timeline, lanes: Sequence[str], tz: tzinfo | None) -> list[Picture]:
    from figures.catalogue import FIGURES, Request, make_figure
    from figures.layers import Options
    from moonline.report.figures import embedded

    options = Options(PAGE_THEME, WIDTH, tz, numbers=timeline.source_numbers)
    request = Request(timeline, tuple(lanes), options)
    shown = [name for name in OTHERS if not FIGURES[name].missing(timeline, lanes)]
    if len(request.events) > MOST_FACES:
        shown = [name for name in shown if name != "moons"]
    return [_picture(name, _rounded(embedded(make_figure(name, request))), f"{name}-") for name in shown]


def _rounded(scene: Scene) -> Scene:
    """Return a scene with its outlines to a tenth of a point: a fifth of a pixel on a page, a fifth less to send."""
    return replace(scene, parts=tuple(_rounded_group(group) for group in scene.parts))


def _rounded_group(group: Group) -> Group:
    return replace(group, parts=tuple(_rounded_part(part) for part in group.parts))


def _rounded_part(part: Part) -> Part:
    if isinstance(part, Group):
        return _rounded_group(part)
    if not isinstance(part, Shape):
        return part
    commands = tuple(
        (name, tuple((round(x, 1), round(y, 1)) for x, y in points)) for name, points in part.commands
    )
    return replace(part, commands=commands)


def _picture(name: str, scene: Scene, prefix: str) -> Picture:
    svg = to_svg(scene, PAGE_THEME, prefix, bare=True)
    return Picture(name, scene, Markup(svg))


def _disc(address: str, context: MoonContext | None) -> Markup:
    """Return an event's Moon as a small picture, for the eye alone: its words stand beside it."""
    middle = DISC / 2
    shapes = moon_of(middle, middle, context, middle - 0.5)
    paths = "".join(shape_markup(shape, PAGE_THEME) for shape in shapes)
    marks = f'class="moon-disc" viewBox="0 0 {DISC:g} {DISC:g}" aria-hidden="true"'
    return Markup(f'<svg {marks}><g id="Moon:{escape(address)}">{paths}</g></svg>')


def _characters(report: Report, words: Words) -> str:
    """Return every character that the page's own texts are written with."""
    return "".join(sorted({*repr(report), *chain.from_iterable(words.texts.values()), *SKY_NORTH_UP}))


def _script(alive: bool, own: str) -> str:
    """Return the script: its parts one after another, in a scope of their own."""
    parts = [BASE[0], *(ALIVE[:-1] if alive else ()), BASE[1], *(ALIVE[-1:] if alive else ())]
    text = "\n".join(_code(name) for name in parts)
    started = "" if alive else "\naddEventListener('DOMContentLoaded', bindTable);\n"
    return f"(() => {{\n'use strict';\n{text}{started}}})();\n{own}"


def _code(name: str) -> str:
    """Return a part without its indentation and the lines that are comments: a quarter less to send."""
    lines = (line.strip() for line in (ASSETS / f"{name}.js").read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/**")))


def _own(template: str | Path | None, ending: str) -> str:
    """Return what a folder of templates adds to our style or script."""
    path = Path(template) / f"page.{ending}" if template is not None else None
    return path.read_text(encoding="utf-8") if path and path.is_file() else ""
