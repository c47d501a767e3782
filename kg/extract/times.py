"""Finding times: dates and clock times, spans of time, frequencies; resolved against the dateline.

Dates are given in EDTF (Library of Congress, 2019; level 1, with the decades ``198X`` and the seasons 21–24) at
the precision of the text. While no year is known they keep the ISO 8601:2000 form ``--04-13``.

Decided cases:

- A date without a year takes the year of the date before it in the same sentence, unless it would run
  backwards; otherwise the year of the reference, or the year before where it would lie more than half a
  year after the reference.
- A day without a month (``13日``) takes the month of the date before it in the same sentence, unless it would
  run backwards; otherwise the month of the reference. A day later in the month than the reference (by more than
  the one day that a dateline can lag) is of the month before, unless 将, 拟, 计划 or 预计 follows in its sentence.
- ``当日``, ``次日``, ``同年`` rest on the last date that the text named shortly before; without one they stay
  unresolved.
- The names of works in 《》 are passed over.
- A clock time without a date takes the last day named in the 400 characters before it; else it is ``T09:30``.
- ``24时`` and ``晚上12时`` are 00:00 of the next day. Parts of a day (上午, 晚) go to ``part_of_day``.
- A bare ``星期三`` is the latest one up to the reference; ``上周``, ``本周``, ``下周`` are weeks from Monday to Sunday.
- ``截至X`` is the instant X; ``自X以来``, ``X起``, ``X后`` are ``X/..``, ``X前`` is ``../X``; ``X左右`` and ``X前后``
  are ``X~``.
- ``2000年初``, ``4月底`` are given as ``2000``, ``2020-04``; 上旬, 中旬, 下旬, quarters and half-years are intervals.
- Lunar dates and feasts without a fixed date in the solar calendar are found but stay unresolved.
- ``三年前`` counts back from the reference; ``三年后`` counts from a date before it in its sentence, and stays
  unresolved without one.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from kg.extract import time_patterns as patterns
from kg.extract.numerals import Number, parse_numeral, parse_span, prepare
from kg.extract.quantities import Quantity, iter_durations
from kg.lexicons import load_table

TimeKind = Literal["date", "duration", "frequency"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time in a text; ``text[start:end]`` is its ``text``."""

    start: int
    end: int
    text: str
    kind: TimeKind
    edtf: str | None = None
    """EDTF of a date, None where the text and the reference do not tell it."""
    min: Number | None = None
    """Durations: inclusive bounds in ``unit``, equal where exact. Frequencies: how many times in one ``unit``."""
    max: Number | None = None
    approx: bool = False
    unit: str | None = None
    """UCUM: ``s``, ``min``, ``h``, ``d``, ``wk``, ``mo``, ``a``."""
    anchored: bool = False
    """Whether the reference, or a date before it in the text, was needed to resolve it."""
    part_of_day: str | None = None
    """上午, 晚… as written."""


class _Date(NamedTuple):
    year: int | None
    month: int | None = None
    day: int | None = None

    def edtf(self) -> str | None:
        """None where only the day is known, or the date does not exist."""
        if self.day is not None:
            if self.month is None or self.day > _days_in(self.year, self.month):
                return None
            return f"{_year(self.year)}-{self.month:02}-{self.day:02}"
        if self.month is not None:
            return f"{_year(self.year)}-{self.month:02}"
        return None if self.year is None else f"{self.year:04}"


def _year(year: int | None) -> str:
    return "-" if year is None else f"{year:04}"


def _days_in(year: int | None, month: int) -> int:
    return 29 if month == 2 and year is None else calendar.monthrange(year or 2000, month)[1]


@dataclass(frozen=True, slots=True)
class _Point:
    """A date while it is being read."""

    start: int
    end: int
    date: _Date | None
    edtf: str | None
    anchored: bool = False
    part: str | None = None
    approx: bool = False
    grain: str = "day"
    """year, month, day, clock, other."""


@dataclass(slots=True)
class _Context:
    text: str
    reference: _Date | None
    last: _Date | None = None
    """The last date named so far, and where."""
    last_at: int = -1

    def remember(self, date: _Date | None, position: int) -> None:
        if date is not None and date != _Date(None):
            self.last, self.last_at = date, position

    def origin(self, base: str, position: int, reach: int) -> _Date | None:
        """What a relative date counts from: the reference, or the last date at most ``reach`` characters before."""
        if base == "reference":
            return self.reference
        if self.last is None or position - self.last_at > reach or self.text[position - 1 : position] == "的":
            return None
        return self.last

    def in_same(self, position: int, ends: str) -> _Date | None:
        """The last date, if no character of ``ends`` stands between it and ``position``."""
        if self.last is None or position - self.last_at > 400:
            return None
        between = self.text[self.last_at : position]
        return None if any(end in between for end in ends) else self.last


def find_times(text: str, reference: str | None = None) -> list[TimeExpression]:
    """All times in simplified Chinese text, in text order, without overlaps. Linear in the length of the text.

    ``reference`` is the dateline: an ISO 8601 date, or ``--MM-DD`` while its year is unknown. Raises
    ``ValueError`` for anything else.
    """
    folded = patterns.BEFORE_CHRIST.sub(lambda match: "\x00" * len(match.group()), prepare(text))
    context = _Context(folded, _parse_reference(reference))
    durations = {quantity.start: quantity for quantity in iter_durations(folded)}
    found: list[TimeExpression] = []
    position = 0
    while match := patterns.TRIGGER.search(folded, position):
        time = _time_at(context, match.start(), durations)
        if time is None:
            position = _past_number(folded, match.start())
            continue
        found.append(replace(time, text=text[time.start : time.end]))
        position = time.end
    return found


