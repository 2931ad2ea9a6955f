"""Mission files in and out: load, check, save. The one module of this room that touches the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from timeline import checks, nodes

if TYPE_CHECKING:
    from timeline.faults import Fault
    from timeline.model import Timeline

MISSIONS = FilePath(__file__).parent / "missions"
BREAKS = frozenset((*nodes.BREAKS_OF_1_1, "\ufeff"))


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem of a file, at a line and column counted from 1."""

    line: int
    column: int
    file: str
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: "
        return (
            where
            + (f"{self.path}: " if self.path else "")
            + self.message
            + (f" ({self.hint})" if self.hint else "")
        )


class MissionFileError(ValueError):
    """A mission file that cannot be taken; `findings` are all of its problems, in the order of the file."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(map(str, self.findings)))


def shipped_missions() -> tuple[str, ...]:
    """Return the names of the mission files that ship with moonline."""
    return tuple(sorted(path.stem for path in MISSIONS.glob("*.yaml")))


def find_file(name: str | os.PathLike[str]) -> FilePath:
    """Return the path of a file, or of a shipped mission file by its name.

    A file of your own goes before a shipped one. Raises FileNotFoundError with the names there are.
    """
    path = FilePath(name)
    if str(name) and path.is_dir():
        raise IsADirectoryError(f"{name} is a folder; name the mission file in it")
    if str(name) and path.exists():  # a pipe may be one too
        return path
    shipped = MISSIONS / f"{name}.yaml"
    if path.name == str(name) and shipped.is_file():
        return shipped
    hint = checks.did_you_mean(str(name), shipped_missions())
    raise FileNotFoundError(f"no file {str(name)!r}, and no shipped mission of that name ({hint})")


def load_timeline(name: str | os.PathLike[str]) -> Timeline:
    """Return the timeline in a mission file, or in a shipped one by its name (`ispace`).

    Raises MissionFileError with every problem of the file, FileNotFoundError where there is none.
    """
    return parse_timeline(find_file(name).read_bytes(), file_name(name))


def file_name(name: str | os.PathLike[str]) -> str:
    """Return how findings name a file: a shipped one by its name, another by its path."""
    path = find_file(name)
    return str(name) if path.parent == MISSIONS else str(path)


def check_file(name: str | os.PathLike[str]) -> tuple[Finding, ...]:
    """Return every problem of a mission file; none where it can be loaded."""
    try:
        load_timeline(name)
    except MissionFileError as error:
        return error.findings
    return ()


def parse_timeline(text: str | bytes, file: str = "<text>") -> Timeline:
    """Return the timeline that YAML 1.2 or JSON text holds; `file` names it in the findings."""
    return _parsed(text, file)[0]


def parse_and_advise(text: str | bytes, file: str = "<text>") -> tuple[Timeline, tuple[Finding, ...]]:
    """Return the timeline that a text holds, and what is doubtful in it: an address without https://, a date to come.

    None of that keeps a file from being loaded; what does is in MissionFileError.
    """
    from timeline.advice import advice

    timeline, plain, text = _parsed(text, file)
    doubts = advice(plain)
    return timeline, located(doubts, text, file).findings if doubts else ()


def _parsed(text: str | bytes, file: str) -> tuple[Timeline, Any, str]:
    """Return the timeline that a text holds, and what it was made from."""
    from pydantic import ValidationError

    from timeline.model import Timeline

    text = _decode(text, file) if isinstance(text, bytes) else text
    try:
        plain, problems = nodes.read_plain(text)
    except nodes.UnreadableError as error:
        raise MissionFileError([_finding(file, error.problem)]) from None
    found = checks.faults(plain)
    try:
        timeline = Timeline.model_validate(plain)
    except ValidationError as error:
        from timeline.explain import explain

        found += explain(error, plain)
    if not found and not problems:
        return timeline, plain, text
    places = nodes.read_places(text)
    void = {problem.path for problem in problems if problem.void}
    unique = {(fault.path, fault.message): fault for fault in found if fault.path not in void}
    faults = [nodes.Problem(f.message, f.hint, _place(places, f.path), f.path) for f in unique.values()]
    raise MissionFileError(_finding(file, problem) for problem in (*problems, *faults))


def located(faults: Iterable[Fault], data: str | bytes, file: str) -> MissionFileError:
    """Return faults that were found in what a file holds, each at its line and column there."""
    places = nodes.read_places(_decode(data, file) if isinstance(data, bytes) else data)
    return MissionFileError(
        _finding(file, nodes.Problem(fault.message, fault.hint, _place(places, fault.path), fault.path))
        for fault in faults
    )


def _decode(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        place = (len(lines), len(lines[-1]) + 1)
        raise _not_utf_8(data, file, place) from None
    if b"\0" in data[:2]:  # UTF-16 without its mark
        raise _not_utf_8(data, file, (1, 1))
    return text


def _not_utf_8(data: bytes, file: str, place: nodes.Place) -> MissionFileError:
    other = ", but UTF-16 or no text at all" if b"\0" in data else ""
    return MissionFileError(
        [Finding(*place, file, "", f"this is not UTF-8 text{other}", "save the file as UTF-8")]
    )


def _place(places: dict[nodes.Path, nodes.Place], path: nodes.Path) -> nodes.Place:
    """Return where the path stands, or the nearest thing above it that stands in the file."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, (1, 1))


