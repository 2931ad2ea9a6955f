"""The page in a real Chromium: it moves, finds, tells and prints, and asks nothing of any network."""

import re
import shutil
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest

from moonline.report.content import find_report_sky, make_report
from moonline.report.page import ASSETS, page_html
from moonline.report.words import load_words
from timeline.missionfile import load_timeline
from timeline.model import Timeline

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed (pip install playwright)"
)
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (apt install chromium)")

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 375, "height": 740}
SETTLED = 350  # milliseconds: without motion, the rest before lanes settle and a frame or two


def write_page(folder, name, timeline, language="en"):
    words = load_words(language)
    lanes = [lane.id for lane in timeline.lanes]
    sky = find_report_sky(timeline, lanes)
    path = folder / f"{name}.html"
    path.write_text(
        page_html(make_report(timeline, sky, words, lanes), timeline, sky, words), encoding="utf-8"
    )
    return path


def many(count):
    """Events in bursts of a dozen within two days, a season apart, on four lanes."""
    events = [
        {
            "id": f"e{i}",
            "label": f"Event {i}" + ", longer" * (i % 4),
            "kind": ("launch", "manoeuvre", "landing_attempt")[i % 3],
            "date": f"{2010 + i // 48 % 20}-{1 + i // 12 % 4 * 3:02}-{10 + i % 3}T{i * 7 % 24:02}:{i % 60:02}Z",
        }
        for i in range(count)
    ]
    lanes = [{"id": f"m{k}", "name": f"Mission {k}", "events": events[k::4]} for k in range(4)]
    return Timeline.model_validate({"title": f"{count} events", "missions": lanes})


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    made = {
        name: write_page(folder, name, load_timeline(name)) for name in ("ispace", "apollo11", "artemis1")
    }
    return {**made, "many": write_page(folder, "many", many(2000))}


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, files):
    """Open a page; whatever it says on the console or asks of the network fails the test."""
    contexts, said = [], []

    def go(name="ispace", at="", **how):
        context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **how})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if request.url != page.url else None)
        page.goto(files[name].as_uri() + at)
        if how.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready=all]")
        return page

    yield go
    for context in contexts:
        context.close()
    assert [each for each in said if not re.match(r"file:.*\.html(#|$)|data:|blob:", each)] == []


SHOWN = """() => [...document.querySelectorAll('#figure .event')].map(node => {
  const flag = node.querySelector('.flag'), mark = node.querySelector('.mark').getBoundingClientRect();
  const texts = [...flag.querySelectorAll('text')].map(text => text.getBoundingClientRect()).filter(box => box.width);
  const box = texts.length && {left: Math.min(...texts.map(b => b.left)), right: Math.max(...texts.map(b => b.right)),
    top: Math.min(...texts.map(b => b.top)), bottom: Math.max(...texts.map(b => b.bottom))};
  return {id: node.id, shown: mark.width > 0, x: mark.left + mark.width / 2, y: mark.top + mark.height / 2,
          text: box || null};
})"""


def shown(page):
    return {each["id"]: each for each in page.evaluate(SHOWN) if each["shown"]}


def overlapping(boxes, slack=4.0):
    """Pairs of boxes that overlap; `slack` pixels are what a line's box has above and below its ink."""
    found = []
    ordered = sorted(boxes, key=lambda box: box["left"])
    for i, one in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other["left"] >= one["right"] - 1:
                break
            if one["top"] < other["bottom"] - slack and other["top"] < one["bottom"] - slack:
                found.append((one, other))
    return found


def settled(page):
    page.wait_for_timeout(SETTLED)
    return shown(page)


def zoomed(page):
    return page.locator("#figure svg.alive").count() == 1


def test_it_opens_as_the_figure_that_was_drawn(visit):
    page = visit()
    assert not zoomed(page)
    there = shown(page)
    assert len(there) == len(load_timeline("ispace").events)
    assert overlapping([each["text"] for each in there.values() if each["text"]]) == []


