from __future__ import annotations

import csv
import io
import json

import pytest

from moonline.records import event_records, to_csv, to_json
from moonline.site_records import SITE_KEYS
from timeline import Timeline, load_timeline
from timeline.places import AT_SITE, event_site

UNDATED = {"id": "ground", "kind": "eva", "label": "On the ground"}


def shipped(name, *lanes):
    timeline = load_timeline(name)
    found = event_records(timeline, lanes or [lane.id for lane in timeline.lanes])
    return {f"{record['mission']}.{record['id']}": record for record in found}


def made(events, site=None):
    mission = {"id": "m", "name": "M", "events": events} | ({"site": site} if site else {})
    timeline = Timeline.model_validate({"title": "A title", "missions": [mission]})
    return {record["id"]: record for record in event_records(timeline, ["m"])}


def test_a_landing_has_the_sky_of_its_site():
    landing = shipped("ispace", "m2")["m2.landing"]
    assert landing["site"] == {
        "name": "Mare Frigoris",
        "latitude_deg": 60.5,
        "longitude_deg": -4.6,
        "note": "",
    }
    assert landing["sun_elevation_deg"] == pytest.approx(11.86, abs=0.01)
    assert landing["earth_elevation_deg"] == pytest.approx(31.37, abs=0.01)
    assert landing["sunrise"] == "2025-06-03T18:16:47Z"
    assert landing["sunset"] == "2025-06-19T01:02:11Z"
    assert landing["eclipse"] == []


def test_an_events_own_site_comes_before_its_missions():
    """Mission 1 aimed at Atlas; its landing tells where it came down."""
    landing = shipped("ispace", "m1")["m1.landing"]
    assert (landing["site"]["latitude_deg"], landing["site"]["longitude_deg"]) == (47.581, 44.094)
    assert landing["sun_elevation_deg"] is not None


def test_only_what_happens_at_the_site_has_it():
    for name in ("ispace", "apollo11", "blue-ghost-m1", "slim", "chandrayaan3", "artemis1"):
        timeline = load_timeline(name)
        records = shipped(name)
        for lane in timeline.lanes:
            for event in lane.events:
                record = records[event.address]
                assert (record["site"] is None) == (event_site(event, lane) is None)
                if event.site is None and event.kind not in AT_SITE:
                    assert [record[key] for key in ("site", *SITE_KEYS)] == [None] * 6
    assert shipped("apollo11")["apollo11.launch"]["site"] is None
    # 13.84 in the Apollo Lunar Surface Journal, which has the site 0.04 degrees further west
    assert shipped("apollo11")["apollo11.eva"]["sun_elevation_deg"][0] == pytest.approx(13.84, abs=0.15)


def test_an_eclipse_is_told_in_full():
    (eclipse,) = shipped("blue-ghost-m1")["bg1.eclipse"]["eclipse"]
    assert (eclipse["body"], eclipse["kind"]) == ("Moon", "total")
    assert eclipse["begins"] < eclipse["greatest"] < eclipse["ends"]
    assert eclipse["greatest"].startswith("2025-03-14T06:58")


def test_a_vague_date_has_ranges_and_an_open_one_says_why():
    landing = {"id": "landing", "kind": "landing_attempt", "label": "Landing"}
    place = {"name": "A pole", "lat": -89, "lon": 0}
    records = made(
        [{**landing, "date": "2028-06"}, {**landing, "id": "later", "date": "2028-06/.."}, UNDATED], place
    )
    low, high = records["landing"]["sun_elevation_deg"]
    assert -3 < low < 0 < high < 3
    assert records["landing"]["sunrise"] is None
    assert records["landing"]["eclipse"] is None
    assert records["later"]["sun_elevation_deg"] is None
    assert "open" in records["later"]["site"]["note"]
    assert records["ground"]["site"]["latitude_deg"] == -89
    assert records["ground"]["sun_elevation_deg"] is None


def test_a_site_without_coordinates_is_named_and_no_more():
    event = {**UNDATED, "date": "2028-06-01T00:00Z"}
    record = made([event], {"name": "Somewhere"})["ground"]
    assert record["site"] == {"name": "Somewhere", "latitude_deg": None, "longitude_deg": None, "note": ""}
    assert [record[key] for key in SITE_KEYS] == [None] * 5


def test_json_and_csv_hold_the_same():
    timeline = load_timeline("blue-ghost-m1")
    records = event_records(timeline, ["bg1"])
    assert json.loads(to_json(records)) == records
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(to_csv(records)))}
    landing, eclipse, launch = rows["landing"], rows["eclipse"], rows["launch"]
    assert landing["site"] == "Mare Crisium near Mons Latreille"
    assert landing["sun_elevation_deg_min"] == landing["sun_elevation_deg_max"] != ""
    assert landing["sunrise"] == "2025-03-02T00:54:21Z"
    assert float(eclipse["sun_elevation_deg_min"]) < float(eclipse["sun_elevation_deg_max"])
    assert eclipse["eclipse"] == "total of the Moon"
    assert {launch[key] for key in ("site", "sunrise", "sunset", "eclipse", "earth_elevation_deg_max")} == {
        ""
    }
