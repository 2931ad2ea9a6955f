import subprocess
import sys
from datetime import UTC, datetime, timedelta

import matplotlib as mpl
import matplotlib.dates
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from figures.drawing import Drawing, draw_timeline, put_on_axes
from figures.fonts import text_width
from figures.scene import Group, Scene, Text, rectangle, texts
from figures.theme import DARK, LIGHT, Theme


@pytest.fixture
def timeline(look):
    return look.shipped("slim")[0]


def pixels(figure, dpi=None):
    """The figure as grey values from 0 to 255, drawn by Agg."""
    if dpi is not None:
        figure.set_dpi(dpi)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(float).mean(axis=2)


def test_without_axes_it_makes_a_figure_of_its_own(timeline):
    drawing = draw_timeline(timeline, width=700)
    assert isinstance(drawing, Drawing)
    assert tuple(drawing.figure.get_size_inches() * 72) == pytest.approx((700, drawing.scene.height))
    assert drawing.ax.figure is drawing.figure
    assert drawing.alt == drawing.scene.description


def test_layers_are_there_by_name(timeline):
    drawing = draw_timeline(timeline)
    assert {"heading", "events", "leaders", "axis", "notes"} <= set(drawing.layers)
    assert all(layer.axes is drawing.ax for layer in drawing.layers.values())
    assert [layer.get_gid() for layer in drawing.layers.values()] == list(drawing.layers)


def test_a_layer_can_be_hidden(timeline):
    drawing = draw_timeline(timeline)
    before = pixels(drawing.figure, 60)
    drawing.layers["heading"].set_visible(False)
    after = pixels(drawing.figure, 60)
    changed = np.argwhere(before != after)
    assert len(changed)
    assert changed[:, 0].max() < 0.2 * before.shape[0]


def axes_of(figure):
    return figure.add_axes((0.1, 0.2, 0.8, 0.7))


@pytest.mark.parametrize("host", ["figure", "subfigure", "axes", "axes of a subfigure"])
def test_it_draws_on_what_it_is_given(timeline, look, host):
    figure = Figure(figsize=(16, 9), dpi=100)
    part = figure.subfigures(1, 2)[1] if "subfigure" in host else figure
    given = axes_of(part) if "axes" in host else part
    drawing = draw_timeline(timeline, ax=given)
    assert drawing.ax is given if "axes" in host else drawing.ax in given.axes
    box = drawing.ax.get_window_extent()
    assert (drawing.scene.width, drawing.scene.height) == pytest.approx((box.width * 0.72, box.height * 0.72))
    assert look.faults(drawing.scene) == {}
    ink = np.argwhere(pixels(figure) < 128)
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0)
    assert box.x0 - 1 <= left < right <= box.x1 + 1
    assert 900 - box.y1 - 1 <= top < bottom <= 900 - box.y0 + 1


def test_axes_too_small_for_anything_are_refused(timeline):
    with pytest.raises(ValueError, match="too small"):
        draw_timeline(timeline, ax=Figure(figsize=(2, 2)))


def test_an_unknown_style_is_answered_with_those_there_are(timeline):
    with pytest.raises(ValueError, match="light, dark, print, slide"):
        draw_timeline(timeline, style="mauve")


def test_a_theme_of_your_own_is_taken(timeline):
    assert draw_timeline(timeline, style=Theme("own", text=9.0)).theme.text == 9.0


def test_an_unknown_mission_is_refused_with_those_there_are(timeline):
    with pytest.raises((ValueError, KeyError), match="slim"):
        draw_timeline(timeline, missions=["m99"])


def test_no_global_setting_is_touched(timeline):
    before = dict(mpl.rcParams)
    pixels(draw_timeline(timeline, style="dark").figure, 50)
    assert dict(mpl.rcParams) == before


def test_users_settings_do_not_change_the_figure(timeline):
    plain = pixels(draw_timeline(timeline).figure, 60)
    with mpl.rc_context(
        {"lines.linewidth": 9, "font.size": 30, "axes.facecolor": "red", "figure.facecolor": "green"}
    ):
        assert np.array_equal(pixels(draw_timeline(timeline).figure, 60), plain)