def test_a_double_click_zooms_and_labels_stand_clear_of_each_other(visit):
    page = visit()
    before = shown(page)
    mark = before["ispace.founding"]
    page.mouse.dblclick(mark["x"] + 30, mark["y"] - 40)
    after = settled(page)
    assert zoomed(page)
    assert after["ispace.founding"]["x"] == pytest.approx(mark["x"], abs=60)
    assert len(after) < len(before)
    assert overlapping([each["text"] for each in after.values() if each["text"]]) == []


def test_the_wheel_zooms_about_the_pointer_with_control(visit):
    page = visit()
    mark = shown(page)["ispace.funding"]
    page.mouse.move(mark["x"], mark["y"])
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    page.wait_for_selector("#figure svg.alive")
    assert settled(page)["ispace.funding"]["x"] == pytest.approx(mark["x"], abs=3)


def test_the_wheel_alone_scrolls_the_page(visit):
    page = visit()
    page.mouse.move(700, 300)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => scrollY > 0")
    assert not zoomed(page)


def test_a_drag_pans_and_keeps_the_order_of_time(visit):
    page = visit("apollo11")
    for _ in range(2):
        page.locator("#zoom-in").click()
    before = settled(page)
    box = page.locator("#figure svg").bounding_box()
    page.mouse.move(800, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(700, box["y"] + 60, steps=4)
    page.mouse.up()
    after = settled(page)
    both = [name for name in before if name in after]
    assert both
    for name in both:
        assert after[name]["x"] - before[name]["x"] == pytest.approx(-100, abs=4)
    times = {e.address: e.date.middle_us for e in load_timeline("apollo11").events}
    points = sorted((times[name], each["x"]) for name, each in after.items() if name != "apollo11.eva")
    assert all(a[1] <= b[1] + 3 for a, b in pairwise(points))
    assert overlapping([each["text"] for each in after.values() if each["text"]]) == []


def test_show_all_brings_the_drawn_figure_back_exactly(visit):
    page = visit()
    before = page.evaluate(SHOWN)
    page.locator("#zoom-in").click()
    settled(page)
    page.locator("#zoom-home").click()
    page.wait_for_timeout(60)
    assert page.evaluate(SHOWN) == before


def test_arrow_keys_go_through_the_events_in_order_of_time(visit):
    page = visit("apollo11")
    page.locator("#figure .event[tabindex='0']").focus()
    went = []
    for _ in range(6):
        went.append(page.evaluate("document.activeElement.id"))
        page.keyboard.press("ArrowRight")
    events = sorted(load_timeline("apollo11").events, key=lambda e: e.date.earliest_us)
    assert went == [event.address for event in events[:6]]
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.id") == "apollo11.splashdown"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.id") == "apollo11.launch"
    assert page.locator("#figure .event[tabindex='0']").count() == 1


def test_focus_shows_a_card_that_a_live_region_reads_and_enter_opens(visit):
    page = visit()
    page.locator("#figure .event[tabindex='0']").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.goto(page.url.split("#")[0] + "#m2.loi")
    page.wait_for_selector("#card:not([hidden])")
    page.keyboard.press("ArrowRight")
    card = page.locator("#card")
    assert "Circular orbit at 100 km" in card.inner_text()
    assert page.locator("#said").inner_text().startswith("Circular orbit at 100 km, 28 May 2025")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert page.evaluate("document.activeElement.id") == "m2.circular-orbit"


def test_a_card_tells_claims_slips_moon_and_light(visit):
    page = visit(at="#m2.landing")
    page.wait_for_selector("#card:not([hidden])")
    text = page.locator("#card").inner_text()
    for told in (
        "Landing attempt",
        "5 June 2025, 19:17 UTC",
        "failure",
        "waxing gibbous",
        "74.6 %",
        "Mare Frigoris",
    ):
        assert told in text.replace("\u00a0", " ")
    assert page.locator("#card .claim").count() >= 4
    assert page.locator("#card ol li").count() >= 1
    assert page.locator("#card svg.face path[d]").count() >= 3


def test_hover_shows_a_card_that_goes_and_a_click_keeps_it(visit):
    page = visit()
    mark, away = shown(page)["m1.launch"], (30, 700)
    page.mouse.move(mark["x"], mark["y"])
    page.wait_for_selector("#card:not([hidden])")
    page.mouse.move(*away)
    page.wait_for_selector("#card", state="hidden")
    page.mouse.click(mark["x"], mark["y"])
    page.mouse.move(*away)
    page.wait_for_timeout(300)
    assert page.locator("#card").is_visible()
    assert page.url.endswith("#m1.launch")


