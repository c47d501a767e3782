"""What a page shows besides the story: set aside, with what it tells (date, publisher, editor, photographer)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from kg.lexicons import load_table
from kg.model import Furniture
from kg.normalise.names import split_names
from kg.text import Edit, MappedText

_TOP_LINES = 6
_END_LINES = 14
_CLOCK = r"(?:[T\s]{0,2}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
DATE = (
    r"(?P<year>(?:19|20)\d\d)\s?(?:年|[-/.])\s?(?P<month>1[0-2]|0?[1-9])"
    r"\s?(?:月|[-/.])\s?(?P<day>[12]\d|3[01]|0?[1-9])日?"
)
_ANY_DATE = re.sub(r"\?P<\w+>", "?:", DATE)
_WEEKDAY = r"(?:\s?[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
_STAMP = re.compile(rf"{DATE}{_WEEKDAY}{_CLOCK}(?:\s|(?=\D)|$)")
_DATE_LABEL = r"(?:发布|发表|更新|出版|刊登|发稿|编辑|最后更新|创建|上传)?(?:时间|日期)|发布于|发表于|更新于"
_SOURCE_LABEL = r"(?:文章|信息|新闻|稿件|内容|图文)?(?:来源|稿源)|来自|转自|转载自|摘自|出处|媒体"
_AUTHOR_LABEL = r"作者|记者|通讯员|撰文|文|供稿|供稿人|投稿"
_EDITOR_LABEL = (
    r"(?:责任|本文|本期|网络|网页|值班|执行|文字|图片|视觉|新媒体|实习|栏目|本版|稿件|新闻)?编辑|责编|美编|编审|"
    r"(?:值班|副|总|执行|本期)?主编|审核|审校|校对|校审|责任校对|初审|复审|二审|三审|一审|终审|审签|签发|监制|总监制|统筹|总策划|策划|"
    r"出品人?|排版|视觉|美术设计|录入|值班编委|值班主任|编委|编校"
)
_COUNT_LABEL = (
    r"浏览(?:次数|量|数)?|阅读(?:次数|量|数)?|点击(?:次数|量|数)?|人气|评论|访问量|字号|字体|字体大小|责任者|收藏|打印"
)
_VALUE = r"[^\s，。！？；：|｜]{1,24}"
_FIELD = re.compile(
    rf"(?:(?P<date_label>{_DATE_LABEL})\s?[：:]*\s?)?(?P<date>{_ANY_DATE}{_WEEKDAY}{_CLOCK})"
    rf"|(?P<source_label>{_SOURCE_LABEL})\s?[：:]+\s?(?P<source>{_VALUE})"
    rf"|(?P<author_label>{_AUTHOR_LABEL})\s?[：:/／]\s?(?P<author>[^\s，。！？；：|｜]{{2,20}}"
    r"(?:[ 、](?!来源|编辑|责编|时间|字号|字体|浏览|阅读|点击|发布)[\u4e00-\u9fff]{2,4})*)"
    rf"|(?P<editor_label>{_EDITOR_LABEL})\s?[：:/／]\s?(?P<editor>{_VALUE})?"
    r"|(?P<size_label>字号|字体)\s?[：:]?\s?[大中小特默认\s\[\]【】（）|]{1,24}"
    rf"|(?P<count_label>{_COUNT_LABEL})\s?[：:（(]\s?[\d,.大中小万+次）)TA\-\s]{{0,16}}"
)
_SITE = re.compile(rf"[\u4e00-\u9fff]{{1,10}}(?:网|报|社|台|客户端|在线|频道|发布)\s(?={_ANY_DATE})")
"""The name of a site before the time and the source of a story."""
_FIELD_GAP = re.compile(r"[\s|｜·,，/次【】\[\]]*")
_EDITORS = re.compile(
    rf"[【\[（(]?\s?(?:(?:{_EDITOR_LABEL})\s?[：:/／]\s?(?P<name>[^：:。！？；【】\[\]（）()]{{0,24}}?)[\s|｜；;、，]*)+[】\]）)]?"
)
_EDITOR_TAIL = re.compile(
    rf"\s*[【\[（(]\s?(?:{_EDITOR_LABEL})\s?[：:/／]?\s?(?P<name>[^【】\[\]（）()：:。！？]{{1,24}})[】\]）)]\s*"
    r"(?:(?P<year>1[01]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01]))?\s*$"
)
_REPUBLIC_ERA = 1911
"""The Central News Agency closes a story with its date in the Republic's years: ``（编辑：…）1070607``."""
_REFERENCE = re.compile(r"(?<![a-zA-Z0-9])\[(?:\d{1,3}|编辑|编辑源代码|(?:注|註|參|参) ?\d{1,3}|来源请求|需要引用)\]")
_STAMPED = re.compile(
    rf"(?P<before>[^，。！？：；“”]{{0,30}}?)\s?{DATE}{_WEEKDAY}[T\s]{{0,2}}\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?(?:\s[^，。！？：；“”]{{0,24}})?"
)
_ORIGINAL_TITLE = re.compile(r"[（(【]?(?:原标题|原题)[：:].{2,80}")
_CAPTION_LABEL = re.compile(
    r"^[【\[（(]?(?:图片说明|图片描述|图说|图注|图为说明|照片说明|相片说明)[】\]）)]?\s?[：:]?\s?"
)
_MEDIA_MARK = re.compile(r"\s?[\[（(【](?:组图|多图|高清组图|图|图文|附图|视频|图集|音频|直播)[\]）)】]\s?$")
_END_MARK = re.compile(r"\s?[（(【\[](?:完|END|end|End)[）)】\]]\s?$")
_CREDIT_BRACKET = re.compile(
    r"(?:(?:新华社|中新社|新华网|人民网|本报|央视)发\s?)?"
    r"[（(【\[](?P<inside>(?:[^（）()【】\[\]。！？；]{0,40}?(?:摄影报道|摄影|摄|供图|图|制图|绘图|拍摄|提供|发))"
    r"|(?:资料图片?|图片来源|图源|摄影|图片|图|照片|来源|摄)\s?[：:/／][^（）()【】\[\]。！？；]{1,30}|资料图片?|资料照片?|网络图片|图片由[^（）()。]{2,30}提供)[）)】\]]\s?"
)
_CREDIT_TAIL = re.compile(
    r"(?:^|(?<=[。！？”）\s]))(?P<inside>(?:[\u4e00-\u9fff]{2,12}?)?(?:(?:摄影|特约|实习|首席|特派|见习)?(?:记者|通讯员))\s?"
    r"(?:[\u4e00-\u9fff·]{2,9}[、 ]{0,2}){1,5}\s?[／/]?\s?(?:摄影报道|摄影|摄|供图|图))\s?$"
)
_CREDIT_SHORT_TAIL = re.compile(
    r"(?:^|(?<=[。！？”）]))\s?(?P<inside>[\u4e00-\u9fff·]{2,4}\s?[／/]?\s?(?:摄影|摄|供图))\s?$"
)
_CREDIT_LINE = re.compile(
    r"(?:摄影|图片|图片来源|图源|图|照片|供图|题图|摄|制图|视频|海报|剪辑|后期|动画|美工)\s?[：:/／]\s?(?P<inside>[^，。！？；]{2,40})"
)
_PHOTO_WORDS = re.compile(
    r"\s?[／/]?\s?(?:摄影报道|摄影|拍摄|摄|供图|制图|绘图|图|提供|发)\s?$|^(?:摄影|图片来源|图片|图源|图|照片|来源|摄)\s?[：:/／]\s?"
)
_NOT_A_NAME = re.compile(
    r"资料|图片|网络|视觉中国|受访|供图|截图|微博|官网|提供|公众号|视频|东方IC|来源|新华社$|中新社$|新华网$|人民网$|本报$|央视|发布|公司|单位|医院|学校"
)
_CODE = re.compile(
    r"\bfunction\s*\(|\bvar\s+\w+\s*=|\bdocument\.|\bwindow\.|\}\s*\)\s*\(|\bgetElement|\.src\s*=|\bappendChild\b|\$\(|=>\s*\{|addEventListener"
    r"|googletag|adsbygoogle|_hmt\b|\bCDATA\b|<!\[|\]\]>|!important|^\s*[.#@]?[\w-]+\s*\{[^}]{0,500}\}?\s*$|^[\s{}()（）;；,，\]\[]+$"
)
_HAN = re.compile("[\u3400-\u9fff]")


