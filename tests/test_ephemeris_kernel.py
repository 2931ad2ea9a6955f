from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from jplephem.spk import SPK

from ephemeris.kernel import EARTH_MOON, MOON, SUN, KernelRangeError, default_kernel_path, load_kernel

KERNEL = load_kernel()


@pytest.mark.parametrize(
    ("series", "pair"), [(KERNEL.moon, MOON), (KERNEL.barycentre, EARTH_MOON), (KERNEL.sun, SUN)]
)
def test_coefficients_are_evaluated_as_jplephem_does(series, pair):
    days = np.linspace(2414864.5, 2471184.5, 1501)  # both ends of the kernel among them
    with SPK.open(str(default_kernel_path())) as spk:
        position, velocity = spk[pair].compute_and_differentiate(days)
    mine, speed = series.evaluate((days - 2451545.0) * 86400.0)
    assert np.abs(mine - position).max() < 1e-4  # km: what a double of Julian days is worth
    assert np.abs(speed - velocity / 86400.0).max() < 1e-9


def test_a_kernel_is_opened_once_and_knows_its_years():
    assert load_kernel() is KERNEL
    assert KERNEL.name == "DE421"
    assert KERNEL.years == "1899-07-29 to 2053-10-08 (DE421)"
    ends = np.array([KERNEL.start, KERNEL.end])
    assert KERNEL.covers(KERNEL.tdb_from(ends)).all()


@pytest.mark.parametrize(
    "text", ["1899-07-28", "2053-10-09", "2060-01-01", "0001-01-01", "-9000-01-01", "99999-01"]
)
def test_outside_its_years_the_error_names_them_and_the_time(text):
    time = np.datetime64(text)
    with pytest.raises(KernelRangeError, match=r"known from 1899-07-29 to 2053-10-08 \(DE421\)") as caught:
        KERNEL.tdb_from(np.array([np.datetime64("2025-01-01"), time]))
    assert text in str(caught.value)


def test_seconds_outside_are_outside():
    with pytest.raises(KernelRangeError):
        KERNEL.tdb_from(np.datetime64("2053-10-08T23:59:59"))


def test_another_kernel_may_be_named(tmp_path):
    copy = tmp_path / "other.bsp"
    copy.symlink_to(default_kernel_path())
    other = load_kernel(copy)
    assert other.name == "OTHER"
    assert "(OTHER)" in other.years


def test_a_missing_or_wrong_kernel_is_told_apart(tmp_path):
    with pytest.raises(FileNotFoundError, match="no kernel at"):
        load_kernel(tmp_path / "none.bsp")
    wrong = tmp_path / "wrong.bsp"
    wrong.write_bytes(b"not a kernel" * 200)
    with pytest.raises(ValueError, match=r"wrong\.bsp is not a kernel"):
        load_kernel(wrong)


def test_importing_the_room_imports_nothing_heavy():
    code = "import ephemeris, sys; print([m for m in ('numpy', 'skyfield', 'jplephem') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_event_of_this_century_needs_no_skyfield_api():
    code = (
        "import sys, numpy as np\n"
        "from ephemeris.moon import moon\n"
        "moon(np.datetime64('2025-06-05T19:17'))\n"
        "print('skyfield.api' in sys.modules, 'skyfield.timelib' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"


def test_every_public_name_is_there():
    import ephemeris

    assert ephemeris.__all__ == sorted(
        ephemeris.__all__, key=lambda n: (not n.isupper(), not n[0].isupper(), n)
    )
    for name in ephemeris.__all__:
        assert getattr(ephemeris, name).__class__.__name__ != "module"
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = ephemeris.nothing_of_the_kind
