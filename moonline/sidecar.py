"""The data twin of a figure: everything that it shows, and what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from moonline.records import event_records, to_json
from timeline.version import VERSION

if TYPE_CHECKING:
    from figures.scene import Scene
    from timeline.model import Source, Timeline


def sidecar_json(
    timeline: Timeline, lanes: Sequence[str], figure: str, scene: Scene, file: str, data: bytes
) -> str:
    """Return the twin as JSON: figure, alt text, events, sources, the input's SHA-256, and versions."""
    records = event_records(timeline, lanes)
    cited = {source for record in records for source in record["sources"]}
    return (
        to_json(
            {
                "title": scene.title,
                "figure": figure,
                "missions": list(lanes),
                "size_pt": [round(scene.width, 2), round(scene.height, 2)],
                "alt": scene.description,
                "notices": list(scene.notices),
                "input": {"file": file, "sha256": hashlib.sha256(data).hexdigest()},
                "made_with": {"moonline": VERSION, "ephemeris": "JPL DE421"},
                "events": records,
                "sources": [
                    _source(timeline.source_numbers[source.id], source)
                    for source in timeline.sources
                    if source.id in cited
                ],
            }
        )
        + "\n"
    )


def _source(number: int, source: Source) -> dict[str, Any]:
    date = source.date.text if source.date else None
    return {
        "number": number,
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "date": date,
    }
