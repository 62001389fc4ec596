"""Numbers in rows and columns, each with a bar as long as it is large: nothing is told by colour."""

from collections.abc import Sequence

from cancellations.domain import formats
from cancellations.domain.charts.svg import WIDTH, Drawing, Told, shortened, width_of

_ROW, _HEAD, _GAP = 36.0, 22.0, 10.0
_MOST_LABEL = 130.0


def grid_chart(told: Told, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    """`rows`: the name of each, and as many numbers as there are columns."""
    left = min(_MOST_LABEL, max((width_of(name) for name, _ in rows), default=0)) + _GAP
    room = (WIDTH - left) / max(1, len(columns))
    most = max((value for _, values in rows for value in values), default=0) or 1
    drawing = Drawing(told, WIDTH, _HEAD + _ROW * len(rows))
    for nth, column in enumerate(columns):
        drawing.write(shortened(column, room), left + room * nth, 14)
    for place, (name, values) in enumerate(rows):
        y = _HEAD + _ROW * place
        drawing.put("path", "axis", d=f"M0 {y:.1f}H{WIDTH}")
        drawing.write(shortened(name, left - _GAP), 0, y + 15)
        for nth, value in enumerate(values):
            _draw_cell(drawing, value, left + room * nth, y, (room - _GAP) * value / most)
    return drawing.as_text()


def _draw_cell(drawing: Drawing, value: int, x: float, y: float, length: float) -> None:
    drawing.write(formats.number(value), x, y + 15, look="strong" if value else "")
    if value:
        drawing.put("rect", "bar fine", x=x, y=y + 20, width=max(length, 2), height=9, rx=2)
