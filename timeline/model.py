"""The values a mission file is made of; one definition gives the checks, the types and the JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema, WithJsonSchema

from timeline import history
from timeline.dates import VagueDate, parse
from timeline.faults import shown
from timeline.kinds import UNFULFILLED, Kind, Outcome, Status
from timeline.nodes import Path

ID_PATTERN = r"^[a-z0-9][a-z0-9_.-]*$"
NO_CONTROL = r"^[^\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]*$"
"""Texts hold no control characters but ends of lines and tabs: they would reach terminals and break figures."""

DATE_SCHEMA = {
    "type": ["string", "integer"],
    "description": "a date as it is known: EDTF (2028, 2025-10~, 2024-Q4) or a phrase (NET 2027-03, late 2024)",
    "examples": ["2025-06-05T19:17Z", "2028", "2025-10~", "NET 2027-03", "Q3 2026", "TBD"],
}


class FieldError(ValueError):
    """A value that cannot be taken, with the mend in `hint`; `path` leads to it from the value that is read."""

    def __init__(self, message: str, hint: str = "", path: Path = ()) -> None:
        super().__init__(message)
        self.message, self.hint, self.path = message, hint, path


def _to_date(value: object) -> VagueDate:
    if isinstance(value, VagueDate):
        return value
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return parse(str(value))
    hint = 'one text, such as 2028; several claims stand under claims:, a one-of set in quotes: "[2025,2026]"'
    raise FieldError(f"{shown(value)} is not a date", hint)


def _angle(limit: float, name: str, directions: str) -> BeforeValidator:
    def check(value: object) -> float:
        text = str(value).strip()
        if not re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?(e[-+]?[0-9]+)?", text, re.IGNORECASE):
            raise FieldError(
                f"{shown(value)} is not a number", f"{name} in degrees, such as {_degrees_meant(text)}"
            )
        degrees = float(text)
        if not -limit <= degrees <= limit:
            hint = f"degrees from -{limit:g} to {limit:g}, {directions}"
            raise FieldError(f"{name} {shown(value).strip(chr(39))} is off the Moon", hint)
        return degrees

    return BeforeValidator(check)


def _degrees_meant(text: str) -> str:
    """Return the number that is meant by 60.5N or 4,6° W, else an example."""
    found = re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?)\s*°?\s*([NSEW]?)", text, re.IGNORECASE)
    if not found:
        return "-4.6"
    return ("-" if found[2].upper() in ("S", "W") and found[2] else "") + found[1].replace(",", ".")


def _source_list(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return [{**entry, "id": key} if isinstance(entry, Mapping) else entry for key, entry in value.items()]


class _AsMapping:
    """Write a tuple of sources into the JSON Schema as the mapping it is in the file."""

    @staticmethod
    def __get_pydantic_json_schema__(core: Any, handler: Any) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": handler(core)["items"]}


Date = Annotated[
    VagueDate,
    BeforeValidator(_to_date),
    PlainSerializer(lambda date: date.text, return_type=str),
    WithJsonSchema(DATE_SCHEMA),
]
Id = Annotated[str, Field(pattern=ID_PATTERN, description="lower-case letters, digits, - . and _")]
Latitude = Annotated[float, Field(ge=-90, le=90), _angle(90, "latitude", "north positive")]
Longitude = Annotated[float, Field(ge=-360, le=360), _angle(360, "longitude", "east positive")]
Words = Annotated[str, Field(pattern=NO_CONTROL), WithJsonSchema({"type": "string"})]
Text = Annotated[
    str, Field(pattern=NO_CONTROL, min_length=1), WithJsonSchema({"type": "string", "minLength": 1})
]


def _read_plan_key(key: str, value: Any) -> Any:
    from timeline.plan_reading import READERS  # lazily: most files have no plan

    if key == "after" and type(value) is tuple:
        value = list(value)
        if not value:
            return ()
    if value is None and key in (
        "within",
        "resource",
    ):  # a file that says nothing there is told so by its checks
        return None
    faults: list[Any] = []
    read = READERS[key](value, (), faults)
    if faults:
        raise FieldError(faults[0].message, faults[0].hint, faults[0].path)
    return read


def _write_plan_key(key: str, value: Any) -> Any:
    from timeline.plan_writing import WRITERS

    return WRITERS[key](value) if key in WRITERS else value


class _PlanSchema:
    """Write a plan key into the JSON Schema, of which the words are kept apart."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        from timeline.plan_schema import PLAN_SCHEMA

        return PLAN_SCHEMA[self.key]


def _plan_key(key: str) -> Any:
    reading, writing = partial(_read_plan_key, key), partial(_write_plan_key, key)
    return Annotated[Any, PlainValidator(reading), PlainSerializer(writing), _PlanSchema(key)]


if TYPE_CHECKING:
    from timeline.plan_keys import After, Resource, Within

    Afters = tuple[After, ...]
    WithinOrNone = Within | None
    Chance = float
    ResourceOrNone = Resource | None
