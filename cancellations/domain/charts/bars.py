"""A bar for each name, as long as its median; a thin line on to what nine of ten reached; a stroke at the promise."""

from collections.abc import Sequence
from dataclasses import dataclass

from cancellations.domain.charts.svg import WIDTH, Drawing, Told, shortened, top_of, width_of

_ROW, _BAR, _INSET = 42.0, 10.0, 4.0


@dataclass(frozen=True)
class Bar:
    """`text`: the numbers in words, beside the name."""

    name: str
    text: str
    median: float
    most: float
    promised: float | None = None

    @property
    def is_late(self) -> bool:
        return self.promised is not None and self.median > self.promised


def bar_chart(told: Told, bars: Sequence[Bar]) -> str:
    drawing = Drawing(told, WIDTH, max(_ROW * len(bars), 1))
    top = top_of(length for bar in bars for length in (bar.median, bar.most, bar.promised or 0))
    for place, bar in enumerate(bars):
        _draw_bar(drawing, bar, _ROW * place, (WIDTH - 2 * _INSET) / top)
    return drawing.as_text()


def _draw_bar(drawing: Drawing, bar: Bar, y: float, unit: float) -> None:
    drawing.write(shortened(bar.name, WIDTH - width_of(bar.text) - 12), 0, y + 15, look="strong")
    drawing.write(bar.text, WIDTH, y + 15, anchor="end")
    middle = y + 29
    drawing.put("rect", "track", x=0, y=middle - _BAR / 2, width=WIDTH, height=_BAR, rx=3)
    drawing.put("path", "whisker", d=f"M{_INSET:.1f} {middle:.1f}H{_INSET + bar.most * unit:.1f}v-5v10")
    look = "bar late" if bar.is_late else "bar fine"
    drawing.put("rect", look, x=0, y=middle - _BAR / 2, width=_INSET + bar.median * unit, height=_BAR, rx=3)
    if bar.promised is not None:
        x = _INSET + bar.promised * unit
        drawing.put("path", "promise", d=f"M{x:.1f} {middle - 9:.1f}v18", stroke_dasharray="3 2")
