"""What the tests of figures share: shipped figures laid out once, timelines made up, and what is wrong to look at."""

from collections import Counter
from functools import cache
from types import SimpleNamespace

import pytest
from hypothesis import strategies as st

SIZES = {"report": None, "wide": (960.0, 540.0), "square": (720.0, 720.0), "flat": (1200.0, 400.0)}
HAIR = 0.05  # points: a twentieth of a hairline is no overlap that anyone sees


@cache
def shipped(name):
    """A shipped timeline with its sky."""
    from figures.sky import look_up
    from timeline import load_timeline

    timeline = load_timeline(name)
    return timeline, look_up(timeline.events)


@cache
def shipped_scene(name, style="light", size="report"):
    """A shipped timeline laid out; `report` is as wide as the command line makes it."""
    from figures.layers import Options
    from figures.sizes import figure_size
    from figures.theme import THEMES
    from figures.timeline import lay_out_timeline

    timeline, sky = shipped(name)
    width, height = SIZES[size] or figure_size("report", style)
    return lay_out_timeline(timeline, sky, Options(THEMES[style], width=width), height=height)


def made(lanes, *, title="A timeline", sources=3):
    """A timeline of lanes, each a list of events as mappings, addressed m0.e0, m0.e1..., with sources s0, s1...."""
    from timeline import Timeline

    place = {"name": "Schrödinger Basin", "lat": -75, "lon": 132.4}
    named = [
        {
            "id": f"m{i}",
            "name": f"Mission {i}" + ", a name in more lines than one" * (i % 2),
            "vehicle": "APEX 1.0",
            "site": place,
            "events": [{"id": f"e{j}", **event} for j, event in enumerate(events)],
        }
        for i, events in enumerate(lanes)
    ]
    return Timeline.model_validate(
        {
            "title": title,
            "sources": {
                f"s{i}": {"title": f"Source {i}", "url": f"https://example.org/{i}"} for i in range(sources)
            },
            "missions": named,
        }
    )


def asked(style="light", **how):
    """What a figure is asked for as the layouts take it: its options together, all else by name."""
    from dataclasses import fields

    from figures.layers import Options
    from figures.theme import THEMES

    own = {field.name: how.pop(field.name) for field in fields(Options) if field.name in how}
    return {"options": Options(THEMES[style], **own), **how}


def laid_out(timeline, style="light", **how):
    """A timeline as a scene, with its own sky."""
    from figures.sky import look_up
    from figures.timeline import lay_out_timeline

    return lay_out_timeline(timeline, look_up(timeline.events), **asked(style, **how))


def box_of(shape):
    """The box (left, top, right, bottom) of a shape's points; a curve's handles bound it too."""
    points = [point for _, each in shape.commands for point in each]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def event_groups(scene):
    """The groups of single events and of counted ones."""
    from figures.scene import Group, walk

    return [part for part in walk(scene.parts) if isinstance(part, Group) and part.role in ("event", "group")]


def mark_boxes(scene):
    """The box of everything that is drawn in the events' groups: marks and Moons."""
    from figures.scene import Shape, walk

    return [
        box_of(part) for group in event_groups(scene) for part in walk(group.parts) if isinstance(part, Shape)
    ]


def overlapping_texts(scene):
    from figures.measure import overlaps
    from figures.quality import label_boxes
    from figures.scene import texts

    words = [text.text for text in texts(scene)]
    return [(words[i], words[j]) for i, j in overlaps(label_boxes(scene), tolerance=HAIR)]


def texts_outside(scene):
    from figures.measure import outside
    from figures.quality import label_boxes
    from figures.scene import texts

    frame = (0.0, 0.0, scene.width, scene.height)
    words = [text.text for text in texts(scene)]
    return [words[i] for i in outside(label_boxes(scene), frame, tolerance=HAIR)]


def texts_on_marks(scene):
    from figures.measure import overlaps
    from figures.quality import label_boxes
    from figures.scene import texts

    words, boxes, marks = [text.text for text in texts(scene)], label_boxes(scene), mark_boxes(scene)
    pairs = overlaps([*boxes, *marks], tolerance=HAIR)
    return [(words[i], marks[j - len(boxes)]) for i, j in pairs if i < len(boxes) <= j]


def leaders_through_texts(scene):
    from figures.measure import through
    from figures.quality import label_boxes, leader_lines
    from figures.scene import texts

    words, lines = [text.text for text in texts(scene)], leader_lines(scene)
    return [(lines[i], words[j]) for i, j in through(lines, label_boxes(scene), tolerance=HAIR)]


def crossing_leaders(scene):
    from figures.measure import crossings
    from figures.quality import leader_lines

    lines = leader_lines(scene)
    return [(lines[i], lines[j]) for i, j in crossings(lines)]


