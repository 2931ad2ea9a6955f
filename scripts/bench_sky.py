"""The sky beside skyfield, and beside astropy, astronomy-engine and spiceypy where they are installed.

    scripts/bench sky [--rounds N]

Each part runs its contestants in turn, in one process or in whole processes, and prints medians per event
and ratios to moonline. Those that do less than moonline say what they do.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from statistics import median

import numpy as np
from benchmarks import in_turn

from ephemeris.conditions import earth_elevation, moon_above, sun_elevation
from ephemeris.context import moon_context
from ephemeris.cycles import _whole
from ephemeris.kernel import load_kernel
from ephemeris.orientation import orientation
from ephemeris.phases import find_phases
from ephemeris.scales import tdb_from_utc
from ephemeris.search import find_spans
from ephemeris.site import moon_and_site
from ephemeris.stations import find_station

LATITUDE, LONGITUDE = 47.5, 44.4  # Atlas crater
KERNEL = load_kernel()
Contest = dict[str, tuple[Callable[[], object], int]]


def contest(contestants: Contest, rounds: int) -> dict[str, float]:
    """Run each once a round, in turn, after once to warm up; median seconds for each of its events."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, (run, events) in contestants.items():
            start = time.perf_counter()
            run()
            if turn:
                taken[name].append((time.perf_counter() - start) / events)
    return {name: median(each) for name, each in taken.items()}


def table(title: str, medians: dict[str, float], unit: str, scale: float, mark: str) -> None:
    """Print medians and how many times moonline's each one is."""
    first = next(iter(medians.values()))
    print(f"\n{title}\n  mark: {mark}")
    for name, seconds in medians.items():
        print(f"  {name:<52} {seconds * scale:10.2f} {unit}  x {seconds / first:.1f}")
    sys.stdout.flush()


def some_times(count: int) -> np.ndarray:
    """Instants all over 1975 to 2050, unsorted."""
    seconds = np.random.default_rng(5).integers(0, 75 * 365 * 86400, count)
    return np.datetime64("1975-01-01", "us") + seconds * np.timedelta64(1, "s")


def skyfield_context(count: int) -> Callable[[], object]:
    """Do what `moon_and_site` does, by skyfield's vectors; the Moon's turn is moonline's: it has none."""
    from skyfield import almanac
    from skyfield.api import load

    planets, scale = load(str(KERNEL.path)), load.timescale(builtin=True)
    earth, moon, sun = planets["earth"], planets["moon"], planets["sun"]
    seconds = tdb_from_utc(some_times(count))

    def run() -> object:
        # a new Time each round: it keeps what it has computed
        t = scale.tdb_jd(seconds / 86400.0 + 2451545.0)
        seen = earth.at(t).observe(moon).apparent()
        columns = [almanac.moon_phase(planets, t).degrees, seen.fraction_illuminated(sun), seen.distance().km]
        turned = orientation(seconds)
        here = moon.at(t)
        to_earth, to_sun = (here.observe(body).apparent().position.km for body in (earth, sun))
        for vector in (to_earth, to_sun):
            columns += turned.latitude_longitude(vector / np.linalg.norm(vector, axis=0))
        angle = np.radians(turned.meridian_deg + LONGITUDE)
        latitude = np.radians(LATITUDE)
        out = np.cos(angle) * turned.node + np.sin(angle) * turned.side
        up = np.cos(latitude) * out + np.sin(latitude) * turned.pole
        for vector in (to_earth - 1737.4 * up, to_sun - 1737.4 * up):
            columns.append(np.arcsin((vector * up).sum(axis=0) / np.linalg.norm(vector, axis=0)))
        return columns

    return run


def astropy_phase(count: int) -> Callable[[], object]:
    """Find Sun and Moon as astropy sees them, on its built-in ephemeris."""
    import warnings

    from astropy.coordinates import get_body
    from astropy.time import Time

    warnings.simplefilter("ignore")  # that leap seconds after 2026 are not known yet
    times = some_times(count)
    return lambda: get_body("moon", Time(times)).separation(get_body("sun", Time(times)))


def engine_context(count: int) -> Callable[[], object]:
    """Find phase, illumination and libration, an event at a time."""
    import astronomy

    days = (some_times(count) - np.datetime64("2000-01-01T12:00")) / np.timedelta64(1, "D")

    def run() -> object:
        times = [astronomy.Time(day) for day in days]
        return [
            (astronomy.MoonPhase(t), astronomy.Illumination(astronomy.Body.Moon, t), astronomy.Libration(t))
            for t in times
        ]

    return run


def spice_phase(count: int) -> Callable[[], object]:
    """Correct Sun and Moon for light time and aberration, and find the angle between them, an event at a time."""
    import spiceypy

    spiceypy.furnsh(str(KERNEL.path))
    seconds = tdb_from_utc(some_times(count))

    def run() -> object:
        return [
            spiceypy.vsep(
                spiceypy.spkpos("MOON", t, "J2000", "LT+S", "EARTH")[0],
                spiceypy.spkpos("SUN", t, "J2000", "LT+S", "EARTH")[0],
            )
            for t in seconds
        ]

    return run