def _past_number(text: str, position: int) -> int:
    """Past the digits of a number that is no time, so that none of its tail is read as one."""
    end = position + 1
    if text[position].isascii() and text[position].isdigit():
        while end < len(text) and text[end].isascii() and text[end].isdigit():
            end += 1
    return end


def _parse_reference(reference: str | None) -> _Date | None:
    if not reference:
        return None
    match = re.fullmatch(r"(?:([0-9]{4})|-)-([0-9]{2})(?:-([0-9]{2}))?(?:T.*)?|([0-9]{4})", reference)
    date = None
    if match:
        year, month, day, alone = (int(g) if g else None for g in match.groups())
        date = _Date(year or alone, month, day)
    if date is None or (date.month is not None and not 1 <= date.month <= 12) or date.edtf() is None:
        raise ValueError(f"reference {reference!r} is not a date: give YYYY-MM-DD, or --MM-DD while no year is known")
    return date


def _time_at(context: _Context, position: int, durations: dict[int, Quantity]) -> TimeExpression | None:
    """The time that begins at ``position``; the readers are tried from the most to the least specific."""
    for reader in _READERS:
        time = reader(context, position)
        if time:
            return time
    quantity = durations.get(position)
    return _duration(context, quantity) if quantity and not quantity.ordinal else None


def _frequency(context: _Context, position: int) -> TimeExpression | None:
    text = context.text
    match = patterns.EVERY.match(text, position) or patterns.RATE.match(text, position)
    if not match or (position and text[position - 1] in "0123456789" + patterns.CN):
        return None
    if match.group("unit") in ("秒", "秒钟", "分钟", "小时") and not match.group("count"):
        return None
    count = match.group("count")
    span = parse_span(count) if count else None
    low = int(span.low) if span else None
    high = int(span.high) if span else None
    unit = patterns.UNIT_CODES.get(match.group("unit"))
    approx = bool(span and not span.exact)
    return TimeExpression(position, match.end(), match.group(), "frequency", None, low, high, approx, unit)


def _vague(context: _Context, position: int) -> TimeExpression | None:
    text = context.text
    for surface, kind, guard, before in _vague_words().get(text[position], ()):
        if not text.startswith(surface, position):
            continue
        end = position + len(surface)
        if (guard and guard.match(text, end)) or (position and before and before.match(text, position - 1)):
            continue
        return TimeExpression(position, end, surface, kind)
    return None


@cache
def _vague_words() -> dict[str, list[tuple[str, TimeKind, re.Pattern[str] | None, re.Pattern[str] | None]]]:
    """By first character, longest first."""
    kinds: dict[str, TimeKind] = {"date": "date", "duration": "duration", "frequency": "frequency"}
    result: dict[str, list[tuple[str, TimeKind, re.Pattern[str] | None, re.Pattern[str] | None]]] = {}
    for row in sorted(load_table("vague_times"), key=lambda r: -len(r["surface"])):
        guard = re.compile(row["guard"]) if row["guard"] else None
        before = re.compile(row["before"]) if row["before"] else None
        result.setdefault(row["surface"][0], []).append((row["surface"], kinds[row["kind"]], guard, before))
    return result


def _lunar(context: _Context, position: int) -> TimeExpression | None:
    match = patterns.LUNAR.match(context.text, position)
    if not match or (position and context.text[position - 1] in patterns.CN):
        return None
    part = _part_at(context.text, match.end())
    end = part[1] if part else match.end()
    return TimeExpression(position, end, context.text[position:end], "date", part_of_day=part[0] if part else None)


def _plan(context: _Context, position: int) -> TimeExpression | None:
    """A five-year plan's years: the sixth began in 1981, each lasts five years, the first began in 1953."""
    text = context.text
    match = patterns.PLAN.match(text, position)
    if not match or re.match(r"规划|计划|纲要|目标|[0-9一二三四五六七八九十]|年", text[match.end() : match.end() + 2]):
        return None
    number = parse_numeral(match.group("number"))
    quoted = match.group().startswith(("“", '"'))
    if number is None or not (match.group("suffix") or (quoted and number >= 8)):
        return None
    if position and text[position - 1] in patterns.CN:
        return None
    n = int(number)
    start = 1976 + 5 * (n - 5) if n >= 5 else (1953, 1958, 1966, 1971)[n - 1]
    return _expression(context, _Point(position, match.end(), None, f"{start}/{start + 4}", grain="other"))


def _decade(context: _Context, position: int) -> TimeExpression | None:
    text = context.text
    if position and (text[position - 1] in patterns.CN or text[position - 1].isdigit()):
        return None
    long = patterns.LONG_DECADE.match(text, position)
    if long:
        return _expression(
            context, _Point(position, _decade_end(text, long.end()), None, long.group("decade") + "X", grain="other")
        )
    century = patterns.CENTURY.match(text, position)
    head = _century_head(context, century) if century else "19"
    decade = patterns.DECADE.match(text, century.end() if century else position)
    anchored = bool(century and century.group("relative"))
    if decade:
        edtf = _decade_edtf(head, decade)
        return _expression(
            context, _Point(position, _decade_end(text, decade.end()), None, edtf, anchored, grain="other")
        )
    if not century or head is None:
        return None
    end = _decade_end(text, century.end())
    return _expression(context, _Point(position, end, None, f"{head}XX", anchored, grain="other"))