def faults(scene):
    """Everything that is wrong to look at, by what it is; empty where nothing is."""
    found = {
        "texts overlap": overlapping_texts(scene),
        "texts leave the frame": texts_outside(scene),
        "texts on marks": texts_on_marks(scene),
        "leaders cross": crossing_leaders(scene),
        "leaders run through texts": leaders_through_texts(scene),
    }
    return {what: where[:4] for what, where in found.items() if where}


def miscounted(timeline, scene, tz=None):
    """The addresses that are not there exactly once, each with how often it is there."""
    from figures.words import event_words

    groups = event_groups(scene)
    there = Counter(group.id for group in groups if group.role == "event")
    grouped = [group.title for group in groups if group.role == "group"]
    wrong, wanted = {}, Counter()
    for event in timeline.events:
        if there[event.address] != 1:
            wrong[event.address] = there[event.address]
            wanted[event_words(event, None, tz)] += 1
    named = Counter()
    for words in wanted:
        named[words] = sum(title.split("; ").count(words) for title in grouped)
    lacking = {words for words, count in wanted.items() if named[words] < count}
    strangers = set(there) - {event.address for event in timeline.events}
    return {
        **{
            e.address: wrong[e.address]
            for e in timeline.events
            if e.address in wrong and event_words(e, None, tz) in lacking
        },
        **{address: times for address, times in there.items() if times > 1},
        **dict.fromkeys(strangers, -1),
    }


DATES = (
    "2025-06-05T19:17Z", "2025-06-05T19:17:32.125Z", "2025-06-05T19Z", "2025-06-05", "2025-06", "2025", "2028",
    "202X", "20XX", "2025-06~", "2025?", "2025-06-05%", "2025-Q3", "early 2024", "H2 2026", "2025-06/2025-08",
    "2025-06/..", "../2025-06", "2013/", "/2013", "NET 2027-03", "NLT 2026", "[2026,2028]", "XXXX", "TBD",
    "1969-07-16T13:32Z", "1969-07-20T20:17:40Z", "2024-21", "2025-06-05T19:17Z~", "around 6 June 2025",
)  # fmt: skip
LABELS = (
    "Launch",
    "Landing attempt",
    "着陸を試みる",
    "هبوط على سطح القمر",
    "<script>alert(\"1\")</script> & 'more'",
    "Ж",
)


@st.composite
def dates(draw):
    """A date of any kind that people write, or a day or a minute near others."""
    if draw(st.booleans()):
        return draw(st.sampled_from(DATES))
    day = f"20{draw(st.integers(10, 28))}-{draw(st.integers(1, 12)):02}-{draw(st.integers(1, 28)):02}"
    return day + draw(st.sampled_from(["", f"T{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}Z"]))


@st.composite
def events(draw):
    """An event as a mapping: undated, of one claim, of claims that slip or contradict, or a span."""
    from timeline.kinds import KINDS, OUTCOMES

    words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=200)
    written = st.integers(1, 200).map(lambda length: ("A label that goes on and on " * 8)[:length])
    label = draw(st.sampled_from(LABELS) | words.filter(str.strip) | written)
    event = {"label": label, "kind": draw(st.sampled_from(KINDS)), "outcome": draw(st.sampled_from(OUTCOMES))}
    form = draw(st.sampled_from(["none", "one", "one", "slips", "contested", "span"]))
    if form == "one":
        event["claims"] = [{"date": draw(dates()), "source": draw(st.sampled_from(["s0", "s1"]))}]
    elif form == "slips":
        plans = draw(st.lists(dates(), min_size=1, max_size=6))
        event["claims"] = [
            {"date": date, "planned": True, "stated": str(2010 + i), "source": "s2"}
            for i, date in enumerate(plans)
        ]
        event["claims"] += [{"date": draw(dates())}] * draw(st.integers(0, 1))
    elif form == "contested":
        event["claims"] = [
            {"date": date, "source": "s1"} for date in draw(st.lists(dates(), min_size=2, max_size=3))
        ]
    elif form == "span":
        event["start"], event["end"] = (
            "2013",
            draw(st.sampled_from(["2018", "2018-03-31", "2013-02-01", "2019~"])),
        )
    return event


def timelines(max_events=12):
    """Timelines of up to three missions with any events at all."""
    return st.lists(st.lists(events(), max_size=max_events), min_size=1, max_size=3).map(made)


@pytest.fixture(scope="session")
def look():
    """The helpers above by name."""
    return SimpleNamespace(
        **{name: value for name, value in globals().items() if callable(value)}, SIZES=SIZES
    )