else:  # pydantic is told of the values without importing what they are made of
    Afters, WithinOrNone, Chance, ResourceOrNone = map(
        _plan_key, ("after", "within", "probability", "resource")
    )


class Value(BaseModel):
    """The base of every value: immutable, with no room for a key that it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
        defer_build=True,  # a file needs the outermost only: a third less to wait for before the first line is read
    )


class Source(Value):
    """Where a claim was read: an id to name it by, and enough to find it again."""

    id: SkipJsonSchema[Words] = ""
    title: Text
    publisher: Words = ""
    url: Words = ""
    date: Date | None = None
    accessed: Date | None = None
    note: Words = ""


class Claim(Value):
    """One source's word on when one event happened, or was meant to happen as of `stated`."""

    date: Date
    planned: bool = False
    stated: Date | None = None
    source: Words | None = None
    note: Words = ""

    @property
    def net(self) -> bool:
        """Whether the claim gives the earliest date only (no earlier than)."""
        return self.date.net


class Site(Value):
    """A place on the Moon: selenographic latitude, longitude east-positive, degrees, mean-Earth frame."""

    name: Text
    lat: Latitude | None = None
    lon: Longitude | None = None
    source: Words | None = None
    note: Words = ""

    @model_validator(mode="after")
    def _is_a_point_or_no_point(self) -> Site:
        if (self.lat is None) != (self.lon is None):
            given, wanted = ("lat", "lon") if self.lon is None else ("lon", "lat")
            raise FieldError(f"the site {self.name!r} has {given} but no {wanted}", "give both, or neither")
        return self


CLAIM_KEYS = ("date", "planned", "stated")


