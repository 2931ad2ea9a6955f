"""Writing files whole: beside their place and renamed, so that no reader ever sees a part of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file, or leave what was there as it was; raises OSError, which names `path`, where it cannot.

    A link stays one, and the file that it leads to is replaced; a pipe or a device is written to.
    """
    try:
        target = Path(path).resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _replace(target: Path, data: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".moonline-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(beside).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return the mask that new files get; there is no way to ask but to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
