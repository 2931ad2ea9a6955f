"""The README, run: its mission file, its commands and its Python, as a newcomer would."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.S | re.M)
COMMANDS = [
    line.partition("  #")[0].strip()
    for language, text in BLOCKS
    for line in text.splitlines()
    if language == "sh" and line.startswith("moonline ")
]


def block(language: str) -> str:
    return next(text for name, text in BLOCKS if name == language)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "lander.yaml").write_text(block("yaml"), encoding="utf-8")
    (tmp_path / "old.yaml").write_text(block("yaml").replace("NET 2028-01", "2027-12"), encoding="utf-8")
    (tmp_path / "new.yaml").write_text(block("yaml"), encoding="utf-8")
    (tmp_path / "events.csv").write_text("event,date\nLaunch,2027-05\nLanding,late 2027\n", encoding="utf-8")
    (tmp_path / "events.yaml").write_text(block("yaml"), encoding="utf-8")
    return tmp_path


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) >= 6


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_does_what_it_says(command: str, folder: Path) -> None:
    words, _, target = command.partition(" > ")
    program, *arguments = shlex.split(words)
    assert program == "moonline"
    output = next((folder / arguments[i + 1] for i, word in enumerate(arguments) if word == "-o"), None)
    if output:
        output.unlink(missing_ok=True)  # what one command writes lies there for the next to read
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "moonline", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == (arguments[0] == "diff"), done.stderr  # as diff does: 1 where something changed
    assert "Traceback" not in done.stderr
    if output:
        assert output.stat().st_size > (100 if output.suffix == ".yaml" else 10_000)
    if target:
        assert done.stdout.startswith("{")


def test_the_python_runs(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block("python")],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Landing attempt 5 Jun 2025 19:17 UTC failure" in done.stdout
    assert (folder / "m2-m3.svg").read_text(encoding="utf-8").startswith("<svg")


def test_every_file_that_it_names_is_there() -> None:
    named = re.findall(r"\]\(((?!http)[^)]+)\)", README) + re.findall(
        r"`((?:scripts|timeline|docs)/[\w/.]+)`", README
    )
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
