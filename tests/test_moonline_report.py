"""A report's content, its tables and its templates, and the command that writes it."""

import subprocess
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from figures.theme import THEMES
from figures.words import span_words
from moonline.cli import cli
from moonline.report.content import Report, find_report_sky, make_report
from moonline.report.document import Document, make_document
from moonline.report.environment import markdown_text, tied
from moonline.report.figures import Frame, embedded, make_figures
from moonline.report.tables import claims_table, events_table, slips_table
from moonline.report.words import load_words
from timeline import Timeline, load_timeline, parse_timeline

EN = load_words()
HOSTILE = """\
version: 1
title: "A | B <script>alert(1)</script> [x](javascript:alert) `c` & $m$"
description: "# no heading\\n<!-- comment -->"
sources:
  s: {title: "Press | release ]( <b>", url: "javascript:alert(1)", date: 2025}
  t: {title: "Reply_to *me*", url: "https://example.org/b(c)|d?x=1&y=<2>"}
missions:
  - id: m
    name: "1. M*i*ssion | one"
    vehicle: "- a <i>lander</i>"
    site: {name: "Crater \\"Q\\"", lat: 60.5, lon: -4.6}
    events:
      - id: launch
        kind: launch
        label: "Launch | <img src=x onerror=alert(1)>"
        note: "3) first\\nsecond | line"
        claims:
          - {date: 2025-01, planned: true, stated: 2024, source: s}
          - {date: 2025-02-03, source: t}
      - {id: landing, kind: landing_attempt, label: Landing, date: 2025-06-05T19:17Z, outcome: failure, source: s}
      - {id: someday, label: Some day}
"""


@cache
def report_on(name: str, language: str = "en", tz: str = "") -> Report:
    timeline = load_timeline(name)
    sky = find_report_sky(timeline, [lane.id for lane in timeline.lanes])
    return make_report(timeline, sky, load_words(language), tz=ZoneInfo(tz) if tz else None)


@cache
def hostile_document() -> Document:
    timeline = parse_timeline(HOSTILE)
    report = make_report(timeline, find_report_sky(timeline, ["m"]), EN)
    return make_document(timeline, report, EN, Frame(THEMES["light"], 514.0, 600.0, 500.0))


