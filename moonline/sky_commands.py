"""The commands of the sky alone: `moon` for instants, `windows` for when a site is lit as asked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from moonline.shell import band, cli, degrees, teaches

if TYPE_CHECKING:
    import numpy as np

    from ephemeris.search import Condition
    from ephemeris.stations import Station

TIME_HELP = (
    "TIME: an instant with its zone, such as 2025-06-05T19:17Z or 2025-06-06T04:17+09:00; - reads one a line."
)
MOON_KEYS = (
    "phase_longitude_deg",
    "phase_angle_deg",
    "elongation_deg",
    "illuminated_fraction",
    "age_days",
    "lunation",
    "distance_km",
    "distance_apparent_km",
    "angular_diameter_arcsec",
    "subearth_latitude_deg",
    "subearth_longitude_deg",
    "subsolar_latitude_deg",
    "subsolar_longitude_deg",
    "colongitude_deg",
    "axis_angle_deg",
    "bright_limb_angle_deg",
    "right_ascension_deg",
    "declination_deg",
)
SITE_KEYS = (
    "sun_elevation_deg",
    "sun_azimuth_deg",
    "earth_elevation_deg",
    "earth_azimuth_deg",
    "local_time_hours",
)
LEAP_SECOND_DAYS = 3652  # after the last one, from when on it is worth a word that none is assumed to follow
CAVEAT = "elevations of the centres over a sphere of 1737.4 km: hills and crater rims are not in them"


@cli.command(epilog=TIME_HELP)
@click.argument("times", nargs=-1, required=True, metavar="TIME...")
@click.option("--lat", type=float, metavar="DEG", help="A site on the Moon: latitude, north positive.")
@click.option("--lon", type=float, metavar="DEG", help="Its longitude, east positive.")
@click.option("--horizon", metavar="CSV", help="The site's horizon: rows of azimuth and elevation, degrees.")
@click.option(
    "--station",
    "stations",
    multiple=True,
    metavar="NAME",
    help="A ground station, or LAT,LON (may be repeated).",
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON list, in the order of the times.")
@teaches
def moon(
    times: tuple[str, ...],
    lat: float | None,
    lon: float | None,
    horizon: str | None,
    stations: tuple[str, ...],
    as_json: bool,
) -> None:
    """Tell how the Moon stands at instants: phase, distance, libration, and the sky of a site."""
    instants = read_times(times)
    found = moon_records(instants, site_of(lat, lon), horizon, [station(name) for name in stations])
    for note in clock_notes(instants):
        click.echo(note, err=True)
    if as_json:
        from moonline.records import to_json

        click.echo(to_json(found))
        return
    from moonline.tables import print_moon

    print_moon(found)
    if lat is not None:
        click.echo(CAVEAT, err=True)


def clock_notes(times_us: Sequence[int]) -> list[str]:
    """Say what the times stand for, where that is not plain UTC."""
    from ephemeris.scales import last_leap_second
    from timeline.edtf import days_from_civil

    notes = []
    if any(us < days_from_civil(1972, 1, 1) * 86_400_000_000 for us in times_us):
        notes.append("before 1972 times are taken as UT1")
    last = last_leap_second().astype("M8[D]")
    if any(us >= (int(last.astype(int)) + LEAP_SECOND_DAYS) * 86_400_000_000 for us in times_us):
        notes.append(f"no leap second is assumed after the last announced one, of {last}")
    return notes


def site_of(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    """Return the place that --lat and --lon give; raises ValueError where only one is given."""
    if (lat is None) != (lon is None):
        raise ValueError("a site takes both --lat and --lon")
    return None if lat is None or lon is None else (lat, lon)


def read_times(given: Sequence[str]) -> list[int]:
    """Return instants in microseconds of UTC since 1970; `-` stands for the lines of standard input."""
    lines: list[tuple[str, str]] = []
    for text in given:
        if text == "-":
            rows = enumerate(sys.stdin.read().splitlines(), 1)
            lines += [(row.strip(), f"line {number}: ") for number, row in rows if row.strip()]
        else:
            lines.append((text, ""))
    return [_instant(text, where) for text, where in lines]


def _instant(text: str, where: str) -> int:
    from timeline.dates import DateError, parse

    try:
        date = parse(text)
    except DateError as error:
        raise ValueError(f"{where}{error}") from None
    if not date.is_instant or date.middle_us is None:
        example = (
            f"{date.text}T12:00Z" if date.precision == "day" and not date.approximate else "2025-06-05T12:00Z"
        )
        raise ValueError(f"{where}{text!r} is no instant (give day, time and zone: {example})")
    return date.middle_us


def station(name: str) -> Station:
    """Return a ground station by its name, or any place on the Earth as `LAT,LON`."""
    from ephemeris.stations import Station, find_station

    latitude, comma, longitude = name.partition(",")
    if not comma:
        return find_station(name)
    try:
        return Station(name, float(latitude), float(longitude))
    except ValueError as error:
        raise ValueError(
            f"{name!r} is no place on the Earth (LAT,LON in degrees, such as 35.4,-116.9): {error}"
        ) from None


def moon_records(
    times_us: Sequence[int],
    place: tuple[float, float] | None,
    horizon_file: str | None = None,
    stations: Sequence[Station] = (),
) -> list[dict[str, Any]]:
    """Return one record a time, numbers with their units in the names."""
    import numpy as np

    from ephemeris.horizon import load_horizon
    from ephemeris.moon import moon as moon_at
    from ephemeris.phases import phase_name
    from ephemeris.site import moon_and_site
    from ephemeris.stations import moon_from_station
    from moonline.records import iso

    times = np.array(times_us, dtype="datetime64[us]")
    columns: dict[str, Any] = {}
    if place is None:
        state = moon_at(times)
    else:
        state, sky = moon_and_site(times, *place, load_horizon(horizon_file) if horizon_file else None)
        columns = {key: getattr(sky, key) for key in SITE_KEYS}
        columns |= {"sun_in_view": sky.sun_in_view, "earth_in_view": sky.earth_in_view}
    columns = {key: getattr(state, key) for key in MOON_KEYS} | columns
    for each in stations:
        columns[f"elevation_from_{each.name}_deg"] = moon_from_station(times, each).elevation_deg
    names = [phase_name(float(longitude)) for longitude in state.phase_longitude_deg]
    return [
        {
            "time": iso(us),
            "phase_name": names[index],
            **{key: _plain(column[index]) for key, column in columns.items()},
        }
        for index, us in enumerate(times_us)
    ]


def _plain(value: Any) -> Any:
    """Return a numpy scalar as a plain one, to a micro-unit; not a number is null."""
    plain = value.item()
    if isinstance(plain, float):
        return None if plain != plain else round(plain, 6)
    return plain


@cli.command()
@click.option("--lat", type=float, required=True, metavar="DEG", help="The site's latitude, north positive.")
@click.option("--lon", type=float, required=True, metavar="DEG", help="Its longitude, east positive.")
@click.option("--sun", metavar="LO..HI", help="The Sun's elevation in degrees; an end may be left open.")
@click.option("--earth", metavar="LO..HI", help="The Earth's elevation in degrees.")
@click.option(
    "--station",
    "stations",
    multiple=True,
    metavar="NAME:LO",
    help="A station that sees the Moon above LO degrees.",
)
@click.option("--no-eclipse", is_flag=True, help="Leave out what the Earth's shadow touches.")
@click.option("--from", "start", required=True, metavar="DATE", help="Where the search begins.")
@click.option("--to", "end", required=True, metavar="DATE", help="Where it ends, that date included.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON list.")
@teaches
def windows(
    lat: float,
    lon: float,
    sun: str | None,
    earth: str | None,
    stations: tuple[str, ...],
    no_eclipse: bool,
    start: str,
    end: str,
    as_json: bool,
) -> None:
    """Find when a site on the Moon is lit, sees the Earth, and is seen, as asked."""
    first, last = _bound(start, "--from"), _bound(end, "--to")
    if last <= first:
        raise ValueError(f"the range is reversed: --from {start} is not before --to {end} (swap them)")
    conditions = _conditions(lat, lon, sun, earth, stations, no_eclipse)
    found = window_records(conditions, lat, lon, first, last)
    if as_json:
        from moonline.records import to_json

        click.echo(to_json(found))
        return
    from moonline.tables import print_windows

    print_windows(found)
    click.echo(CAVEAT, err=True)


def _conditions(
    lat: float, lon: float, sun: str | None, earth: str | None, stations: Sequence[str], no_eclipse: bool
) -> list[Condition]:
    from ephemeris import conditions

    asked: list[Condition] = []
    if sun is not None:
        asked.append(conditions.sun_elevation(lat, lon, *band(sun, "--sun")))
    if earth is not None:
        asked.append(conditions.earth_elevation(lat, lon, *band(earth, "--earth")))
    for text in stations:
        name, colon, least = text.rpartition(":")
        asked.append(
            conditions.moon_above(
                station(name if colon else text), degrees(least if colon else "0", "--station")
            )
        )
    if no_eclipse:
        asked += [conditions.no_eclipse(), conditions.sun_not_eclipsed(lat, lon)]
    if not asked:
        raise ValueError("nothing is asked of the sky (--sun 5..45, --earth 10.., --station Goldstone:10)")
    return asked


def _bound(text: str, option: str) -> np.datetime64:
    """Return where a date starts for --from, and where it ends for --to; an instant is itself."""
    import numpy as np

    from timeline.dates import parse

    date = parse(text)
    us = date.latest_us if option == "--to" and not date.is_instant else date.earliest_us
    if us is None or abs(us) >= 2**62:
        raise ValueError(f"{option} takes a date, not {text!r} (such as 2028 or 2028-06-01)")
    return np.datetime64(us, "us")


def window_records(
    conditions: Sequence[Condition], lat: float, lon: float, start: np.datetime64, end: np.datetime64
) -> list[dict[str, Any]]:
    """Return each span in which all conditions are met, with the Sun's elevation at both ends."""
    import numpy as np

    from ephemeris.search import find_spans
    from ephemeris.site import site
    from moonline.records import iso

    spans = find_spans(conditions, start, end)
    ends = np.concatenate([spans.starts, spans.ends])
    elevations = site(ends, lat, lon).sun_elevation_deg if len(ends) else ends
    instants = ends.astype("datetime64[s]").astype(np.int64)
    count = len(spans)
    return [
        {
            "start": iso(int(instants[i]) * 1_000_000),
            "end": iso(int(instants[i + count]) * 1_000_000),
            "start_sun_elevation_deg": _plain(elevations[i]),
            "end_sun_elevation_deg": _plain(elevations[i + count]),
        }
        for i in range(count)
    ]
