"""Packages that a report of some kind needs, beside those that moonline itself does."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingExtraError(ValueError):
    """A package that is not installed, with the line that installs it."""


def needs(package: str, extra: str) -> Any:
    """Return a package, imported; raises MissingExtraError with the extra that brings it."""
    try:
        return import_module(package)
    except ImportError as error:
        missing = (error.name or package).partition(".")[0]
        raise MissingExtraError(
            f"this needs the package {missing!r}, which is not installed (pip install 'moonline[{extra}]')"
        ) from None
    except OSError as error:  # weasyprint without Pango
        words = str(error).partition("\n")[0]
        raise MissingExtraError(
            f"{package} cannot start: {words} (install the libraries that it needs)"
        ) from None
