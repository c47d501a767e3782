"""Reading Arabic, Chinese and mixed numerals.

Covers the forms of GB/T 15835 (use of numerals in publications) and what newspapers add: full-width and
grouped digits, mixed forms (``3千5百``, ``1.5亿``), the short forms of speech (``一百五``), the financial
characters (``壹贰叁``) and the vague numbers (概数) ``三四``, ``两三百``, ``几十``, ``数千``, ``十几``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0, "○": 0, "两": 2,
}  # fmt: skip
SMALL_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE_UNITS = {"亿": 10**8, "万": 10**4}
TENS = {"廿": "二十", "卅": "三十"}

DIGIT_CLASS = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
CHINESE_CLASS = DIGIT_CLASS + "十百千万亿拾佰仟廿卅"
ARABIC = r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])(?:\.[0-9]{1,9}(?![0-9]))?|[0-9]{1,20}(?:\.[0-9]{1,9}(?![0-9]))?"
MAX_LENGTH = 32
"""Longer runs of numeral characters are not numerals; the limit also bounds the work per character."""

_ARABIC = re.compile(ARABIC)
_TOKEN = re.compile(rf"(?:{ARABIC})|[{CHINESE_CLASS}]")
_DECIMAL = re.compile(rf"([{DIGIT_CLASS}十百千]+)点([{DIGIT_CLASS}]+)([万亿]{{0,2}})")
_FULL_WIDTH = {ord("０") + i: str(i) for i in range(10)} | {
    ord("．"): ".",
    ord("％"): "%",
    ord("‐"): "-",
    ord("－"): "-",
}
_FULL_WIDTH_GROUP = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_PAIR = re.compile(
    r"(?<![零〇○一二两三四五六七八九])([一二两三四五六七八])([二两三四五六七八九])(?![零〇○一二两三四五六七八九])"
)
_SEVERAL = re.compile(rf"([{DIGIT_CLASS}十百千万]*)([几数])([十百千万亿]{{0,4}})")

_TITLE = re.compile(r"(?<=《)[^《》\n]{1,60}(?=》)")

Number = int | float


@dataclass(frozen=True, slots=True)
class Span:
    """What a numeral, exact or vague, can stand for: ``low <= x <= high``."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        return self.low == self.high


def fold_width(text: str) -> str:
    """Full-width digits, point, percent sign and hyphen as ASCII; the length stays the same."""
    return _FULL_WIDTH_GROUP.sub(",", text).translate(_FULL_WIDTH)


def prepare(text: str) -> str:
    """Width folded and the names of works in 《》 blanked out, for their numbers count nothing; same length."""
    return _TITLE.sub(lambda match: "\x00" * len(match.group()), fold_width(text))


def as_number(value: Decimal) -> Number:
    """An ``int`` where the value is integral, otherwise a ``float`` of at most six decimals."""
    return int(value) if value == value.to_integral_value() else float(round(value, 6))


def parse_numeral(text: str) -> Decimal | None:
    """The value of a whole numeral, or None where the text is not exactly one.

    ``3,000`` · ``１２３`` · ``1.5亿`` · ``3千5百`` · ``二百五`` (250) · ``二〇二〇`` (digit by digit) · ``三点五`` ·
    ``廿三`` · ``壹佰`` · ``百`` (100) · ``半`` (0.5). Two digits side by side (``三四``, ``五四``) are no
    numeral: see :func:`parse_span`.
    """
    text = fold_width(text.strip())
    if not text or len(text) > MAX_LENGTH:
        return None
    if text == "半":
        return Decimal("0.5")
    for old, new in TENS.items():
        text = text.replace(old, new)
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if all(c in DIGITS for c in text) and len(text) > 1:
        return _digit_string(text)
    match = _DECIMAL.fullmatch(text)
    return _spoken_decimal(match) if match else _with_units(text)


def _digit_string(text: str) -> Decimal | None:
    if len(text) == 2 and text[0] not in "零〇○" and text[1] not in "零〇○":
        return None
    return None if "两" in text else Decimal("".join(str(DIGITS[c]) for c in text))


