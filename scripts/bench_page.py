"""How soon a page stands and how smoothly it pans, beside a vis-timeline page with the same events.

Needs Chromium on the PATH and playwright; vis-timeline is fetched by npm into a temporary folder, and where it
cannot be, a sentence says so and the page is measured alone.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import in_turn, report

from moonline.report.content import find_report_sky, make_report
from moonline.report.page import page_html
from moonline.report.words import load_words
from timeline.missionfile import load_timeline
from timeline.model import Timeline

VIS = "vis-timeline@8.5.4"
ROUNDS, PASSES = 15, 60
CROWDS = (1000, 2000)
STEP = 6  # pixels of a step of a pan
READY_MARK, STEP_MARK_MS, FRAME_MARK_MS, PROCESS_MARK_S = 0.6, 33.4, 33.4, 2.0
WATCH = """
const seen = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.readyAt = performance.now(); }));
const watcher = new MutationObserver(() => {
  if (!document.documentElement?.dataset.ready) return;
  watcher.disconnect();
  seen();
});
watcher.observe(document, {attributes: true, subtree: true, attributeFilter: ['data-ready']});
"""
PAN = """async ([passes, step]) => {
  const svg = document.querySelector('#figure svg'), box = svg.getBoundingClientRect();
  const say = (type, x) => svg.dispatchEvent(new PointerEvent(type,
    {pointerId: 1, bubbles: true, clientX: x, clientY: box.top + 60, button: 0, pointerType: 'mouse'}));
  const frame = () => new Promise(requestAnimationFrame), frames = [], steps = [];
  let x = 900, last = await frame();
  say('pointerdown', x);
  for (let i = 0; i < passes; i++) {
    x += i < passes / 2 ? -step : step;
    const began = performance.now();
    say('pointermove', x);
    const now = await frame();
    document.body.getBoundingClientRect();
    steps.push(performance.now() - began);
    frames.push(now - last);
    last = now;
  }
  say('pointerup', x);
  const shown = document.querySelectorAll("#figure .event:not([display='none'])");
  return {frames, steps, events: shown.length};
}"""


def page_of(timeline: Timeline) -> str:
    """Return a timeline's page."""
    words, lanes = load_words("en"), [lane.id for lane in timeline.lanes]
    sky = find_report_sky(timeline, lanes)
    return page_html(make_report(timeline, sky, words, lanes), timeline, sky, words)


def vis_page(timeline: Timeline, folder: Path) -> str | None:
    """Return a page of vis-timeline with the same events, all in one file; None where it is not to be had."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    got = subprocess.run(
        [npm, "pack", VIS, "--silent"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    if got.returncode:
        return None
    shutil.unpack_archive(folder / got.stdout.split()[-1], folder, "gztar", filter="data")
    script = (folder / "package/standalone/umd/vis-timeline-graph2d.min.js").read_text(encoding="utf-8")
    style = (folder / "package/styles/vis-timeline-graph2d.min.css").read_text(encoding="utf-8")
    groups = [{"id": lane.id, "content": lane.name} for lane in timeline.lanes]
    made = f"""
    const items = new vis.DataSet({json.dumps(_vis_items(timeline))});
    const made = new vis.Timeline(document.getElementById('t'), items, new vis.DataSet({json.dumps(groups)}), {{}});
    made.on('changed', () => {{ document.documentElement.dataset.ready = 'yes'; }});
    """
    head = f"<!doctype html><meta charset=utf-8><title>vis</title><style>{style}</style>"
    inline = script.replace("</script", "<\\/script")
    return f"{head}<div id=t></div><script>{inline}</script><script>{made}</script>"


def _vis_items(timeline: Timeline) -> list[dict[str, Any]]:
    items = []
    for event in timeline.events:
        date = event.date
        if date is None or date.earliest_us is None or date.latest_us is None:
            continue
        item = {"id": event.address, "group": event.mission, "content": event.label, "title": event.label}
        item["start"] = date.earliest_us // 1000
        if not date.is_instant and date.precision != "day":
            item["end"] = date.latest_us // 1000
        items.append(item)
    return items


def crowd(count: int) -> Timeline:
    """Return a timeline of events in bursts of a dozen, on four lanes."""
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


def time_ready(browser: Any, files: dict[str, Path], rounds: int) -> dict[str, float]:
    """Return the median seconds from the start of each page's load to its second frame after it says it is ready."""
    times: dict[str, list[float]] = {name: [] for name in files}
    for turn in range(rounds + 1):
        for name, path in files.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(WATCH)
            page.goto(path.as_uri())
            page.wait_for_function("() => window.readyAt")
            if turn:  # the first one warms the browser
                times[name].append(page.evaluate("window.readyAt") / 1000)
            page.close()
    return {name: median(each) for name, each in times.items()}


def time_pan(browser: Any, path: Path, zooms: int) -> dict[str, Any]:
    """Return what a pan of single steps takes, in milliseconds, zoomed in so many times."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=all]")
    for _ in range(zooms):
        page.locator("#zoom-in").click()
        page.wait_for_timeout(600)
    page.evaluate(PAN, [PASSES // 3, STEP])  # warms the script up
    found: dict[str, Any] = page.evaluate(PAN, [PASSES, STEP])
    page.close()
    return found


def tell_pans(browser: Any, folder: Path) -> None:
    """Print what panning takes with many events, all of them and few in view."""
    for count in CROWDS:
        path = folder / f"{count}.html"
        path.write_text(page_of(crowd(count)), encoding="utf-8")
        for zooms in (1, 4):
            pan = time_pan(browser, path, zooms)
            step, frame = median(pan["steps"]), median(pan["frames"])
            worst = sorted(pan["frames"])[int(0.9 * len(pan["frames"]))]
            print(
                f"  {count} events, {pan['events']:4} in view: a step {step:5.1f} ms, "
                f"a frame {frame:5.1f} ms (9 of 10 within {worst:.1f}), {1000 / frame:.0f} a second"
            )
    print(
        f"  (marks: a step within {STEP_MARK_MS:g} ms at 1,000, a frame within {FRAME_MARK_MS:g} ms at 2,000)"
    )


def main() -> None:
    """Measure the pages and print what they take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="loads of each page")
    rounds = parser.parse_args().rounds
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no chromium on the PATH (apt install chromium)")
    from playwright.sync_api import sync_playwright

    timeline = load_timeline("ispace")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        files = {"moonline report ispace": folder / "ours.html"}
        files["moonline report ispace"].write_text(page_of(timeline), encoding="utf-8")
        size = files["moonline report ispace"].stat().st_size
        other = vis_page(timeline, folder)
        if other is None:
            print(f"{VIS} cannot be fetched here (no npm, or no network): the page is measured alone")
        else:
            files = {VIS: folder / "vis.html", **files}
            files[VIS].write_text(other, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        medians = time_ready(browser, files, rounds)
        report(
            f"a page that is ready, median of {rounds}; {size:,} bytes",
            medians,
            next(iter(files)),
            READY_MARK,
        )
        print("panning step by step, medians")
        tell_pans(browser, folder)
        browser.close()
        command = [str(Path(sys.executable).with_name("moonline")), "report", "ispace", "--force", "-o"]
        taken = in_turn({"report": [*command, str(folder / "report.html")]}, 5)["report"]
    print(
        f"moonline report ispace -o report.html: {taken:.2f} s as a whole process (mark: {PROCESS_MARK_S:g} s)"
    )


if __name__ == "__main__":
    main()