_LINKS = re.compile(
    r"[【\[][^【】\[\]。]{1,8}[】\]](?: ?[【\[][^【】\[\]。]{1,8}[】\]])+"
    r"|[^，。！？|｜]{2,8}(?: ?[|｜] ?[^，。！？|｜]{2,8}){1,9}"
)
"""Links side by side: 【打印本页】【关闭窗口】, 网站简介|免责声明|网站地图."""


@dataclass(slots=True)
class Page:
    """A page's lines, parted, and what its furniture tells."""

    story: list[MappedText] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    credits: list[MappedText] = field(default_factory=list)
    """Names cut out with photo credits and source lines, with their role and organisation where told."""
    dates: list[str] = field(default_factory=list)
    """ISO dates that the page's labels give, in page order."""
    publisher: str | None = None
    editor: str | None = None

    def set_aside(self, kind: str, text: MappedText) -> None:
        """Record a part of the page as furniture."""
        if len(text):
            self.furniture.append(Furniture(kind, *text.raw_span(0, len(text))))


@cache
def _line_patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    table = load_table("furniture")
    return tuple((row["kind"], row["place"], re.compile(row["pattern"].replace(" ", r"\s?"))) for row in table)


def iso(match: re.Match[str]) -> str:
    """The ISO date of a :data:`DATE` match."""
    return f"{int(match['year']):04}-{int(match['month']):02}-{int(match['day']):02}"


