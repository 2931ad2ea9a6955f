"""The sky held against other people's tables.

Where the environment variable MOONLINE_TRUTH names a folder with the tables, they are used whole; otherwise
the rows quoted here are.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from ephemeris.eclipses import find_lunar_eclipses
from ephemeris.moon import moon
from ephemeris.phases import find_phases
from ephemeris.site import site

# NASA's Scientific Visualization Studio, Moon Phase and Libration, 2021: https://svs.gsfc.nasa.gov/4874
# UT, % lit, age in days, diameter in arcsec, distance in km, RA in h, Dec, sub-solar longitude and latitude,
# sub-Earth longitude and latitude, axis angle, all in degrees
SVS = """
01 Jan 2021 00:00 UT  96.30  17.322  1854.6  386460   8.3732   23.0895   -27.058   -0.567  -5.232   -4.624   14.540
17 Jan 2021 13:00 UT  20.11   4.333  1816.6  394531  23.5452   -8.5820   131.661   -0.999   4.794    6.739  336.732
03 Feb 2021 02:00 UT  68.53  20.875  1936.0  370211  13.4907   -4.8412   -69.238   -1.292  -0.966   -5.443   20.753
19 Feb 2021 15:00 UT  48.64   7.829  1775.9  403584   3.8212   18.5031    89.248   -1.502  -2.255    1.968  349.089
08 Mar 2021 04:00 UT  27.62  24.371  1892.6  378693  19.0513  -25.1202  -111.804   -1.526   4.750    3.233  352.460
24 Mar 2021 17:00 UT  79.50  11.277  1875.6  382137   8.9205   21.7844    46.458   -1.469  -7.354   -5.508   16.910
10 Apr 2021 06:00 UT   3.41  27.819  1794.1  399480   0.1053   -4.6077  -155.001   -1.227   4.294    6.353  336.941
26 Apr 2021 19:00 UT  99.72  14.687  2001.6  358083  14.0281   -8.8621     3.136   -0.905  -1.839   -4.306   18.945
13 May 2021 08:00 UT   2.12   1.542  1766.0  405843   4.5008   21.7128   161.172   -0.519  -2.095    0.187  352.809
29 May 2021 21:00 UT  84.00  18.083  1938.2  369790  19.8848  -24.7212   -40.727   -0.024   6.229    4.855  348.045
15 Jun 2021 10:00 UT  22.45   4.963  1838.7  389794   9.6401   19.3413   116.912    0.352  -6.712   -6.413   19.521
01 Jul 2021 23:00 UT  49.38  21.505  1802.0  397749   0.7836    0.1593   -84.988    0.835   5.807    5.815  337.852
18 Jul 2021 12:00 UT  62.31   8.447  1941.7  369117  14.5560  -12.3668    72.547    1.116  -3.106   -3.273   16.853
04 Aug 2021 01:00 UT  19.33  24.988  1780.0  402656   5.2373   23.9936  -129.342    1.407  -1.518   -1.303  357.002
20 Aug 2021 14:00 UT  95.32  12.007  1921.6  372986  20.4037  -23.5837    28.415    1.531   3.675    5.442  345.591
06 Sep 2021 03:00 UT   1.21  28.549  1882.1  380801  10.3833   15.4667  -173.470    1.525  -5.069   -6.550   21.462
22 Sep 2021 16:00 UT  97.05  15.631  1810.0  395977   1.2640    4.1963   -15.280    1.414   4.265    4.639  338.967
09 Oct 2021 05:00 UT  10.40   2.746  1971.4  363566  15.4115  -17.8350   142.889    1.134   0.515   -1.079   12.944
25 Oct 2021 18:00 UT  78.04  19.288  1769.9  404954   5.8686   25.7760   -58.449    0.788  -2.668   -3.021    0.631
11 Nov 2021 07:00 UT  47.51   6.407  1896.4  377946  21.3241  -20.9560    99.882    0.345   6.965    6.567  341.817
27 Nov 2021 20:00 UT  46.88  22.948  1854.1  386556  10.8558   12.9667  -101.119   -0.115  -7.503   -6.787   22.234
14 Dec 2021 09:00 UT  80.72  10.053  1786.6  401172   1.9327    8.9411    57.437   -0.594   5.472    3.501  340.975
30 Dec 2021 22:00 UT  11.82  26.595  1981.3  361750  15.7877  -19.7612  -143.483   -0.970  -3.685   -0.192   11.052
"""
# US Naval Observatory, https://aa.usno.navy.mil/data/MoonPhases: 0 new, 1 first quarter, 2 full, 3 last; UT1
USNO = """
3 1940-01-02T04:56:00.000Z
0 1940-01-09T13:53:00.000Z
1 1940-01-17T18:21:00.000Z
2 1940-01-24T23:22:00.000Z
3 1940-01-31T14:47:00.000Z
0 1940-02-08T07:45:00.000Z
1 1940-02-16T12:55:00.000Z
2 1940-02-23T09:55:00.000Z
3 1940-03-01T02:35:00.000Z
0 1940-03-09T02:23:00.000Z
1 1940-03-17T03:25:00.000Z
2 1940-03-23T19:33:00.000Z
3 1940-03-30T16:20:00.000Z
0 1940-04-07T20:18:00.000Z
1 1940-04-15T13:45:00.000Z
2 1940-04-22T04:37:00.000Z
3 1940-04-29T07:49:00.000Z
0 1940-05-07T12:07:00.000Z
1 1940-05-14T20:51:00.000Z
2 1940-05-21T13:33:00.000Z
3 1940-05-29T00:40:00.000Z
0 1940-06-06T01:05:00.000Z
1 1940-06-13T01:59:00.000Z
2 1940-06-19T23:02:00.000Z
3 1940-06-27T18:13:00.000Z
0 1940-07-05T11:28:00.000Z
1 1940-07-12T06:35:00.000Z
2 1940-07-19T09:55:00.000Z
3 1940-07-27T11:29:00.000Z
0 1940-08-03T20:09:00.000Z
1 1940-08-10T12:00:00.000Z
2 1940-08-17T23:02:00.000Z
3 1940-08-26T03:33:00.000Z
0 1940-09-02T04:15:00.000Z
1 1940-09-08T19:32:00.000Z
2 1940-09-16T14:41:00.000Z
3 1940-09-24T17:47:00.000Z
0 1940-10-01T12:41:00.000Z
1 1940-10-08T06:18:00.000Z
2 1940-10-16T08:15:00.000Z
3 1940-10-24T06:04:00.000Z
0 1940-10-30T22:03:00.000Z
1 1940-11-06T21:08:00.000Z
2 1940-11-15T02:23:00.000Z
3 1940-11-22T16:36:00.000Z
0 1940-11-29T08:42:00.000Z
1 1940-12-06T16:01:00.000Z
2 1940-12-14T19:38:00.000Z
3 1940-12-22T01:45:00.000Z
0 1940-12-28T20:56:00.000Z
1 1990-01-04T10:40:00.000Z
2 1990-01-11T04:57:00.000Z
3 1990-01-18T21:17:00.000Z
0 1990-01-26T19:20:00.000Z
1 1990-02-02T18:32:00.000Z
2 1990-02-09T19:16:00.000Z
3 1990-02-17T18:48:00.000Z
0 1990-02-25T08:54:00.000Z
1 1990-03-04T02:05:00.000Z
2 1990-03-11T10:59:00.000Z
3 1990-03-19T14:30:00.000Z
0 1990-03-26T19:48:00.000Z
1 1990-04-02T10:24:00.000Z
2 1990-04-10T03:19:00.000Z
3 1990-04-18T07:03:00.000Z
0 1990-04-25T04:27:00.000Z
1 1990-05-01T20:18:00.000Z
2 1990-05-09T19:31:00.000Z
3 1990-05-17T19:45:00.000Z
0 1990-05-24T11:47:00.000Z
1 1990-05-31T08:11:00.000Z
2 1990-06-08T11:01:00.000Z
3 1990-06-16T04:48:00.000Z
0 1990-06-22T18:55:00.000Z
1 1990-06-29T22:08:00.000Z
2 1990-07-08T01:24:00.000Z
3 1990-07-15T11:04:00.000Z
0 1990-07-22T02:54:00.000Z
1 1990-07-29T14:01:00.000Z
2 1990-08-06T14:19:00.000Z
3 1990-08-13T15:54:00.000Z
0 1990-08-20T12:39:00.000Z
1 1990-08-28T07:34:00.000Z
2 1990-09-05T01:46:00.000Z
3 1990-09-11T20:53:00.000Z
0 1990-09-19T00:46:00.000Z
1 1990-09-27T02:06:00.000Z
2 1990-10-04T12:02:00.000Z
3 1990-10-11T03:31:00.000Z
0 1990-10-18T15:37:00.000Z
1 1990-10-26T20:26:00.000Z
2 1990-11-02T21:48:00.000Z
3 1990-11-09T13:02:00.000Z
0 1990-11-17T09:05:00.000Z
1 1990-11-25T13:12:00.000Z
2 1990-12-02T07:50:00.000Z
3 1990-12-09T02:04:00.000Z
0 1990-12-17T04:22:00.000Z
1 1990-12-25T03:16:00.000Z
2 1990-12-31T18:35:00.000Z
"""
# NASA/GSFC, Espenak's catalogue of lunar eclipses: https://eclipse.gsfc.nasa.gov/LEcat5/LE1901-2000.html
# year, month, day, hour, minute (UT of greatest), type, saros, gamma, penumbral and umbral magnitude
ECLIPSES = """
1901,5,03,18,31,N,110,-1.010,1.069,-0.029
1901,10,27,15,15,P,115,0.902,1.209,0.226
1902,4,22,18,53,T+,120,-0.268,2.426,1.337
1902,10,17,06,03,T-,125,0.220,2.477,1.462
1903,4,12,00,13,P,130,0.480,2.013,0.973
1903,10,06,15,17,P,135,-0.528,1.939,0.870
1904,3,02,03,02,N,102,-1.453,0.200,-0.785
1904,3,31,12,32,N,140,1.167,0.729,-0.263
1904,9,24,17,35,N,145,-1.284,0.570,-0.534
1990,2,09,19,11,T,133,-0.415,2.145,1.080
1990,8,06,14,12,P,138,0.638,1.726,0.681
1991,1,30,05,59,N,143,-1.075,0.906,-0.105
1991,6,27,03,15,N,110,-1.406,0.339,-0.752
1991,7,26,18,08,N,148,1.437,0.280,-0.807
1991,12,21,10,33,P,115,0.971,1.090,0.093
1992,6,15,04,57,P,120,-0.629,1.753,0.687
1992,12,09,23,44,T,125,0.314,2.317,1.276
1993,6,04,13,00,T-,130,0.164,2.578,1.567
1993,11,29,06,26,T,135,-0.400,2.189,1.092
1994,5,25,03,30,P,140,0.893,1.219,0.249
1994,11,18,06,44,N,145,-1.105,0.908,-0.215
1995,4,15,12,18,P,112,-0.959,1.109,0.117
1995,10,08,16,04,N,117,1.118,0.851,-0.206
1996,4,04,00,10,T+,122,-0.253,2.433,1.385
1996,9,27,02,54,T,127,0.343,2.244,1.245
1997,3,24,04,39,P,132,0.490,2.025,0.924
1997,9,16,18,47,T,137,-0.377,2.167,1.197
1998,3,13,04,20,N,142,1.196,0.735,-0.378
1998,8,08,02,25,N,109,1.488,0.146,-0.858
1998,9,06,11,10,N,147,-1.106,0.837,-0.149
1999,1,31,16,18,N,114,-1.019,1.028,-0.021
1999,7,28,11,34,P,119,0.786,1.460,0.402
2000,1,21,04,44,T,124,-0.296,2.331,1.330
2000,7,16,13,56,T-,129,0.030,2.864,1.773
"""
# Apollo Lunar Surface Journal, Apollo 11: https://www.hq.nasa.gov/alsj/a11/a11.html; stated to half a degree
# mission, UTC, site, Sun's elevation and azimuth, Earth's elevation and azimuth, event
ALSJ = """
A11,1969,7,20,20,17,39,0.6875,23.4333,10.65,88.81,59.43,272.16,landing
A11,1969,7,21,2,39,33,0.6875,23.4333,13.84,88.84,59.3,272.88,EVA start
A11,1969,7,21,5,11,13,0.6875,23.4333,15.17,88.85,59.27,273.17,EVA end
A11,1969,7,21,17,54,0,0.6875,23.4333,21.65,88.91,59.09,274.58,liftoff
"""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def rows(name: str, quoted: str) -> list[str]:
    folder = os.environ.get("MOONLINE_TRUTH")
    text = (Path(folder) / name).read_text(encoding="utf-8") if folder else quoted
    return [line for line in text.splitlines() if line.strip()]


def utc(year, month, day, hour, minute, second=0) -> str:
    return f"{int(year)}-{int(month):02}-{int(day):02}T{int(hour):02}:{int(minute):02}:{int(second):02}"


def around(difference):
    return (difference + 180.0) % 360.0 - 180.0


@pytest.fixture(scope="module")
def svs():
    lines = [line.split() for line in rows("svs_2021.txt", SVS) if "Date" not in line]
    times = [utc(p[2], MONTHS.index(p[1]) + 1, p[0], *p[3].split(":")) for p in lines]
    return np.array(times, dtype="M8[us]"), np.array([[float(v) for v in p[5:]] for p in lines]).T


# the marks are those of issue 3; the table's own rounding is half of its last digit
@pytest.mark.parametrize(
    ("field", "column", "scale", "mark"),
    [
        ("illuminated_fraction", 0, 100.0, 0.006),
        ("age_days", 1, 1.0, 0.0006),
        ("angular_diameter_arcsec", 2, 1.0, 0.08),
        ("distance_apparent_km", 3, 1.0, 1.0),
        ("right_ascension_deg", 4, 1.0 / 15.0, 0.00006),
        ("declination_deg", 5, 1.0, 0.00006),
        ("subsolar_longitude_deg", 6, 1.0, 0.0006),
        ("subsolar_latitude_deg", 7, 1.0, 0.0006),
        ("subearth_longitude_deg", 8, 1.0, 0.0006),
        ("subearth_latitude_deg", 9, 1.0, 0.0006),
        ("axis_angle_deg", 10, 1.0, 0.0006),
    ],
)
def test_the_moon_is_that_of_svs(svs, field, column, scale, mark):
    times, table = svs
    error = getattr(moon(times), field) * scale - table[column]
    assert np.abs(around(error) if field.endswith("_deg") and scale == 1.0 else error).max() <= mark


def test_phases_are_those_of_the_naval_observatory():
    lines = [line.split() for line in rows("usno_phases_1900_1999.txt", USNO)]
    times = np.array([text.rstrip("Z") for _, text in lines], dtype="M8[us]")
    kinds = np.array([int(kind) for kind, _ in lines])
    error, minute = [], np.timedelta64(1, "m")
    # whole runs of quarters, so that one missing or one too many would show
    for run in np.split(np.arange(len(times)), np.flatnonzero(np.diff(times) > np.timedelta64(10, "D")) + 1):
        found = find_phases(times[run[0]] - minute, times[run[-1]] + 2 * minute)
        assert found.kinds.tolist() == kinds[run].tolist()
        error.append((found.times - times[run]) / np.timedelta64(1, "s"))
    seconds = np.concatenate(error)
    assert np.sqrt((seconds**2).mean()) < 20.0
    assert np.abs(seconds).max() < 45.0


def test_lunar_eclipses_are_those_of_nasa():
    lines = [line.split(",") for line in rows("nasa_lunar_eclipses_1901_2000.csv", ECLIPSES)]
    lines = [p for p in lines if p[0] != "year"]
    years = sorted({int(p[0]) for p in lines})
    for first, last in ((y[0], y[-1]) for y in np.split(years, np.flatnonzero(np.diff(years) > 1) + 1)):
        mine = [p for p in lines if first <= int(p[0]) <= last]
        found = find_lunar_eclipses(np.datetime64(f"{first}-01-01"), np.datetime64(f"{last + 1}-01-01"))
        words = {"N": "penumbral", "P": "partial", "T": "total"}
        assert found.kinds.tolist() == [words[p[5][0]] for p in mine]
        seconds = (found.greatest - np.array([utc(*p[:5]) for p in mine], "M8[us]")) / np.timedelta64(1, "s")
        assert np.abs(seconds).max() < 32.0
        for mine_is, column, mark in (
            (found.gamma, 7, 0.0008),
            (found.penumbral_magnitude, 8, 0.0011),
            (found.umbral_magnitude, 9, 0.0011),
        ):
            assert np.abs(mine_is - [float(p[column]) for p in mine]).max() < mark


def test_the_sun_at_tranquility_base_is_that_of_the_journal():
    lines = [line.split(",") for line in rows("alsj_apollo11.csv", ALSJ) if not line.startswith("mission")]
    times = np.array([utc(*p[1:7]) for p in lines], dtype="M8[us]")
    place, sun, sun_az, earth, earth_az = np.array(
        [[[float(p[7]), float(p[8])], *([float(v)] * 2 for v in p[9:13])] for p in lines]
    ).transpose(1, 0, 2)
    sky = site(times, place[:, 0], place[:, 1])
    assert np.abs(sky.sun_elevation_deg - sun[:, 0]).max() < 0.1
    assert np.abs(sky.sun_azimuth_deg - sun_az[:, 0]).max() < 0.1
    # the journal's Earth is seen from the Moon's centre: parallax lowers it at the site by up to 0.26 degrees
    seen = moon(times)
    lat, lon = np.radians(place.T)
    below, beside = np.radians(seen.subearth_latitude_deg), np.radians(seen.subearth_longitude_deg)
    centred = np.degrees(
        np.arcsin(np.sin(lat) * np.sin(below) + np.cos(lat) * np.cos(below) * np.cos(beside - lon))
    )
    assert np.abs(centred - earth[:, 0]).max() < 0.1
    lowered = centred - sky.earth_elevation_deg
    parallax = np.degrees(1737.4 * np.cos(np.radians(centred)) / seen.distance_km)
    assert np.abs(lowered - parallax).max() < 0.005
    assert np.abs(sky.earth_azimuth_deg - earth_az[:, 0]).max() < 0.1