WITHIN = """() => {
  const card = document.querySelector('#card').getBoundingClientRect();
  const bar = document.querySelector('#playhead').getBoundingClientRect();
  return card.height > 100 && card.top >= 0 && card.bottom <= Math.min(innerHeight, bar.top);
}"""


@pytest.mark.parametrize("how", ["hover", "click", "link"])
def test_a_card_stays_within_the_window_and_off_the_playhead(visit, how):
    page = visit()
    for name in ("ispace.team-hakuto", "m1.loi", "m1.landing", "m2.launch", "m2.landing", "m3.launch"):
        if how == "link":
            page.locator(f"#events-table a[href='#{name}']").click()
        else:
            mark = page.locator(f"[id='{name}'] .mark")
            mark.evaluate("mark => scrollBy(0, mark.getBoundingClientRect().top - 520)")
            box = mark.bounding_box()
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            if how == "click":
                page.mouse.down()
                page.mouse.up()
        page.wait_for_selector("#card:not([hidden])")
        page.wait_for_function(WITHIN, timeout=1000)
        page.keyboard.press("Escape")


def test_the_search_finds_and_goes_there(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("SCHRODINGER")
    assert page.locator("#search-said").inner_text() != ""
    page.locator("#search").fill("loi lunar orbit republic")
    page.locator("#search").fill("lunar orbit insertion mission 2")
    assert "event" in page.locator("#search-said").inner_text()
    found = page.evaluate("[...document.querySelectorAll('.event.found')].map(node => node.id)")
    assert "m2.loi" in found
    assert "m1.launch" not in found
    page.keyboard.press("Enter")
    assert page.locator("#card").is_visible()
    assert page.evaluate("document.activeElement.id") == "search"
    page.locator("#search").fill("nothing has these words")
    assert page.evaluate("document.querySelectorAll('.event.found').length") == 0


FOUND = "[...document.querySelectorAll('.event.found')].map(node => node.id)"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("graybeard orbit insertion", ["m1.loi"]),  # a publisher
        ("private japanese MOON lander reaches", ["m1.loi"]),  # a source's title
        ("japan's ispace announces april", ["m1.loi"]),
        ("japan’s ispace announces april", ["m1.loi"]),
        ("u.s. apex mission 3 landing", ["m3.landing"]),  # a vehicle
    ],
)
def test_the_search_knows_sources_and_missions(visit, asked, found):
    page = visit()
    page.locator("#search").fill(asked)
    assert page.evaluate(FOUND) == found


def test_the_search_knows_who_flies_it_and_does_not_send_anybody_to_nothing(visit):
    page = visit("artemis1")
    page.locator("#search").fill("nasa orion cm-002")
    assert len(page.evaluate(FOUND)) == len(load_timeline("artemis1").events)
    page.locator("#search").fill("nothing has these words")
    assert page.locator("#search-said").inner_text() == "No event found"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_nothing_moves_when_the_tools_say_something(visit, size):
    boxes = """() => [...document.querySelectorAll('.tools button, #search, summary, #filters, #figure')].map(node => {
      const {left, top, width} = node.getBoundingClientRect();
      return [left, top, width];
    })"""
    page = visit(viewport=size)
    page.locator("summary").first.click()
    before = page.evaluate(boxes)
    page.locator("input[name=kind][value=manoeuvre]").uncheck()
    assert page.locator("#filter-count").inner_text() != ""
    assert page.evaluate(boxes) == before
    page.locator("input[name=kind][value=manoeuvre]").check()
    page.locator("#search").evaluate(
        "node => { node.value = 'landing'; node.dispatchEvent(new Event('input')); }"
    )
    assert page.locator("#search-said").inner_text() != ""
    assert page.evaluate(boxes) == before
    if size is DESK:
        page.locator("#copy-svg").click()
        page.wait_for_function("() => document.querySelector('#copied').textContent")
        page.locator("summary").first.evaluate("node => node.parentElement.open = true")
        assert page.evaluate(boxes) == before