def bench_context(rounds: int) -> None:
    """Everything about 100,000 instants and one site."""
    times = some_times(100_000)
    contestants: Contest = {
        "moonline, 100,000 at once": (lambda: moon_and_site(times, LATITUDE, LONGITUDE), len(times)),
        "moonline, 100 at once": (lambda: moon_and_site(times[:100], LATITUDE, LONGITUDE), 100),
        "skyfield vectorised, 2,000 at once": (skyfield_context(2000), 2000),
        "skyfield, one": (skyfield_context(1), 1),
    }
    if find_spec("astropy"):
        contestants["astropy vectorised, 1,000: elongation alone"] = (astropy_phase(1000), 1000)
    if find_spec("astronomy"):
        contestants["astronomy-engine, 100: without the site"] = (engine_context(100), 100)
    if find_spec("spiceypy"):
        contestants["spiceypy, 500: elongation alone"] = (spice_phase(500), 500)
    mark = "at most 6 us at 100,000, and 25 times faster than skyfield vectorised"
    table("the whole context with a site", contest(contestants, rounds), "us/event", 1e6, mark)


def bench_cold(rounds: int) -> None:
    """One event, whole processes."""
    path, event = str(KERNEL.path), "2025, 6, 5, 19, 17"
    commands = {
        "moonline: everything": "import numpy as np; from ephemeris.moon import moon; "
        "print(moon(np.datetime64('2025-06-05T19:17')))",
        "skyfield: the phase alone": "from skyfield import almanac; from skyfield.api import load; "
        f"print(almanac.moon_phase(load({path!r}), load.timescale(builtin=True).utc({event})).degrees)",
    }
    if find_spec("astronomy"):
        commands["astronomy-engine: the phase alone"] = (
            f"import astronomy; print(astronomy.MoonPhase(astronomy.Time.Make({event}, 0)))"
        )
    if find_spec("astropy"):
        commands["astropy: the Moon alone"] = (
            "from astropy.coordinates import get_body; from astropy.time import Time; "
            "print(get_body('moon', Time('2025-06-05T19:17')))"
        )
    medians = in_turn({name: [sys.executable, "-c", code] for name, code in commands.items()}, 3 * rounds)
    table("one event, a whole process", medians, "s", 1.0, "no slower than skyfield")


def bench_phases(rounds: int) -> None:
    """All new and full Moons and quarters."""
    from skyfield import almanac
    from skyfield.api import load

    planets, scale = load(str(KERNEL.path)), load.timescale(builtin=True)
    phases = almanac.moon_phases(planets)

    def whole() -> object:
        _whole.cache_clear()
        return find_phases(KERNEL.start, KERNEL.end)

    contestants: Contest = {
        "moonline, 1899 to 2053": (whole, 1),
        "moonline, again: looked up": (lambda: find_phases(KERNEL.start, KERNEL.end), 1),
        "skyfield find_discrete, 5 years": (
            lambda: almanac.find_discrete(scale.utc(2020), scale.utc(2025), phases),
            1,
        ),
    }
    table("all phases", contest(contestants, rounds), "s", 1.0, "0.3 s for the whole kernel")


def bench_windows(rounds: int) -> None:
    """When a site is lit as asked, over the whole kernel."""
    sun = sun_elevation(LATITUDE, LONGITUDE, 5.0, 45.0)
    earth = earth_elevation(LATITUDE, LONGITUDE, 5.0)
    station = moon_above(find_station("Goldstone"), 10.0)

    def search(*conditions: object) -> Callable[[], object]:
        return lambda: find_spans(list(conditions), KERNEL.start, KERNEL.end)  # type: ignore[arg-type]

    contestants: Contest = {
        "moonline: sun 5..45 degrees": (search(sun), 1),
        "moonline: and earth above 5": (search(sun, earth), 1),
        "moonline: and Goldstone sees the Moon": (search(sun, earth, station), 1),
    }
    table("windows over 1899 to 2053", contest(contestants, rounds), "s", 1.0, "2 s for one site")


class Day:
    """A date known to the day."""

    is_instant = False

    def __init__(self, start: np.datetime64) -> None:
        self.earliest_us = int(start.astype("M8[D]").astype("M8[us]").astype(np.int64))
        self.latest_us = self.earliest_us + 86_400_000_000


def bench_vague(rounds: int) -> None:
    """Ranges for dates known to the day."""
    for count in (100, 10_000):
        days = [Day(time) for time in some_times(count)]
        contestants: Contest = {f"moonline, {count} days": (lambda days=days: moon_context(days), count)}  # type: ignore[misc]
        table("ranges of vague dates", contest(contestants, rounds), "us/date", 1e6, "none set")


def main() -> None:
    """Run every part."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each contestant runs (default: 5)")
    rounds = max(parser.parse_args().rounds, 1)
    for part in (bench_context, bench_cold, bench_phases, bench_windows, bench_vague):
        part(rounds)


if __name__ == "__main__":
    main()
