"""How long a figure takes as a whole process, sky and labels included, beside matplotlib's gallery timeline."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from benchmarks import in_turn, report

HERE = Path(__file__).parent
MARKS = {100: 0.7, 1000: 0.35}


def synthetic(count: int) -> list[tuple[str, datetime]]:
    """Return events in clusters over ten years, the same ones each time."""
    chance = random.Random(count)
    centres = [chance.uniform(0, 3650) for _ in range(max(count // 12, 1))]
    days = sorted(min(max(chance.gauss(chance.choice(centres), 40), 0), 3650) for _ in range(count))
    start = datetime(2020, 1, 1, tzinfo=UTC)
    return [(f"Event number {i}", start + timedelta(days=day)) for i, day in enumerate(days, 1)]


def write_inputs(count: int, folder: Path) -> tuple[Path, Path]:
    """Write the same events as a mission file and as the plain pairs that the gallery's way takes."""
    events = synthetic(count)
    lines = [
        "version: 1",
        f"title: {count} events",
        "missions:",
        "  - id: m",
        "    name: Mission",
        "    events:",
    ]
    for number, (label, date) in enumerate(events, 1):
        lines += [
            f"      - id: e{number}",
            "        kind: manoeuvre",
            f"        label: {label}",
            f"        date: {date:%Y-%m-%dT%H:%MZ}",
        ]
    mission, pairs = folder / f"{count}.yaml", folder / f"{count}.json"
    mission.write_text("\n".join(lines) + "\n")
    pairs.write_text(json.dumps([[label, f"{date:%Y-%m-%dT%H:%M}"] for label, date in events]))
    return mission, pairs


def main() -> None:
    """Time both for 100 and 1,000 events, in turn, and print the ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with_textalloc = find_spec("textalloc") is not None
    moonline = str(Path(sys.executable).with_name("moonline"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count, mark in MARKS.items():
            mission, pairs = write_inputs(count, folder)
            out = folder / "out.svg"
            commands = {
                "matplotlib's gallery timeline": [
                    sys.executable,
                    str(HERE / "gallery_timeline.py"),
                    str(pairs),
                    str(folder / "gallery.svg"),
                ],
                "moonline draw": [moonline, "draw", str(mission), "-o", str(out), "--force"],
            }
            if with_textalloc:
                script, target = str(HERE / "textalloc_timeline.py"), str(folder / "textalloc.svg")
                commands["textalloc on matplotlib"] = [sys.executable, script, str(pairs), target]
            medians = in_turn(commands, rounds)
            report(
                f"{count} events to SVG, whole processes, median of {rounds}",
                medians,
                "matplotlib's gallery timeline",
                mark,
            )
            told = subprocess.run(
                [*commands["moonline draw"], "--verbose"], capture_output=True, text=True, check=True
            )
            print(f"  moonline leaves: {told.stderr.strip().splitlines()[-1]}")
            for peer, command in commands.items():
                if peer != "moonline draw":
                    made = subprocess.run([*command, "count"], capture_output=True, text=True, check=True)
                    print(f"  {peer} leaves: {made.stdout.strip()}")


if __name__ == "__main__":
    main()