def moonline_(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def event(name: str, address: str, **how: str):
    return next(event for event in report_on(name, **how).events if event.address == address)


# what it says


def test_events_are_in_order_of_time_and_those_without_a_date_come_last():
    events = report_on("ispace").events
    dated = [event.earliest_us for event in events if event.earliest_us is not None]
    assert dated == sorted(dated)
    assert [event.edtf == "" for event in events] == sorted(event.edtf == "" for event in events)
    assert events[-1].date == "no date given"


def test_an_event_is_told_whole():
    landing = event("ispace", "m2.landing")
    assert (landing.label, landing.kind_words, landing.outcome_words) == (
        *("Landing attempt", "landing attempt"),
        "failure",
    )
    assert landing.date == "5 June 2025, 19:17 UTC"
    assert landing.mission_name == "Hakuto-R Mission 2"
    assert landing.is_instant
    assert landing.status == "actual"
    assert [claim.best for claim in landing.claims].count(True) == 1
    assert {claim.number for claim in landing.claims} <= set(landing.numbers)


def test_the_moon_is_told_in_words_and_numbers():
    moon = event("ispace", "m2.landing").moon
    assert moon is not None
    assert moon.words == "waxing gibbous, 75 % lit"
    assert moon.lit is not None
    assert moon.lit[0] == moon.lit[1] == pytest.approx(0.75, abs=0.01)
    assert {fact.name: fact.value for fact in moon.facts}["Phase"] == "waxing gibbous"


def test_a_vague_date_has_a_range_of_moons_and_a_month_any():
    team = event("ispace", "ispace.team-hakuto").moon
    assert team is not None
    assert team.words == "waxing crescent to first quarter, 38 to 49 % lit"
    month = event("ispace", "ispace.renamed-ispace").moon
    assert month is not None
    assert month.words == "any phase"
    assert month.tilt_deg is None


def test_the_light_over_a_site_is_told_where_an_event_is_at_one():
    landing, launch = event("ispace", "m2.landing"), event("ispace", "m2.launch")
    assert landing.light is not None
    assert landing.light.words == "Sun 11.9° up, Earth 31.4° up"
    assert [fact.name for fact in landing.light.facts][:3] == ["Site", "Sun", "Earth"]
    assert launch.light is None


def test_contradictions_stand_side_by_side():
    contested = report_on("ispace").contested
    assert [event.address for event in contested] == ["ispace.funding", "m1.loi", "ispace.listing"]
    funding = contested[0]
    assert funding.when == "2018 (contested: no later than 2017)"
    assert [(claim.best, claim.rival) for claim in funding.claims] == [(True, False), (False, True)]
    table = claims_table(funding, report_on("ispace"), EN)
    assert [row[0].text for row in table.rows] == ["2018", "no later than 2017"]
    assert [row[0].note for row in table.rows] == ["gone by here", "contradicts it"]


def test_slips_are_told_no_finer_than_the_dates_are_known():
    words = [slip.words for slip in event("ispace", "m2.launch").slips]
    assert words == ["firmed", "loosened", "slip, about 2 months later"]
    assert [slip.words for slip in event("ispace", "m3.launch").slips] == ["slip, about a year later"] * 2


@pytest.mark.parametrize(
    ("before", "after", "far"),
    [
        ("2021", "Q4 2022", "about 16 months"),
        ("2024-11", "late 2025", "about 11 months"),
        ("2025", "2026", "about a year"),
        ("2021", "2023-09", "about 2 years"),
        ("2021", "2026", "about 5 years"),
    ],
)
def test_a_slip_is_as_long_in_words_as_in_its_figure(before: str, after: str, far: str) -> None:
    from figures.slips.words import how_far
    from moonline.report.telling import shift_words
    from timeline.history import steps

    claims = [
        {"date": before, "planned": True, "stated": "2019", "source": "s"},
        {"date": after, "planned": True, "stated": "2020", "source": "s"},
    ]
    lane = {
        "id": "m",
        "name": "M",
        "events": [{"id": "e", "label": "E", "outcome": "planned", "claims": claims}],
    }
    made = Timeline.model_validate({"title": "T", "sources": {"s": {"title": "S"}}, "missions": [lane]})
    (step,) = steps(made.events[0].claims)
    assert how_far(step) == shift_words(step, EN) == far


def test_the_subtitle_reaches_to_a_date_with_an_open_end() -> None:
    lane = [{"id": "a", "label": "A", "date": "2023-08-10"}, {"id": "b", "label": "B", "date": "NET 2026-07"}]
    made = Timeline.model_validate({"title": "T", "missions": [{"id": "m", "name": "M", "events": lane}]})
    sky = find_report_sky(made, ["m"])
    assert make_report(made, sky, EN, ["m"]).subtitle.startswith("2023 to 2026")
    assert span_words([event.date for event in made.events]) == "2023 to 2026"


DAYS = """\
title: T
missions:
  - id: m
    name: M
    events:
      - id: e
        label: E
        claims:
          - {date: 2027-03-01, planned: true, stated: 2026-01}
          - {date: 2027-03-11, planned: true, stated: 2026-02}
          - {date: 2027-03-10, planned: true, stated: 2026-03}
"""


def test_slips_of_known_days_are_told_in_days():
    timeline = parse_timeline("version: 1\n" + DAYS)
    report = make_report(timeline, find_report_sky(timeline, ["m"]), EN)
    assert [slip.words for slip in report.moved[0].slips] == ["slip, 10 days later", "pull-in, 1 day earlier"]
    assert [row[3].text for row in slips_table("Slips", report, EN).rows] == [
        *("slip, 10 days later", "pull-in, 1 day earlier")
    ]


def test_the_whole_report_is_in_the_language_asked_for():
    landing = event("ispace", "m2.landing", language="ja", tz="Asia/Tokyo")
    assert landing.date == "2025年6月6日 04:17 JST（UTCでは2025年6月5日）"
    assert landing.outcome_words == "失敗"
    assert landing.moon is not None
    assert landing.moon.words == "満ちる凸月、輝面比75%"
    assert report_on("ispace", "ja", "Asia/Tokyo").subtitle.startswith("2008年〜2028年")


def test_sources_are_those_that_are_named_with_the_numbers_of_the_file():
    report, timeline = report_on("ispace"), load_timeline("ispace")
    assert {source.number for source in report.sources} <= set(timeline.source_numbers.values())
    named = {number for event in report.events for number in event.numbers}
    assert named <= {source.number for source in report.sources}
    assert report.source(1).id == timeline.sources[0].id
    with pytest.raises(KeyError, match="999"):
        report.source(999)


def test_a_report_on_one_mission_has_that_alone():
    timeline = load_timeline("ispace")
    report = make_report(timeline, find_report_sky(timeline, ["m2"]), EN, ["m2"], title="Mine")
    assert report.title == "Mine"
    assert {event.mission for event in report.events} == {"m2"}


def test_a_column_in_which_no_event_has_anything_is_left_out():
    events = report_on("ispace").missions[-1].events
    assert [column.key for column in events_table("T", events, EN).columns] == ["date", "event", "outcome"]
    whole = events_table("T", report_on("ispace").events, EN, missions=True)
    assert [column.key for column in whole.columns] == [
        "date",
        "mission",
        "event",
        "outcome",
        "moon",
        "light",
    ]
    assert sum(column.share for column in whole.columns) == pytest.approx(1.0)


# its figures


def test_a_figure_in_a_document_has_no_heading_and_no_sources_of_its_own():
    from figures.catalogue import Request, make_figure
    from figures.layers import Options
    from figures.scene import extent, texts

    timeline = load_timeline("ispace")
    options = Options(THEMES["light"], 514.0, numbers=timeline.source_numbers)
    whole = make_figure("slips", Request(timeline, ("m2",), options))
    cut = embedded(whole)
    assert cut.height < whole.height
    assert cut.description == whole.description
    said = [text.text for text in texts(cut)]
    assert not any("moonline" in text or text.startswith("Wikipedia") for text in said)
    assert any("slip" in text for text in said)
    top, bottom = extent(cut.parts)
    assert top >= 0
    assert bottom <= cut.height


def test_a_figure_keeps_to_the_height_of_its_page_or_is_one_a_mission():
    timeline = load_timeline("ispace")
    lanes = [lane.id for lane in timeline.lanes]
    frame = Frame(THEMES["light"], 514.0, 560.0, 560.0)
    moons = make_figures(timeline, "moons", lanes, frame, EN)
    assert [figure.slug for figure in moons] == ["ispace-moons", "m1-moons", "m2-moons"]
    for figure in (*moons, *make_figures(timeline, "timeline", lanes, frame, EN)):
        assert figure.scene.height <= 560.0 + 1e-6
        assert figure.alt


def test_a_document_leaves_out_what_is_not_asked_for():
    timeline = load_timeline("slim")
    report, frame = report_on("slim"), Frame(THEMES["light"], 514.0, 600.0, 500.0)
    tables = make_document(timeline, report, EN, frame, "table")
    assert tables.figures == ()
    assert any(section.tables for section in tables.sections)
    figures = make_document(timeline, report, EN, frame, "figures")
    assert figures.figures
    assert [section.id for section in figures.sections if section.tables] == ["sources"]


# escaping


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_text_reads_as_it_is_in_markdown(text):
    html = MarkdownIt("gfm-like", {"linkify": False}).enable("table").render(f"x {markdown_text(text)}")
    assert html.startswith("<p>x")
    assert html.count("<") == 2
    from html import unescape

    assert unescape(html[3:-5]).split() == ["x", *text.split()]


@pytest.mark.parametrize("text", ["# a", "- a", "1. a", "2) b", "---", "===", "> a", "+ b", "    code"])
def test_a_text_that_begins_a_paragraph_is_still_a_text(text):
    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown_text(text))
    assert html.startswith("<p>")


