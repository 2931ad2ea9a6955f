"""The examples of docs/, run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from timeline.missionfile import parse_timeline

DOCS = sorted((Path(__file__).parent.parent / "docs").glob("*.md"))
BLOCKS = [
    pytest.param(language, text, id=f"{page.stem}-{number}")
    for page in DOCS
    for number, (language, text) in enumerate(
        re.findall(r"^```(\w+)\n(.*?)^```", page.read_text("utf-8"), re.S | re.M)
    )
]


def test_there_are_pages_with_examples() -> None:
    assert len(DOCS) >= 3
    assert len(BLOCKS) >= 3


@pytest.mark.parametrize(("language", "text"), BLOCKS)
def test_each_example_works(language: str, text: str, tmp_path: Path) -> None:
    if language == "yaml":
        assert parse_timeline(text).events
        return
    assert language == "python"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", text], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_slip_in_the_example_is_a_slip() -> None:
    text = next(block.values[1] for block in BLOCKS if block.id.startswith("mission-file"))
    (event,) = parse_timeline(str(text)).events
    assert [step.move for step in event.slips] == ["slip"]
