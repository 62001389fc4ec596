"""Charts are well-formed pictures with a title and a description, whatever is written in them."""

from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.charts import Bar, Line, Look, Told, bar_chart, grid_chart, key_to, line_chart
from cancellations.domain.charts.svg import shortened, top_of, width_of

HOSTILE = "<script>alert(1)</script>\"' & ]]> \x00\x0b\ud800\uffff onload=x"
ALLOWED = {
    "viewBox", "class", "role", "aria-labelledby", "aria-describedby", "aria-hidden",
    "id", "x", "y", "text-anchor", "d", "points", "cx",
    "cy", "r", "rx", "width", "height", "stroke-dasharray",
}  # fmt: skip


def read(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)  # noqa: S314 - ours
    for element in root.iter():
        assert element.tag in {"svg", "title", "desc", "text", "path", "polyline", "circle", "rect"}
        assert set(element.attrib) <= ALLOWED  # no style, no handler
    return root


some_days = st.floats(0, 4000)


def told(text: str = "Opened") -> Told:
    return Told("flow", text, f"About {text}")


@given(st.text(), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=60))
def test_lines(text: str, values: list[tuple[int, int]]) -> None:
    lines = [Line([one for one, _ in values], Look.DASHED), Line([two for _, two in values], Look.SOLID)]
    root = read(line_chart(told(text), [text] * len(values), lines))
    drawn = root.findall("polyline")
    assert [len((line.get("points") or "").split()) for line in drawn] == [len(values)] * 2
    assert [line.get("stroke-dasharray") for line in drawn] == ["5 4", None]


@given(st.text(), st.lists(st.lists(st.integers(0, 10**6), min_size=5, max_size=5), max_size=6))
def test_grid(text: str, rows: list[list[int]]) -> None:
    root = read(grid_chart(told(text), ["0–7", "8–30", "31–60", "61–90", "> 90"], [(text, row) for row in rows]))
    assert len(root.findall("rect")) == sum(1 for row in rows for value in row if value)


@given(
    st.text(), st.lists(st.tuples(st.floats(0, 4000), st.floats(0, 4000), st.none() | st.floats(0, 4000)), max_size=9)
)
def test_bars(text: str, bars: list[tuple[float, float, float | None]]) -> None:
    root = read(bar_chart(told(text), [Bar(text, text, *one) for one in bars]))
    promised = [path for path in root.findall("path") if path.get("class") == "promise"]
    assert len(promised) == sum(1 for *_, one in bars if one is not None)
    late = [rect for rect in root.findall("rect") if rect.get("class") == "bar late"]
    assert len(late) == sum(1 for median, _, one in bars if one is not None and median > one)


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1,000,000"), ("zh-hans", "1,000,000"), ("ru", "1\xa0000\xa0000")]
)
def test_large_numbers_are_grouped_and_have_room(language: str, shown: str) -> None:
    with translation.override(language):
        lines = read(line_chart(told(), ["May"] * 2, [Line([0, 10**6], Look.SOLID)]))
        grid = read(grid_chart(told(), ["0–7"], [("Sent", [10**6])]))
    axis = [text for text in lines.findall("text") if text.text == shown]
    assert [float(text.get("x") or 0) > width_of(shown) for text in axis] == [True]
    assert shown in [text.text for text in grid.findall("text")]


def test_hostile_words_stay_words() -> None:
    svg = bar_chart(told(HOSTILE), [Bar(HOSTILE[:24], "7 days", 7, 9, 5)])
    assert "<script" not in svg
    root = read(svg)
    assert (root.findtext("title") or "").startswith("<script>alert(1)</script>\"' & ]]> ")
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == ("flow-title", "flow-desc")
    assert [one.get("id") for one in root[:2]] == ["flow-title", "flow-desc"]


def test_a_key_is_no_picture_of_its_own() -> None:
    assert read(key_to(Look.SOLID)).get("aria-hidden") == "true"


@pytest.mark.parametrize(
    ("values", "top"), [([], 2), ([0], 2), ([2], 2), ([3], 4), ([11], 20), ([58], 60), ([101], 200)]
)
def test_axes_end_at_round_numbers(values: list[float], top: int) -> None:
    assert top_of(values) == top


@given(st.text(), st.floats(10, 400))
def test_names_are_cut_to_the_room(text: str, room: float) -> None:
    cut = shortened(text, room)
    assert cut == text or cut.endswith("…")
    assert width_of(cut) <= room or len(cut) <= 2


def test_chinese_is_wide() -> None:
    assert width_of("中国移动") > 1.5 * width_of("four")
