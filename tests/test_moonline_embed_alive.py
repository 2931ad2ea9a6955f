"""Figures that can be explored in other people's pages: a frame with the report's page in it."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from moonline.embed.alive import MAY, AliveFigure, alive_page, frame
from moonline.embed.asked import PLAIN, Ask
from moonline.embed.mkdocs import figure
from moonline.embed.pandoc import as_figure
from timeline.missionfile import parse_timeline

BLOCK = """version: 1
title: "In a </iframe><script>block"
missions:
  - {id: a, name: Lander, events: [{id: launch, label: Launch, date: 2027-05-04T10:00Z}]}
  - {id: b, name: Rover, events: [{id: start, label: Start, date: 2028}]}
"""


class Frames(HTMLParser):
    """The frames of a page, and every tag outside them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.frames: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "iframe":
            self.frames.append(dict(attrs))


def test_the_page_shows_the_missions_and_the_zone_that_were_asked_for() -> None:
    page = alive_page(parse_timeline(BLOCK), Ask(missions=("a",), tz="Asia/Tokyo"))
    assert "4 May 2027 19:00 JST" in page
    assert "Rover" not in page
    assert "Content-Security-Policy" in page


def test_only_the_timeline_can_be_alive() -> None:
    with pytest.raises(ValueError, match=r"the figure 'slips' cannot be alive"):
        alive_page(parse_timeline(BLOCK), Ask(figure="slips"))


def test_a_frame_holds_its_page_and_reads_nothing_of_the_one_around_it() -> None:
    page = '<!doctype html><p title="a\'b">&amp;</p></iframe><script>1</script>'
    found = Frames(frame('A "title"', page=page))
    assert found.tags == ["iframe"]
    (held,) = found.frames
    assert held["srcdoc"] == page
    assert held["title"] == 'A "title"'
    assert held["sandbox"] == MAY
    assert "allow-same-origin" not in MAY
    assert Frames(frame("A", src="a.html")).frames[0]["src"] == "a.html"


def test_mkdocs_and_pandoc_put_the_frame_in_the_place_of_the_picture() -> None:
    found = Frames(figure(BLOCK, "moonline", "moonline", {"alive": "alive", "caption": "Below"}, None))
    assert found.tags == ["figure", "iframe", "figcaption"]
    assert "Launch" in str(found.frames[0]["srcdoc"])
    assert "cannot be alive" in figure(
        BLOCK, "moonline", "moonline", {"alive": "yes", "figure": "moons"}, None
    )
    code = {"t": "CodeBlock", "c": [["here", ["moonline", "alive"], []], BLOCK]}
    div = as_figure(code, "html5+smart", [1, 22])
    kind, html = div["c"][1][0]["c"]
    assert (div["t"], div["c"][0][0], kind) == ("Div", "here", "html")
    assert "Launch" in str(Frames(html).frames[0]["srcdoc"])


def test_where_there_is_no_browser_a_figure_stays_still() -> None:
    code = {"t": "CodeBlock", "c": [["here", ["moonline", "alive"], []], BLOCK]}
    assert as_figure(code, "epub3", [1, 23])["t"] == "Figure"


def test_a_notebook_gets_the_frame_and_the_words() -> None:
    bundle = AliveFigure("<p>page</p>", "Title", "In words")._repr_mimebundle_()
    assert Frames(bundle["text/html"]).frames[0]["srcdoc"] == "<p>page</p>"
    assert bundle["text/plain"] == "In words"


def test_in_a_browser_it_runs_in_its_frame_and_asks_nothing_of_a_network(tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on the PATH (apt install chromium)")
    page = tmp_path / "page.html"
    held = frame("Lander", page=alive_page(parse_timeline(BLOCK), PLAIN))
    page.write_text(f"<!doctype html><meta charset=utf-8><title>A</title>{held}", encoding="utf-8")
    with sync_api.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            shown = browser.new_page()
            said: list[str] = []
            shown.on("console", lambda message: said.append(message.text))
            shown.on("request", lambda request: said.append(request.url))
            shown.goto(page.as_uri())
            inside = shown.frame_locator("iframe")
            inside.locator("input[type=search]").fill("launch")
            inside.locator(".event.found").wait_for(state="attached", timeout=10_000)
            assert [each for each in said if not each.startswith(("file:", "data:", "blob:", "about:"))] == []
        finally:
            browser.close()
