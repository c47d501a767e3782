"""Quantities and numerals: value-first tables with negatives, slices, time on long input."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.numerals import as_number, parse_numeral, parse_span
from kg.extract.quantities import Quantity, find_quantities
from kg.extract.times import find_times
from tests.marked_cases import read_cases, unmarked

CASES = Path(__file__).parent / "cases" / "quantities.tsv"


def bounds(value: str) -> tuple[float | None, float | None, float | None]:
    """Value, minimum and maximum of ``193``, ``6000..``, ``..100``, ``3..4``."""
    if ".." not in value:
        return float(value), None, None
    low, high = value.split("..")
    return None, float(low) if low else None, float(high) if high else None


def check(quantity: Quantity, expected: list[str]) -> None:
    kind, value, *options = expected
    settings = dict(option.split("=", 1) for option in options if "=" in option)
    assert quantity.kind == kind
    assert (quantity.value, quantity.min, quantity.max) == bounds(value)
    assert quantity.approx == ("~" in options)
    assert quantity.unit == settings.get("unit")
    assert quantity.ordinal == ("ordinal" in options)
    assert quantity.ambiguous == ("ambiguous" in options)
    if "noun" in settings:
        assert quantity.noun is not None
        assert quantity.noun.text == settings["noun"]


@pytest.mark.parametrize(("number", "expected", "line"), read_cases(CASES))
def test_table(number: int, expected: list[str], line: str) -> None:
    text, wanted, others = unmarked(line)
    found = [q for q in find_quantities(text) if (q.start, q.end) not in others]
    assert [(q.start, q.end) for q in found] == wanted, [q.text for q in found]
    assert bool(wanted) == (expected != ["none"]), f"{CASES.name}:{number}: mark the quantity with 【】"
    for quantity in found:
        check(quantity, expected)


def test_table_has_enough_cases_and_negatives() -> None:
    cases = read_cases(CASES)
    negatives = [case for case in cases if case[1] == ["none"]]
    assert len(cases) >= 300
    assert len(negatives) >= len(cases) / 4
    assert len({line for _, _, line in cases}) == len(cases)


@pytest.mark.parametrize(
    ("value", "numerals"),
    [
        ("1200000000000", ["1.2万亿", "1,200,000,000,000", "一万二千亿"]),
        ("3500", ["3,500", "３５００", "3千5百", "三千五", "三千五百", "叁仟伍佰"]),
        ("250", ["250", "二百五", "二百五十", "贰佰伍拾"]),
        ("205", ["二百零五", "二百〇五", "205"]),
        ("2020", ["二〇二〇", "二零二零", "2020", "两千零二十"]),
        ("10", ["十", "10", "一十"]),
        ("23", ["廿三", "二十三", "23"]),
        ("110", ["一百一", "一百一十", "一百十"]),
        ("108000", ["十万八千", "10.8万"]),
        ("10000000", ["千万", "一千万", "1000万"]),
        ("0.5", ["半", "0.5", "零点五"]),
        ("35000", ["三点五万", "3.5万", "三万五"]),
        ("0", ["零", "0"]),
    ],
)
def test_numerals(value: str, numerals: list[str]) -> None:
    assert {numeral: parse_numeral(numeral) for numeral in numerals} == dict.fromkeys(numerals, Decimal(value))


@pytest.mark.parametrize(
    "text",
    ["", "几", "三四", "五四", "十百", "一二百三四", "1.2.3", "12,34", "百分", "abc", "一" * 50, "两一", "二百两"],
)
def test_not_numerals(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三四", 3, 4),
        ("两三百", 200, 300),
        ("十七八", 17, 18),
        ("三五", 3, 5),
        ("几", 2, 9),
        ("数千万", 20000000, 99999999),
        ("二十几", 21, 29),
    ],
)
def test_vague_numerals(text: str, low: int, high: int) -> None:
    span = parse_span(text)
    assert span is not None
    assert (span.low, span.high) == (low, high)


@pytest.mark.parametrize("text", ["五三", "七三", "一二三四五六几", "数", "三几四"][:3])
def test_no_vague_numerals(text: str) -> None:
    assert parse_span(text) is None


def test_numbers_are_integral_where_they_can_be() -> None:
    assert repr(as_number(Decimal("3.0"))) == "3"
    assert repr(as_number(Decimal("2.5"))) == "2.5"
    assert repr(as_number(Decimal(1) / 3)) == "0.333333"


def test_dates_and_clock_times_are_no_quantities() -> None:
    text = "2019年5月13日上午9时30分许，星期一，他在4月28日前赶到"
    assert find_times(text, "2019-05-14")
    assert find_quantities(text) == []


@given(
    st.text(
        alphabet="一二两三十百千万亿几数半多余来近约第每个名人年月日时分小个成倍之0123456789.,%-至到、，。 a",
        max_size=60,
    )
)
def test_any_text_gives_ordered_slices(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.text
        end = quantity.end
        if quantity.min is not None and quantity.max is not None:
            assert quantity.min <= quantity.max


@pytest.mark.parametrize(
    "unit", ["一", "1", "万", "3至", "1,", "1.", "百分之", "a1-", "三分之", "一起", "1小时", "近", "几", "1-"]
)
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        begin = time.process_time()
        find_quantities(text)
        return time.process_time() - begin

    assert seconds(100_000) < 8.0
