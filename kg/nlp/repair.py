"""Words that LAC glued together, cut apart by the lexicons of roles and of bodies' endings.

LAC reads 市人大常委会主任纪怀山 as one organization and 河南省卫计委组织 as another. What is cut: a verb behind
the name of a body, and a role with the name of its holder behind one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.lexicons import load_table
from kg.lexicons.lists import endings, short_surnames
from kg.nlp.appointed import appointed, dated
from kg.nlp.dictionary import is_word
from kg.nlp.joining import called, joined, people

if TYPE_CHECKING:
    from kg.nlp.segment import Word

_VERBS = endings("glued_to_body")
_NEVER_LAST = endings("never_last_in_name")
_ATTENDING = endings("glued_object")
_APPOSED = endings("apposed_body")
_HOUSES = endings("house_body")
_SENDING = ("派遣", "派出", "选派", "组建", "成立", "组成", "抽调", "增派")
_ALLYING = re.compile("联合|会同|携手|联手")
_LONGEST_NAME = 3
_UNITS = ("平方公里", "平方米", "立方米", "公里", "公斤", "公顷", "千米", "厘米", "千瓦", "海里", "万元", "亿元")
"""Units that LAC may read with the noun behind them."""
_LEADING_TO = frozenset(("出生", "生", "毕业", "成长", "成立", "就读", "任职", "就职", "居住", "长居", "坐落", "定居"))
"""Verbs behind which 于 tells where."""
_INDUSTRIES = endings("industry")
_ROADS = ("高速公路", "高速", "高铁", "铁路", "快速路", "公路")
_GROWTH = frozenset("发增推运行")
"""Behind 高速 they begin a verb: 高速发展."""
_COUNTED = re.compile(
    r"([0-9][0-9.,]*[万千百亿]?[余多]?(?:名|位|户|个|辆|台|顶|件|套|所|支|条|座|箱|袋|份|册|床|公里|亩|棵|株|盏|间|栋|家|桶|吨|公斤))([\u4e00-\u9fff]{2,6})"
)
"""A count and the noun that it counts, as one word."""
_SUMMED = re.compile(
    r"([\u4e00-\u9fff]{2,}?)((?<![第首])(?:[0-9]+|[一两二三四五六七八九十]+|多|数|几|数十|十余)[余多]?[家所])([\u4e00-\u9fff]{2,6})"
)
"""A body's name with the count that sums it up with those before it."""
_COUNTED_IN_WORDS = re.compile(
    r"([一两二三四五六七八九十]{1,3}[多余]?(?:名|位|家|所|座|间|支|条|户|款|台|辆|栋|份|项))([\u4e00-\u9fff]{2,6})"
)
"""The same in Chinese numerals: 一家电子厂, 两所中学."""
_ADVERBS = frozenset("刚正已曾也又还就便则却均将仍先才都不未再亦皆即")
"""Adverbs behind a name that LAC takes for its last character."""
_ADDRESS = ("先生", "女士", "同志", "老师", "教授", "校长", "主任", "书记", "医生")
"""What is put behind a full name."""
_SCHOOLS = frozenset(
    ("国小", "国中", "小学", "中学", "高中", "幼儿园", "中心小学", "实验小学", "希望小学", "医院", "大学")
)
_PRESS = ("报", "刊", "网")
_DOUBLED = frozenset("奶爷婆公伯叔姑妈爸")
"""Second halves of address forms that repeat one character: 徐奶奶, 李伯伯."""


@cache
def _roles() -> tuple[str, ...]:
    heads = {
        row["head"] for row in load_table("roles") if row["kind"] in ("post", "profession") and len(row["head"]) >= 2
    }
    return tuple(sorted(heads, key=lambda head: (-len(head), head)))


@cache
def _bodies() -> tuple[str, ...]:
    return tuple(
        row["suffix"]
        for row in load_table("name_suffixes")
        if row["type"] in ("Organization", "Group") and row["suffix"] not in ("组织", "司", "网", "系")
    )


@cache
def _employers() -> tuple[str, ...]:
    """How the names of those end who give posts: bodies, and companies by their industries."""
    return (*_bodies(), *_INDUSTRIES)


