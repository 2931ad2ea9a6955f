"""Figures as a browser shows them: what its own layout of the text says of boxes, widths and fonts."""

import json
import re
import shutil
import subprocess
from html import escape
from xml.etree import ElementTree

import pytest

from figures.catalogue import FIGURES, Request, make_figure
from figures.fonts import text_width
from figures.layers import Options
from figures.quality import ASCENT, DESCENT
from figures.svg import to_svg
from figures.theme import THEMES
from timeline.missionfile import load_timeline, shipped_missions

CHROMIUM = shutil.which("chromium")
QUIET = ("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (apt install chromium)")

SHOWN = [
    (name, "report") for name in ("ispace", "apollo11", "artemis1", "blue-ghost-m1", "chandrayaan3", "slim")
]
SHOWN += [("ispace", "wide"), ("ispace", "square"), ("apollo11", "square")]
CROWDS = (12, 100, 300, 1000)
ROUNDING = 0.5  # points: the browser rounds a font's ascent and descent to whole pixels

MEASURE = """
async function measure() {
  const found = {};
  for (const frame of document.querySelectorAll('iframe')) {
    const page = frame.contentDocument;
    await page.fonts.ready;
    const texts = [...page.querySelectorAll('svg text')].map(text => {
      const box = text.getBBox(), place = text.getBoundingClientRect();
      return {text: text.textContent, x: box.x, y: box.y, width: box.width, height: box.height,
              length: text.getComputedTextLength(), baseline: +text.getAttribute('y'), shown: place.width > 0,
              size: parseFloat(getComputedStyle(text).fontSize),
              weight: getComputedStyle(text).fontWeight == '600' ? 'semibold' : 'regular'};
    });
    const faces = [...page.fonts].map(face => [face.family.replaceAll('"', ''), face.status]);
    const checked = faces.map(([family]) => page.fonts.check('10px ' + family));
    found[frame.name] = {texts, faces, checked};
  }
  const out = document.createElement('pre');
  out.id = 'measured';
  out.textContent = JSON.stringify(found);
  document.body.append(out);
}
window.addEventListener('load', measure);
"""


def crowd(look, count):
    """Events in clusters: bursts of a dozen within a day or two, a season apart."""
    events = [
        {
            "label": f"Event {i}" + ", longer" * (i % 4),
            "kind": ("launch", "manoeuvre", "landing_attempt")[i % 3],
            "claims": [
                {
                    "date": f"20{10 + i // 48 % 20}-{1 + i // 12 % 4 * 3:02}-{10 + i % 3}T{i * 7 % 24:02}:{i % 60:02}Z"
                }
            ],
        }
        for i in range(count)
    ]
    return look.laid_out(look.made([events]))


def by_name():
    """Every figure by its name: of all of a shipped file's missions, or of its first where it takes one."""
    found = {}
    for file in shipped_missions():
        timeline = load_timeline(file)
        options = Options(THEMES["light"], numbers=timeline.source_numbers)
        every = tuple(lane.id for lane in timeline.lanes)
        for name, kind in FIGURES.items():
            lanes = (timeline.missions[0].id,) if kind.missing(timeline, every) else every
            if name != "timeline" and not kind.missing(timeline, lanes):
                found[f"{file} {name}"] = make_figure(name, Request(timeline, lanes, options))
    return found


@pytest.fixture(scope="session")
def pages(look, tmp_path_factory):
    """What the browser measures of each figure, each in a document of its own, all in one start of the browser."""
    scenes = {f"{name} {size}": look.shipped_scene(name, "light", size) for name, size in SHOWN}
    scenes |= {f"{count} events": crowd(look, count) for count in CROWDS}
    scenes |= by_name()
    frames = "".join(
        f'<iframe name="{name}" style="width:2000px;height:9000px" srcdoc="{escape(to_svg(scene, THEMES["light"]))}">'
        "</iframe>"
        for name, scene in scenes.items()
    )
    home = tmp_path_factory.mktemp("browser")
    page = home / "page.html"
    page.write_text(
        f"<!doctype html><meta charset=utf-8><body>{frames}<script>{MEASURE}</script>", encoding="utf-8"
    )
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-sync", *QUIET]
    command += [
        f"--user-data-dir={home / 'profile'}",
        "--virtual-time-budget=20000",
        "--dump-dom",
        page.as_uri(),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    found = re.search(r'<pre id="measured">(.*?)</pre>', ran.stdout, re.DOTALL)
    assert found, f"the browser measured nothing: {ran.stderr[-2000:]}"
    return json.loads(ElementTree.fromstring(f"<p>{found[1]}</p>").text)


def seen(page):
    return [text for text in page["texts"] if text["text"].strip()]


def test_the_embedded_fonts_are_taken_and_used(pages):
    for name, page in pages.items():
        faces = dict(page["faces"])
        assert "Moonline-regular" in faces, name
        assert set(faces.values()) == {"loaded"}, (name, faces)
        assert all(page["checked"]), (name, faces)


def test_texts_are_as_wide_as_they_were_measured(pages):
    off = [
        (name, text["text"], text["length"], wide)
        for name, page in pages.items()
        for text in seen(page)
        if abs(text["length"] - (wide := text_width(text["text"], text["size"], text["weight"])))
        > 0.01 * wide
    ]
    assert off == []


def test_no_two_texts_overlap_by_their_ink(look, pages):
    from figures.measure import overlaps

    for name, page in pages.items():
        texts = seen(page)
        boxes = [
            (
                t["x"],
                t["baseline"] - ASCENT * t["size"],
                t["x"] + t["width"],
                t["baseline"] + DESCENT * t["size"],
            )
            for t in texts
        ]
        found = [(texts[i]["text"], texts[j]["text"]) for i, j in overlaps(boxes, tolerance=0.15)]
        assert found == [], name


def test_no_two_text_boxes_overlap(pages):
    from figures.measure import overlaps

    for name, page in pages.items():
        texts = seen(page)
        boxes = [(t["x"], t["y"], t["x"] + t["width"], t["y"] + t["height"]) for t in texts]
        found = [(texts[i]["text"], texts[j]["text"]) for i, j in overlaps(boxes, tolerance=ROUNDING)]
        assert found == [], (name, len(found))
