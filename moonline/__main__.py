"""The command `moonline`, also as `python -m moonline`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line; whatever goes wrong, a person reads a sentence and not a traceback."""
    # nothing here uses pydantic's plugins, and looking for them takes a tenth of the time of a `check`
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # a short run makes no garbage worth a quarter of its time; memory goes with the process
    from moonline.cli import cli

    try:
        cli(prog_name="moonline")
    except BrokenPipeError:
        # the reader has gone; nothing is to be flushed to it on the way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("MOONLINE_TRACEBACK"):
            raise
        kind = type(error).__name__
        sys.stderr.write(
            f"moonline: this is a fault of moonline's own, not of your input: {kind}: {error}\n"
            "  MOONLINE_TRACEBACK=1 shows where; please report it with the file that led to it\n"
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
