"""What Word and PowerPoint files share: texts that XML can hold, properties without a clock, steady bytes."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from timeline.version import VERSION

if TYPE_CHECKING:
    from moonline.report.content import Report

NO_DATE = datetime(2000, 1, 1)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def steady_zip(data: bytes) -> bytes:
    """Return a zip with its parts as they are, and no time of day: equal parts give equal bytes."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 3
            new.writestr(entry, old.read(name))
    return stream.getvalue()


def set_properties(properties: Any, report: Report) -> None:
    """Say what a document is; its dates are that of the file's latest word, since there is no clock in it."""
    when = _day(report)
    properties.title = xml_text(report.title)[:255]
    properties.subject = xml_text(report.description or report.subtitle)[:255]
    properties.author = properties.last_modified_by = f"moonline {VERSION}"
    properties.comments = xml_text(report.made_with)[:255]
    properties.keywords = ""
    properties.language = report.language
    properties.created = properties.modified = when
    properties.revision = 1


def _day(report: Report) -> datetime:
    from timeline.edtf import DAY, civil_from_days

    us = report.as_of.earliest_us if report.as_of else None
    if us is None:
        return NO_DATE
    year, month, day = civil_from_days(us // DAY)
    return datetime(year, month, day) if 1900 <= year <= 9999 else NO_DATE