def test_pyplot_is_never_imported():
    code = (
        "import sys\n"
        "from figures import draw_timeline\n"
        "from figures.files import scene_bytes\n"
        "from timeline import load_timeline\n"
        "drawing = draw_timeline(load_timeline('slim'))\n"
        "scene_bytes(drawing.scene, drawing.theme, 'png', 50)\n"
        "print('matplotlib.pyplot' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == "False\n"
    assert ran.stderr == ""


def test_a_line_of_your_own_stands_at_its_date(timeline):
    """The landing of SLIM, 2024-01-19T15:20Z: the line goes where the scene's edge dates put it."""
    drawing = draw_timeline(timeline)
    moment = datetime(2024, 1, 19, 15, 20, tzinfo=UTC)
    line = drawing.ax.axvline(moment)
    drawing.figure.canvas.draw()
    x = drawing.ax.transData.transform((mpl.dates.date2num(moment), 0))[0] * 72 / drawing.figure.dpi
    assert line.get_window_extent().x0 * 72 / drawing.figure.dpi == pytest.approx(x, abs=0.01)
    start, end = drawing.scene.dates
    share = ((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(days=1) - start) / (end - start)
    assert x == pytest.approx(share * drawing.scene.width, abs=0.01)


def test_a_line_of_your_own_goes_through_the_mark_of_that_day(look):
    days = ["2025-06-05", "2025-09-05", "2025-12-24"]
    timeline = look.made([[{"label": "E", "kind": "splashdown", "claims": [{"date": day}]} for day in days]])
    drawing = draw_timeline(timeline)
    group = next(each for each in look.event_groups(drawing.scene) if each.id == "m0.e1")
    left, _, right, _ = look.box_of(group.parts[0])
    drawing.ax.axvline(datetime(2025, 9, 5, 12, tzinfo=UTC))
    drawing.figure.canvas.draw()
    x = drawing.ax.transData.transform((mpl.dates.date2num(datetime(2025, 9, 5, 12, tzinfo=UTC)), 0))[0]
    assert x * 72 / drawing.figure.dpi == pytest.approx((left + right) / 2, abs=0.01)


def test_the_picture_is_the_same_at_any_resolution(timeline):
    figure = draw_timeline(timeline).figure
    coarse, fine = pixels(figure, 100), pixels(figure, 200)
    rows, columns = (side // 2 for side in fine.shape)
    halved = fine[-rows * 2 :, : columns * 2].reshape(rows, 2, columns, 2).mean(axis=(1, 3))
    assert abs(rows - coarse.shape[0]) <= 1
    assert abs(columns - coarse.shape[1]) <= 1
    rows, columns = min(rows, coarse.shape[0]), min(columns, coarse.shape[1])
    # matplotlib draws up from the foot: a part of a pixel that the height has too many is cut off at the top
    apart = np.abs(halved[-rows:, :columns] - coarse[-rows:, :columns])
    assert apart.mean() < 2.0
    assert (apart > 160).mean() < 0.001


def ink_end(word, weight):
    """Where the ink of a word of 20 points ends that starts at 10, in points."""
    scene = Scene(400, 40, (Group("layer", (Text(10, 30, word, 20, weight=weight),)),))
    dark = (pixels(put_on_axes(scene, LIGHT).figure, 200) < 128).any(axis=0)
    return (np.flatnonzero(dark)[-1] + 1) * 72 / 200


@pytest.mark.parametrize(
    "word", ["AVAVAVAVToToToTo", "LTLTLTLTLTLT", "Lunar landing attempt", "5 Jun 2025 19:17 UTC"]
)
@pytest.mark.parametrize("weight", ["regular", "semibold"])
def test_text_is_drawn_as_wide_as_it_was_measured(word, weight):
    """An H behind it ends as far on as the word is wide."""
    moved = ink_end(f"{word}H", weight) - ink_end("H", weight)
    assert moved == pytest.approx(text_width(word, 20, weight), abs=0.8)


def test_anchors_stand_where_they_say():
    edges = {}
    for anchor in ("start", "middle", "end"):
        scene = Scene(400, 40, (Group("layer", (Text(200, 30, "HHHHH", 20, anchor=anchor),)),))
        dark = np.flatnonzero((pixels(put_on_axes(scene, LIGHT).figure, 200) < 128).any(axis=0)) * 72 / 200
        edges[anchor] = dark[0]
    width = text_width("HHHHH", 20)
    assert edges["start"] - edges["middle"] == pytest.approx(width / 2, abs=0.4)
    assert edges["start"] - edges["end"] == pytest.approx(width, abs=0.4)


def test_shapes_stand_where_they_were_put():
    scene = Scene(200, 100, (Group("layer", (rectangle(30, 20, 50, 10, "ink"),)),))
    dark = np.argwhere(pixels(put_on_axes(scene, LIGHT).figure, 144) < 128)
    assert tuple(dark.min(axis=0)) == (40, 60)
    assert tuple(dark.max(axis=0)) == (59, 159)


def test_the_paper_is_the_style_s(timeline):
    grey = pixels(draw_timeline(timeline, style="dark").figure, 50)
    paper = [int(DARK.colour("paper")[i : i + 2], 16) for i in (1, 3, 5)]
    assert grey[0, 0] == pytest.approx(sum(paper) / 3, abs=1)


def test_a_tight_box_keeps_the_figure_s_size(timeline, tmp_path):
    from PIL import Image

    drawing = draw_timeline(timeline)
    drawing.figure.savefig(tmp_path / "a.png", dpi=72, bbox_inches="tight", pad_inches=0)
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == pytest.approx((drawing.scene.width, drawing.scene.height), abs=2)


def test_a_notebook_shows_it_as_svg_with_its_words(timeline):
    shown = draw_timeline(timeline)._repr_mimebundle_()
    assert shown["image/svg+xml"].startswith("<svg")
    assert shown["text/plain"].startswith(timeline.title)


def test_now_may_be_a_phrase(timeline):
    said = draw_timeline(timeline, now="around 20 January 2024").scene
    assert [text.text for text in texts(said) if text.fill == "now"] == ["now, 20 Jan 2024 (about)"]


@pytest.mark.parametrize(
    ("name", "missions"), [("mission", ["m2"]), ("slips", None), ("moons", ["m2"]), ("overview", None)]
)
def test_any_figure_is_drawn_on_a_subfigure(name, missions):
    from matplotlib.figure import Figure

    from figures.drawing import draw_figure
    from timeline.missionfile import load_timeline

    host = Figure(figsize=(14, 16))
    upper, _ = host.subfigures(2, 1)
    drawing = draw_figure(name, load_timeline("ispace"), ax=upper, missions=missions)
    host.canvas.draw()
    assert drawing.layers["heading"].axes is drawing.ax
    assert drawing.figure is upper
    assert drawing.alt
