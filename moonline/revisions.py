"""Mission files as git keeps them: a file at a revision, read with git itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SECONDS = 30


def is_at_revision(file: str) -> bool:
    """Tell whether a FILE argument names a revision: `HEAD~3:plan.yaml`, where no file has just that name."""
    revision, colon, path = file.partition(":")
    return bool(colon and revision and path) and not Path(file).exists()


def bytes_at(file: str) -> bytes:
    """Return what `REVISION:PATH` holds; the path is from the folder one is in, else from the top as git has it.

    Raises ValueError with the mend where there is no git, no repository, no such revision or no such file.
    """
    revision, _, path = file.partition(":")
    if path.startswith(("./", "../")):
        return _read(revision, path, Path.cwd())
    try:
        return _read(revision, f"./{path}", Path.cwd())
    except _MissingError:
        return _read(revision, path, Path.cwd())


def bytes_of_file_at(file: Path, revision: str) -> bytes:
    """Return what a file held at a revision; raises ValueError as `bytes_at` does."""
    return _read(revision, f"./{file.name}", file.parent)


def _read(revision: str, path: str, folder: Path) -> bytes:
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder, so there is no git repository to ask")
    if _git(folder, "rev-parse", "--git-dir").returncode:
        place = "this folder" if folder.resolve() == Path.cwd() else str(folder)
        raise ValueError(f"{place} is in no git repository (compare two files instead)")
    known = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
    if not revision or _git(folder, *known).returncode:
        raise ValueError(
            f"git knows no revision {revision!r} (git log --oneline lists them; a tag, HEAD~3...)"
        )
    found = _git(folder, "cat-file", "blob", f"{revision}:{path}")
    if found.returncode:
        hint = f"git ls-tree -r --name-only {revision} lists those that are"
        raise _MissingError(f"no file {path.removeprefix('./')!r} at the revision {revision} ({hint})")
    return found.stdout


class _MissingError(ValueError):
    """A revision without the file."""


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    plain = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=plain,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise ValueError("git is not installed here (install it, or compare two files)") from None
    except subprocess.TimeoutExpired:
        raise ValueError(f"git did not answer within {SECONDS} seconds (compare two files instead)") from None
