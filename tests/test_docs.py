"""The examples of docs/, run: each page from top to bottom in a folder of its own, as a reader would.

`yaml` is a mission file; with the words "Saved as `lander.yaml`" after it, it (or a block of any language) is there
for what follows. `python` runs and prints something. Of `sh`, the lines that start with `moonline` run; the other
programs are those whose whole samples other tests build. What is in `docs/embed.md` stands in those samples.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

import moonline as ml
from figures.catalogue import FIGURES
from moonline.shell import cli
from timeline.missionfile import parse_timeline

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
SITES = ROOT / "tests" / "data" / "sites"
BUILT_BY = {
    "sphinx-build": "test_moonline_embed_sphinx.py",
    "mkdocs": "test_moonline_embed_mkdocs.py",
    "zensical": "test_moonline_embed_mkdocs.py",
    "pandoc": "test_moonline_embed_pandoc.py",
    "quarto": "test_moonline_notebook.py",
}
SETTING_UP = ("scripts", ". .venv/bin/activate")
FENCE = re.compile(r"^( *)(`{3,}) *([^\n`]*)\n(.*?)^\1\2$", re.S | re.M)


@dataclass(frozen=True)
class Block:
    """An example: its language, its text, and the words up to the next one."""

    language: str
    text: str
    after: str
    line: int

    @property
    def saved_as(self) -> str:
        found = re.search(r"[Ss]aved as `([\w.-]+)`", self.after)
        return found[1] if found else ""


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    found = list(FENCE.finditer(text))
    ends = [*(match.start() for match in found), len(text)][1:]
    return [
        Block(match[3].strip(), match[4], text[match.end() : end], text.count("\n", 0, match.start()) + 1)
        for match, end in zip(found, ends, strict=True)
    ]


def run_yaml(block: Block) -> None:
    assert parse_timeline(block.text).events


def run_python(block: Block) -> None:
    """Run it in this process, where warnings are errors; what it prints is caught by the test."""
    exec(compile(block.text, f"line {block.line}", "exec"), {"__name__": "__main__"})


def run_sh(block: Block) -> None:
    for line in block.text.replace("\\\n", " ").splitlines():
        command = line.partition("  #")[0].strip()
        if not command or command.startswith("#"):
            continue
        program = command.split()[0]
        if program == "moonline":
            run_moonline(command)
        elif program in BUILT_BY:
            assert program in (ROOT / "tests" / BUILT_BY[program]).read_text("utf-8")
        else:
            assert command.startswith(SETTING_UP), f"how is {command!r} to be run?"
            assert program == "." or (ROOT / program).is_file()


def run_moonline(command: str) -> None:
    if set(command) & set("|&;<"):
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(["sh", "-c", command], env={**os.environ, "PATH": path}, check=False)
        assert done.returncode == 0, command
        return
    words, _, target = command.partition(" > ")
    result = CliRunner().invoke(cli, shlex.split(words)[1:], catch_exceptions=False)
    assert result.exit_code == 0, f"{command}: {result.output}"
    if target:
        Path(target).write_text(result.stdout, encoding="utf-8")


def has_no_run(_block: Block) -> None:
    """What a command prints, or a block that the site is built with."""


RUN: Mapping[str, Callable[[Block], None]] = {
    "yaml": run_yaml,
    "python": run_python,
    "sh": run_sh,
    "text": has_no_run,
}


def test_there_are_pages_with_examples() -> None:
    assert len(DOCS) >= 8
    assert sum(len(blocks(page)) for page in DOCS) >= 12


@pytest.mark.parametrize("page", [page for page in DOCS if page.stem != "embed"], ids=lambda page: page.stem)
def test_each_example_works(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for block in blocks(page):
        if block.language.startswith("{"):  # the site is built with it
            continue
        capsys.readouterr()
        if block.saved_as:
            Path(block.saved_as).write_text(block.text, encoding="utf-8")
        else:
            assert block.language in RUN, f"line {block.line}: how is {block.language!r} to be run?"
        RUN.get(block.language, has_no_run)(block)
        if block.language == "python":
            assert capsys.readouterr().out, f"the example in line {block.line} shows nothing"


def test_what_is_said_of_embedding_stands_in_the_samples_that_are_built() -> None:
    samples = [file.read_text("utf-8") for file in SITES.rglob("*") if file.is_file()]
    found = blocks(ROOT / "docs" / "embed.md")
    assert len(found) >= 8
    for block in found:
        if block.language == "sh":
            run_sh(block)
        elif not block.language.startswith("{"):
            whole = any(block.text.strip() in sample for sample in samples)
            assert whole, f"docs/embed.md line {block.line}: no sample has this"


def test_the_slip_in_the_example_is_a_slip() -> None:
    page = ROOT / "docs" / "mission-file.md"
    text = next(block.text for block in blocks(page) if block.language == "yaml" and "stated:" in block.text)
    events = parse_timeline(text).events
    assert "slip" in [step.move for event in events for step in event.slips]


def test_every_figure_has_a_section_that_says_how_it_is_read() -> None:
    heads = {
        head for page in DOCS for head in re.findall(r"^#+ `?([\w-]+)`?$", page.read_text("utf-8"), re.M)
    }
    assert set(FIGURES) - heads == set()


def test_every_file_that_a_page_leads_to_is_there() -> None:
    for page in DOCS:
        text = FENCE.sub("", page.read_text("utf-8"))
        for name in re.findall(r"\]\(((?!http|#)[^)#]+)[^)]*\)", text):
            assert (page.parent / name).exists(), f"{page.name}: {name}"


@pytest.mark.skipif(
    not all(map(find_spec, ("sphinx", "myst_parser", "furo"))), reason="Sphinx, MyST or furo is not installed"
)
def test_the_site_is_built_without_a_warning_and_names_all_that_is_public(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(ROOT / "docs"), str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    page = (tmp_path / "api.html").read_text("utf-8")
    assert [name for name in ml.__all__ if f'id="moonline.{name}"' not in page and name[0] != "_"] == []
    for page_of_ours in DOCS:
        assert (tmp_path / f"{page_of_ours.stem}.html").is_file()