def test_units_stay_with_their_numbers():
    assert tied("19:17 UTC, 75 % lit, 384,400 km") == "19:17\u00a0UTC, 75\u00a0%\u00a0lit, 384,400\u00a0km"
    assert tied("5 June 2025") == "5 June 2025"


def hostile_html() -> str:
    from moonline.report.pdf import document_html

    return document_html(hostile_document(), EN, THEMES["light"])


def test_hostile_texts_do_nothing_in_html():
    html = hostile_html()
    assert "<script" not in html
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert "<!--" not in html
    assert "Launch | &lt;img src=x onerror=alert(1)&gt;" in html


def test_hostile_texts_do_nothing_in_markdown():
    from moonline.report.markdown import report_markdown

    files = report_markdown(hostile_document(), EN, THEMES["light"], Path("r.md"))
    text = files[Path("r.md")].decode()
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "<script" not in html
    assert "javascript:" not in html.replace("](javascript:alert)", "")
    assert html.count("<h2>") == len(hostile_document().sections)
    assert "https://example.org/b%28c%29%7Cd?x=1&amp;y=%3C2%3E" in html
    rows = [line for line in text.splitlines() if line.startswith("| ") and "Launch" in line]
    assert rows
    assert {Path(name).suffix for name in files} == {".md", ".svg"}
    for name in files:
        assert name == Path("r.md") or f"]({name})" in text


# templates


def test_a_template_of_ones_own_goes_before_ours_and_is_escaped(tmp_path):
    (tmp_path / "report.md.j2").write_text("{% for e in report.events %}{{ e.label }};{% endfor %}")
    (tmp_path / "m.yaml").write_text(HOSTILE)
    out = tmp_path / "r.md"
    result = moonline_("report", tmp_path / "m.yaml", "-o", out, "--template", tmp_path)
    assert result.exit_code == 0, result.output
    assert out.read_text() == r"Launch \| \<img src=x onerror=alert(1)\>;Landing;Some day;"