def test_filters_take_missions_and_kinds_out_of_figure_and_table(visit):
    page = visit()
    page.locator("summary").first.click()
    page.locator("input[name=mission][value=ispace]").uncheck()
    page.locator("input[name=kind][value=manoeuvre]").uncheck()
    there = settled(page)
    wanted = {
        e.address for e in load_timeline("ispace").events if e.mission != "ispace" and e.kind != "manoeuvre"
    }
    assert set(there) == wanted
    rows = page.evaluate(
        "[...document.querySelectorAll('#events-table tbody tr:not([hidden])')].map(row => row.id)"
    )
    assert set(rows) == {f"Row:{address}" for address in wanted}
    assert page.locator("#filter-count").inner_text() == f"{len(wanted)} of 39 events shown"
    page.locator("input[name=mission][value=ispace]").check()
    page.locator("input[name=kind][value=manoeuvre]").check()
    settled(page)
    assert not zoomed(page)


def test_escape_and_a_click_elsewhere_close_the_filters(visit):
    page = visit(at="#m2.landing")
    panel = page.locator("#filters")
    page.locator("summary").first.click()
    page.locator("input[name=kind]").first.uncheck()
    page.locator("input[name=kind]").first.check()
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.locator("#card").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert panel.is_visible()
    page.locator("h1").click()
    assert panel.is_hidden()


@pytest.mark.parametrize("by", ["button", "key"])
def test_show_all_takes_the_filters_back(visit, by):
    page = visit()
    before = page.evaluate(SHOWN)
    told = page.get_by_text("The filter leaves no event: “Show all” brings them back.")
    assert told.is_hidden()
    page.locator("summary").first.click()
    page.locator("[data-all=kind]").click()
    assert shown(page) == {}
    assert told.is_visible()
    assert page.locator("#events-table").is_hidden()
    if by == "button":
        page.locator("#zoom-home").click()
    else:
        page.locator("#figure svg").dispatch_event("keydown", {"key": "0"})
    settled(page)
    assert page.evaluate(SHOWN) == before
    assert page.locator("input[name=kind]:not(:checked)").count() == 0
    assert told.is_hidden()
    assert page.locator("#events-table").is_visible()
    assert page.locator("#filter-count").inner_text() == ""


def test_the_playhead_turns_the_moon_as_the_ephemeris_has_it(visit):
    from ephemeris.moon import moon

    page = visit("apollo11")
    slider = page.locator("#playhead input")
    seen = set()
    for value in (100, 900, 1900):
        slider.evaluate(
            "(node, value) => { node.value = value; node.dispatchEvent(new Event('input')); }", value
        )
        text = slider.get_attribute("aria-valuetext")
        day, month, year, clock, share = re.match(
            r"(\d+) (\w+) (\d+), (\d\d:\d\d) UTC, .*?(\d+) % lit", text
        ).groups()
        assert month == "Jul"
        true = moon(np.datetime64(f"{year}-07-{int(day):02}T{clock}"))
        assert float(share) == pytest.approx(100 * float(true.illuminated_fraction), abs=0.6)
        seen.add(page.locator("#playhead svg.face path").nth(0).get_attribute("d"))
    assert len(seen) == 3
    assert page.locator("svg .needle").get_attribute("d").startswith("M")


def test_the_playhead_goes_by_a_panels_own_time_within_it(visit):
    page = visit()
    data = page.evaluate("JSON.parse(document.getElementById('moonline-data').textContent)")
    slider, seen = page.locator("#playhead input"), 0
    for share in [*range(0, 2001, 100), *range(1590, 1760, 5)]:
        slider.evaluate(
            "(node, value) => { node.value = value; node.dispatchEvent(new Event('input')); }", share
        )
        path = page.locator("svg .needle").get_attribute("d")
        pieces = [[float(each) for each in re.split("[ V]", piece)] for piece in path.split("M")[1:]]
        axis = data["axis"]
        now = axis["start"] + share / 2000 * (axis["end"] - axis["start"])
        main = data["left"] + share / 2000 * (data["right"] - data["left"])
        wanted, top = [], data["lanes"][0]["top"]
        for y0, y1, ta, xa, tb, xb in data["panels"]:
            own = xa + (now - ta) * (xb - xa) / (tb - ta)
            inside = data["left"] <= own <= data["right"]
            wanted += [[main, top, y0], *([[own, y0, y1]] if inside else [])]
            seen, top = seen + inside, y1
        wanted.append([main, top, data["bottom"]])
        assert np.allclose(pieces, wanted, atol=0.02)
    assert seen


