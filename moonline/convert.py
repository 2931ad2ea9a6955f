"""Timelines in and out of other formats: YAML, JSON, CSV and iCalendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.model import Timeline

ENDINGS: Mapping[str, str] = MappingProxyType(
    {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".csv": "csv", ".ics": "ics"}
)
FORMATS = ("yaml", "json", "csv", "ics")

Read = tuple["Timeline", tuple[str, ...]]
Written = tuple[bytes, tuple[str, ...]]


def format_of(path: Path) -> str:
    """Return the format that a file's ending says; raises ValueError with the endings there are."""
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        known = ", ".join(ENDINGS)
        raise ValueError(f"{path.name!r} has no ending that can be converted (one of {known})")
    return form


def read_as(form: str, data: bytes, file: str, title: str) -> Read:
    """Return the timeline in a file's bytes, and what was left out; `title` is for files that have none.

    Raises MissionFileError with every fault of the file, each at its place.
    """
    return _READERS[form](data, file, title)


def write_as(form: str, timeline: Timeline) -> Written:
    """Return a timeline in a format, and what the format has no room for."""
    return _WRITERS[form](timeline)


def title_of(file: str) -> str:
    """Return a title made of a file's name: `my-lander.csv` is "My lander"."""
    words = Path(file).stem.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] if any(map(str.isalnum, words)) else "Events"


def _read_mission_file(data: bytes, file: str, title: str) -> Read:
    from timeline.missionfile import parse_timeline

    return parse_timeline(data, file), ()


def _read_csv(data: bytes, file: str, title: str) -> Read:
    from moonline.convert_csv import read_csv

    return read_csv(data, file, title)


def _read_ics(data: bytes, file: str, title: str) -> Read:
    from moonline.convert_ics import read_ics

    return read_ics(data, file, title)


def _write_yaml(timeline: Timeline) -> Written:
    from timeline.missionfile import format_timeline

    return format_timeline(timeline).encode(), ()


def _write_json(timeline: Timeline) -> Written:
    return to_json(timeline).encode(), ()


def _write_csv(timeline: Timeline) -> Written:
    from moonline.convert_csv import write_csv

    text, notices = write_csv(timeline)
    return text.encode(), notices


def _write_ics(timeline: Timeline) -> Written:
    from moonline.convert_ics_write import write_ics

    return write_ics(timeline)


_READERS: Mapping[str, Callable[[bytes, str, str], Read]] = MappingProxyType(
    {"yaml": _read_mission_file, "json": _read_mission_file, "csv": _read_csv, "ics": _read_ics}
)
_WRITERS: Mapping[str, Callable[[Timeline], Written]] = MappingProxyType(
    {"yaml": _write_yaml, "json": _write_json, "csv": _write_csv, "ics": _write_ics}
)


def to_json(timeline: Timeline) -> str:
    """Return the timeline as a mission file in JSON, which every command reads as well."""
    import json

    from timeline.missionfile import format_timeline
    from timeline.nodes import read_plain

    plain, _ = read_plain(format_timeline(timeline))
    return json.dumps(_typed(plain), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _typed(value: Any, key: str = "") -> Any:
    """Give the few values that are no texts their types: the file's reader takes all of them for texts."""
    if isinstance(value, dict):
        return {name: _typed(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_typed(each) for each in value]
    if key in ("lat", "lon") and isinstance(value, str):
        return float(value)
    if key == "version":
        return int(value)
    return value == "true" if key == "planned" else value
