"""The templates of reports: ours, and those of a folder that replace them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

FOLDER = Path(__file__).parent / "templates"
NAMES = ("page.html.j2", "document.html.j2", "report.md.j2", "page.css", "page.js")
_SAFE_URL = re.compile(r"https?://[^\s]+\Z")


class TemplateProblemError(ValueError):
    """A template that cannot be used: the file, the line and what is wrong."""


def render(name: str, values: Mapping[str, Any], folder: str | Path | None = None) -> str:
    """Return a template filled with values; one of that name in `folder` goes before ours, which is then `ours/<name>`.

    What stands in `{{ }}` is escaped for the kind of file that the template makes. Raises TemplateProblemError with
    file and line where a template is wrong, ValueError where the folder has no template at all.
    """
    from jinja2 import TemplateError

    environment = environment_for(name, folder)
    try:
        return environment.get_template(name).render(values)
    except TemplateError as error:
        raise TemplateProblemError(_problem(error, folder)) from error
    except (TypeError, AttributeError, KeyError, ZeroDivisionError) as error:
        place = _place(error)
        if place is None:
            raise
        raise TemplateProblemError(f"{place}: {_said(error)}") from error


def environment_for(name: str, folder: str | Path | None = None) -> Environment:
    """Return the environment that fills templates of this name, for those who need more than `render`."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    folders = [checked_folder(folder)] if folder is not None else []
    shipped = FileSystemLoader(FOLDER)
    loader = ChoiceLoader([*map(FileSystemLoader, folders), shipped, PrefixLoader({"ours": shipped})])
    plain = name.endswith(".md.j2")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_markdown_value if plain else None,
    )
    environment.filters["weblink"] = weblink
    environment.filters["tied"] = tied
    environment.filters["link_target"] = link_target
    return environment


def checked_folder(folder: str | Path) -> Path:
    """Return a folder of templates; raises ValueError where there is none, or nothing in it to use."""
    path = Path(folder)
    if not path.is_dir():
        raise ValueError(
            f"{folder} is no folder (--template takes one that holds {', '.join(NAMES[:-1])} or {NAMES[-1]})"
        )
    if not any((path / name).is_file() for name in NAMES):
        raise ValueError(f"{folder} holds no template (name it {', '.join(NAMES[:-1])} or {NAMES[-1]})")
    return path


def weblink(url: str) -> str:
    """Return an address of the web as it is, and "" for any other, such as javascript:."""
    return url if _SAFE_URL.match(url) else ""


_LOOSE = re.compile(r"(?<=[0-9]) (?=%|km\b|[A-Z]{3,4}\b)|(?<=%) (?=lit\b)")


def tied(text: str) -> str:
    """Return a text whose numbers stay with their units at the end of a line."""
    return _LOOSE.sub("\u00a0", text)


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~&$])")
_LINE_START = re.compile(r"^(?:[#+\-=](?=\s|$)|-{3,}|={3,})")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
_IN_ADDRESS = "!#$&'*+,/:;=?@~%"


def _markdown_value(value: object) -> object:
    """Escape what a template writes, but what is marked safe: macros, links, our own markup."""
    return value if isinstance(value, Markup) else Markup(markdown_text(str(value)))


def markdown_text(text: str) -> str:
    """Escape a text for GitHub-flavoured Markdown, on one line, so that it reads as it is."""
    escaped = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    escaped = _LINE_START.sub(lambda match: f"\\{match[0]}", escaped)
    return _NUMBERED.sub(r"\1\\\2", escaped)


def link_target(address: str) -> Markup:
    """Return an address as it may stand in a Markdown link's brackets."""
    from urllib.parse import quote

    return Markup(quote(address, safe=_IN_ADDRESS))


def _problem(error: Any, folder: str | Path | None) -> str:
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateNotFound):
        return f"no template {error.name!r} in {folder or FOLDER.name} (it is named by another template)"
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {_said(error)}"
    return f"{_place(error) or 'the template'}: {_said(error)}"


def _said(error: Any) -> str:
    words = str(getattr(error, "message", "") or error).rstrip(".")
    words = _OBJECT.sub(r"a \1", words)
    return words[:1].lower() + words[1:]


_OBJECT = re.compile(r"'(?:\w+\.)+(\w+) object'")


def _place(error: BaseException) -> str | None:
    """Return file and line of the template where an error arose: the last frame that is a template's."""
    from traceback import walk_tb

    found = None
    for frame, line in walk_tb(error.__traceback__):
        if frame.f_code.co_filename.endswith(".j2"):
            found = f"{frame.f_code.co_filename}:{line}"
    return found
