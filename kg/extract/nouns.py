"""What the noun lexicons say of a head noun: its type, whether it is a role, a kinship, a person.

All look-ups are by the longest lexicon entry in which the phrase ends, since a Chinese compound is
headed by its last part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.lexicons import load_table
from kg.model import EntityType


@dataclass(frozen=True, slots=True)
class Role:
    """A post, profession or standing."""

    head: str
    kind: str
    after: bool
    """Whether it is commonly put after the name: 陈校长."""


@cache
def _longest(table: str, column: str) -> int:
    return max(len(row[column]) for row in load_table(table))


@cache
def _rows(table: str, column: str) -> Mapping[str, dict[str, str]]:
    return {row[column]: row for row in load_table(table)}


def suffix_entry(text: str, table: str, column: str) -> dict[str, str] | None:
    """The longest entry of a lexicon in which ``text`` ends, or None."""
    rows = _rows(table, column)
    for size in range(min(len(text), _longest(table, column)), 0, -1):
        if row := rows.get(text[-size:]):
            return row
    return None


_RANKS = (
    "常务副",
    "执行副",
    "第一副",
    "代理",
    "常务",
    "执行",
    "名誉",
    "荣誉",
    "首席",
    "高级",
    "资深",
    "特级",
    "助理",
    "候任",
    "兼职",
    "客座",
    "特约",
    "实习",
    "副",
    "总",
    "分",
    "代",
)


def role_of(text: str) -> Role | None:
    """The role that a phrase ends in: 副主任 for 骨科副主任."""
    row = suffix_entry(text, "roles", "head")
    if row is None:
        return None
    head = row["head"]
    rank = next((r for r in _RANKS if text.endswith(r + head)), "")
    return Role(rank + head, row["kind"], row["after"] == "1")


def is_kinship(text: str) -> bool:
    """True for a word of kinship: 儿子, 老伴."""
    return text in _rows("kinship", "noun")


def is_surname(character: str) -> bool:
    """True for a single-character Chinese surname."""
    return character in _surnames()


@cache
def _surnames() -> frozenset[str]:
    column = next(iter(load_table("surnames")[0]))
    return frozenset(row[column] for row in load_table("surnames") if len(row[column]) == 1)


def person_number(text: str) -> str | None:
    """``one``, ``many`` or ``any`` for a noun of people; None for all others."""
    if text.endswith("们"):
        return "many"
    if is_kinship(text):
        return "one" if text not in ("父母", "双亲") else "many"
    row = suffix_entry(text, "person_nouns", "noun")
    if row and (len(row["noun"]) > 1 or text in ("人", "员", "队")):
        return row["number"]
    if row and row["noun"] == "人" and len(text) <= 4:
        return "any"
    if row and row["noun"] in ("员", "队") and len(text) >= 2:
        return row["number"]
    if role_of(text) is not None:
        return "any"
    if len(text) >= 2 and text.endswith(("者", "人员", "人士")):
        return "any"
    return None


def name_suffix(text: str) -> dict[str, str] | None:
    """The suffix that types a proper name: 委员会, 街道, 大桥. The name must be longer than the suffix."""
    row = suffix_entry(text, "name_suffixes", "suffix")
    while row is not None and len(row["suffix"]) == len(text):
        return None
    return row


def class_of(text: str) -> EntityType | None:
    """The type that the head noun gives to a phrase, by the class lexicon."""
    row = suffix_entry(text, "classes", "head")
    return row["type"] if row else None  # type: ignore[return-value]


ORGANIZATION_NOUNS = (
    "公司",
    "企业",
    "单位",
    "部门",
    "机关",
    "机构",
    "学校",
    "大学",
    "中学",
    "小学",
    "高中",
    "学院",
    "医院",
    "政府",
    "银行",
    "工厂",
    "中心",
    "委员会",
    "协会",
    "基金会",
    "法院",
    "警方",
    "校方",
    "院方",
    "军方",
    "官方",
    "资方",
    "厂方",
    "党组织",
    "幼儿园",
    "媒体",
    "报社",
    "组织",
    "研究所",
    "研究院",
    "实验室",
    "派出所",
    "居委会",
    "村委会",
    "党支部",
    "工作站",
    "驿站",
    "消防处",
    "警务处",
    "入境处",
    "管理处",
    "办事处",
    "教育局",
    "警局",
    "分局",
    "卫生署",
    "房屋署",
    "县府",
    "市府",
    "省府",
    "公所",
    "国小",
    "国中",
    "养护站",
    "气象站",
    "卫生站",
    "服务站",
    "农技站",
    "博物馆",
    "图书馆",
    "美术馆",
    "法团",
    "电视台",
    "出版社",
    "工会",
    "妇联",
    "党校",
    "支队",
    "总队",
    "大队",
    "中队",
    "合作社",
    "高校",
    "院校",
    "科研院所",
    "商会",
)


_NOT_EVENTS = (
    "协会",
    "学会",
    "委员会",
    "基金会",
    "工会",
    "商会",
    "社会",
    "机会",
    "都会",
    "约会",
    "董事会",
    "理事会",
    "监事会",
    "联合会",
    "村委会",
    "居委会",
    "常委会",
    "大学会",
    "教会",
    "议会",
    "国会",
    "体会",
    "环节",
    "细节",
    "情节",
    "季节",
    "关节",
    "运营",
    "私营",
    "民营",
    "国营",
    "经营",
    "发展",
    "进展",
    "开展",
    "扩展",
    "拓展",
    "施展",
    "伸展",
    "军营",
    "省会",
    "帮会",
    "同乡会",
    "校友会",
    "读书会",
    "促进会",
    "管委会",
    "党委会",
    "县委会",
    "研究会",
)


def common_type(text: str) -> EntityType | None:
    """The type of a common noun phrase by its head; None where no lexicon knows it."""
    if text.endswith(ORGANIZATION_NOUNS):
        return "Organization"
    number = person_number(text)
    kind = class_of(text)
    if (
        kind is None
        and len(text) >= 3
        and text.endswith(("会", "展", "赛", "节", "营"))
        and not text.endswith(_NOT_EVENTS)
    ):
        return "Event"
    if number is not None and (kind is None or len(text) <= 2 or role_of(text) is not None):
        return "Person" if number == "one" else "Group"
    if kind is not None:
        return kind
    if text.endswith(
        ("社区", "小区", "村", "街道", "镇", "乡", "县", "区", "市", "省", "国家", "地区", "路段", "地方", "当地")
    ):
        return "Place"
    return None