def test_a_deep_link_opens_its_event_also_when_it_changes(visit):
    page = visit(at="#m2.landing")
    assert page.evaluate("document.activeElement.id") == "m2.landing"
    page.locator("#events-table a[href='#m1.loi']").click()
    assert page.evaluate("document.activeElement.id") == "m1.loi"
    assert page.url.endswith("#m1.loi")
    page.evaluate("location.hash = '#ispace.listing'")
    page.wait_for_selector(":focus[id='ispace.listing']")
    page.evaluate("location.hash = '#no.such-event'")


def test_it_is_a_whole_page_without_script(visit):
    page = visit(at="#m2.landing", java_script_enabled=False)
    assert page.locator("#figure svg").is_visible()
    assert page.locator("#events-table tbody tr").count() == 39
    assert page.get_by_text("Every event in full").is_visible()
    for hidden in (".tools", "#playhead", "#card"):
        assert page.locator(hidden).is_hidden()
    assert page.locator("article[id='Card:m2.landing']").count() == 1


def test_it_is_dark_where_the_reader_is(visit):
    light, dark = (
        visit(color_scheme=scheme).evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for scheme in ("light", "dark")
    )
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(17, 21, 26)")


def test_it_prints_the_figure_and_no_control(visit):
    page = visit(viewport=PHONE)
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not zoomed(page)
    for hidden in (".tools", "#playhead", "#card", ".in-full"):
        assert page.locator(hidden).is_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert zoomed(page)


def spread_two_fingers(page, x, y):
    session = page.context.new_cdp_session(page)
    for kind, apart in (
        ("touchStart", 25),
        *(("touchMove", apart) for apart in range(35, 130, 15)),
        ("touchEnd", None),
    ):
        places = (
            [] if apart is None else [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        )
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    session.detach()


def test_a_phone_has_the_figure_at_its_width_and_two_fingers_zoom_it(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    before = settled(page)
    assert overlapping([each["text"] for each in before.values() if each["text"]]) == []
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('#figure .flag text')).fontSize) * 1.5"
    )
    assert size >= 12
    box = page.locator("#figure svg").bounding_box()
    spread_two_fingers(page, 180, box["y"] + 120)
    after = settled(page)
    assert len(after) < len(before)
    page.locator("#figure .event:not([display]) .mark").first.tap()
    card = page.locator("#card").bounding_box()
    assert card["x"] == 0
    assert card["width"] == 375
    assert card["y"] + card["height"] == pytest.approx(740, abs=2)


def test_every_event_of_two_thousand_has_a_label_or_is_counted_and_moves(visit):
    page = visit("many")
    page.locator("#zoom-in").click()
    there = settled(page)
    labelled = [each for each in there.values() if each["text"]]
    counts = page.evaluate(
        "[...document.querySelectorAll('.live .group:not([display]) text')].map(t => t.textContent)"
    )
    grouped = [int(text.split()[0].replace(",", "")) for text in counts]
    assert len(there) > 100
    assert len(labelled) + sum(grouped) == len(there)
    assert overlapping([each["text"] for each in labelled]) == []
    page.keyboard.press("Tab")
    page.locator(f"[id='{next(iter(there))}']").focus()
    page.keyboard.press("Shift+ArrowRight")
    after = settled(page)
    both = [name for name in there if name in after]
    moved = {round(there[name]["x"] - after[name]["x"]) for name in both}
    assert both
    assert max(moved) - min(moved) <= 1
    assert min(moved) > 100
    page.locator(".live .group:not([display])").first.click()
    assert len(settled(page)) < len(there)


