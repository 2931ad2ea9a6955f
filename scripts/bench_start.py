"""How long the commands take that draw nothing, beside the bare imports of the libraries they stand on."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import in_turn, report

MOONLINE = str(Path(sys.executable).with_name("moonline"))


def main() -> None:
    """Time `check` and `--help` beside `import click, pydantic, ruamel.yaml`."""
    commands = {
        "import click, pydantic, ruamel.yaml": [sys.executable, "-c", "import click, pydantic, ruamel.yaml"],
        "moonline check ispace": [MOONLINE, "check", "ispace"],
        "moonline --help": [MOONLINE, "--help"],
    }
    medians = in_turn(commands, rounds=15)
    report("start, whole processes, median of 15", medians, "import click, pydantic, ruamel.yaml", 2.5)


if __name__ == "__main__":
    main()
