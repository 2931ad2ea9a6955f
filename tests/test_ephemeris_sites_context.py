from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ephemeris.days import sun_times
from ephemeris.kernel import KernelRangeError
from ephemeris.site import site
from ephemeris.sites_context import SiteContext, site_context
from timeline.dates import parse

M2 = (60.5, -4.6)
APOLLO_11 = (0.6875, 23.4333)  # as the Apollo Lunar Surface Journal reckons it
BLUE_GHOST = (18.56, 61.81)
SLIM = (-13.316, 25.251)

latitudes = st.floats(-90.0, 90.0)
longitudes = st.floats(-360.0, 360.0)
minutes = st.integers(0, 150 * 525_960).map(
    lambda n: np.datetime64("1901-01-01T00:00") + np.timedelta64(n, "m")
)
modest = settings(max_examples=25, deadline=None)


def one(text, place=M2):
    return site_context([parse(text)], [place])[0]


def instant(time):
    return parse(f"{time}Z")


def seconds(one_time, other):
    return abs((one_time - other) / np.timedelta64(1, "s"))


def test_an_instant_agrees_with_the_apollo_lunar_surface_journal():
    """Hansen's and Jones's table of the Sun and the Earth at Apollo 11: nasa.gov/history/alsj/alsj-sunangles.html."""
    rows = [
        ("1969-07-20T20:17:39Z", 10.65, 59.43),
        ("1969-07-21T02:39:33Z", 13.84, 59.30),
        ("1969-07-21T05:11:13Z", 15.17, 59.27),
        ("1969-07-21T17:54:00Z", 21.65, 59.09),
    ]
    for text, sun, earth in rows:
        found = one(text, APOLLO_11)
        assert found.sun_elevation_deg == pytest.approx(sun, abs=0.1)
        assert found.earth_elevation_deg == pytest.approx(earth, abs=0.5)


def test_the_lunar_day_agrees_with_what_landers_did():
    """Blue Ghost worked for five hours into the night, to 2025-03-16 23:15 or 23:25 UTC; SLIM rested from
    31 January 2024 (timeline/missions names the reports): each by terrain and limb within three hours.
    """
    sunset = one("2025-03-16T23:15Z", BLUE_GHOST).sunset
    assert abs((sunset - np.datetime64("2025-03-16T18:15")) / np.timedelta64(1, "h")) < 3.0
    assert one("2024-01-28T12:00Z", SLIM).sunset.astype("M8[D]") == np.datetime64("2024-01-31")


@modest
@given(minutes, st.floats(-80.0, 80.0), longitudes)
def test_an_instant_has_the_sky_and_the_day_that_holds_it(time, latitude, longitude):
    found = site_context([instant(time)], [(latitude, longitude)])[0]
    times = np.array([time], "M8[us]")
    sky, around = site(times, latitude, longitude), sun_times(times, latitude, longitude)
    assert found.sun_elevation_deg == pytest.approx(sky.sun_elevation_deg[0], abs=1e-9)
    assert found.earth_elevation_deg == pytest.approx(sky.earth_elevation_deg[0], abs=1e-9)
    assert found.sun == ("up" if sky.sun_in_view[0] else "down")
    if found.sun == "up":
        rise, fall = around.previous_sunrise[0], around.next_sunset[0]
    else:
        rise, fall = around.next_sunrise[0], around.previous_sunset[0]
    assert seconds(found.sunrise, rise) < 0.01
    assert seconds(found.sunset, fall) < 0.01


@modest
@given(minutes, st.floats(0.01, 730.9), latitudes, longitudes)
@example(np.datetime64("1901-01-01T00:00"), 5.0, 3.0, 6.0)  # the Earth near the zenith, turning unevenly
def test_a_range_holds_every_value_and_little_more(time, days, latitude, longitude):
    date = parse(f"{time}Z/{time + np.timedelta64(int(days * 1440), 'm')}Z")
    found = site_context([date], [(latitude, longitude)])[0]
    times = np.linspace(date.earliest_us, date.latest_us - 1, 4001)
    sky = site(times.astype(np.int64).astype("M8[us]"), latitude, longitude)
    for told, values in (
        (found.sun_elevation_deg, sky.sun_elevation_deg),
        (found.earth_elevation_deg, sky.earth_elevation_deg),
    ):
        assert told[0] <= values.min()
        assert told[1] >= values.max()
        # what lies between two samples, the greatest where a body passes the zenith
        slack = 2e-4 + days / 4000 * 12.2 / 2
        assert told[0] == pytest.approx(values.min(), abs=slack)
        assert told[1] == pytest.approx(values.max(), abs=slack)
    assert found.sunrise is None
    assert found.sun is None


def test_the_sun_in_the_zenith_is_found_between_the_samples():
    month = parse("2025-06")
    times = np.arange(month.earliest, month.latest, np.timedelta64(1, "m"))
    from ephemeris.moon import moon

    seen = moon(times[20_000:20_001])
    place = float(seen.subsolar_latitude_deg[0]), float(seen.subsolar_longitude_deg[0])
    assert site_context([month], [place])[0].sun_elevation_deg[1] > 89.98


