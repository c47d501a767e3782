"""Times: value-first tables with negatives, references, slices, time on long input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.times import TimeExpression, find_times
from tests.marked_cases import read_cases, unmarked

CASES = Path(__file__).parent / "cases" / "times.tsv"
REFERENCE = "2020-04-15"


def bounds(value: str) -> tuple[float | None, float | None]:
    if value == "None":
        return None, None
    low, high = value.split("..") if ".." in value else (value, value)
    return float(low) if low else None, float(high) if high else None


def settings(expected: list[str]) -> dict[str, str]:
    return dict(option.split("=", 1) for option in expected[2:] if "=" in option)


def reference(expected: list[str]) -> str | None:
    value = settings(expected).get("ref", REFERENCE)
    return None if value == "none" else value


def check(found: TimeExpression, expected: list[str]) -> None:
    kind, value, *options = expected
    assert found.kind == kind
    assert found.approx == ("~" in options)
    if kind == "date":
        assert found.edtf == (None if value == "None" else value)
    else:
        assert found.edtf is None
        assert (found.min, found.max) == bounds(value)
    assert found.unit == settings(expected).get("unit")
    assert found.part_of_day == settings(expected).get("part")
    if "anchored" in options or "absolute" in options:
        assert found.anchored == ("anchored" in options)


@pytest.mark.parametrize(("number", "expected", "line"), read_cases(CASES))
def test_table(number: int, expected: list[str], line: str) -> None:
    text, wanted, others = unmarked(line)
    found = [t for t in find_times(text, reference(expected)) if (t.start, t.end) not in others]
    assert [(t.start, t.end) for t in found] == wanted, [t.text for t in found]
    assert bool(wanted) == (expected != ["none"]), f"{CASES.name}:{number}: mark the time with 【】"
    for expression in found:
        check(expression, expected)


def test_table_has_enough_cases_and_negatives() -> None:
    cases = read_cases(CASES)
    negatives = [case for case in cases if case[1] == ["none"]]
    assert len(cases) >= 300
    assert len(negatives) >= len(cases) / 4
    keys = {(line, reference(expected)) for _, expected, line in cases}
    assert len(keys) == len(cases)


def test_dates_in_text_order() -> None:
    text = "2007年，他来到甲市，9月4日上岗，6日离开。当天下午2时，他搭车；次日凌晨1时到家。"
    assert [(t.text, t.edtf) for t in find_times(text, "2020-04-15")] == [
        ("2007年", "2007"),
        ("9月4日", "2007-09-04"),
        ("6日", "2007-09-06"),
        ("当天下午2时", "2007-09-06T14:00"),
        ("次日凌晨1时", "2007-09-07T01:00"),
    ]


@pytest.mark.parametrize("bad", ["yesterday", "2020-13-01", "2020-02-30", "4月15日", "2020-4-5"])
def test_bad_reference(bad: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        find_times("今天", bad)


@pytest.mark.parametrize("text", ["2019年2月30日", "4月31日"])
def test_days_that_do_not_exist_stay_unresolved(text: str) -> None:
    assert [t.edtf for t in find_times(text, REFERENCE)] == [None]


@given(
    st.text(
        alphabet="一二三十廿零半几年月日号时点分周星期上下午今昨明前后次当每天个初旬世纪代"
        "农历正自以来至到起0123456789:.-/—、，。 ",
        max_size=50,
    ),
    st.sampled_from(
        [None, "2020-02-29", "2020-01-01", "--03-01", "0001-01-01", "9999-12-31", "2020", "2020-04", "--02-29"]
    ),
)
def test_any_text_gives_ordered_slices(text: str, dateline: str | None) -> None:
    end = 0
    for expression in find_times(text, dateline):
        assert end <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.end] == expression.text
        end = expression.end


@pytest.mark.parametrize(
    "unit",
    ["一", "1", "1-", "每", "农历", "一个", "2020年", "周一", "约", "上", "12月", "“十", "1:", "1小时", "大年", "今天"],
)
def test_time_grows_with_length_only(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    begin = time.process_time()
    find_times(text, REFERENCE)
    assert time.process_time() - begin < 15.0
