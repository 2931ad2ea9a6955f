"""The timeline as matplotlib users write it: pyplot, stems at levels set by hand, one annotation an event.

The way of matplotlib's gallery example "Timeline with lines, dates, and text", for the benchmarks to stand beside.
Takes a JSON file of [label, ISO date] pairs and the SVG to write; with `count` it tells how the labels stand.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
from label_faults import tell


def main(source: str, target: str, count: str = "") -> None:
    """Draw the events of `source` to `target`."""
    pairs = json.loads(Path(source).read_text())
    dates = [datetime.fromisoformat(date) for _, date in pairs]
    levels = np.tile([-5, 5, -3, 3, -1, 1], len(pairs) // 6 + 1)[: len(pairs)]
    figure, axes = plt.subplots(figsize=(8.8, 4), layout="constrained")
    axes.set(title="Events")
    stems = axes.vlines(dates, 0, levels, color="tab:red")
    axes.axhline(0, color="black")
    axes.plot(dates, np.zeros(len(dates)), "ko", mfc="white")
    notes = [
        axes.annotate(
            label,
            xy=(date, level),
            xytext=(-3, np.sign(level) * 3),
            textcoords="offset points",
            verticalalignment="bottom" if level > 0 else "top",
            bbox={"boxstyle": "square", "pad": 0, "lw": 0, "fc": (1, 1, 1, 0.7)},
        )
        for (label, _), date, level in zip(pairs, dates, levels, strict=True)
    ]
    axes.xaxis.set(major_locator=mdates.YearLocator(), major_formatter=mdates.DateFormatter("%Y"))
    axes.yaxis.set_visible(False)
    axes.spines[["left", "top", "right"]].set_visible(False)
    figure.savefig(target)
    if count:
        tell(figure, notes, [axes.transData.transform(way) for way in stems.get_segments()])


if __name__ == "__main__":
    main(*sys.argv[1:])