def _decade_end(text: str, end: int) -> int:
    part = patterns.DECADE_PART.match(text, end)
    return part.end() if part else end


def _century_head(context: _Context, match: re.Match[str]) -> str | None:
    relative = match.group("relative")
    if relative:
        year = context.reference.year if context.reference and context.reference.year else 2000
        return f"{year // 100 - (0 if relative == '本' else 1):02}"
    number = parse_numeral(match.group("century"))
    return f"{int(number) - 1:02}" if number else None


def _decade_edtf(head: str | None, match: re.Match[str]) -> str | None:
    if head is None:
        return None
    if match.group("pair"):
        digits = [parse_numeral(c) for c in match.group("pair")]
        return "/".join(f"{head}{int(d)}X" for d in digits if d is not None)
    values = [parse_numeral(match.group(name)) for name in ("first", "second") if match.group(name)]
    return "/".join(f"{head}{int(v) // 10}X" for v in values if v is not None)


def _calendar(context: _Context, position: int) -> TimeExpression | None:
    """Dates and clock times, single or as a range."""
    text = context.text
    if position and patterns.PRECEDING.match(text, position - 1) and not _glued(text, position):
        return None
    if position and text[position] in patterns.CN and text[position - 1] in patterns.CN:
        return None
    before = (context.last, context.last_at)
    first = _point(context, position)
    if first is None:
        return None
    context.remember(first.date, first.start)
    separator = re.compile(patterns.SEP).match(text, first.end)
    second = _point(context, separator.end()) if separator and first.edtf and "/" not in first.edtf else None
    if second and second.edtf and "/" not in second.edtf and _compatible(first, second):
        context.remember(second.date, second.start)
        joined = _Point(
            first.start,
            second.end,
            second.date,
            f"{first.edtf}/{second.edtf}",
            first.anchored,
            first.part,
            grain=first.grain,
        )
        return _expression(context, joined)
    time = _expression(context, first)
    if time is None:
        context.last, context.last_at = before
    return time


def _glued(text: str, position: int) -> bool:
    """Whether a date or a word ends right before, as in ``时间：`` or a list of dates."""
    return text[position - 1] in ":-" and (
        position < 2 or not (text[position - 2].isascii() and text[position - 2].isalnum())
    )


def _compatible(first: _Point, second: _Point) -> bool:
    order = {"year": 0, "month": 1, "day": 2, "clock": 3}
    return (
        first.grain == second.grain
        or {first.grain, second.grain} <= {"day", "clock"}
        or (
            first.grain in order
            and second.grain in order
            and abs(order[first.grain] - order[second.grain]) == 1
            and second.date is not None
        )
    )


def _point(context: _Context, position: int) -> _Point | None:
    """One date: zone, year, then month, day, feast, season or quarter, then part of the day and clock."""
    text = context.text
    zone = patterns.ZONE.match(text, position)
    at = zone.end() if zone else position
    for reader in (_iso, _relative_day, _weekday, _short_season, _dated):
        point = reader(context, at)
        if point:
            point = _with_clock(context, replace(point, start=position))
            return None if point is None else point
    return _clock_only(context, position, at)


def _iso(context: _Context, position: int) -> _Point | None:
    match = patterns.ISO.match(context.text, position)
    if not match:
        return None
    date = _Date(int(match["year"]), int(match["month"]), int(match["day"]))
    end = match.end() if patterns.CLOCK.match(context.text, match.end()) else match.start("gap")
    return _Point(position, end, date, date.edtf()) if date.edtf() else None


@cache
def _relative_days() -> dict[str, tuple[str, int, str, re.Pattern[str] | None]]:
    return {
        row["surface"]: (row["base"], int(row["days"]), row["part"], re.compile(row["guard"]) if row["guard"] else None)
        for row in load_table("relative_days")
    }


def _relative_day(context: _Context, position: int) -> _Point | None:
    text, table = context.text, _relative_days()
    if bracketed := patterns.BRACKETED_DAY.match(text, position):
        _, days, _, _ = table[f"{bracketed['word']}日"]
        origin = context.origin("reference", position, 400)
        date = _shift_days(origin, days) if origin else None
        if date is not None and date.day == int(bracketed["day"]):
            return _Point(position, bracketed.end(), date, date.edtf(), True)
    for length in (3, 2):
        word = text[position : position + length]
        entry, end = table.get(word), position + len(word)
        if entry is None or (entry[3] and entry[3].match(text, end)):
            continue
        base, days, part, _ = entry
        if word in ("今天", "今日") and patterns.IDIOM_BEFORE.search(text, max(0, position - 2), position):
            return None
        origin = context.origin(base, position, 400)
        date = _shift_days(origin, days) if origin else None
        return _Point(position, end, date, date.edtf() if date else None, date is not None, part or None)
    return None


def _shift_days(origin: _Date, days: int) -> _Date | None:
    """A day before or after; without a year only where the length of February does not matter."""
    if origin.month is None or origin.day is None:
        return None
    if days == 0:
        return origin
    try:
        shifted = datetime.date(origin.year or 2001, origin.month, origin.day) + datetime.timedelta(days=days)
        if origin.year is not None:
            return _Date(shifted.year, shifted.month, shifted.day)
        leap = datetime.date(2004, origin.month, origin.day) + datetime.timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    same = (leap.month, leap.day) == (shifted.month, shifted.day)
    return _Date(None, shifted.month, shifted.day) if same else None