def fold_short_claims(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Write an event's `date:` and `source:` out as the claims that they are short for.

    Several `sources` say the same: each gives a claim of its own. Without a date they stay the
    event's own sources. A `start:` or `end:` that is a bare date is short for claims in the same way.
    """
    short = (*CLAIM_KEYS, "source", "sources")
    folded = {key: value for key, value in entry.items() if key not in short}
    sources = _as_list(entry.get("source"))
    sources += [source for source in _as_list(entry.get("sources")) if source not in sources]
    word = {key: entry[key] for key in ("planned", "stated") if key in entry}
    if entry.get("outcome") in UNFULFILLED:
        word.setdefault("planned", True)
    if "date" in entry:
        folded["claims"] = _each_says({"date": entry["date"], **word}, sources)
    elif sources:
        folded["sources"] = sources
    for end in ("start", "end"):
        if isinstance(folded.get(end), Mapping):
            folded[end] = _fold_end(folded[end])
        elif isinstance(folded.get(end), str | int | VagueDate):
            folded[end] = _each_says({"date": folded[end], **word}, sources)
    return folded


def _each_says(claim: dict[str, Any], sources: list[Any]) -> list[dict[str, Any]]:
    return [{**claim, "source": source} for source in sources] or [claim]


def _fold_end(entry: Mapping[str, Any]) -> Any:
    return entry["claims"] if set(entry) == {"claims"} else [dict(entry)]


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _short_form_schema(schema: dict[str, Any]) -> None:
    """Add the keys that are short for claims; the claim's own schema is that of the `claims` key."""
    keys = schema["properties"]
    claim = keys["claims"]["items"]
    several = {"type": "array", "items": claim}
    claims = {"type": "object", "properties": {"claims": several}, "additionalProperties": False}
    end = {"anyOf": [DATE_SCHEMA, claim, several, claims]}
    short = "short for one claim: " + str(DATE_SCHEMA["description"])
    keys |= {
        "date": {**DATE_SCHEMA, "description": short},
        "planned": {"type": "boolean", "default": False, "description": "whether `date` is a plan"},
        "stated": {**DATE_SCHEMA, "description": "when `date` was said"},
        "source": {"type": "string", "description": "the source that says `date`, by its id"},
        "start": {**end, "description": "where a span starts"},
        "end": {**end, "description": "where a span ends"},
    }


class Event(Value):
    """Something that happened, or is meant to: what, how it came out, and each claim on when.

    A span has claims on its `start` and on its `end` in the place of `claims`. What it comes `after`, `within`
    which conditions, with what `probability` (`otherwise` another event) and on which `resource` make a plan.
    """

    model_config = ConfigDict(ignored_types=(cached_property,))

    id: Id
    kind: Kind = "other"
    label: Text
    outcome: Outcome = "unknown"
    claims: tuple[Claim, ...] = ()
    start: tuple[Claim, ...] = ()
    end: tuple[Claim, ...] = ()
    sources: tuple[Words, ...] = ()
    note: Words = ""
    site: Site | None = None
    after: Afters = ()
    within: WithinOrNone = None
    probability: Chance = 1.0
    otherwise: Words = ""
    resource: ResourceOrNone = None
    mission: SkipJsonSchema[str] = ""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        """Describe the file's form: the fields, and the keys that are short for them."""
        reference: dict[str, Any] = handler(core)
        _short_form_schema(handler.resolve_ref_schema(reference))
        return reference

    @model_validator(mode="before")
    @classmethod
    def _write_out(cls, entry: Any) -> Any:
        if not isinstance(entry, Mapping):
            return entry
        folded = fold_short_claims(entry)
        if folded.get("outcome") is None:
            end = folded["end"] if isinstance(folded.get("end"), list | tuple) else ()
            first = folded.get("claims") or folded.get("start") or ()
            folded["outcome"] = history.default_outcome(first, end)
            if folded["outcome"] == "planned":
                for key in ("claims", "start", "end"):
                    if isinstance(folded.get(key), list | tuple):
                        folded[key] = [history.as_plan(claim) for claim in folded[key]]
        return folded

    @property
    def address(self) -> str:
        """Mission and event in one word, such as `m2.landing`."""
        return f"{self.mission}.{self.id}" if self.mission else self.id

    @property
    def is_span(self) -> bool:
        """Whether the event has a start and an end of its own."""
        return bool(self.start or self.end)

    @cached_property
    def best(self) -> Claim | None:
        """The claim to go by: actual over planned, then latest stated, most precise, first listed."""
        return history.best_claim(self.start if self.is_span else self.claims)

    @cached_property
    def date(self) -> VagueDate | None:
        """The date of the best claim, from start to end for a span; None where nobody gives one."""
        if not self.is_span:
            return self.best.date if self.best else None
        end = history.best_claim(self.end)
        start_text = self.best.date.text if self.best else ".."
        return parse(f"{start_text}/{end.date.text if end else '..'}")

    @property
    def status(self) -> Status | None:
        """Whether `date` tells what happened or what was planned."""
        if self.best is None:
            return None
        return "planned" if self.best.planned else "actual"

    @cached_property
    def contested(self) -> bool:
        """Whether claims of the same rank contradict each other."""
        return any(history.is_contested(claims) for claims in (self.claims, self.start, self.end))

    @cached_property
    def slips(self) -> tuple[history.Step, ...]:
        """How the plan moved, step by step in the order stated, to the actual date where there is one."""
        return history.steps(self.start if self.is_span else self.claims)

    @cached_property
    def source_ids(self) -> tuple[str, ...]:
        """Every source of this event, each once, in the order of the claims."""
        named = [claim.source for claim in (*self.claims, *self.start, *self.end) if claim.source]
        return tuple(dict.fromkeys([*named, *self.sources]))


class Lane(Value):
    """A named row of events: a mission, or an organisation."""

    id: Id
    name: Text
    note: Words = ""
    events: tuple[Event, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _name_the_mission(cls, entry: Any) -> Any:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("events"), list | tuple):
            return entry
        return {**entry, "events": [_of_mission(event, entry.get("id")) for event in entry["events"]]}


def _of_mission(event: Any, mission: Any) -> Any:
    if isinstance(event, Event):
        return event.model_copy(update={"mission": mission})
    return (
        {**event, "mission": mission if isinstance(mission, str) else ""}
        if isinstance(event, Mapping)
        else event
    )


class Organisation(Lane):
    """Who flies: a lane for events that belong to no single mission."""


class Mission(Lane):
    """One mission: who flies what to where, and its events."""

    operator: Words = ""
    vehicle: Words = ""
    site: Site | None = None
    backup_sites: tuple[Site, ...] = ()
    payloads: tuple[Words, ...] = ()


class Timeline(Value):
    """A mission file: a title, the sources, the missions, and the organisation's own events."""

    model_config = ConfigDict(ignored_types=(cached_property,))

    version: int = Field(1, ge=1, le=1)
    title: Text
    description: Words = ""
    sources: Annotated[
        tuple[Source, ...],
        BeforeValidator(_source_list),
        PlainSerializer(lambda sources: {source.id: source.model_dump() for source in sources}),
        _AsMapping,
    ] = ()
    organisation: Organisation | None = None
    missions: tuple[Mission, ...] = ()

    @property
    def lanes(self) -> tuple[Organisation | Mission, ...]:
        """The organisation's lane, where there is one, then the missions, in the order of the file."""
        return (*((self.organisation,) if self.organisation else ()), *self.missions)

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event, lane by lane, in the order of the file."""
        return tuple(event for lane in self.lanes for event in lane.events)

    @cached_property
    def source_numbers(self) -> Mapping[str, int]:
        """The number of each source, from 1, in the order of the file."""
        return {source.id: number for number, source in enumerate(self.sources, 1)}

    def lane(self, lane_id: str) -> Organisation | Mission:
        """Return the mission or organisation of this id; KeyError names the ids there are."""
        for lane in self.lanes:
            if lane.id == lane_id:
                return lane
        raise KeyError(f"no mission {lane_id!r}; there are: {', '.join(lane.id for lane in self.lanes)}")