def test_a_template_may_build_on_ours(tmp_path):
    (tmp_path / "report.md.j2").write_text('{% include "ours/report.md.j2" %}More\n')
    out = tmp_path / "r.md"
    result = moonline_("report", "slim", "-o", out, "--only", "table", "--template", tmp_path)
    assert result.exit_code == 0, result.output
    assert out.read_text().startswith("# ")
    assert out.read_text().endswith("More\n")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a\n{% if %}\n", "report.md.j2:2: expected an expression"),
        ("a\n\n{{ report.titel }}\n", "report.md.j2:3: a Report has no attribute 'titel'"),
        ("{{ nothing }}\n", "report.md.j2:1: 'nothing' is undefined"),
        ("a\n{{ report.title + 1 }}\n", "report.md.j2:2: can only concatenate str"),
        ('{% include "other.j2" %}', "no template 'other.j2'"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_file_and_line(tmp_path, template, said):
    (tmp_path / "report.md.j2").write_text(template)
    result = moonline_("report", "slim", "-o", tmp_path / "r.md", "--only", "table", "--template", tmp_path)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "r.md").exists()


@pytest.mark.parametrize(("folder", "said"), [("none", "is no folder"), ("empty", "holds no template")])
def test_a_folder_without_templates_is_told_so(tmp_path, folder, said):
    (tmp_path / "empty").mkdir()
    result = moonline_("report", "slim", "-o", tmp_path / "r.md", "--template", tmp_path / folder)
    assert result.exit_code == 1
    assert said in result.output


# the command


def test_markdown_is_written_with_its_figures_beside_it(tmp_path):
    out = tmp_path / "slim.md"
    result = moonline_("report", "slim", "-o", out, "--title", "My own")
    assert result.exit_code == 0, result.output
    assert out.read_text().startswith("# My own\n")
    assert (tmp_path / "slim-timeline.svg").is_file()
    again = moonline_("report", "slim", "-o", out)
    assert again.exit_code == 1
    assert "is there already (--force replaces it)" in again.output
    assert out.read_text().startswith("# My own\n")
    assert moonline_("report", "slim", "-o", out, "--force").exit_code == 0


def test_a_report_is_written_in_another_language_and_zone(tmp_path):
    out = tmp_path / "r.md"
    result = moonline_("report", "ispace", "-o", out, "--only", "table", "--lang", "ja", "--tz", "Asia/Tokyo")
    assert result.exit_code == 0, result.output
    assert "2025年6月6日 04:17 JST" in out.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.md"]


def test_a_catalogue_that_lacks_words_is_told_on_stderr(tmp_path):
    (tmp_path / "de.json").write_text('{"language": "de", "heading.sources": "Quellen"}')
    out = tmp_path / "r.md"
    result = moonline_("report", "slim", "-o", out, "--only", "table", "--lang", tmp_path / "de.json")
    assert result.exit_code == 0
    assert "said in English" in result.stderr
    assert result.stdout == ""
    assert "## Quellen" in out.read_text()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-o", "r.rtf"], "'r.rtf' has no ending of a report (one of .html, .pdf, .docx, .pptx, .md)"),
        (["-o", "r.md", "--lang", "fr"], "no words for the language 'fr'"),
        (["-o", "r.md", "--mission", "m9"], "no mission 'm9' in this file"),
        (["-o", "none/r.md"], "none is no folder"),
        (["-o", "r.md", "--tz", "Asia/Tokio"], "did you mean Asia/Tokyo?"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_mend(tmp_path, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    result = moonline_("report", "ispace", *args)
    assert result.exit_code == 1
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_without_an_output_the_usage_is_told():
    assert moonline_("report", "ispace").exit_code == 2


def test_check_and_help_import_nothing_of_reports():
    code = (
        "import sys; from moonline.__main__ import main; sys.argv = ['moonline', 'check', 'slim']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name in ('jinja2', 'weasyprint', 'docx', 'pptx', 'icalendar')])"
    )
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip().endswith("[]")


def test_moons_that_a_page_cannot_show_are_left_out_and_told():
    days = "".join(f"      - {{id: e{n}, label: E, date: 2025-03-{n % 28 + 1:02}}}\n" for n in range(41))
    timeline = parse_timeline(f"version: 1\ntitle: T\nmissions:\n  - id: m\n    name: M\n    events:\n{days}")
    report = make_report(timeline, find_report_sky(timeline, ["m"]), EN)
    document = make_document(timeline, report, EN, Frame(THEMES["light"], 780.0, float("inf"), float("inf")))
    assert "moons" not in [section.id for section in document.sections]
    assert "m has too many events for a page of Moons (draw --figure moons shows them)" in document.notices