def _weekday(context: _Context, position: int) -> _Point | None:
    text = context.text
    match = patterns.WEEKDAY.match(text, position)
    if match and not (match["shift"] == "" and match["word"] == "周" and not _weekday_stands(text, match)):
        return _weekday_point(context, match)
    match = patterns.WEEK.match(text, position)
    if not match:
        return None
    monday = _monday(context.reference, match["shift"])
    edtf = f"{monday}/{monday + datetime.timedelta(days=6)}" if monday else None
    return _Point(position, match.end(), None, edtf, monday is not None, grain="other")


def _weekday_stands(text: str, match: re.Match[str]) -> bool:
    """周一 could begin a name; it is a day where punctuation, a function word or a part of the day follows."""
    before = text[match.start() - 1] if match.start() else ""
    return bool(patterns.WEEKDAY_EDGE.match(text, match.end())) and before not in tuple("一二两三四五六七八九十每")


def _weekday_point(context: _Context, match: re.Match[str]) -> _Point | None:
    shift, weekday = match["shift"], match["day"]
    monday = _monday(context.reference, shift)
    end = match.end()
    if weekday == "末":
        if match["word"] != "周":
            return None
        days = (
            (f"{monday + datetime.timedelta(days=5)}/{monday + datetime.timedelta(days=6)}")
            if monday and shift
            else None
        )
        return _Point(match.start(), end, None, days, days is not None, grain="other")
    if monday is None:
        return _Point(match.start(), end, None, None)
    day = monday + datetime.timedelta(days=patterns.WEEKDAYS[weekday])
    if not shift and context.reference and day > _as_date(context.reference):
        day -= datetime.timedelta(days=7)
    date = _Date(day.year, day.month, day.day)
    return _Point(match.start(), end, date, date.edtf(), True)


def _as_date(date: _Date) -> datetime.date:
    return datetime.date(date.year or 2000, date.month or 1, date.day or 1)


def _monday(reference: _Date | None, shift: str) -> datetime.date | None:
    if reference is None or reference.year is None or reference.day is None:
        return None
    day = _as_date(reference)
    weeks = {"上上": -2, "上": -1, "下": 1}.get(shift.removesuffix("个"), 0)
    return day - datetime.timedelta(days=day.weekday() - 7 * weeks)


def _short_season(context: _Context, position: int) -> _Point | None:
    match = patterns.SHORT_SEASON.match(context.text, position)
    if not match:
        return None
    shift = {"今": 0, "去": -1, "明": 1, "前": -2}[match["year"]]
    year = context.reference.year + shift if context.reference and context.reference.year else None
    edtf = f"{year:04}-{patterns.SEASONS[match['season']]}" if year else None
    return _Point(position, match.end(), None, edtf, year is not None, grain="other")


class _YearRead(NamedTuple):
    end: int
    year: int | None
    anchored: bool
    second: int | None = None
    approx: bool = False
    relative: bool = False


def _year_at(context: _Context, position: int) -> _YearRead | None:
    text = context.text
    match = patterns.YEAR_RANGE.match(text, position)
    if match:
        first, second = parse_numeral(match["first"]), parse_numeral(match["second"])
        if first is not None and second is not None and first < second:
            return _YearRead(match.end(), int(first), False, int(second))
    match = patterns.ABSOLUTE_YEAR.match(text, position)
    if match:
        short = match["short"] or match["zero"]
        value = parse_numeral(match["year"] or match["early"] or short)
        year = int(value) if value is not None else None
        if short and year is not None:
            year += 1900 if year >= 50 else 2000
        return _YearRead(match.end(), year, False)
    return _era_year(text, position) or _relative_year(context, position, "year")


@cache
def _eras() -> dict[str, tuple[int, bool]]:
    return {row["surface"]: (int(row["offset"]), row["lunar"] == "yes") for row in load_table("eras")}


def _era_year(text: str, position: int) -> _YearRead | None:
    for length in (4, 2):
        era = _eras().get(text[position : position + length])
        match = patterns.ERA_NUMBER.match(text, position + length) if era else None
        if era and match:
            number = 1 if match["number"] == "元" else parse_numeral(match["number"])
            if number is not None:
                return _YearRead(match.end(), era[0] + int(number), False, None, era[1])
    return None


@cache
def _relative_years() -> dict[str, tuple[str, str, int, re.Pattern[str] | None]]:
    return {
        row["surface"]: (
            row["grain"],
            row["base"],
            int(row["shift"]),
            re.compile(row["guard"]) if row["guard"] else None,
        )
        for row in load_table("relative_years")
    }


def _relative_year(context: _Context, position: int, grain: str) -> _YearRead | None:
    text, table = context.text, _relative_years()
    for length in (3, 2):
        word = text[position : position + length]
        entry, end = table.get(word), position + len(word)
        if entry is None or entry[0] != grain or (entry[3] and entry[3].match(text, end)):
            continue
        origin = context.origin(entry[1], position, 80)
        year = origin.year + entry[2] if origin and origin.year is not None else None
        return _YearRead(end, year, year is not None, relative=True)
    return None


