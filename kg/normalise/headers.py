"""Headline, dateline and bylines: who tells the story, when and where from."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import cache

from kg.lexicons import load_table
from kg.model import Byline
from kg.normalise.names import split_names

_H = "\u3400-\u9fff"
_ORG_END = r"(?:通讯社|新闻网|新闻社|日报|晚报|晨报|早报|时报|商报|快报|周报|都市报|周刊|青年报|电视台|广播电台|电台|融媒体中心|融媒体?|客户端|新闻|在线|传媒|快讯|侨讯|观察|之窗|视窗|通讯|资讯|频道|卫视|头条|视点|视界|前沿|聚焦|播报|网|社|报|台|刊)"  # noqa: E501
_DATE = r"(?:(?P<year>(?:19|20)\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
_SENT = r"(?:综合)?(?:专电|电讯|电|讯|消息|信息|报道|报导)"
_PLACE = rf"(?P<place>(?:(?!记者|通讯员)[{_H}]){{2,8}}?(?:[、/／][{_H}]{{2,6}})?)"
_WIRE = re.compile(
    rf"(?P<open>[（(【\[])?(?:据\s?)?(?P<agency>[{_H}A-Za-z]{{0,10}}?{_ORG_END})\s?[，,]?\s?(?:{_PLACE})?\s?{_DATE}\s?(?P<sent>{_SENT})"
    rf"\s?(?(open)[）)】\]]|)"
)
_LOCAL = re.compile(
    rf"(?P<open>[（(【\[])?(?P<agency>本报|本台|本网|本刊|本站|[{_H}]{{1,10}}?{_ORG_END})\s?(?:{_PLACE}\s?)?(?:{_DATE})?(?:专讯|特讯|快讯|讯|消息|电)"
    rf"(?:（[{_H}]{{2,8}}）)?\s?(?(open)[）)】\]]|(?=[\s：:（(“【]|$))"
)
_LOCAL_GLUED = re.compile(rf"(?P<agency>本报|本台|本网|本刊|本站|[{_H}]{{1,10}}?{_ORG_END})\s?讯(?=[{_H}\d])")
_ACCORDING = re.compile(rf"据(?P<agency>[{_H}]{{1,8}}?{_ORG_END})(?:{_PLACE})?(?:{_DATE})?(?:电|讯|消息|报道|报导)")
_ROLE = (
    rf"(?:(?:首席|特约|特派|特邀|实习|见习|摄影|文字|视频|全媒体|融媒体?|高级|资深|专题|海外|随军|驻站|驻[{_H}]{{2,4}}?)){{0,3}}记者"
    r"|(?:特约|实习)?通讯员|(?:特约|本报)?评论员|特约撰稿人?|撰稿人?|撰文|采写|实习生|作者|编译|摄影|摄像|供稿|文字|文图|图文|文|图|整理"
)
_ROLE_AT = re.compile(rf"(?P<role>{_ROLE})(?P<mark>\s?[：:／/|]\s?|\s)?")
_NEEDS_MARK = frozenset(
    ["文", "图", "文字", "图文", "文图", "摄影", "整理", "作者", "撰文", "采写", "编译", "供稿", "摄像", "撰稿"]
)
_SEPARATOR = re.compile(r"[、，,;；&/／|\s]+|(?<=[\u3400-\u9fff]{2})[和与及](?=[\u3400-\u9fff]{2})")
_TAIL = re.compile(
    rf"(?:[／/╱|\s]?\s?(?P<place>[{_H}]{{2,6}}?))?\s?(?:{_DATE})?\s?(?:综合|联合|摄影|采访)?(?P<sent>报道|报导|电|讯|专电|文/图|文图|摄影报道|采写|整理|摄|文|连线报道)$"
)
_PREFIX = re.compile(
    rf"(?P<segment>[^，。！？；“”\n]{{3,70}}?)(?P<stop>(?:{_DATE})?(?:报道|报导)(?=[：:\s，）)]|$)|[：:]|(?=\s\s))"
)
_BRACKETED = re.compile(r"[（(【\[〔](?P<segment>[^（）()【】\[\]〔〕。！？]{2,70})[）)】\]〕]")
_TITLE_MARK = re.compile(r"\s?(?:题|標題|标题)[：:]\s?")
_CLOSING = re.compile(r"(?:(?<=[。！？”…])|^)\s?(?P<segment>[^，。！？；“”…]{3,60})$")
_MASTHEAD = re.compile(
    rf"(?P<open>《)?(?P<agency>[{_H}]{{2,12}}?)(?(open)》|)\s*"
    r"(?:(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\s*\d))"
    r"(?:\s*(?:第\s?)?[A-Z]?\d{1,3}版)?\s*(?=$|文|图|记者|本报|本刊|通讯员|[（(]|[^\d，。]{0,8}记者)"
)
"""The paper, the day and the page over a story: 《柳河晚报》 2024年5月6日 第3版."""
_SENT_FROM = re.compile(rf"[\s，,]\s?发自[{_H}]{{2,8}}$")
_ORNAMENTS = " □■●◎▲△◆◇○★☆▌|｜"
_SENTENCE_END = re.compile(r"[。；…]['”’）]*$|^[“‘].*[”’]$")
_TITLE_LENGTH = 60
_HEADER_LINES = 4
_CLOSING_LINES = 6


@dataclass(slots=True)
class Header:
    """What the header and the closing lines of a story tell; offsets count the characters of the text."""

    title: tuple[int, int] | None = None
    agency: str | None = None
    place: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    bylines: list[Byline] = field(default_factory=list)


@cache
def _agencies() -> dict[str, str]:
    return {row["form"]: row["name"] for row in load_table("agencies")}


@cache
def _divisions() -> frozenset[str]:
    """Names of provinces and cities, to part a dateline's place from a name before it."""
    return frozenset(word for row in load_table("dateline_places") for word in row["places"].split())


