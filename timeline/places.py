"""Where an event happens on the Moon: at a site of its own, or at its mission's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from timeline.kinds import Kind
    from timeline.model import Event, Mission, Organisation, Site

AT_SITE: Final[frozenset[Kind]] = frozenset(
    ("landing_attempt", "descent", "surface_operations", "eva", "ascent")
)
"""Kinds that happen at the mission's site, or over it; all others may be anywhere between Earth and Moon."""


def event_site(event: Event, lane: Mission | Organisation) -> Site | None:
    """Return where an event happens: its own site, else its lane's where its kind happens there."""
    if event.site is not None:
        return event.site
    return getattr(lane, "site", None) if event.kind in AT_SITE else None


def has_place(site: Site | None) -> bool:
    """Tell whether a site has coordinates."""
    return site is not None and site.lat is not None and site.lon is not None