def _relative_month(context: _Context, position: int) -> tuple[int, _Date | None] | None:
    text, table = context.text, _relative_years()
    for length in (3, 2):
        word = text[position : position + length]
        entry = table.get(word)
        if entry is None or entry[0] != "month":
            continue
        origin = context.origin(entry[1], position, 80)
        return position + len(word), _shift_months(origin, entry[2]) if origin else None
    return None


def _shift_months(origin: _Date, months: int) -> _Date | None:
    if origin.month is None:
        return None
    index = origin.month - 1 + months
    return _Date(None if origin.year is None else origin.year + index // 12, index % 12 + 1)


def _dated(context: _Context, position: int) -> _Point | None:
    """Year, or month and day, or what a year can stand before."""
    text = context.text
    year = _year_at(context, position)
    at = year.end if year else position
    if year and year.second is not None:
        return _Point(position, at, _Date(year.second), f"{year.year}/{year.second}", grain="year")
    inner = (
        _month_and_day(context, position, at, year)
        or _period(context, position, at, year)
        or _holiday(context, position, at, year)
    )
    if inner:
        return replace(inner, approx=True, edtf=_about(inner.edtf)) if year and year.approx else inner
    if year is None:
        return _bare_day(context, position)
    date = _Date(year.year) if year.year is not None else None
    edtf = date.edtf() if date else None
    part = patterns.YEAR_PART.match(text, at)
    end = part.end() if part else at
    return _Point(
        position, end, date, _about(edtf) if year.approx else edtf, year.anchored, approx=year.approx, grain="year"
    )


def _about(edtf: str | None) -> str | None:
    """An EDTF date marked as approximate; times of day and intervals have no such mark."""
    if edtf is None or "T" in edtf or "/" in edtf or edtf.endswith("~"):
        return edtf
    return f"{edtf}~"


def _month_and_day(context: _Context, start: int, position: int, year: _YearRead | None) -> _Point | None:
    text = context.text
    at = position
    relative = _relative_month(context, at) if year is None else None
    if relative:
        return _in_month(context, start, relative[0], relative[1], relative[1] is not None)
    ranged = patterns.MONTH_RANGE.match(text, at)
    if ranged:
        return _month_range(context, start, ranged, year)
    match = patterns.MONTH.match(text, at)
    if not match:
        return None
    number = parse_numeral(match["month"])
    month = int(number) if number else 1
    day = patterns.DAY.match(text, match.end())
    number = parse_numeral(day["day"]) if day else None
    known, anchored = _year_for(context, start, month, int(number) if number else None, year)
    return _in_month(context, start, match.end(), _Date(known, month), anchored)


def _year_for(
    context: _Context, position: int, month: int, day: int | None, year: _YearRead | None
) -> tuple[int | None, bool]:
    """The year of a date that names none, and whether it had to be inferred."""
    if year is not None:
        return year.year, year.anchored
    before, reference = context.in_same(position, patterns.SENTENCE_END), context.reference
    if (
        before
        and before.year is not None
        and (before.month is None or (month, day or 31) >= (before.month, before.day or 0))
    ):
        return before.year, True
    if reference is None or reference.year is None:
        return None, False
    known = reference.year
    if reference.month is not None and month - reference.month > 6:
        known -= 1
    if before and before.year is None and before.month is not None:
        return None, False
    return known, True


def _in_month(context: _Context, start: int, position: int, date: _Date | None, anchored: bool) -> _Point | None:
    """What stands behind a month: days, a third of it, its begin or end."""
    text = context.text
    ranged = patterns.DAY_RANGE.match(text, position)
    if ranged:
        return _day_range(start, ranged, date, anchored)
    match = patterns.DAY.match(text, position)
    if match:
        number = parse_numeral(match["day"])
        known = date._replace(day=int(number)) if date and number else None
        return _Point(start, match.end(), known, known.edtf() if known else None, anchored)
    part = patterns.MONTH_PART.match(text, position)
    edtf = date.edtf() if date else None
    if part is None:
        return _Point(start, position, date, edtf, anchored, grain="month")
    thirds = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
    bounds = thirds.get(part.group())
    if bounds and date and date.month:
        last = min(bounds[1], _days_in(date.year, date.month))
        if date.month == 2 and date.year is None and bounds[0] == 21:
            return _Point(start, part.end(), date, edtf, anchored, grain="other")
        edtf = f"{date._replace(day=bounds[0]).edtf()}/{date._replace(day=last).edtf()}"
    return _Point(start, part.end(), date, edtf, anchored, grain="other" if bounds else "month")


def _month_range(context: _Context, start: int, match: re.Match[str], year: _YearRead | None) -> _Point | None:
    first, second = (int(parse_numeral(match[name]) or 0) for name in ("first", "second"))
    if first >= second and not (year is None and first > second):
        return None
    known, anchored = _year_for(context, start, first, None, year)
    until = known + 1 if known is not None and second < first else known
    if "、" in match.group() and second != first + 1:
        return None
    edtf = f"{_Date(known, first).edtf()}/{_Date(until, second).edtf()}"
    return _Point(start, match.end(), _Date(until, second), edtf, anchored, grain="other")


def _day_range(start: int, match: re.Match[str], date: _Date | None, anchored: bool) -> _Point | None:
    first, second = (int(parse_numeral(match[name]) or 0) for name in ("first", "second"))
    if not date or first >= second:
        return None if first >= second else _Point(start, match.end(), None, None)
    low, high = date._replace(day=first), date._replace(day=second)
    if low.edtf() is None or high.edtf() is None:
        return None
    listed = match["separator"] in "、和" and second != first + 1
    edtf = f"{{{low.edtf()},{high.edtf()}}}" if listed else f"{low.edtf()}/{high.edtf()}"
    return _Point(start, match.end(), high, edtf, anchored, grain="other")


def _bare_day(context: _Context, position: int) -> _Point | None:
    """13日, 10至12日: the month comes from the sentence or the reference."""
    text = context.text
    ranged = patterns.DAY_RANGE.match(text, position)
    if ranged and ranged["mark"] == "日" and ranged["separator"] != "和":
        number = int(parse_numeral(ranged["second"]) or 0)
        return _day_range(position, ranged, _month_for(context, position, ranged.end(), number), True)
    match = patterns.DAY.match(text, position)
    if not match or not patterns.BARE_DAY.match(text, match.start("mark")) or not _is_bare_day(text, match):
        return None
    day = int(parse_numeral(match["day"]) or 0)
    month = _month_for(context, position, match.end(), day)
    date = month._replace(day=day) if month else None
    return _Point(position, match.end(), date, date.edtf() if date else None, date is not None)


def _is_bare_day(text: str, match: re.Match[str]) -> bool:
    """Chinese figures and 号 need more than themselves: 三日 is three days, 1号 can be anything."""
    followed = _part_at(text, match.end()) is not None or bool(
        re.match(r"[0-9]{1,2}[时点:]", text[match.end() : match.end() + 3])
    )
    if match["mark"] == "号":
        return followed or bool(re.match(r"(?:当天|那天|起(?!来)|开始|以后|之前)", text[match.end() : match.end() + 2]))
    if match["day"][0].isdigit():
        return not re.match(r"一早$", match.group())
    return followed or (
        len(match["day"]) >= 2
        and match["day"] != "二十"
        and not re.match(r"[之以]?[前来]|游", text[match.end() : match.end() + 2])
    )


def _month_for(context: _Context, position: int, end: int, day: int) -> _Date | None:
    before, reference = context.in_same(position, patterns.SENTENCE_END), context.reference
    if before and before.month is not None and (before.day is None or day >= before.day):
        return _Date(before.year, before.month)
    if reference is None or reference.month is None:
        return None
    this = _Date(reference.year, reference.month)
    if reference.day is None or day <= reference.day + 1:
        return this
    sentence = re.match(rf"[^{patterns.SENTENCE_END}]{{0,60}}", context.text[end : end + 60])
    future = sentence is not None and patterns.FUTURE.search(sentence.group())
    return this if future else _shift_months(this, -1)


def _period(context: _Context, start: int, position: int, year: _YearRead | None) -> _Point | None:
    """Seasons, quarters, half-years, 年初 and 年底."""
    text = context.text
    reference = context.reference.year if context.reference else None
    known = year.year if year else reference
    anchored = year.anchored if year else known is not None
    match = patterns.QUARTER.match(text, position)
    if match:
        if match["part"]:
            if year is None and text[start - 1 : start] in patterns.NO_YEAR_BEFORE:
                return None
            date = _Date(known) if known else None
            return _Point(start, match.end(), date, date.edtf() if date else None, anchored, grain="year")
        first, last = _quarter_months(match)
        edtf = f"{known:04}-{first:02}/{known:04}-{last:02}" if known else None
        return _Point(start, match.end(), _Date(known) if known else None, edtf, anchored, grain="other")
    match = patterns.SEASON.match(text, position)
    if match is None or year is None:
        return None
    edtf = (
        f"{known:04}-{patterns.SEASONS[match['season']]}"
        if known and match["season"]
        else (f"{known:04}" if known else None)
    )
    return _Point(start, match.end(), _Date(known) if known else None, edtf, anchored, grain="other")


def _quarter_months(match: re.Match[str]) -> tuple[int, int]:
    if match["half"]:
        return (1, 6) if match["half"] == "上" else (7, 12)
    if match["head"]:
        return 1, {"首": 3, "两": 6, "二": 6, "三": 9}[
            match["head"][0] if match["head"][0] == "首" else match["head"][1]
        ]
    number = int(parse_numeral(match["quarter"]) or 1)
    return 3 * number - 2, 3 * number


@cache
def _holidays() -> dict[str, tuple[str, bool]]:
    return {row["surface"]: (row["date"], row["suffix"] == "yes") for row in load_table("holidays")}


def _holiday(context: _Context, start: int, position: int, year: _YearRead | None) -> _Point | None:
    """A feast; resolved only where the year is told and its date is fixed in the solar calendar."""
    text, table = context.text, _holidays()
    quoted = text[position : position + 1] in ("“", '"')
    at = position + 1 if quoted else position
    for length in range(8, 1, -1):
        word = text[at : at + length]
        entry = table.get(word)
        if entry is None:
            continue
        end = at + len(word)
        if quoted and not text.startswith(("”", '"'), end):
            continue
        end += quoted
        if patterns.HOLIDAY_GUARD.match(text, end):
            continue
        suffix = patterns.HOLIDAY_SUFFIX.match(text, end)
        needed = entry[1] and year is None
        if needed and not suffix and not patterns.BEFORE.match(text, end) and not _stands_alone(text, at, end):
            continue
        known = year.year if year else None
        date = _Date(known, int(entry[0][:2]), int(entry[0][3:])) if known and entry[0] else None
        about = suffix is not None and suffix.group() not in ("节", "佳节", "当天", "当日")
        edtf = date.edtf() if date else None
        if suffix:
            end = suffix.end()
        return _Point(
            start,
            end,
            date,
            _about(edtf) if about else edtf,
            bool(year and year.anchored),
            approx=about and edtf is not None,
        )
    return None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """国庆 and 中秋 between punctuation or prepositions name the day; 五一 and 六一 need more than that."""
    before, after = text[start - 1 : start], text[end : end + 1]
    numeral = text[start] in patterns.CN
    return not numeral and (before in ("", *"，。、；：“（\n在到逢于过每")) and (after in ("", *"，。、；：”）\n"))


@cache
def _parts() -> dict[str, tuple[str, re.Pattern[str] | None]]:
    return {
        row["surface"]: (row["clock"], re.compile(row["guard"]) if row["guard"] else None)
        for row in load_table("day_parts")
    }


def _part_at(text: str, position: int) -> tuple[str, int] | None:
    """The part of the day that begins here."""
    for length in (3, 2, 1):
        part = text[position : position + length]
        entry = _parts().get(part)
        if entry and not (entry[1] and entry[1].match(text, position + len(part))):
            return part, position + len(part)
    return None


class _ClockRead(NamedTuple):
    end: int
    hour: int
    minute: int
    second: int | None
    upper: int | None = None


def _clock_at(text: str, position: int, dated: bool) -> _ClockRead | None:
    """A clock time; without a date or a part of the day before it, the doubtful forms need more evidence."""
    ranged = patterns.HOUR_RANGE.match(text, position)
    if ranged and dated:
        first, second = (int(parse_numeral(ranged[name]) or 0) for name in ("first", "second"))
        if first < second:
            return _ClockRead(ranged.end(), first, 0, None, second)
    match = patterns.CLOCK.match(text, position)
    if match:
        if not dated and not _clock_stands(text, match):
            return None
        return _ClockRead(
            match.end(), int(match["hour"]), int(match["minute"]), int(match["second"]) if match["second"] else None
        )
    match = patterns.HOUR.match(text, position)
    if not match or patterns.POINT_NOUN.match(text, match.start("mark")) or not (dated or _hour_stands(text, match)):
        return None
    hour = int(parse_numeral(match["hour"]) or 0)
    return _ClockRead(
        match.end(), hour, _minute(match), int(parse_numeral(match["second"]) or 0) if match["second"] else None
    )


def _minute(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15 if match["quarter"] == "一" else 45
    written = match["minute"] or match["bare"]
    value = parse_numeral(written.lstrip("零〇○") or "零") if written else None
    return int(value) if value is not None and value < 60 else 0


def _clock_stands(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 4) : match.start()]
    return len(match["hour"]) == 2 and bool(
        match["hour"][0] == "0"
        or re.search(r"(?:时间|于|在|至|约|到|点|：|:)$|(?:^|\n)$", before)
        or patterns.ABOUT.match(text, match.end())
    )


def _hour_stands(text: str, match: re.Match[str]) -> bool:
    if match["minute"]:
        return True
    if match["mark"].startswith("点"):
        return (
            match["mark"] == "点钟"
            or bool(match["half"] or match["quarter"])
            or bool(patterns.CLOCK_EVIDENCE.match(text, match.end("mark")))
        )
    return (
        match["hour"][0].isdigit()
        or len(match["hour"]) >= 2
        or bool(match["half"] or patterns.ABOUT.match(text, match.end()))
    )


def _with_clock(context: _Context, point: _Point) -> _Point | None:
    """Add part of the day and clock time that stand behind a day."""
    text = context.text
    if point.grain != "day" or (point.edtf and ("/" in point.edtf or point.edtf.endswith("~"))):
        return point
    at = point.end
    part = _part_at(text, at)
    space = 1 if not part and text.startswith(" ", at) and patterns.CLOCK.match(text, at + 1) else 0
    clock = _clock_at(text, (part[1] if part else at) + space, True)
    name = part[0] if part else point.part
    end = clock.end if clock else (part[1] if part else at)
    if clock is None:
        return replace(point, end=end, part=name)
    return _clocked(replace(point, end=end, part=name), clock)


def _clocked(point: _Point, clock: _ClockRead) -> _Point:
    rule = _parts()[point.part][0] if point.part in _parts() else ""
    lower = _stamp(point.date, rule, clock.hour, clock.minute, clock.second)
    if clock.upper is not None:
        lower = f"{lower}/{_stamp(point.date, rule, clock.upper, 0, None)}"
    known = point.date is not None and point.date.edtf() is not None
    edtf = lower if known or (point.date is None and point.edtf is None and point.grain == "clock") else None
    return replace(point, edtf=edtf, grain="other" if clock.upper is not None else "clock")


def _stamp(date: _Date | None, rule: str, hour: int, minute: int, second: int | None) -> str | None:
    if (
        (rule == "pm" and 1 <= hour <= 11)
        or (rule == "noon" and 1 <= hour <= 3)
        or (rule == "night" and 5 <= hour <= 11)
    ):
        hour += 12
    elif rule == "am" and hour == 12:
        hour = 0
    elif rule == "night" and hour == 12:
        hour = 24
    day = date
    if hour == 24:
        hour = 0
        day = _shift_days(date, 1) if date else None
    clock = f"T{hour:02}:{minute:02}" + (f":{second:02}" if second is not None else "")
    if date is None:
        return clock
    written = day.edtf() if day else None
    return written + clock if written else None


def _clock_only(context: _Context, start: int, position: int) -> _Point | None:
    """A clock time whose day was named before."""
    text = context.text
    part = _part_at(text, position)
    clock = _clock_at(text, part[1] if part else position, part is not None)
    if clock is None:
        return None
    before = context.in_same(position, "")
    date = before if before and before.day is not None and before.month is not None else None
    point = _Point(start, clock.end, date, None, date is not None, part[0] if part else None, grain="clock")
    return _clocked(point, clock)


def _expression(context: _Context, point: _Point) -> TimeExpression:
    """The point with the words around it that open, close or blur it."""
    text = context.text
    start, end, edtf, approx = point.start, point.end, point.edtf, point.approx
    about = patterns.ABOUT.match(text, end)
    if about:
        end, approx, edtf = about.end(), True, _about(edtf)
    elif patterns.SPAN_END.match(text, end) and edtf and "/" in edtf:
        end = patterns.SPAN_END.match(text, end).end()  # type: ignore[union-attr]
    edges = ((patterns.SINCE, "{}/.."), (patterns.BEFORE, "../{}"), (patterns.AFTER, "{}/.."))
    opened = False
    for pattern, form in edges:
        match = pattern.match(text, end)
        if match:
            end, opened = match.end(), True
            edtf = (
                form.format(edtf)
                if edtf and "/" not in edtf and "{" not in edtf
                else (edtf if pattern is not patterns.SINCE else _open(edtf))
            )
            break
    start, blurred = _prefix(text, start, opened, context)
    if blurred:
        approx, edtf = True, _about(edtf)
    return TimeExpression(
        start,
        end,
        text[start:end],
        "date",
        edtf,
        approx=approx,
        anchored=point.anchored and edtf is not None,
        part_of_day=point.part,
    )


def _open(edtf: str | None) -> str | None:
    """An interval of which only the start is kept."""
    return f"{edtf.split('/')[0]}/.." if edtf and "{" not in edtf else None


def _prefix(text: str, start: int, opened: bool, context: _Context) -> tuple[int, bool]:
    """自 and 从 belong to an open interval, 截至 to its date, 约 makes it approximate."""
    for word in ("截止到", "截至到", "截至", "截止", "大约", "约"):
        if text.endswith(word, 0, start):
            return start - len(word), word in ("大约", "约")
    if opened:
        for word in ("自从", "自", "从"):
            if text.endswith(word, 0, start):
                return start - len(word), False
    return start, False


def _duration(context: _Context, quantity: Quantity) -> TimeExpression:
    text = context.text
    start, end = quantity.start, quantity.end
    past, later = patterns.BEFORE.match(text, end), patterns.AFTER.match(text, end)
    if past or later:
        edge = past or later
        assert edge is not None
        edtf, approx = _counted_back(context, quantity) if past else (_counted_on(context, quantity), False)
        return TimeExpression(
            start, edge.end(), text[start : edge.end()], "date", edtf, approx=approx, anchored=edtf is not None
        )
    tail = patterns.DURATION_END.match(text, end)
    end = tail.end() if tail else end
    start -= 1 if start and text[start - 1] == "近" else 0
    low = quantity.min if quantity.value is None else quantity.value
    high = quantity.max if quantity.value is None else quantity.value
    return TimeExpression(start, end, text[start:end], "duration", None, low, high, quantity.approx, quantity.unit)


def _counted_on(context: _Context, quantity: Quantity) -> str | None:
    """两天后 from the date that its sentence named before."""
    origin, value = context.in_same(quantity.start, patterns.SENTENCE_END), quantity.value
    if origin is None or not isinstance(value, int) or quantity.approx:
        return None
    date = None
    if quantity.unit == "d":
        date = _shift_days(origin, value)
    elif quantity.unit == "mo":
        date = _shift_months(origin, value)
    elif quantity.unit == "a" and origin.year is not None and origin.year + value <= 9999:
        date = _Date(origin.year + value)
    return date.edtf() if date else None


def _counted_back(context: _Context, quantity: Quantity) -> tuple[str | None, bool]:
    """三年前 as a year, 两个月前 as a month, 五天前 as a day."""
    reference = context.reference
    if reference is None or quantity.value is None or quantity.approx:
        return None, False
    value, unit = quantity.value, quantity.unit
    if unit == "a" and isinstance(value, int):
        if not reference.year or not 0 < value < reference.year:
            return None, False
        year = f"{reference.year - value:04}"
        return (_about(year), True) if "世纪" in quantity.text else (year, False)
    if unit in ("a", "mo"):
        months = value * 12 if unit == "a" else value
        date = _shift_months(reference, -int(months)) if months == int(months) else None
        return (_about(date.edtf()) if unit == "a" and date else date.edtf() if date else None), unit == "a"
    if unit in ("d", "wk") and isinstance(value, int):
        date = _shift_days(reference, -value * (7 if unit == "wk" else 1))
        return (_about(date.edtf()) if unit == "wk" and date else date.edtf() if date else None), unit == "wk"
    return None, False


_READERS: tuple[Callable[[_Context, int], TimeExpression | None], ...] = (
    _frequency, _plan, _decade, _lunar, _calendar, _vague,
)  # fmt: skip
