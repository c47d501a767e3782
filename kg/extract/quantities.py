"""Finding quantities: counts, measures, money, percentages, ratios, ages, spans of time.

A quantity is a numeral, the words that make it vague and the measure word: ``近3万亩``, ``58万余名``,
``90%至100%``. The bounds follow the project's claim vocabulary: ``6000多户`` is at least 6000, ``近百名`` at
most 100, ``三四天`` 3 to 4, ``几千斤`` 2000 to 9999. Dates and clock times are no quantities: ``2019年``, ``5月``,
``13日``, ``9时30分`` give none; the spans of time given here are those of :mod:`kg.extract.times`.

Decided cases:

- ``约``, ``左右``, ``来`` keep the number as ``value`` and set ``approx``. ``余``, ``多``, ``超过``, ``上千`` give
  ``min``; ``近``, ``不到``, ``不足`` give ``max``; all with ``approx``. ``至少``, ``以上`` give ``min``, ``最多``,
  ``以下``, ``以内`` give ``max``, without it.
- ``三四``, ``几``, ``数``, ``十几`` give ``min`` and ``max`` with ``approx``; a stated range (``3至5人``) without it.
- Percentages keep the number as written (``95%`` is 95 of unit ``%``; ``两成`` is 20). Fractions, ``一半`` and
  ``倍`` have unit ``1``.
- Numbers are in the unit named by ``unit``. Only ``刻钟``, ``个世纪``, ``成``, ``角`` and compound spans
  (``1小时20分钟``) are converted.
- ``大华一期``, ``二级``: a measure word that also ends names is returned with ``ambiguous`` unless a verb or a
  function word stands before the number (``分为三期``).
- ``第三届``, ``首批`` are returned with ``ordinal``; ``第一书记``, ``第一线`` are not returned.
- ``近三年来`` is the last three years; ``近两个小时`` is nearly two hours.
- ``一个个``, ``另一名``, ``每一位`` count nothing, nor does what stands inside 《》.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple, get_args

from kg.extract.numerals import CHINESE_CLASS, Number, Span, as_number, parse_numeral, parse_span, prepare
from kg.lexicons import load_table

QuantityKind = Literal["count", "measure", "money", "percent", "ratio", "age", "duration"]


class Noun(NamedTuple):
    """The counted noun behind a quantity, where punctuation or a conjunction shows its end."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text; ``text[start:end]`` is its ``text``."""

    start: int
    end: int
    text: str
    value: Number | None
    """The number, where one number is stated."""
    min: Number | None
    max: Number | None
    """Inclusive bounds where no single number is stated; None is open."""
    approx: bool
    unit: str | None
    """UCUM or ISO 4217 code, ``%``, ``1`` for ratios; for counts the measure word; None without one."""
    measure: str | None
    """The measure word as written."""
    noun: Noun | None
    ordinal: bool
    kind: QuantityKind
    ambiguous: bool = False
    """True where the words can as well be part of a name or a grade."""


@dataclass(frozen=True, slots=True)
class _Measure:
    surface: str
    kind: QuantityKind
    unit: str
    factor: Decimal
    guard: re.Pattern[str] | None
    flag: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number while it is being read: bounds, vagueness, where it stands."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    approx: bool = False
    more: bool = False
    """A 多 or 余 stands inside or behind it."""
    bare: bool = False
    """It has no digit: 百, 千万."""
    large: bool = False
    """It is written with 万 or 亿."""


_KINDS: dict[str, QuantityKind] = {kind: kind for kind in get_args(QuantityKind)}
_SYMBOLS = {
    "¥": "CNY",
    "￥": "CNY",
    "$": "USD",
    "＄": "USD",
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
}
_SMALLER = {("a", "mo"): 12, ("h", "min"): 60, ("min", "s"): 60, ("d", "h"): 24}
_BARE_MEASURES = frozenset("名位人户吨亩株件册辆台只头")
_DENOMINATORS = {"百": ("percent", "%"), "千": ("percent", "‰"), "万": ("percent", "‱")}

