"""The timeline as somebody writes it who lets textalloc place the labels, for the benchmarks to stand beside.

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
import textalloc
from label_faults import tell


def main(source: str, target: str, count: str = "") -> None:
    """Draw the events of `source` to `target`."""
    pairs = json.loads(Path(source).read_text())
    xs = mdates.date2num([datetime.fromisoformat(date) for _, date in pairs])
    ys = np.zeros(len(xs))
    figure, axes = plt.subplots(figsize=(8.8, 4))
    axes.plot(xs, ys, "ko", mfc="white")
    axes.set_ylim(-1, 1)
    textalloc.allocate(axes, xs, ys, [label for label, _ in pairs], x_scatter=xs, y_scatter=ys, textsize=8)
    figure.savefig(target)
    if count:
        stems = [axes.transData.transform(line.get_xydata()) for line in axes.lines[1:]]
        tell(figure, axes.texts, stems)


if __name__ == "__main__":
    main(*sys.argv[1:])
