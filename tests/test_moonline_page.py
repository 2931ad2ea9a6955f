"""The page as a file: what stands in it, that nothing of a mission file gets out of its place, and how large it is."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moonline.report.content import find_report_sky, make_report
from moonline.report.page import page_html
from moonline.report.page_policy import policy, script_json
from moonline.report.words import load_words
from timeline.missionfile import load_timeline, shipped_missions
from timeline.model import Timeline

LARGEST = 500_000  # bytes, of a page of a shipped file
HOSTILE = (
    "</script><script>alert(1)</script>",
    "</style><script>alert(2)</script>",
    "<!--<script>",
    "]]></svg><img src=x onerror=alert(3)>",
    "\"' onload=alert(4) x='\"",
    "{{ 7 * 7 }}{% raw %}",
    "a\u2028b\u2029c",
    "</title></desc></text><svg onload=alert(5)>",
    "javascript:alert(6)",
    "&lt;b&gt;&amp;#x3c;",
    "%%POLICY%%${alert(7)}`",
)


def made_page(timeline, language="en", **how):
    words = load_words(language)
    lanes = [lane.id for lane in timeline.lanes]
    sky = find_report_sky(timeline, lanes)
    return page_html(make_report(timeline, sky, words, lanes), timeline, sky, words, **how)


def body_of(html):
    """Return a page without its style and scripts."""
    return re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)


def hostile_timeline():
    """A timeline whose every text tries to leave its place."""
    several = iter(HOSTILE * 9)
    events = [
        {
            "id": f"e{i}",
            "label": next(several),
            "kind": "launch",
            "note": next(several),
            "site": {"name": next(several), "lat": 10, "lon": 20, "note": next(several)},
            "claims": [
                {"date": "2025", "planned": True, "stated": "2024", "source": "s0", "note": next(several)},
                {"date": f"2026-0{i + 1}-0{i + 1}", "planned": True, "stated": "2025-01", "source": "s1"},
                {"date": f"2026-1{i % 3}", "planned": True, "stated": "2025-01", "source": "s1"},
            ],
        }
        for i in range(8)
    ]
    lane = {
        "id": "m",
        "name": next(several),
        "operator": next(several),
        "vehicle": next(several),
        "note": next(several),
        "payloads": [next(several)],
        "events": [*events, {"id": "undated", "label": next(several)}],
    }
    sources = {
        f"s{i}": {
            "title": next(several),
            "publisher": next(several),
            "url": 'javascript:alert("x")' if i else 'https://example.org/"><script>alert(8)</script>',
            "note": next(several),
        }
        for i in range(2)
    }
    return Timeline.model_validate(
        {
            "title": HOSTILE[0] + HOSTILE[4],
            "description": HOSTILE[2] + HOSTILE[3],
            "sources": sources,
            "missions": [lane, {"id": "n", "name": HOSTILE[7]}],
        }
    )


class Page(HTMLParser):
    """What a parser sees: elements with their attributes, and the texts of scripts and styles."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.raw = [], {"script": [], "style": []}
        self.open = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open = tag if tag in self.raw else None
        if self.open:
            self.raw[tag].append("")

    def handle_endtag(self, tag):
        if tag == self.open:
            self.open = None

    def handle_data(self, data):
        if self.open:
            self.raw[self.open][-1] += data


@pytest.fixture(scope="module")
def hostile():
    return made_page(hostile_timeline())


def test_nothing_of_a_file_becomes_markup(hostile):
    page, good = Page(hostile), Page(made_page(load_timeline("artemis1")))
    assert len(page.raw["script"]) == 3
    assert page.raw["script"][::2] == good.raw["script"][::2]
    assert len(page.raw["style"]) == 1
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in good.elements} | {
        "p",
        "ol",
        "lineargradient",
    }
    names = {name for _, attributes in page.elements for name in attributes}
    assert not [name for name in names if name.startswith("on")]
    assert "style" not in names


def test_links_lead_to_the_web_or_within_the_page(hostile):
    targets = [attributes["href"] for tag, attributes in Page(hostile).elements if "href" in attributes]
    assert targets
    assert all(re.match(r"https?://|#", target) for target in targets)
    assert "javascript:alert(&quot;" not in hostile


def test_links_within_the_page_find_what_they_name():
    page = Page(made_page(load_timeline("ispace")))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    inner = {a["href"][1:] for _, a in page.elements if a.get("href", "").startswith("#")}
    assert inner <= set(ids)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(HOSTILE))
@settings(max_examples=60, deadline=None)
def test_data_in_a_script_says_the_same_and_cannot_end_it(text):
    import json

    written = str(script_json({"text": text, text: 1}))
    assert json.loads(written) == {"text": text, text: 1}
    assert not set(written) & set("<>&\u2028\u2029")


def test_the_policy_names_what_stands_in_the_page(hostile):
    page = Page(hostile)
    said = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    first, data, script = page.raw["script"]
    assert said == policy(page.raw["style"], [first, script])
    allowed = [b64encode(sha256(each.encode()).digest()).decode() for each in (first, script)]
    assert f"script-src 'sha256-{allowed[0]}' 'sha256-{allowed[1]}';" in said
    assert data.startswith("{")
    assert "default-src 'none'" in said
    assert "unsafe" not in said


@pytest.mark.parametrize("name", shipped_missions())
def test_a_shipped_file_makes_a_small_page_that_names_no_other_file(name):
    html = made_page(load_timeline(name))
    assert len(html.encode()) <= LARGEST
    page = Page(html)
    asked = [
        a for tag, a in page.elements if tag in ("link", "img", "iframe", "object", "embed") or "src" in a
    ]
    assert asked == []
    assert set(re.findall(r"url\((.{5})", page.raw["style"][0])) == {"data:"}
    assert "@import" not in page.raw["style"][0]


