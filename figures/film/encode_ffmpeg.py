"""ffmpeg as a process that frames are poured into, through a large pipe and from a thread of its own."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from threading import Thread
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIPE_BYTES = 1 << 20  # what Linux allows without privileges; elsewhere the pipe stays as it is
_END: Any = None
_WAITING = 4  # frames made ahead of the encoder


class EncodingError(ValueError):
    """The encoder failed or was stopped; the sentence says what it said."""


def find_ffmpeg() -> str:
    """Return the ffmpeg to run: the system's, else that of the `video` extra; ValueError says how to get one."""
    found = shutil.which("ffmpeg")
    if found:
        return found
    try:
        return str(import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        raise ValueError(
            "video needs ffmpeg, and there is none: install your system's package, such as apt install ffmpeg, "
            "or pip install 'moonline[video]'; .gif, .webp and .png need none"
        ) from None


class Encoder:
    """A running ffmpeg that takes frames; a context that ends when it has written all, or is gone.

    `command` is what follows the program's name; with `collect` its standard output is collected in `output`.
    """

    def __init__(self, command: Sequence[str], collect: bool = False) -> None:
        # a file, as a pipe that nobody reads would stop it when full; closed on leaving
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [find_ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if collect else subprocess.DEVNULL,
            stderr=self._errors,
            process_group=0,  # Ctrl-C is for us, who then stop it
        )
        assert self._process.stdin is not None
        self._pipe: IO[bytes] = self._process.stdin
        _enlarge(self._pipe)
        # queues that a Ctrl-C cannot leave half done; who hands something on takes a place, and so waits for one
        self._queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._places: queue.SimpleQueue[NDArray[np.uint8] | None] = queue.SimpleQueue()
        for _ in range(_WAITING):
            self._places.put(None)
        self._failed: Exception | None = None
        self._writer = Thread(target=self._write_all, daemon=True)
        self._writer.start()
        self.output = bytearray()
        self._reader = Thread(target=self._read_all, daemon=True) if collect else None
        if self._reader:
            self._reader.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def write(self, data: Any) -> None:
        """Hand on bytes or an array, which stay as they are until they are written, by a thread of its own.

        Raises EncodingError as soon as the process is known to be gone.
        """
        if self._failed is not None:
            self._give_up()
        self._queue.put((data, self._places.get()))

    def write_frame(self, frame: NDArray[np.uint8]) -> None:
        """Hand on a copy of a frame, which may be changed at once; all frames are of one size.

        Raises EncodingError as soon as the process is known to be gone.
        """
        if self._failed is not None:
            self._give_up()
        buffer = self._places.get()  # each place keeps the frame that was last in it
        if buffer is None:
            buffer = np.empty_like(frame)
        np.copyto(buffer, frame)
        self._queue.put((buffer, buffer))

    def __enter__(self) -> Encoder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._process.kill()
            self._queue.put(_END)
            self._process.wait()
            self._writer.join()
            if self._reader:
                self._reader.join()
            self._errors.close()

    def _finish(self) -> None:
        self._queue.put(_END)
        self._writer.join()
        if self._reader:
            self._reader.join()
        if self._process.wait() or self._failed:
            self._give_up()

    def _give_up(self) -> None:
        if self._failed is not None and not isinstance(self._failed, OSError):
            raise self._failed
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").strip().splitlines()
        if code < 0:
            raise EncodingError(f"the encoder was stopped from outside (signal {-code}); no film was written")
        raise EncodingError(
            f"the encoder failed; no film was written: {said[-1] if said else f'exit {code}'}"
        )

    def _write_all(self) -> None:
        """Write until the end; when something fails, go on taking, so that nobody waits for ever."""
        while (handed := self._queue.get()) is not _END:
            data, place = handed
            if self._failed is None:
                try:
                    _write(self._pipe.fileno(), data)
                except Exception as error:
                    self._failed = error
            self._places.put(place)
        with suppress(OSError):
            self._pipe.close()

    def _read_all(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            while chunk := pipe.read(1 << 16):
                self.output += chunk


def _write(handle: int, data: Any) -> None:
    rest = memoryview(data).cast("B")
    while rest:
        rest = rest[os.write(handle, rest) :]


def _enlarge(pipe: IO[bytes]) -> None:
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