def leading_stamp(line: str) -> re.Match[str] | None:
    """A date-time at the head of a teaser."""
    return _STAMP.match(line)


def _is_code(line: str) -> bool:
    return len(_HAN.findall(line)) * 4 < len(line) and bool(_CODE.search(line[:2000]))


def _source_fields(line: str) -> list[re.Match[str]] | None:
    """The labelled fields that make up a whole line (``2020-03-13 08:23 来源：…``); None if there is anything else."""
    found: list[re.Match[str]] = []
    position = 0
    while position < len(line):
        match = _FIELD.match(line, position)
        if not match or match.end() == position:
            return None
        found.append(match)
        gap = _FIELD_GAP.match(line, match.end())
        position = gap.end() if gap else match.end()
    return found


def _take_source_line(page: Page, line: MappedText, edge: bool) -> bool:
    string = line.text
    if len(string) > 160:
        return False
    site = _SITE.match(string) if edge else None
    told_part = line.slice(site.end() if site else 0, len(line))
    fields = _source_fields(told_part.text)
    if not fields:
        return edge and _take_stamped_line(page, line)
    kinds = {name for match in fields for name, value in match.groupdict().items() if value}
    told = kinds & {"date_label", "source_label", "editor_label", "count_label", "size_label"}
    if not told and not (edge and "date" in kinds):
        return False
    for match in fields:
        if match["date"] and (date := re.match(DATE, match["date"])):
            page.dates.append(iso(date))
        if match["source"] and _HAN.search(match["source"]):
            page.publisher = page.publisher or match["source"].strip("：:")
        if match["editor"]:
            page.editor = page.editor or match["editor"]
        if match["author"]:
            group = "author" if match["author_label"] in ("文", "投稿") else 0
            page.credits.append(told_part.slice(*match.span(group)))
    page.set_aside("editor" if kinds <= {"editor", "editor_label"} else "source-line", line)
    return True


def _take_stamped_line(page: Page, line: MappedText) -> bool:
    """A line of names around a date and time: ``原创 青石发布 2021-05-06 18:30``."""
    match = _STAMPED.fullmatch(line.text) if len(line) <= 80 else None
    if match:
        page.dates.append(iso(match))
        page.set_aside("source-line", line)
    return match is not None


def _take_editor_line(page: Page, line: MappedText) -> bool:
    match = _EDITORS.fullmatch(line.text) if len(line) <= 120 else None
    if not match:
        return False
    first = re.search(r"(?:编辑|责编)\s?[：:/／]\s?([^\s：:。；、，【】（）()\[\]]{1,24})", line.text)
    page.editor = page.editor or (first.group(1) if first else None)
    page.set_aside("editor", line)
    return True


def _take_line(page: Page, line: MappedText, top: bool, end: bool) -> bool:
    """Whether the whole line is furniture; it is then set aside."""
    string = line.text
    if _is_code(string):
        page.set_aside("script", line)
        return True
    if not any(c.isalnum() for c in string):
        page.set_aside("rule", line)
        return True
    if _take_source_line(page, line, top or end) or _take_editor_line(page, line):
        return True
    if len(string) > 400:
        return False
    for kind, where, pattern in _line_patterns():
        allowed = where == "any" or (top and where in ("top", "edge")) or (end and where in ("end", "edge"))
        if allowed and pattern.fullmatch(string):
            page.set_aside(kind, line)
            return True
    if _ORIGINAL_TITLE.fullmatch(string):
        page.set_aside("source-line", line)
        return True
    if (match := _CREDIT_LINE.fullmatch(string)) and not re.search("[，。]", string):
        _keep_credit(page, line.slice(*match.span("inside")))
        page.set_aside("credit", line)
        return True
    return False