_RUN = re.compile(
    rf"(?>(?>[0-9]+(?:,[0-9]{{3}}(?![0-9]))*(?:\.[0-9]+)?)|[{CHINESE_CLASS}]|[几数](?![0-9])|(?<=[{CHINESE_CLASS}])点"
    r"(?=[零〇一二三四五六七八九]+(?:倍|%|[万亿]|个百分|[米吨升公千])))+"
)
_INNER = re.compile(r"([多余来])([万亿]{1,2})")
_RANGE = re.compile(r" ?(?:至|到|—{1,2}|–|―|-{1,2}|~|～|－) ?")
_LETTERS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-/:%?=&#@+~]*")
_NUMBER_AND_UNIT = re.compile(r"[0-9][0-9,.]*(?:[-~][0-9][0-9,.]*)?%?(?:[A-Za-z]{1,4}[23]?(?:/[A-Za-z]{1,3})?)?%?")
_DASHED = re.compile(
    r"(?<![0-9])[0-9]{1,4}(?:[-/.:][0-9]{1,4}){2,5}(?![0-9])|(?<![0-9])(?:[0-9]{3,4}-[0-9]{7,8}|1[0-9]{10})(?![0-9])|[0-9]{1,2}·[0-9]{1,2}|(?<=[\u4e00-\u9fff][A-Z])·?[0-9]{5}"
)
_LUNAR_DAY = re.compile(
    r"[正冬腊]月|[一二三四五六七八九十]月(?=初[一二三四五六七八九十])|[大正]年(?:初[一二三四五六七八九十]|三十)|初[一二三四五六七八九十](?!中)"
)
_FIRST = re.compile(r"首(届|批次|批|个|名|位|支|台|座|家|例|场|轮|期|条|艘|部|架|列|季|套|项|款|所|片|次)")
_HALF = re.compile(r"一半|半数")
_MANY_AFTER = re.compile(r"[很许众太更最好么那这差多不至大甚繁诸居]")
_BEFORE_SEVERAL = re.compile(
    r"[人次户总倍岁分少多参系指函基整负实复自质素常变虚个对奇偶层件票点篇频组段无半大级位尾号票页件参代字天年月日时吨家]"
)
_NOUN = re.compile(r"[一-龥]{1,4}(?=[、和与及]|等)(?!和谐|和平)|[一-龥]{1,3}(?=[，。；！？）]|$)")
_NOUN_UNITS = frozenset({"t", "kg", "g", "jin", "liang", "L", "mL", "m3", "mu", "ha", "桶"})
_NOT_NOUN = re.compile(
    r"[的了着过到往在给被受来去出进入将已未没不有是为要会能可也都就并而且或以其此这那左右多余]"
    r"|^[后前内外中间]$|^[以之][内上下外前后]|[一二两三四五六七八九十长宽高深厚重远大]$|[中里外内上下间时后前]$"
)
_COUNT_CONTEXT = re.compile(r"(?:[为成了有共的是及和与前后多括又至需第含设计推出按照近约达仅只、，。：；“（]|^)$")
_TIME_UNIT = re.compile(r"[年月日号时点分秒周]|世纪")
_DAYS_WITHIN = re.compile(r"日(?:之|以)?内")
_DAYS_BEHIND = re.compile(r"日(?![本常报记志历元军子益游照光])")
_WORD_WITH_MORE = re.compile(
    r"多(?:半|少|样|元|边|功能|媒体|数|为|于|久|亏|方|措|部门|地)|余(?:下|额|地|杭|姚|震|热|生|粮|庆|江)"
)
_COMPOUND = re.compile(r"[零又]?")
_THOUSAND_UNIT = re.compile(r"千[克米瓦卡伏帕]")
_DECIMAL_TAIL = re.compile(r"点[零〇一二三四五六七八九]{1,6}")
_TEN_YEARS = re.compile(r"[五六七八九]旬")
_SPAN_OF_YEARS = re.compile(r"年(?:来|前|后|间|里|历史|以来|的|之久|多|华诞)")
_ROUND_THE_NUMBER = ("有", "为")
_NEGATIVE = re.compile(r"(?:零下|-|−)$")