def _spoken_decimal(match: re.Match[str]) -> Decimal | None:
    whole, fraction, units = match.groups()
    value = parse_numeral(whole)
    if value is None:
        return None
    value += Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    for unit in units:
        value *= LARGE_UNITS[unit]
    return value


def _with_units(text: str) -> Decimal | None:
    """Split at the largest unit, read both sides, add."""
    for unit, factor in LARGE_UNITS.items():
        position = text.rfind(unit)
        if position < 0:
            continue
        left, right = text[:position], text[position + 1 :]
        head = parse_numeral(left) if left else Decimal(1)
        tail = _tail(right, factor)
        return None if head is None or tail is None else head * factor + tail
    return _section(text)


def _tail(text: str, unit: int) -> Decimal | None:
    """What follows a unit: nothing, a digit that means tenths of it (一万二), or a smaller numeral."""
    if not text:
        return Decimal(0)
    if len(text) == 1 and text in DIGITS and text not in "零〇○两":
        return Decimal(DIGITS[text] * unit // 10)
    value = parse_numeral(text.lstrip("零〇○"))
    return value if value is not None and value < unit else None


def _section(text: str) -> Decimal | None:
    """A numeral below ten thousand that is written with 千, 百, 十."""
    total, limit, position = Decimal(0), 10**9, 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            return None
        token = match.group()
        if token in "零〇○" and 0 < position < len(text) - 1:
            position = match.end()
            continue
        if token in SMALL_UNITS:
            number, after = Decimal(1), match.start()
            if total and token not in "十拾":
                return None
        else:
            number = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token.replace(",", ""))
            after = match.end()
        if after == len(text):
            return _last_digit(text, total, limit, number, token)
        unit = SMALL_UNITS.get(text[after])
        if unit is None or unit >= limit:
            return None
        total, limit, position = total + number * unit, unit, after + 1
    return total or None


def _last_digit(text: str, total: Decimal, limit: int, number: Decimal, token: str) -> Decimal | None:
    """The digit at the end: ones after 十 or 零, tenths of the unit before it otherwise (一百五)."""
    if limit == 10**9:
        return number
    if number >= 10 or (token == "两"):
        return None
    spoken = limit > 10 and text[-2] not in "零〇○"
    return total + (number * limit / 10 if spoken else number)


def parse_span(text: str) -> Span | None:
    """What a numeral stands for, vague ones included; None where the text is not one.

    The bounds are those of the project's claim vocabulary. ``三四`` 3–4 · ``三五`` 3–5 · ``两三百`` 200–300 ·
    ``十七八`` 17–18 · ``几千`` 2000–9999 · ``数十`` 20–99 · ``十几`` 11–19 · ``几`` 2–9.
    """
    text = fold_width(text)
    value = parse_numeral(text)
    if value is not None:
        return Span(value, value)
    if len(text) > MAX_LENGTH:
        return None
    several = _SEVERAL.fullmatch(text)
    if several:
        return _several(several)
    pairs = list(_PAIR.finditer(text))
    return _pair(text, pairs[0]) if len(pairs) == 1 else None


def _pair(text: str, pair: re.Match[str]) -> Span | None:
    first, second = pair.groups()
    distance = DIGITS[second] - DIGITS[first]
    if not (distance == 1 or (first + second) in ("三五", "三两")):
        return None
    low = parse_numeral(text[: pair.start() + 1] + text[pair.end() :])
    high = parse_numeral(text[: pair.start()] + text[pair.start() + 1 :])
    if low is None or high is None:
        return None
    return Span(min(low, high), max(low, high))


def _several(match: re.Match[str]) -> Span | None:
    """几 or 数: two to nine of the unit behind it, on top of the number before it."""
    before, word, after = match.groups()
    unit = parse_numeral(after) if after else Decimal(1)
    if unit is None or (word == "数" and before not in ("", "十")):
        return None
    if not before:
        return Span(2 * unit, 10 * unit - 1)
    base = parse_numeral(before)
    if base is None or before[-1] not in "十百千万":
        return None
    if before[-1] == "十":
        return Span((base + 1) * unit, (base + 10) * unit - 1)
    return Span(base + 2 * unit, base + 10 * unit - 1) if unit < LARGE_UNITS["万"] else None
