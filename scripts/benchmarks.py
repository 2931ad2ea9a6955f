"""What the benchmarks share: whole processes timed in turn, and medians said beside each other."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from statistics import median


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """Run each command once a round, so that all share the machine's good and bad moments; median seconds."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - start)
    return {name: median(taken) for name, taken in times.items()}


def report(title: str, medians: Mapping[str, float], against: str, mark: float | None = None) -> None:
    """Print each median and its ratio to the one it is measured against."""
    print(title)
    for name, seconds in medians.items():
        ratio = seconds / medians[against]
        wanted = f"  (mark: at most {mark:g})" if mark is not None and name.startswith("moonline") else ""
        print(f"  {name:<34} {seconds:7.3f} s   {ratio:5.2f}{wanted}")
    sys.stdout.flush()
