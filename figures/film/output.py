"""Films as files: made beside their place and renamed when whole, so that no part of one is ever seen."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_beside(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a new file beside `path` to write to, and put it there at the end; on any error nothing is left.

    A link stays one, and the file that it leads to is replaced. Raises OSError, which names `path`.
    """
    target = Path(path).resolve()
    part = target.with_name(f".moonline-{secrets.token_hex(4)}{target.suffix}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        yield part
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    except OSError as error:
        if error.filename == str(part):
            error.filename, error.filename2 = str(path), None
        raise
    finally:
        part.unlink(missing_ok=True)