@pytest.mark.parametrize("shift_hours", [2, 118])
def test_a_turn_next_to_an_end_of_the_date_is_found(shift_hours):
    """A date of five days that begins 2 hours before the Sun culminates, or ends 2 hours after it."""
    times = np.arange("2025-06-08", "2025-06-14", np.timedelta64(1, "m"), "M8[m]")
    heights = site(times.astype("M8[us]"), *M2).sun_elevation_deg
    start = times[heights.argmax()] - np.timedelta64(shift_hours, "h")
    date = parse(f"{start}Z/{start + np.timedelta64(5, 'D')}Z")
    assert site_context([date], [M2])[0].sun_elevation_deg[1] >= heights.max()


def test_a_day_a_month_and_a_year_hold_each_other():
    inner, wider, widest = (one(text) for text in ("2025-06-05", "2025-06", "2025"))
    for key in ("sun_elevation_deg", "earth_elevation_deg"):
        a, b, c = (getattr(each, key) for each in (inner, wider, widest))
        assert c[0] <= b[0] <= a[0] < a[1] <= b[1] <= c[1]


def test_what_is_too_vague_has_no_elevations_and_says_why():
    assert "longer than two years" in one("2025/2027").note
    assert one("2025/2026").note == ""
    for text in ("2028/..", "../2028"):
        found = one(text)
        assert (found.sun_elevation_deg, found.earth_elevation_deg) == (None, None)
        assert "open" in found.note
    assert one("XXXX") is None
    assert site_context([parse("2025-06-05")], [None]) == [None]


def test_outside_the_kernel_there_is_a_note_or_an_error():
    assert one("1850") == SiteContext(note=one("1850").note)
    assert "1899" in one("1850").note
    with pytest.raises(KernelRangeError, match="1899"):
        site_context([parse("1850")], [M2], strict=True)


def test_the_edge_of_the_kernel_leaves_out_what_is_beyond():
    found = one("1899-07-30T00:00Z", (0.0, 0.0))
    assert found.sun_elevation_deg is not None
    assert None in (found.sunrise, found.sunset)


def test_near_the_poles_the_sun_may_stay():
    midnight_sun, polar_night = one("2025-06-05T19:17Z", (90.0, 0.0)), one("2025-06-05T19:17Z", (-90.0, 0.0))
    assert midnight_sun.sun == "up"
    assert midnight_sun.sunrise < np.datetime64("2025-06-05") < midnight_sun.sunset
    assert polar_night.sun == "down"
    assert polar_night.sunset < np.datetime64("2025-06-05") < polar_night.sunrise
    assert polar_night.sunrise - polar_night.sunset > np.timedelta64(150, "D")


def test_a_sun_that_neither_rises_nor_sets_is_told(monkeypatch):
    """No place on the sphere is so for 800 days; terrain would make one, so the reach is made short here."""
    from ephemeris import days

    monkeypatch.setattr(days, "POLAR_REACH_DAYS", 5)
    for latitude, state in ((90.0, "always up"), (-90.0, "never up")):
        found = one("2025-06-05T19:17Z", (latitude, 0.0))
        assert (found.sun, found.sunrise, found.sunset) == (state, None, None)
        assert state in found.note


def test_an_eclipse_is_named_where_the_date_sees_it():
    """The total eclipse of the Moon of 14 March 2025, greatest 06:58:44 UT: eclipse.gsfc.nasa.gov, LEcat5."""
    for text in ("2025-03-14T06:00Z", "2025-03-14", "2025-03-13/2025-03-15"):
        (eclipse,) = one(text, BLUE_GHOST).eclipses
        assert (eclipse.body, eclipse.kind) == ("Moon", "total")
        assert seconds(eclipse.greatest, np.datetime64("2025-03-14T06:58:44")) < 31
    both = one("2025-03-10/2025-03-31", BLUE_GHOST).eclipses
    assert [(each.body, each.kind) for each in both] == [("Moon", "total"), ("Sun", "partial")]
    assert one("2025-03-14T11:00Z", BLUE_GHOST).eclipses == ()
    assert one("2025-03-12", BLUE_GHOST).eclipses == ()
    assert one("2025-03", BLUE_GHOST).eclipses is None


def test_many_dates_together_are_as_one_by_one():
    texts = [
        "2025-06-05T19:17Z",
        "2025",
        "XXXX",
        "2025-03-14",
        "1850",
        "2025-06",
        "2028/..",
        "2024-02-01T00:00Z",
    ]
    places = [M2, (-89.0, 10.0), M2, BLUE_GHOST, M2, None, M2, (-89.0, 10.0)]
    together = site_context(map(parse, texts), places)
    assert together == [one(text, place) for text, place in zip(texts, places, strict=True)]
    assert site_context([], []) == []


def test_a_place_that_is_none_is_an_error():
    for place in ((90.5, 0.0), (0.0, 361.0), (float("nan"), 0.0)):
        with pytest.raises(ValueError, match="is not within"):
            one("2025-06-05T19:17Z", place)
    with pytest.raises(ValueError, match="zip"):
        site_context([parse("2025")], [])
