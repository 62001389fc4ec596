"""Charts as SVG: pure functions from numbers and words to text. No script and no style stands in them.

Colours come from the style sheet by class, so that they follow the theme; what a colour says is said by a shape too.
Every chart has a title and a description, and its table stands beside it.
"""

from cancellations.domain.charts.bars import Bar, bar_chart
from cancellations.domain.charts.grid import grid_chart
from cancellations.domain.charts.lines import Line, Look, key_to, line_chart
from cancellations.domain.charts.svg import Told

__all__ = ["Bar", "Line", "Look", "Told", "bar_chart", "grid_chart", "key_to", "line_chart"]