def test_the_table_sorts_by_any_column(visit):
    page = visit("apollo11")
    column = (
        "[...document.querySelectorAll('#events-table tbody tr')].map(row => row.cells[1].textContent.trim())"
    )
    first = page.evaluate(column)
    heads = page.locator("#events-table thead button")
    heads.nth(1).click()
    assert page.evaluate(column) == sorted(first, key=str.lower)
    heads.nth(1).click()
    assert page.evaluate(column) == sorted(first, key=str.lower, reverse=True)
    assert page.locator("#events-table thead th[aria-sort]").get_attribute("aria-sort") == "descending"
    heads.nth(0).click()
    assert page.evaluate(column) == first


def test_the_figure_is_copied_as_a_document_of_its_own(visit):
    from xml.etree import ElementTree

    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.locator("#copy-svg").click()
    page.locator("#copied", has_text="SVG").wait_for()
    root = ElementTree.fromstring(page.evaluate("navigator.clipboard.readText()"))
    style = "".join(node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}style"))
    assert "--m-ink:#1c2024" in style
    assert "@font-face" in style
    page.locator("#copy-png").click()
    page.locator("#copied", has_text="PNG").wait_for()
    types = page.evaluate("navigator.clipboard.read().then(items => items[0].types)")
    assert types == ["image/png"]


@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", PHONE)])
def test_axe_finds_nothing_to_mend(visit, scheme, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = visit("artemis1" if size is PHONE else "ispace", color_scheme=scheme, viewport=size)
    page.locator("#events-table tbody a").first.click()
    page.wait_for_selector("#card:not([hidden])")
    found = axe.run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_a_file_that_means_harm_does_none(browser, tmp_path):
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("page_tests", Path(__file__).with_name("test_moonline_page.py"))
    others = module_from_spec(spec)
    spec.loader.exec_module(others)
    path = write_page(tmp_path, "hostile", others.hostile_timeline())
    page, said = browser.new_page(), []
    page.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri() + "#m.e0")
    page.wait_for_selector("#card:not([hidden])")
    assert page.locator("#card h2").inner_text() == others.HOSTILE[0]
    page.locator("#search").fill("<script>")
    page.locator("#zoom-in").click()
    page.wait_for_timeout(SETTLED)
    assert said == []
    assert page.evaluate("document.scripts.length") == 3
    page.close()


@pytest.mark.parametrize("count", [1, 7, 40, 200])
def test_labels_stand_where_the_engine_of_the_figures_puts_them(browser, count):
    from figures.labels import place

    random = Random(count)
    marks = sorted(random.uniform(0, 560) for _ in range(count))
    widths = [random.uniform(20, 140) for _ in range(count)]
    rules = {"left": 0.0, "right": 600.0, "step": 2.0, "gap": 18.0, "reach": 110.0}
    page = browser.new_page()
    page.evaluate(f"() => {{ {(ASSETS / 'labels.js').read_text(encoding='utf-8')}; window.place = place; }}")
    flags = page.evaluate(
        "([marks, widths, rules]) => place(marks, widths, rules, () => 90)",
        [marks, widths, {**rules, "rows": 60}],
    )
    page.close()
    ours = place(marks, widths, **rules, max_rows=60, group_width=lambda a, b: 90)
    assert [(f["row"], f["first"], f["last"]) for f in flags] == [
        (f.row, f.first, f.last) for f in ours.flags
    ]
    assert [f["pole"] for f in flags] == pytest.approx([f.pole for f in ours.flags], abs=1e-6)


def test_the_template_of_the_how_to_is_alive(browser, tmp_path):
    text = (Path(__file__).parent.parent / "docs" / "page.md").read_text(encoding="utf-8")
    (tmp_path / "page.html.j2").write_text(
        re.search(r"```jinja\n(.*?)```", text, re.DOTALL)[1], encoding="utf-8"
    )
    timeline, words = load_timeline("artemis1"), load_words("en")
    lanes = [lane.id for lane in timeline.lanes]
    sky = find_report_sky(timeline, lanes)
    report = make_report(timeline, sky, words, lanes)
    path = tmp_path / "own.html"
    path.write_text(page_html(report, timeline, sky, words, template=tmp_path), encoding="utf-8")
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=all]")
    page.locator("#figure .event .mark").first.click(force=True)
    assert page.locator("#card").is_visible()
    assert said == []
    page.close()