def is_furniture(line: MappedText) -> bool:
    """Whether a line among the teasers below a story is no teaser: a host, an address, an editor, links, a rule."""
    string = line.text
    if not any(c.isalnum() for c in string) or _LINKS.fullmatch(string) or _EDITORS.fullmatch(string):
        return True
    return len(string) <= 400 and any(pattern.fullmatch(string) for _, _, pattern in _line_patterns())


def _keep_credit(page: Page, credit: MappedText) -> None:
    """Remember the name in a photo credit, without the words for the photo."""
    start = end = 0
    for match in _PHOTO_WORDS.finditer(credit.text):
        if match.start() == 0:
            start = match.end()
        else:
            end = end or match.start()
    name = credit.slice(start, end or len(credit)).strip()
    if 2 <= len(name) <= 40 and not _NOT_A_NAME.search(name.text) and _names_somebody(name.text):
        page.credits.append(name)


def _names_somebody(text: str) -> bool:
    """Whether a credit holds a reporter or nothing but names."""
    tokens = re.split(r"[\s、，/／]+", text)
    return bool(re.search("记者|通讯员", text)) or all(split_names(token) is not None for token in tokens)


def _cut_inside(page: Page, line: MappedText) -> MappedText:
    """The line without the furniture that it holds among its text."""
    cuts: list[tuple[int, int, str]] = []
    string = line.text
    for match in _CREDIT_BRACKET.finditer(string):
        if _is_credit(match["inside"]):
            cuts.append((match.start(), match.end(), "credit"))
            _keep_credit(page, line.slice(*match.span("inside")))
    if not cuts and (tail := _CREDIT_TAIL.search(string[-80:]) or _CREDIT_SHORT_TAIL.search(string[-12:])):
        shift = max(0, len(string) - len(tail.string))
        cuts.append((tail.start() + shift, tail.end() + shift, "credit"))
        _keep_credit(page, line.slice(tail.start("inside") + shift, tail.end("inside") + shift))
    for kind, pattern in (("media", _MEDIA_MARK), ("end-mark", _END_MARK), ("caption-label", _CAPTION_LABEL)):
        at = 0 if kind == "caption-label" else max(0, len(string) - 20)
        if (mark := pattern.search(string, at)) and (kind != "caption-label" or mark.start() == 0):
            cuts.append((mark.start(), mark.end(), kind))
    if editor := _EDITOR_TAIL.search(string, max(0, len(string) - 60)):
        cuts.append((editor.start(), editor.end(), "editor"))
        page.editor = page.editor or editor["name"].strip()
        if editor["year"]:
            page.dates.append(f"{int(editor['year']) + _REPUBLIC_ERA}-{editor['month']}-{editor['day']}")
    cuts += ((m.start(), m.end(), "reference") for m in _REFERENCE.finditer(string))
    edits: list[Edit] = []
    for start, end, kind in sorted(cuts):
        if end > start and (not edits or start >= edits[-1].end):
            page.set_aside(kind, line.slice(start, end))
            edits.append(Edit(start, end, ""))
    return line.edit(edits).strip() if edits else line


def _is_credit(inside: str) -> bool:
    """Whether bracketed words are a photo credit: ``张三摄``, ``资料图片``, not ``见图`` or ``草图``."""
    if re.fullmatch(
        r"资料图片?|资料照片?|网络图片|图片由.{2,30}提供|(?:资料图片?|图片来源|图源|摄影|图片|图|照片|来源|摄)\s?[：:/／].+",
        inside,
    ):
        return True
    if re.search(r"(?:摄|摄影|摄影报道|拍摄)\s?$", inside):
        return len(inside) <= 40
    return bool(re.search(r"(?:供图|制图|绘图)\s?$", inside)) or bool(
        re.fullmatch(r"(?:新华社|中新社|本报)(?:资料图?|发)", inside)
    )


def part(lines: list[MappedText]) -> Page:
    """Part a story's lines from the furniture among them."""
    page = Page()
    count = len(lines)
    for index, line in enumerate(lines):
        top, end = index < _TOP_LINES, index >= count - _END_LINES
        if _take_line(page, line, top, end):
            continue
        rest = _cut_inside(page, line)
        if any(c.isalnum() for c in rest.text):
            page.story.append(rest)
    return page