def test_equal_input_gives_equal_bytes():
    timeline = load_timeline("artemis1")
    assert made_page(timeline) == made_page(timeline)


def test_a_page_of_figures_has_no_table_and_one_of_tables_no_figure():
    timeline = load_timeline("artemis1")
    figures, table = made_page(timeline, only="figures"), made_page(timeline, only="table")
    assert "events-table" not in body_of(figures)
    assert 'id="stage"' in figures
    assert 'id="events-table"' in table
    assert 'id="stage"' not in body_of(table)


def test_a_page_speaks_japanese():
    html = made_page(load_timeline("ispace"), "ja")
    assert '<html lang="ja">' in html
    assert "2025年6月5日" in html
    assert "絞り込み" in html


def test_a_timeline_without_events_is_still_a_page():
    html = made_page(
        Timeline.model_validate({"title": "Nothing yet", "missions": [{"id": "m", "name": "M"}]})
    )
    assert "<h1>Nothing yet</h1>" in html
    assert 'id="stage"' not in body_of(html)


def test_a_folder_of_templates_adds_its_style_and_script_to_the_policy(tmp_path):
    (tmp_path / "page.html.j2").write_text(
        '{% include "page/sources.html.j2" %}<meta content="{{ policy }}">'
    )
    (tmp_path / "page.css").write_text("h1{color:#123456}")
    timeline = load_timeline("artemis1")
    html = made_page(timeline, template=tmp_path)
    ours = made_page(timeline)
    style = Page(ours).raw["style"][0] + "h1{color:#123456}"
    assert b64encode(sha256(style.encode()).digest()).decode() in html


def test_a_wrong_template_is_told_with_its_line(tmp_path):
    (tmp_path / "page.html.j2").write_text("<p>\n{{ report.nonsense }}")
    with pytest.raises(ValueError, match=r"page\.html\.j2:2: "):
        made_page(load_timeline("artemis1"), template=tmp_path)


def test_the_figure_is_the_one_that_draw_makes():
    from figures.lanes import is_placed
    from figures.layers import Options
    from figures.scene import texts
    from figures.sky import look_up_lanes
    from figures.timeline import lay_out_timeline, main_axis
    from moonline.report.page_figure import take_apart
    from moonline.report.page_style import PAGE_THEME

    for name in ("ispace", "apollo11"):
        timeline = load_timeline(name)
        lanes = [lane.id for lane in timeline.lanes]
        options = Options(PAGE_THEME, 700.0, numbers=timeline.source_numbers)
        sky = look_up_lanes(timeline, lanes)
        scene = lay_out_timeline(timeline, sky, Options(PAGE_THEME, width=700.0))
        axis = main_axis([event for event in timeline.events if is_placed(event)], options)
        figure = take_apart(timeline, lanes, scene, sky, axis, options)
        framed = {
            t.text
            for g in scene.parts
            if g.role in ("heading", "notes")
            for t in g.parts
            if hasattr(t, "text")
        }
        there = sorted(text.text for text in texts(figure.scene))
        assert sorted(t.text for t in texts(scene) if t.text not in framed) == [
            t for t in there if t not in framed
        ]
        for spot in figure.spots:
            us = spot.event.date.middle_us if spot.event.date else None
            if us is None or any(p.top <= spot.mark[1] <= p.bottom for p in figure.panels):
                continue
            assert spot.mark[0] == pytest.approx(axis.x(us), abs=0.01), spot.event.address


def test_an_axis_that_leaves_time_out_is_found_again(look):
    from figures.lanes import is_placed
    from figures.layers import Options
    from figures.sky import look_up_lanes
    from figures.timeline import lay_out_timeline, main_axis
    from moonline.report.page_figure import take_apart
    from moonline.report.page_style import PAGE_THEME

    days = ["1969-07-16", "1969-09-20", "1970-04-11", "2022-11-16", "2023-01-10", "2024-02-22"]
    timeline = look.made([[{"label": day, "claims": [{"date": day}]} for day in days]])
    options = Options(PAGE_THEME, 700.0, numbers=timeline.source_numbers)
    sky = look_up_lanes(timeline, None)
    scene = lay_out_timeline(timeline, sky, Options(PAGE_THEME, width=700.0))
    axis = main_axis([event for event in timeline.events if is_placed(event)], options)
    assert axis.cuts
    figure = take_apart(timeline, ["m0"], scene, sky, axis, options)
    for spot in figure.spots:
        assert spot.mark[0] == pytest.approx(axis.x(spot.event.date.middle_us), abs=0.01)


@pytest.mark.parametrize(
    ("first", "years", "angle", "lit"), [("2008", 21, 0.06, 2e-4), ("1969", 0.05, 0.01, 1e-4)]
)
def test_the_table_of_the_moon_says_how_far_off_it_is(first, years, angle, lit):
    from moonline.report.page_moon import find_moon_table

    start = int(np.datetime64(first, "us").astype(np.int64))
    table = find_moon_table(start, start + int(years * 365.25 * 86_400e6))
    assert 0 < table.angle_deg < angle
    assert 0 < table.lit < lit


def test_there_is_no_table_of_the_moon_beyond_the_ephemeris():
    from moonline.report.page_moon import find_moon_table

    start = int(np.datetime64("2100", "us").astype(np.int64))
    assert find_moon_table(start, start + 10**15) is None