def _finding(file: str, problem: nodes.Problem) -> Finding:
    return Finding(*problem.place, file, path_text(problem.path), problem.message, problem.hint)


def path_text(path: nodes.Path) -> str:
    """Write a path as people do: `missions[0].events[2].date`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{_key_text(part)}" for part in path]
    return "".join(parts).removeprefix(".")


def _key_text(key: str) -> str:
    short = key if len(key) <= 40 else key[:37] + "..."
    return short if short.isprintable() else repr(short)[1:-1]


def format_timeline(timeline: Timeline) -> str:
    """Return the timeline as YAML; `parse_timeline` makes an equal timeline of it."""
    import io

    from ruamel.yaml import YAML
    from ruamel.yaml.representer import SafeRepresenter

    class Represent(SafeRepresenter):
        """Texts with a character that some parsers take for the end of a line are written with escapes."""

        def represent_str(self, data: str) -> Any:
            style = None if data.isascii() or BREAKS.isdisjoint(data) else '"'
            return self.represent_scalar("tag:yaml.org,2002:str", data, style)

    Represent.add_representer(str, Represent.represent_str)
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = Represent
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width, yaml.allow_unicode = 110, True
    stream = io.StringIO()
    yaml.dump(_lean(timeline), stream)
    return stream.getvalue()


def _lean(timeline: Timeline) -> dict[str, Any]:
    """Return the timeline as plain values, without what is implied by being left out."""
    plain: dict[str, Any] = timeline.model_dump(mode="json", exclude_defaults=True)
    for source in plain.get("sources", {}).values():
        for key in [key for key, value in source.items() if key == "id" or value in ("", None)]:
            del source[key]
    lanes = [plain[key] for key in ("organisation",) if key in plain] + plain.get("missions", [])
    for event in (event for lane in lanes for event in lane.get("events", [])):
        event.pop("mission", None)
        if "outcome" not in event and (event.get("claims") or event.get("start")):
            event["outcome"] = "unknown"  # else it would be read as what the claims imply
    return {"version": timeline.version, **plain}


def save_timeline(timeline: Timeline, path: str | os.PathLike[str]) -> None:
    """Write the timeline as YAML; an existing file is replaced by a whole one only."""
    from timeline.disk import write_whole

    write_whole(path, format_timeline(timeline).encode())


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a mission file, made from the model itself."""
    from timeline.model import Timeline

    schema = Timeline.model_json_schema()
    title = {"title": "A moonline mission file"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, **title}