def repaired(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """The words of a text with glued ones cut and kinship titles whole; they cover the same characters."""
    found = _surnamed(text, _named_holders(text, called(text, _whole(text, joined(text, words)))))
    for word in dated(text, _trimmed(text, appointed(text, found, _bodies()))):
        glued = text[word.start : word.end]
        longer = word.end - word.start >= 5 and glued.startswith(_SENDING) and glued.endswith(("队", "组", "团"))
        if word.tag == "v" and (longer or (word.end - word.start == 4 and glued.startswith(_ATTENDING))):
            yield type(word)(word.start, word.start + 2, "v")
            yield type(word)(word.start + 2, word.end, "n")
            continue
        if word.tag == "m" and (counted := _counted(text, word)) is not None:
            # 200名果农, 一家电子厂 in one word.
            yield type(word)(word.start, counted.end(1), "m")
            yield type(word)(counted.end(1), word.end, "n")
            continue
        if word.tag == "v" and len(glued) > 4 and glued.startswith("会同") and glued.endswith(_bodies()):
            yield type(word)(word.start, word.start + 2, "v")
            yield type(word)(word.start + 2, word.end, "ORG")
            continue
        if word.tag == "ORG" and glued[0] == "新" and glued.endswith(_HOUSES) and is_word(glued[1:]):
            # 新工厂 has no name yet.
            yield type(word)(word.start, word.end, "n")
            continue
        if word.tag == "v" and len(glued) >= 3 and glued.endswith("站") and glued[0] not in "到进出过离靠":
            yield type(word)(word.start, word.end, "n")
            continue
        if word.tag == "v" and len(glued) >= 3 and glued.endswith("队") and glued[0] not in "排站归列入掉领带组":
            # 护鸟队, which LAC takes for a verb.
            yield type(word)(word.start, word.end, "n")
            continue
        if text[word.start : word.end] == "等人":
            # 陈凯等人: 等 closes the list of names.
            yield type(word)(word.start, word.start + 1, "u")
            yield type(word)(word.start + 1, word.end, "n")
            continue
        if word.tag == "ORG" and (summed := _SUMMED.fullmatch(text, word.start, word.end)) is not None:
            # 天穗农业两家子公司: the count sums up the names before it.
            yield type(word)(word.start, summed.end(1), "ORG")
            yield type(word)(summed.end(1), summed.end(2), "m")
            yield type(word)(summed.end(2), word.end, "n")
            continue
        apposed = next((n for n in _APPOSED if glued.startswith(n)), "") if word.tag == "ORG" else ""
        if apposed and len(glued) - len(apposed) >= 4:
            # 中资企业华岭水电公司 in one word.
            yield type(word)(word.start, word.start + len(apposed), "n")
            yield type(word)(word.start + len(apposed), word.end, "ORG")
            continue
        if word.tag == "ORG" and word.end - word.start > 4 and text[word.start : word.end].startswith("会同"):
            yield type(word)(word.start, word.start + 2, "p")
            yield type(word)(word.start + 2, word.end, "ORG")
            continue
        if word.tag == "LOC" and word.end - word.start >= 4 and text[word.start : word.end].endswith(_PRESS):
            # 云川健康网, at the head of a story: no place ends so.
            yield type(word)(word.start, word.end, "ORG")
            continue
        if word.tag == "ORG" and (granted := _granted(text[word.start : word.end])):
            # 三川殿获文化部颁发
            yield type(word)(word.start, word.start + granted, "nz")
            yield type(word)(word.start + granted, word.start + granted + 1, "p")
            yield type(word)(word.start + granted + 1, word.end, "ORG")
            continue
        if word.tag == "ORG" and (allied := _allied(text, word)) is not None:
            # 县总工会联合县医院
            yield type(word)(word.start, allied.start(), "ORG")
            yield type(word)(allied.start(), allied.end(), "v")
            yield type(word)(allied.end(), word.end, "ORG")
            continue
        if word.tag not in ("ORG", "n") or word.end - word.start < 4:
            yield word
            continue
        yield from _cut(text[word.start : word.end], word)


def _granted(surface: str) -> int:
    """Where 获 parts who gets something from the body that gives it, within what LAC takes for one name; else 0."""
    at = surface.find("获", 2)
    return at if at > 0 and len(surface) - at > 3 and surface.endswith(_bodies()) else 0


def _named_holders(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """老板/陆进财: a surname that LAC takes for the end of the noun before it, and a name cut into characters."""
    listed = list(words)
    number = 0
    while number < len(listed):
        word = listed[number]
        number += 1
        surface = text[word.start : word.end]
        last = number
        while last < min(number + 2, len(listed)) and _may_end_name(text, listed[last]):
            last += 1
        titled = word.tag in ("n", "nz") and len(surface) >= 3 and surface[-1] in short_surnames()
        if not titled or last == number or is_word(surface) or surface[:-1] not in people():
            yield word
            continue
        yield type(word)(word.start, word.end - 1, "n")
        yield type(word)(word.end - 1, listed[last - 1].end, "PER")
        number = last


def _may_end_name(text: str, word: Word) -> bool:
    """Whether a word is one character of a given name."""
    single = word.end - word.start == 1 and word.tag in ("n", "v", "a", "nz", "an", "vn")
    return single and text[word.start] not in _NEVER_LAST


def _counted(text: str, word: Word) -> re.Match[str] | None:
    """A count with the noun that it counts, where both are one word."""
    match = _COUNTED.fullmatch(text, word.start, word.end) or _COUNTED_IN_WORDS.fullmatch(text, word.start, word.end)
    return match if match is not None and not match[2].startswith(("左右", "以上", "以下", "不等", "多")) else None


def _allied(text: str, word: Word) -> re.Match[str] | None:
    """The verb of acting together that stands between two bodies which LAC reads as one."""
    for verb in _ALLYING.finditer(text, word.start + 2, word.end - 2):
        one, other = text[word.start : verb.start()], text[verb.end() : word.end]
        if one.endswith(_bodies()) and len(other) >= 3 and other.endswith(_bodies()):
            return verb
    return None


def _trimmed(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """曾祖平刚要 and 吴于2002年: the word behind a name that LAC took for its last character."""
    for word in words:
        name, behind = text[word.start : word.end], text[word.end : word.end + 1]
        single = name[:1] in short_surnames() and name[:2] not in _long_surnames()
        if word.tag == "PER" and behind == "地" and len(name) >= 5 and name[-1] == name[-2] and is_word(name[-3:]):
            # 祁松年乐呵呵地说: how somebody speaks is read as the end of the name.
            yield type(word)(word.start, word.end - 3, "PER")
            yield type(word)(word.end - 3, word.end, "ad")
            continue
        if word.tag == "PER" and len(name) >= 4 and name.endswith(_ADDRESS):
            yield type(word)(word.start, word.end - 2, "PER")
            yield type(word)(word.end - 2, word.end, "n")
            continue
        if word.tag == "PER" and len(name) >= 4 and name.endswith(_INDUSTRIES) and name[:-2] not in short_surnames():
            yield type(word)(word.start, word.end, "ORG")
            continue
        if word.tag == "PER" and single and 3 <= len(name) <= 4 and name[-1] in "昨今明" and behind == "（":
            tag = "TIME"
        elif word.tag == "PER" and single and len(name) == 4 and name[-1] in _ADVERBS:
            tag = "d"
        elif word.tag == "PER" and single and len(name) == 4 and name[-1] in "指称说":
            tag = "v"
        elif word.tag == "PER" and name[-1:] == "于" and len(name) in (2, 3, 4) and behind.isdigit():
            tag = "p"
        else:
            yield word
            continue
        yield type(word)(word.start, word.end - 1, "PER")
        yield type(word)(word.end - 1, word.end, tag)


def _surnamed(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """李姓男子, 杜姓女车主: who is told by the surname alone is told by one word."""
    held: list[Word] = []
    for word in words:
        surface = text[word.start : word.end]
        if _reports(text, word):
            # ，指署方收到投诉: Hong Kong's verb of reporting is read as the beginning of a noun.
            yield from held
            held = []
            yield type(word)(word.start, word.start + 1, "v")
            yield type(word)(word.start + 1, word.end, word.tag)
            continue
        if held and (surface in ("男", "女") or surface.endswith(people()) or surface == "驾驶"):
            if surface in ("男", "女"):
                held.append(word)
            else:
                yield type(word)(held[0].start, word.end, "PER")
                held = []
            continue
        if len(held) == 1 and text[held[0].start : held[0].end] == "姓" and surface in short_surnames():
            # 姓/尹/女子
            held.append(word)
            continue
        if len(held) == 1 and held[0].end - held[0].start == 1 and surface == "姓":
            held = [type(word)(held[0].start, word.end, "n")]
            continue
        yield from held
        held = []
        if word.tag == "m" and text[word.end : word.end + 1] == "姓" and surface[-2:-1] in ("名", "位", "个"):
            # 一名张/姓: the surname is read as part of the count.
            yield type(word)(word.start, word.end - 1, "m")
            word, surface = type(word)(word.end - 1, word.end, "n"), surface[-1:]
        if surface == "姓" or (surface[0] == "姓" and surface[1:] in short_surnames()):
            # 姓赖/司机, 姓/叶夫妇
            held = [word]
            continue
        surnamed = surface[:1] in short_surnames() and (surface[1:] == "姓" or not surface[1:])
        if surnamed and text[word.start + 1 : word.start + 2] == "姓":
            held = [word]
        else:
            yield word
    yield from held


def _reports(text: str, word: Word) -> bool:
    """Whether a word that no dictionary knows begins with the 指 that opens a clause."""
    surface = text[word.start : word.end]
    opens = surface[0] == "指" and text[word.start - 1 : word.start] in ("，", "；")
    return opens and len(surface) > 1 and word.tag in ("n", "nz", "ORG", "LOC", "PER") and not is_word(surface)


@cache
def _long_surnames() -> frozenset[str]:
    rows = load_table("surnames")
    column = next(iter(rows[0]))
    return frozenset(row[column] for row in rows if len(row[column]) > 1)


def _whole(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """徐奶 and 奶 as one name, 没有 before a preposition as the adverb that it is."""
    held: Word | None = None
    for word in words:
        if held is not None:
            last = text[word.start : word.end]
            if held.tag == "PER" and last in _DOUBLED and text[held.end - 1] == last and held.end == word.start:
                held = type(word)(held.start, word.end, "PER")
                continue
            if (
                held.tag == "PER"
                and held.end == word.start
                and last in _SCHOOLS
                and text[held.start] not in short_surnames()
            ):
                # 月眉/国小: no surname, so the school is named after a place.
                held = type(word)(held.start, word.end, "ORG")
                continue
            if word.tag == "LOC" and last[:2] in ("祖籍", "籍贯", "原籍") and len(last) > 3:
                # 祖籍云川 in one word.
                yield held
                held, word = type(word)(word.start, word.start + 2, "n"), type(word)(word.start + 2, word.end, "LOC")
            if _leads_to_place(text, held, word):
                # 出生/于云川: LAC takes the preposition for a surname.
                yield held
                held = type(word)(word.start, word.start + 1, "p")
                word = type(word)(word.start + 1, word.end, "LOC")
            if _is_cut_verb(text, held, word):
                # 选/派云川县医院
                held, word = type(word)(held.start, held.end + 1, "v"), type(word)(word.start + 1, word.end, "ORG")
            if held.tag == "LOC" and word.tag == "LOC" and held.end == word.start and _runs_on(text, held):
                held, word = type(word)(held.start, held.end - 1, "LOC"), type(word)(held.end - 1, word.end, "LOC")
            if held.tag == "m" and held.end == word.start and (unit := _glued_unit(text, held, word)):
                yield type(word)(held.start, word.start + unit, "m")
                held = type(word)(word.start + unit, word.end, "LOC" if word.tag == "LOC" else "n")
                continue
            if held.end == word.start and _is_company(text, held, word):
                held = type(word)(held.start, word.end, "ORG")
                continue
            if held.tag == "LOC" and held.end == word.start and _is_road(text, held, word):
                held = type(word)(held.start, word.end, "LOC")
                continue
            if (
                text[held.start : word.end].endswith("联合会")
                and word.end - word.start == 1
                and not _meets(text, word.end)
            ):
                held = type(word)(held.start, word.end, "ORG" if held.tag == "ORG" else "n")
                continue
            if word.tag == "m" and text[held.start : held.end] in ("兵团", "部队") and text[word.end - 1] in "师团":
                held = type(word)(held.start, word.end, "ORG")
                continue
            if last == "党籍" and held.end == word.start and held.tag in ("ORG", "nz", "n", "LOC"):
                # 民进党籍议员: 党 ends the party's name.
                held, word = type(word)(held.start, word.end - 1, "ORG"), type(word)(word.end - 1, word.end, "n")
            if held.tag == "v" and word.tag == "p" and text[held.start : held.end] == "没有":
                held = type(held)(held.start, held.end, "d")
            yield held
        held = word
    if held is not None:
        yield held


def _glued_unit(text: str, number: Word, word: Word) -> int:
    """The length of the unit that begins the word behind a number: 5/公里山路; 0 where none does."""
    if not text[number.end - 1].isdigit():
        return 0
    behind = text[word.start : word.end]
    return next((len(unit) for unit in _UNITS if behind.startswith(unit) and len(behind) > len(unit)), 0)


def _is_company(text: str, first: Word, word: Word) -> bool:
    """田鹰/科技, 金塬/果业: a word that no dictionary knows and an industry are what a company is called."""
    name = text[first.start : first.end]
    known = (first.tag != "ORG" and is_word(name)) or name.endswith(("省", "市", "县", "区", "州", "镇", "乡", "村"))
    if first.tag == "LOC" and len(name) == 4 and not is_word(name) and is_word(name[:2]) and not is_word(name[2:]):
        # 邵阳澜川/物流: its town stands before the company's name.
        name, known = name[2:], False
    return (
        text[word.start : word.end] in _INDUSTRIES
        and word.tag != "v"
        and not (first.tag == "PER" and word.tag == "vn")
        and first.tag in ("PER", "LOC", "ORG", "nz", "n", "nw", "vn", "v", "a", "an")
        and len(name) in (2, 3)
        and name.isalpha()
        and not name.isascii()
        and not known
    )


def _is_road(text: str, place: Word, word: Word) -> bool:
    """苍沧/高速公路: a road named after the places that it joins, which no dictionary knows; 云南/高速公路 is none."""
    name, kind = text[place.start : place.end], text[word.start : word.end]
    return kind in _ROADS and len(name) == 2 and not is_word(name) and text[word.end : word.end + 1] not in _GROWTH


def _leads_to_place(text: str, verb: Word, word: Word) -> bool:
    """Whether 于 behind a verb begins what is read as a name."""
    named = word.tag == "PER" and word.end - word.start >= 3 and text[word.start] == "于"
    return named and verb.tag == "v" and verb.end == word.start and text[verb.start : verb.end] in _LEADING_TO


def _is_cut_verb(text: str, verb: Word, body: Word) -> bool:
    """Whether a body's name begins with the second character of the verb before it."""
    single = verb.tag == "v" and verb.end - verb.start == 1 and verb.end == body.start
    return single and body.tag == "ORG" and body.end - body.start >= 5 and is_word(text[verb.start : verb.end + 1])


def _meets(text: str, behind: int) -> bool:
    """联合会诊, 联合会商: 会 belongs to the verb behind it."""
    return text[behind : behind + 1] in ("诊", "商", "同", "见", "谈", "审", "演", "战")


def _runs_on(text: str, word: Word) -> bool:
    """西合营镇南/大坪村: the first character of a village is read as the last one of its town."""
    return word.end - word.start >= 3 and text[word.end - 1] in "东南西北上下" and text[word.end - 2] in "镇乡县区"


def _cut(surface: str, word: Word) -> Iterator[Word]:
    make = type(word)
    if surface[-2] == "驻" and surface[:-2].endswith(_bodies()):
        # 东岭基金会驻华代表: where somebody stands for a body is no part of its name.
        yield make(word.start, word.end - 2, "ORG")
        yield make(word.end - 2, word.end, "v")
        return
    for verb in _VERBS:
        body = surface.removesuffix(verb)
        if body != surface and len(body) >= 3 and body.endswith(_bodies()):
            middle = word.end - len(verb)
            yield make(word.start, middle, "ORG")
            yield make(middle, word.end, "v")
            return
    if word.tag == "ORG" and (parts := _titled(surface)):
        body_end, role_end = parts
        yield make(word.start, word.start + body_end, "ORG")
        yield make(word.start + body_end, word.start + role_end, "n")
        if role_end < len(surface):
            yield make(word.start + role_end, word.end, "PER")
        return
    yield word


def _titled(surface: str) -> tuple[int, int] | None:
    """Where body and role end in body + role [+ name]; None where the word is not made so."""
    for name_length in (0, 2, _LONGEST_NAME):
        stem = surface[: len(surface) - name_length] if name_length else surface
        name = surface[len(stem) :]
        if name and name[0] not in short_surnames():
            continue
        for role in _roles():
            if stem.endswith(role) and stem[: -len(role)].endswith(_employers()) and len(stem) - len(role) >= 3:
                return len(stem) - len(role), len(stem)
    return None