@cache
def _measures() -> tuple[dict[str, _Measure], int]:
    """Units and measure words by surface, and the length of the longest."""
    table: dict[str, _Measure] = {}
    for row in load_table("measure_words"):
        guard = re.compile(row["guard"]) if row["guard"] else None
        table[row["surface"]] = _Measure(row["surface"], "count", row["surface"], Decimal(1), guard, row["flag"])
    for row in load_table("units"):
        guard = re.compile(row["guard"]) if row["guard"] else None
        table[row["surface"]] = _Measure(
            row["surface"], _KINDS[row["kind"]], row["unit"], Decimal(row["factor"] or 1), guard, ""
        )
    return table, max(map(len, table))


@cache
def _approximators() -> dict[str, dict[str, tuple[str, re.Pattern[str] | None]]]:
    """Position → surface → sense and guard."""
    result: dict[str, dict[str, tuple[str, re.Pattern[str] | None]]] = {"before": {}, "after": {}, "bare": {}}
    for row in load_table("approximators"):
        result[row["position"]][row["surface"]] = (row["sense"], re.compile(row["guard"]) if row["guard"] else None)
    return result


@cache
def _scanner() -> re.Pattern[str]:
    """One pass over the text: words to pass over, set phrases, fractions, halves, runs of numeral characters."""
    words = "|".join(row["pattern"] for row in load_table("number_words"))
    vague = "|".join(re.escape(row["surface"]) for row in load_table("vague_numbers"))
    numeral = rf"[0-9{CHINESE_CLASS}]"
    return re.compile(
        rf"(?P<vague>{vague})|(?P<fraction>{numeral}{{1,8}}分之(?={numeral}|几)(?!一决赛))|(?P<half>{_HALF.pattern})"
        rf"|(?P<decades>{_TEN_YEARS.pattern})|(?P<skip>{words})|(?P<first>{_FIRST.pattern})|(?P<run>{_RUN.pattern}|半|多)"
    )


@cache
def _era_year() -> re.Pattern[str]:
    """Years of an era, before Christ or of the lunar calendar."""
    eras = "|".join(re.escape(row["surface"]) for row in load_table("eras"))
    return re.compile(rf"(?:{eras}|农历|民前|民国前|公元前?|西元前?)[初末]?[0-9一二三四五六七八九十〇零百千]{{1,5}}年?")


def _mask(text: str) -> str:
    """Identifiers, addresses, telephone numbers, dates in figures and lunar dates blanked out; same length."""

    def blank(match: re.Match[str]) -> str:
        return "\x00" * len(match.group())

    def blank_word(match: re.Match[str]) -> str:
        word = match.group()
        if not re.search(r"[A-Za-z_]", word) or (_NUMBER_AND_UNIT.fullmatch(word) and _known_unit(word)):
            return word
        return "\x00" * len(word)

    text = _LETTERS.sub(blank_word, text)
    for pattern in (_DASHED, _era_year(), _LUNAR_DAY):
        text = pattern.sub(blank, text)
    return text


def _known_unit(word: str) -> bool:
    unit = re.sub(r"^[0-9][0-9,.~%-]*", "", word)
    table, _ = _measures()
    return (unit in table and len(unit) > 1) or unit in ("m", "g", "h", "s")


def find_quantities(text: str) -> list[Quantity]:
    """All quantities in simplified Chinese text, in text order, without overlaps. Linear in the length of the text."""
    folded = _mask(prepare(text))
    found: list[Quantity] = []
    position = 0
    scanner = _scanner()
    while match := scanner.search(folded, position):
        quantity = _quantity(folded, match, found[-1].end if found else 0)
        if quantity:
            found.append(replace(quantity, text=text[quantity.start : quantity.end]))
        position = max(match.end(), quantity.end if quantity else 0)
    return found