def _agency(found: str, place: str | None) -> tuple[str | None, str | None]:
    """Canonical agency and place; a known agency at the head of ``found`` leaves the rest to the place."""
    joined = found + (place or "")
    for length in range(min(len(joined), 10), 1, -1):
        if joined[:length] in _agencies():
            return _agencies()[joined[:length]], joined[length:] or None
    if found.startswith("本") and len(found) == 2:
        return None, place
    return found, place


def _lines(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        found.append((position, line))
        position += len(line) + 1
    return found


# --- bylines -------------------------------------------------------------------------------------------------------


def _organisation(text: str) -> str | None:
    name = re.sub(r"[讯电]$", "", text.strip(" 、，,|/（("))
    if name in ("本报", "本台", "本网", "本刊", "本社", "本站", ""):
        return None
    return _agencies().get(name, name)


def _roles(segment: str) -> list[re.Match[str]]:
    """The words for roles in a segment; short ones count only with a mark behind them."""
    return [m for m in _ROLE_AT.finditer(segment) if m["role"] not in _NEEDS_MARK or m["mark"]]


def _chunk_names(chunk: str, lenient: bool) -> list[tuple[str, int]] | None:
    """The names of a chunk with their offsets; None if anything else is in it."""
    found: list[tuple[str, int]] = []
    position = 0
    for token in _SEPARATOR.split(chunk):
        at = chunk.find(token, position)
        position = at + len(token)
        if not token:
            continue
        names = split_names(token, lenient)
        if names is None:
            return None
        for name in names:
            found.append((name, at))
            at += len(name)
    return found


def _without_place(chunk: str) -> str:
    """A chunk before 报道 or 电 without the place at its end: ``张三 北京``, ``张三台北``."""
    for length in (4, 3, 2):
        if len(chunk) > length + 1 and chunk[-length:] in _divisions():
            return chunk[:-length]
    return chunk


def parse_segment(segment: str, at: int, organisation: str | None = None, lenient: bool = False) -> list[Byline] | None:
    """The bylines of a stretch of text that holds nothing else; None if it does. ``at`` is its text offset.

    Grammar: ``[organisation] role name (separator name)*``, repeated; later roles inherit the organisation.
    """
    segment = _SENT_FROM.sub("", segment)
    tail = _TAIL.search(segment)
    end = tail.start("sent") if tail else len(segment)
    roles = [m for m in _roles(segment[:end]) if m.start() < end]
    if not roles:
        return None
    head = segment[: roles[0].start()].strip(_ORNAMENTS)
    if head and not re.fullmatch(rf"[{_H}A-Za-z·/／ ]{{2,16}}", head):
        return None
    owner = _organisation(head) if head else organisation
    bylines: list[Byline] = []
    for index, role in enumerate(roles):
        stop = roles[index + 1].start() if index + 1 < len(roles) else end
        chunk = segment[role.end() : stop]
        if index + 1 == len(roles) and tail:
            chunk = _without_place(re.sub(rf"\s?{_DATE}\s?$", "", chunk).rstrip(" ／/╱|"))
        chunk, following = _following_organisation(chunk) if index + 1 < len(roles) else (chunk, None)
        names = _chunk_names(chunk.rstrip(" 、，,／/╱|"), lenient or bool(owner) or bool(role["mark"]))
        if names is None:
            return None
        word = role["role"] if role["role"] not in ("文", "图", "文字", "文图", "图文") else None
        bylines += [Byline(n, word, owner, at + role.end() + o, at + role.end() + o + len(n)) for n, o in names]
        owner = following or owner
    return bylines or None


def _following_organisation(chunk: str) -> tuple[str, str | None]:
    """The organisation that the next role belongs to, at the end of a chunk of names."""
    match = re.search(rf"(?:^|[\s、，,])([{_H}]{{1,10}}{_ORG_END})\s?$", chunk)
    return (chunk[: match.start()], _organisation(match.group(1))) if match else (chunk, None)


def bare_names(segment: str, at: int, lenient: bool = False) -> list[Byline]:
    """Names without a role, as ``中新网杭州11月3日电(胡亦心)`` has them."""
    names = _chunk_names(segment, lenient)
    return [Byline(name, None, None, at + offset, at + offset + len(name)) for name, offset in names or []]


# --- the header ------------------------------------------------------------------------------------------------------


def _read_wire(header: Header, match: re.Match[str]) -> None:
    groups = match.groupdict()
    agency, place = _agency(groups["agency"], groups.get("place"))
    header.agency = header.agency or agency
    header.place = header.place or place
    if groups.get("day") and header.day is None:
        header.day = int(groups["day"])
        header.month = int(groups["month"]) if groups["month"] else None
        header.year = int(groups["year"]) if groups["year"] else None
    elif groups.get("iso") and header.day is None:
        header.year, header.month, header.day = map(int, groups["iso"].split("-"))


def _read_date(header: Header, match: re.Match[str] | None) -> None:
    if match and match["day"] and header.day is None:
        header.day = int(match["day"])
        header.month = int(match["month"]) if match["month"] else None
        header.year = int(match["year"]) if match["year"] else None


def _read_opening(header: Header, at: int, line: str) -> int:
    """Read what stands at the head of a line; gives the offset in the line behind it."""
    position = len(line) - len(line.lstrip(_ORNAMENTS))
    masthead = _MASTHEAD.match(line, position)
    if masthead and (masthead["open"] or re.search(rf"{_ORG_END}$", masthead["agency"])):
        _read_wire(header, masthead)
        position = masthead.end()
    wire = _WIRE.match(line, position) or _LOCAL.match(line, position) or _LOCAL_GLUED.match(line, position)
    if wire:
        _read_wire(header, wire)
        position = wire.end()
        if (colon := re.match(r"\s?[：:]\s?", line[position:])) is not None:
            position += colon.end()
        bracket = re.compile(r"\s?" + _BRACKETED.pattern).match(line, position)
        if bracket:
            start = at + bracket.start("segment")
            found = parse_segment(bracket["segment"], start, header.agency) or bare_names(bracket["segment"], start)
            header.bylines += found
            position = bracket.end() if found else position
        elif not masthead and (found := _open_bylines(line, at, position, header.agency)):
            header.bylines += found
            position = len(line)
    elif bracket := _BRACKETED.match(line, position):
        found = parse_segment(bracket["segment"], at + bracket.start("segment")) or []
        _read_segment(header, bracket["segment"], found)
        position = bracket.end() if found else position
    elif according := _ACCORDING.match(line, position):
        _read_wire(header, according)
    if masthead and not header.bylines and (found := _open_bylines(line, at, position, header.agency)):
        header.bylines += found
        position = len(line)
    if (prefix := _PREFIX.match(line, position)) and prefix["segment"].strip():
        found = parse_segment(prefix["segment"], at + prefix.start("segment"), header.agency) or []
        if found:
            _read_segment(header, prefix["segment"], found)
            _read_date(header, prefix)
            position = prefix.end()
    return position


def _open_bylines(line: str, at: int, position: int, agency: str | None) -> list[Byline]:
    """The bylines that the rest of a short line is, behind a dateline: ``柳河日报云溪5月20日电 记者 罗明``."""
    rest = line[position:].strip(_ORNAMENTS)
    if not rest or len(rest) > _TITLE_LENGTH:
        return []
    return parse_segment(rest, at + line.index(rest, position), agency, True) or []


def _read_segment(header: Header, segment: str, found: list[Byline]) -> None:
    """Agency, place and date that stand among the bylines of a segment."""
    if not found:
        return
    header.bylines += found
    owner = found[0].organization
    if owner and (owner in _agencies().values() or re.search(rf"{_ORG_END}$", owner)):
        header.agency = header.agency or owner
    tail = _TAIL.search(segment)
    if tail:
        _read_date(header, tail)
        place = next(
            (
                segment[: tail.start("sent")].rstrip("0123456789月日 ")[-n:]
                for n in (4, 3, 2)
                if segment[: tail.start("sent")].rstrip("0123456789月日 ")[-n:] in _divisions()
            ),
            None,
        )
        header.place = header.place or place


def is_byline_line(line: str) -> bool:
    """Whether a line is nothing but bylines."""
    return len(line) <= 60 and parse_segment(line.strip(), 0, None, True) is not None


def _read_title(header: Header, lines: list[tuple[int, str]], told: str | None) -> None:
    at, line = lines[0]
    if wire := _WIRE.match(line):
        mark = _TITLE_MARK.match(line, wire.end())
        if mark:
            header.title = at + mark.end(), at + len(line)
        return
    squeezed = "".join(line.split())
    if (told and "".join(told.split()) in (squeezed, squeezed.rstrip("。"))) or (len(lines) > 1 and _is_headline(line)):
        header.title = at, at + len(line)


def _is_headline(line: str) -> bool:
    """A first line that is short, is no sentence with a stop or a quotation, and opens no report."""
    if not 4 <= len(line) <= _TITLE_LENGTH or _SENTENCE_END.search(line) or is_byline_line(line):
        return False
    return not (_LOCAL.match(line) or re.search(r"[：，、]$", line))


def read(text: str, told_title: str | None = None, story: bool = True) -> Header:
    """The header of a text whose first line may be a headline. ``told_title`` is the format's own title."""
    header = Header()
    lines = _lines(text)
    if story:
        _read_title(header, lines, told_title)
    openings = [item for item in lines if item[1].strip()][: _HEADER_LINES if story else 1]
    for at, line in openings:
        if is_byline_line(line):
            found = parse_segment(line, at, header.agency, True) or []
            _read_segment(header, line, found)
        elif header.title != (at, at + len(line)):
            _read_opening(header, at, line)
    if story:
        _read_closing(header, lines[len(openings) :] if len(lines) > len(openings) else [])
        _read_trailing(header, lines)
    header.bylines = sorted({(b.start, b.end): b for b in reversed(header.bylines)}.values(), key=lambda b: b.start)
    return header


def _read_closing(header: Header, lines: list[tuple[int, str]]) -> None:
    """Byline lines at the end of the story."""
    for at, line in lines[-_CLOSING_LINES:]:
        if is_byline_line(line):
            header.bylines += parse_segment(line, at, None, True) or []


def _read_trailing(header: Header, lines: list[tuple[int, str]]) -> None:
    """Bylines that close a paragraph: ``……英雄的城！（评论员 罗博 萧海川）``, ``……活动。东方今报记者 曹东方``."""
    for at, line in lines:
        tail = line[-80:]
        shift = at + len(line) - len(tail)
        for match in _BRACKETED.finditer(tail):
            if match.end() == len(tail):
                header.bylines += parse_segment(match["segment"], shift + match.start("segment"), None, True) or []
        if (closing := _CLOSING.search(tail)) and closing.start() > 0:
            header.bylines += parse_segment(closing["segment"], shift + closing.start("segment")) or []


# --- dates ---------------------------------------------------------------------------------------------------------


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int | None, day: int, to: datetime.date, days: int) -> datetime.date | None:
    """The date with that month and day that lies nearest to ``to``, at most ``days`` away."""
    months = [month] if month else [(to.month - 2) % 12 + 1, to.month, to.month % 12 + 1]
    options = [_date(year, m, day) for year in (to.year - 1, to.year, to.year + 1) for m in months]
    near = [option for option in options if option and abs((option - to).days) <= days]
    return min(near, key=lambda option: (abs((option - to).days), option), default=None)


def resolve_date(header: Header, told: str | None, around: list[str], years: set[int]) -> tuple[str | None, bool]:
    """The story's date and whether only the page around the story tells it.

    ``told`` is the date that the page gives for the story, ``around`` are the dates of what stands around it
    (addresses, teasers), ``years`` bare years there. A year is inferred only if all of these agree on it.
    """
    if header.day is None:
        return (told, False) if told else (None, False)
    if header.year and header.month:
        full = _date(header.year, header.month, header.day)
        return (full.isoformat(), False) if full else (told, False)
    if told:
        near = _nearest(header.month, header.day, datetime.date.fromisoformat(told), 120 if header.month else 20)
        return (near.isoformat() if near else told), False
    if header.month is None:
        return None, False
    found = {_nearest(header.month, header.day, datetime.date.fromisoformat(date), 184) for date in around}
    if not around:
        found = {_date(year, header.month, header.day) for year in years}
    known = {date for date in found if date}
    if len(known) == 1:
        return known.pop().isoformat(), True
    return (f"--{header.month:02}-{header.day:02}" if _date(2000, header.month, header.day) else None), False
