"""Tables cut to slides: how tall their rows are, and how many of them a slide holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moonline.report.tables import Cell, Table

TABLE_WIDTH = 912.0  # points, as all lengths here
TABLE_TYPE, LINE_HEIGHT = 11.0, 14.0
CELL_PADDING, GAP = 8.0, 14.0
HEAD_HEIGHT = LINE_HEIGHT + CELL_PADDING
HEADING_HEIGHT, TABLES_TOP, BOTTOM = 24.0, 62.0, 522.0
ROOM_FOR_ROWS = BOTTOM - TABLES_TOP - HEADING_HEIGHT - HEAD_HEIGHT


def table_pages(table: Table, width: float = TABLE_WIDTH, room: float = ROOM_FOR_ROWS) -> Iterator[Table]:
    """Give a table in parts of which each fits a slide, by how many lines its rows take."""
    from dataclasses import replace

    page: list[tuple[Cell, ...]] = []
    used = 0.0
    for row in table.rows:
        height = row_height(row, table, width)
        if page and used + height > room:
            yield replace(table, rows=tuple(page))
            page, used = [], 0.0
        page.append(row)
        used += height
    if page:
        yield replace(table, rows=tuple(page))


def table_height(table: Table) -> float:
    """Return how tall a table is with its head, in points."""
    return HEAD_HEIGHT + sum(row_height(row, table, TABLE_WIDTH) for row in table.rows)


def row_height(row: Sequence[Cell], table: Table, width: float) -> float:
    """Return how tall a row is, in points."""
    from figures.textfit import wrap

    lines = 1
    for cell, column in zip(row, table.columns, strict=True):
        room = width * column.share - CELL_PADDING
        numbers = "".join(f",{number}" for number in cell.numbers)
        weight = "semibold" if cell.strong else "regular"
        count = len(wrap(cell.text + numbers, TABLE_TYPE, room, weight))  # type: ignore[arg-type]
        count += len(wrap(cell.note, TABLE_TYPE, room)) if cell.note else 0
        lines = max(lines, count)
    return lines * LINE_HEIGHT + CELL_PADDING
