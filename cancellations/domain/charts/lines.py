"""Lines over time: one solid with round marks, one dashed with square marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cancellations.domain import formats
from cancellations.domain.charts.svg import WIDTH, Drawing, Told, number, top_of, width_of

_RIGHT, _TOP, _BOTTOM, _HEIGHT = 10.0, 12.0, 24.0, 170.0
_BEFORE_AXIS = 34.0  # units at least: the numbers of the axis
_MOST_MARKS = 30  # more of them would touch each other
_LABELS = 4


class Look(StrEnum):
    """Both a colour and a shape; the class of the line in the style sheet."""

    SOLID = "solid"
    DASHED = "dashed"


_DASHES = {Look.SOLID: "", Look.DASHED: "5 4"}


@dataclass(frozen=True)
class Line:
    values: Sequence[int]
    look: Look


def line_chart(told: Told, labels: Sequence[str], lines: Sequence[Line]) -> str:
    """`labels`: of each place on the axis; only as many are written as have room."""
    drawing = Drawing(told, WIDTH, _HEIGHT)
    top = top_of(value for line in lines for value in line.values)
    left = max(_BEFORE_AXIS, width_of(formats.number(top)) + 8)
    _draw_axis(drawing, top, left)
    _draw_labels(drawing, labels, left)
    for line in lines:
        places = [(_x(nth, len(line.values), left), _y(value, top)) for nth, value in enumerate(line.values)]
        _draw_line(drawing, places, line.look)
    return drawing.as_text()


def key_to(look: Look) -> str:
    """A short piece of such a line, to be put before its name."""
    drawing = Drawing(None, 26, 10)
    _draw_line(drawing, [(1, 5), (13, 5), (25, 5)], look, marked=[(13, 5)])
    return drawing.as_text()


def _draw_axis(drawing: Drawing, top: int, left: float) -> None:
    for value in (0, top // 2, top):
        y = _y(value, top)
        drawing.put("path", "axis", d=f"M{number(left)} {number(y)}H{number(WIDTH - _RIGHT)}")
        drawing.write(formats.number(value), left - 6, y + 4, anchor="end")


def _draw_labels(drawing: Drawing, labels: Sequence[str], left: float) -> None:
    """The first and the last always, others evenly between them."""
    last = len(labels) - 1
    between = min(_LABELS, len(labels)) - 1
    shown = sorted({round(last * nth / between) for nth in range(between + 1)}) if between > 0 else [0]
    for nth in shown if labels else ():
        anchor = "middle" if 0 < nth < last or not last else "start" if nth == 0 else "end"
        drawing.write(labels[nth], _x(nth, len(labels), left), _HEIGHT - 6, anchor=anchor)


def _draw_line(
    drawing: Drawing,
    places: Sequence[tuple[float, float]],
    look: Look,
    marked: Sequence[tuple[float, float]] | None = None,
) -> None:
    points = " ".join(f"{number(x)},{number(y)}" for x, y in places)
    dashes = {"stroke_dasharray": _DASHES[look]} if _DASHES[look] else {}
    drawing.put("polyline", f"line {look}", points=points, **dashes)
    for x, y in places if marked is None and len(places) <= _MOST_MARKS else marked or ():
        if look is Look.SOLID:
            drawing.put("circle", f"mark {look}", cx=x, cy=y, r=3)
        else:
            drawing.put("rect", f"mark {look}", x=x - 2.7, y=y - 2.7, width=5.4, height=5.4)


def _x(nth: int, of: int, left: float) -> float:
    room = WIDTH - left - _RIGHT
    return left + (room * nth / (of - 1) if of > 1 else room / 2)


def _y(value: float, top: int) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top