def _quantity(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    kind = match.lastgroup
    if kind == "skip" or (match.start() and text[match.start() - 1] == "\x00"):
        return None
    if kind == "vague":
        return _vague(text, match)
    if kind == "first":
        return _first(text, match)
    if kind == "half":
        reading = _Reading(match.start(), match.end(), Decimal("0.5"), Decimal("0.5"))
        return _finish(text, reading, _Measure("", "ratio", "1", Decimal(1), None, ""), match.end(), floor)
    if kind == "decades":
        return _ten_years(text, match, floor)
    if kind == "fraction":
        return _fraction(text, match, floor)
    return _numbered(text, match.start(), floor)


def _vague(text: str, match: re.Match[str]) -> Quantity:
    row = next(r for r in load_table("vague_numbers") if r["surface"] == match.group())
    low = Decimal(row["min"]) if row["min"] else None
    high = Decimal(row["max"]) if row["max"] else None
    reading = _Reading(match.start(), match.end(), low, high, approx=True)
    found = _measure_at(text, match.end())
    measure, end = found or (None, match.end())
    return _build(text, reading, measure, match.start(), end)


def _first(text: str, match: re.Match[str]) -> Quantity | None:
    found = _measure_at(text, match.start() + 1)
    if not found:
        return None
    reading = _Reading(match.start(), match.start() + 1, Decimal(1), Decimal(1))
    return replace(_build(text, reading, found[0], match.start(), found[1]), ordinal=True, noun=None)


def _fraction(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    denominator = match.group()[:-2]
    reading = _spoken_decimal(text, _read_number(text, match.end()))
    if reading is None or reading.low is None or reading.high is None:
        return None
    if denominator in _DENOMINATORS:
        kind, unit = _DENOMINATORS[denominator]
        measure = _Measure("", _KINDS[kind], unit, Decimal(1), None, "")
        reading = _percent_range(text, reading, match.group())
        return _finish(text, replace(reading, start=match.start()), measure, reading.end, floor)
    divisor = parse_numeral(denominator)
    if not divisor or reading.low is None or reading.high is None:
        return None
    reading = replace(reading, start=match.start(), low=reading.low / divisor, high=reading.high / divisor)
    return _finish(text, reading, _Measure("", "ratio", "1", Decimal(1), None, ""), reading.end, floor)


def _spoken_decimal(text: str, reading: _Reading | None) -> _Reading | None:
    """百分之二点五; the whole of a percentage needs no digit (百分之百)."""
    tail = _DECIMAL_TAIL.match(text, reading.end) if reading else None
    if reading is None or tail is None:
        return reading and replace(reading, bare=False)
    value = parse_numeral(text[reading.start : tail.end()])
    return reading if value is None else replace(reading, end=tail.end(), low=value, high=value)


def _ten_years(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    """八旬 is eighty to eighty-nine; behind 逾 or 近 it is eighty."""
    low = 10 * (parse_numeral(match.group()[0]) or Decimal(0))
    reading = _Reading(match.start(), match.end(), low, low)
    if _prefix(text, reading, floor) is None:
        reading = replace(reading, high=low + 9, approx=True)
    measure = replace(_measures()[0]["岁"], surface="旬")
    return _finish(text, reading, measure, match.end(), floor)


def _percent_range(text: str, reading: _Reading, head: str) -> _Reading:
    """百分之三至五, 百分之三至百分之五."""
    separator = _RANGE.match(text, reading.end)
    if not separator:
        return reading
    position = separator.end() + (len(head) if text.startswith(head, separator.end()) else 0)
    upper = _read_number(text, position)
    if upper is None or upper.high is None or reading.low is None or upper.high <= reading.low:
        return reading
    return replace(reading, end=upper.end, high=upper.high, approx=reading.approx or upper.approx)


def _read_number(text: str, position: int) -> _Reading | None:
    """The number that begins at ``position``, with a 多, 余 or 来 inside or behind it."""
    if text.startswith("半", position):
        return _Reading(position, position + 1, Decimal("0.5"), Decimal("0.5"))
    if text.startswith("多", position):
        return _Reading(position, position + 1, Decimal(2), None, approx=True)
    match = _RUN.match(text, position)
    if not match:
        return None
    run, end = match.group(), match.end()
    span = parse_span(run)
    if len(run) > 1 and _THOUSAND_UNIT.match(text, end - 1) and (run[-2] in "万亿" or run[-2].isdecimal()):
        run, end = run[:-1], end - 1
        span = parse_span(run)
    if span is None and len(run) > 1 and run[-1] in "两数几":
        run, end = run[:-1], end - 1
        span = parse_span(run)
    if span is None or (len(run) == 1 and run in "壹贰叁肆伍陆柒捌玖拾佰仟"):
        return None
    bare = run[0] in "百千万亿佰仟"
    reading = _Reading(position, end, span.low, span.high, not span.exact, False, bare, run[-1] in "万亿")
    return _with_suffix(text, reading, span)


def _with_suffix(text: str, reading: _Reading, span: Span) -> _Reading:
    inner = _INNER.match(text, reading.end)
    if inner:
        factor = parse_numeral(inner.group(2)) or Decimal(1)
        more = inner.group(1) != "来"
        high = None if more and span.exact else span.high * factor
        return replace(reading, end=inner.end(), low=span.low * factor, high=high, approx=True, more=more, large=True)
    following = text[reading.end : reading.end + 1]
    if following == "来" and span.exact and _measure_at(text, reading.end + 1):
        return replace(reading, end=reading.end + 1, approx=True)
    if following and following in "多余" and not _is_word(text, reading.end):
        return replace(reading, end=reading.end + 1, high=None if span.exact else span.high, approx=True, more=True)
    return reading


def _is_word(text: str, position: int) -> bool:
    """Whether the 多 or 余 here begins a word of its own."""
    return bool(_WORD_WITH_MORE.match(text, position))


def _measure_at(text: str, position: int) -> tuple[_Measure, int] | None:
    """The longest unit or measure word that begins here and that nothing behind it speaks against."""
    table, longest = _measures()
    if text.startswith(" ", position) and text[position - 1].isdigit():
        position += 1
    for length in range(min(longest, len(text) - position), 0, -1):
        surface = text[position : position + length]
        measure = table.get(surface)
        if measure is None:
            continue
        end = position + length
        if measure.guard and measure.guard.match(text, end):
            continue
        if surface[-1].isascii() and surface[-1].isalpha() and text[end : end + 1].isalnum() and text[end].isascii():
            continue
        return measure, end
    return None


def _numbered(text: str, position: int, floor: int) -> Quantity | None:
    reading = _read_number(text, position)
    if reading is None or not _may_begin(text, reading) or _is_repeated(text, reading):
        return None
    ordinal = position > floor and text[position - 1] == "第"
    split = _split_measure(text, reading)
    if split:
        return _finish(text, split[0], split[1], split[2], floor)
    found = _measure_at(text, reading.end) or _days(text, reading)
    if found and _is_calendar(text, reading, found[0]):
        return None
    ranged = None if ordinal else _range(text, reading, found)
    if ranged:
        return _finish(text, ranged[0], ranged[1], ranged[2], floor)
    if found is None:
        return None if ordinal else _without_measure(text, reading, floor)
    if ordinal:
        return replace(_build(text, reading, found[0], position - 1, found[1]), ordinal=True, noun=None)
    return _finish(text, reading, found[0], found[1], floor)


def _may_begin(text: str, reading: _Reading) -> bool:
    before = text[reading.start - 1 : reading.start] if reading.start else ""
    first = text[reading.start]
    if first == "多":
        return not (_MANY_AFTER.match(before) or before.isdigit() or before in tuple(CHINESE_CLASS))
    if first == "数":
        return not _BEFORE_SEVERAL.match(before)
    if (
        first.isdigit()
        and before
        and before in ".:/-·"
        and reading.start > 1
        and text[reading.start - 2].isascii()
        and text[reading.start - 2].isalnum()
    ):
        return False
    return not (before == "分" and text[reading.start - 2 : reading.start] == "百分")


def _days(text: str, reading: _Reading) -> tuple[_Measure, int] | None:
    """日 is a span where the number is vague or two (几日, 两日) or 内 follows (3日内); a date otherwise."""
    if not text.startswith("日", reading.end):
        return None
    vague = reading.approx or text[reading.start : reading.end] == "两"
    spanned = _DAYS_BEHIND.match(text, reading.end) if vague else _DAYS_WITHIN.match(text, reading.end)
    if not spanned or text[reading.start - 1 : reading.start] in ("月", "时"):
        return None
    return replace(_measures()[0]["天"], surface="日"), reading.end + 1


def _is_repeated(text: str, reading: _Reading) -> bool:
    """一个个, 一批批: one after the other, no count."""
    pair = text[reading.end : reading.end + 2]
    return text[reading.start : reading.end] == "一" and len(pair) == 2 and pair[0] == pair[1]


def _split_measure(text: str, reading: _Reading) -> tuple[_Reading, _Measure, int] | None:
    """一个多月, 两个半小时: the 多 or 半 stands inside the measure word."""
    if text[reading.end : reading.end + 1] != "个" or text[reading.end + 1 : reading.end + 2] not in ("多", "半"):
        return None
    table, _ = _measures()
    for word in ("小时", "钟头", "星期", "礼拜", "世纪", "季度", "月", "百分点"):
        if not text.startswith(word, reading.end + 2):
            continue
        end = reading.end + 2 + len(word)
        measure = replace(table["个" + word], surface=f"个{word}")
        if text[reading.end + 1] == "多":
            return replace(reading, end=end, high=None, approx=True, more=True), measure, end
        if reading.low is None or reading.high is None:
            return None
        half = Decimal("0.5")
        return replace(reading, end=end, low=reading.low + half, high=reading.high + half), measure, end
    return None


def _is_calendar(text: str, reading: _Reading, measure: _Measure) -> bool:
    """Whether the number names a year rather than a span of years: 2019年, 二〇二〇年, 08年, 95年."""
    if measure.surface != "年" or reading.more or reading.approx:
        return False
    digits = text[reading.start : reading.end]
    if re.fullmatch(
        r"[12][0-9]{3}|0[0-9]|[零〇○一二三四五六七八九]{3,4}|[零〇][零〇一二三四五六七八九]|[789][零〇一二三四五六七八九]",
        digits,
    ):
        return True
    if not re.fullmatch(r"[789][0-9]|[2-9][0-9]{2}|[3-9][0-9]{3}", digits):
        return False
    return not _SPAN_OF_YEARS.match(text, reading.end)


def _range(text: str, lower: _Reading, found: tuple[_Measure, int] | None) -> tuple[_Reading, _Measure, int] | None:
    """3至5人, 90%至100%, 3-5万元: one quantity from the lower to the upper number."""
    separator = _RANGE.match(text, found[1] if found else lower.end)
    if not separator or lower.low is None or text[lower.start - 1 : lower.start] in ("从", "由"):
        return None
    upper = _read_number(text, separator.end())
    if upper is None or upper.low is None or text[separator.end()] in "多半":
        return None
    measured = _measure_at(text, upper.end)
    if not measured or (found and found[0].unit != measured[0].unit) or _is_calendar(text, upper, measured[0]):
        return None
    low = lower.low
    if not found and upper.large and not lower.large:
        factor = Decimal(10**8) if text[upper.end - 1] == "亿" else Decimal(10**4)
        low = low * factor if low * factor < upper.low else low
    if low >= upper.low:
        return None
    reading = _Reading(lower.start, upper.end, low, upper.high, lower.approx or upper.approx, upper.more)
    return reading, measured[0], measured[1]


def _without_measure(text: str, reading: _Reading, floor: int) -> Quantity | None:
    """A number alone counts only where 万 or 亿, or a word that bounds it, shows that it is an amount."""
    if (text[reading.start] in "半多几数" and not reading.large) or _TIME_UNIT.match(text, reading.end):
        return None
    following = text[reading.end : reading.end + 1]
    if (following and following in "-/:.·\x00") or (following.isascii() and following.isalpha()):
        return None
    prefix = _prefix(text, reading, floor)
    written = text[reading.start : reading.end]
    amount = reading.large and not reading.bare
    bounded = (prefix is not None or reading.more) and (reading.bare or len(written) > 1)
    symbol = _symbol(text, reading.start)
    if not (amount or bounded or symbol):
        return None
    return _finish(text, reading, None, reading.end, floor)


def _symbol(text: str, position: int) -> str | None:
    """The currency sign before a number."""
    for length in (3, 1):
        sign = text[max(0, position - length) : position]
        if sign in _SYMBOLS:
            return sign
    return None


def _prefix(text: str, reading: _Reading, floor: int) -> tuple[str, str] | None:
    """The approximator before the number, and its sense."""
    tables = _approximators()
    candidates = dict(tables["before"])
    if reading.bare or text[reading.start] == "半":
        candidates.update(tables["bare"])
    for length in range(4, 0, -1):
        at = reading.start - length
        if at < floor:
            continue
        entry = candidates.get(text[at : reading.start])
        if entry and not (entry[1] and at and entry[1].match(text, at - 1)):
            return text[at : reading.start], entry[0]
    return None


def _suffix(text: str, end: int) -> tuple[str, str] | None:
    table = _approximators()["after"]
    for length in (3, 2, 1):
        entry = table.get(text[end : end + length])
        if entry and not (entry[1] and entry[1].match(text, end + length)):
            return text[end : end + length], entry[0]
    return None


def _finish(text: str, reading: _Reading, measure: _Measure | None, end: int, floor: int) -> Quantity | None:
    """Add what stands around the number and its measure word."""
    reading, end = _behind_measure(text, reading, measure, end)
    if measure and measure.kind == "duration":
        reading, measure, end = _compound(text, reading, measure, end)
    prefix, suffix = _prefix(text, reading, floor), _suffix(text, end)
    if prefix and prefix[0] == "近" and (reading.more or (measure and _recent(text, reading, measure, end))):
        prefix = None
    if not _allowed(reading, measure, prefix):
        return None
    start = reading.start - (len(prefix[0]) if prefix and not prefix[0].endswith(_ROUND_THE_NUMBER) else 0)
    if reading.start > floor and text[reading.start - 1] == "好" and text[reading.start] == "几":
        start = reading.start - 1
    end += len(suffix[0]) if suffix else 0
    for sense in (prefix and prefix[1], suffix and suffix[1]):
        reading = _apply(reading, sense) if sense else reading
    quantity = _build(text, reading, measure, start, end)
    return _signed(text, quantity, measure, start)


def _behind_measure(text: str, reading: _Reading, measure: _Measure | None, end: int) -> tuple[_Reading, int]:
    """A 半 or 多 behind the measure word: 两年半, 三米多, 两倍多."""
    if measure is None or measure.kind == "count":
        return reading, end
    if (
        re.match(r"半(?![个天年途路夜月数价工])", text[end : end + 2])
        and reading.low is not None
        and reading.high is not None
    ):
        half = Decimal("0.5")
        return replace(reading, low=reading.low + half, high=reading.high + half), end + 1
    if (
        not reading.more
        and re.match(r"(?:多|有?余)(?![次个名种项人元功地方云边样少久位家数])", text[end : end + 3])
        and reading.low == reading.high
    ):
        length = 2 if text.startswith("有余", end) else 1
        return replace(reading, high=None, approx=True, more=True), end + length
    return reading, end


def _compound(text: str, reading: _Reading, measure: _Measure, end: int) -> tuple[_Reading, _Measure, int]:
    """1小时20分钟, 3年零4个月: the sum in the smaller unit."""
    glue = _COMPOUND.match(text, end)
    lower = _read_number(text, glue.end() if glue else end)
    if lower is None or lower.low is None or reading.low is None or text[lower.start] in "半多几数":
        return reading, measure, end
    found = _measure_at(text, lower.end)
    table, _ = _measures()
    if found is None and measure.unit == "h" and text.startswith("分", lower.end):
        found = table["分钟"], lower.end + 1
    factor = _SMALLER.get((measure.unit, found[0].unit)) if found else None
    if found is None or factor is None:
        return reading, measure, end
    total = reading.low * measure.factor * factor + lower.low * found[0].factor
    high = None if lower.more else total
    reading = replace(reading, end=lower.end, low=total, high=high, approx=lower.approx, more=lower.more)
    return reading, replace(found[0], factor=Decimal(1)), found[1]


def _recent(text: str, reading: _Reading, measure: _Measure, end: int) -> bool:
    """近三年, 近两个月来 are the last years and months, not nearly so many."""
    if measure.kind != "duration" or measure.unit not in ("a", "mo", "wk", "d"):
        return False
    small = reading.low is not None and reading.low <= 10 and measure.unit == "a" and not reading.more
    return small or bool(re.match(r"以?来|之?内|[间里中]", text[end : end + 2]))


def _allowed(reading: _Reading, measure: _Measure | None, prefix: tuple[str, str] | None) -> bool:
    """A numeral without a digit needs a word that makes it a number: 近百名, 千余件, 上万; or 名, 吨, 元."""
    if not reading.bare or prefix or reading.more or reading.approx:
        return True
    return measure is not None and (measure.surface in _BARE_MEASURES or measure.kind == "money")


def _apply(reading: _Reading, sense: str) -> _Reading:
    low, high = reading.low, reading.high
    exact = low is not None and low == high
    if sense == "about":
        return replace(reading, approx=True)
    approx = reading.approx or sense in ("near", "more", "less")
    if sense in ("near", "less", "at_most"):
        return replace(
            reading, low=None if exact or reading.more else low, high=high if high is not None else low, approx=approx
        )
    return replace(reading, high=None if exact else high, approx=approx)


def _signed(text: str, quantity: Quantity, measure: _Measure | None, start: int) -> Quantity:
    """零下20摄氏度 is -20; a currency sign before the number is part of the quantity."""
    sign = _symbol(text, start)
    if sign and measure is None:
        return replace(quantity, start=start - len(sign), unit=_SYMBOLS[sign], measure=sign, kind="money")
    negative = _NEGATIVE.search(text[max(0, start - 2) : start])
    if not negative or measure is None or measure.unit not in ("Cel", "deg", "[degF]"):
        return quantity
    value, low, high = ((-n if n is not None else None) for n in (quantity.value, quantity.max, quantity.min))
    return replace(quantity, start=start - len(negative.group()), value=value, min=low, max=high)


def _build(text: str, reading: _Reading, measure: _Measure | None, start: int, end: int) -> Quantity:
    factor = measure.factor if measure else Decimal(1)
    low = None if reading.low is None else as_number(reading.low * factor)
    high = None if reading.high is None else as_number(reading.high * factor)
    kind: QuantityKind = measure.kind if measure else "count"
    if kind == "age" and reading.more and isinstance(low, int) and low < 100 and low % 10 == 0:
        high = low + 9
    exact = low is not None and low == high
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        value=low if exact else None,
        min=None if exact else low,
        max=None if exact else high,
        approx=reading.approx or (reading.bare and exact),
        unit=measure.unit if measure else None,
        measure=(measure.surface or None) if measure else None,
        noun=_noun(text, measure, end),
        ordinal=False,
        kind=kind,
        ambiguous=_is_ambiguous(text, reading, measure),
    )


def _is_ambiguous(text: str, reading: _Reading, measure: _Measure | None) -> bool:
    if measure is None or measure.flag != "name" or reading.approx or reading.low != reading.high:
        return False
    return not _COUNT_CONTEXT.search(text[max(0, reading.start - 1) : reading.start])


def _noun(text: str, measure: _Measure | None, end: int) -> Noun | None:
    if (
        measure is None
        or measure.kind not in ("count", "measure")
        or measure.surface in ("人", "人次", "次", "级", "期", "度")
    ):
        return None
    if measure.kind == "measure" and measure.unit not in _NOUN_UNITS:
        return None
    match = _NOUN.match(text, end)
    if not match or _NOT_NOUN.search(match.group()):
        return None
    return Noun(match.start(), match.end(), match.group())


def iter_durations(text: str) -> Iterator[Quantity]:
    """The spans of time among the quantities of a text."""
    return (quantity for quantity in find_quantities(text) if quantity.kind == "duration")
