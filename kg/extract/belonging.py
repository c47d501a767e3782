"""By what a post or standing ties its holder to the body at which it is told."""

from __future__ import annotations

from typing import Literal

from kg.lexicons.lists import endings

_STUDENTS = endings("student")
"""Standings of those who study at a body and do not work for it."""
_MEMBERS = endings("member")
"""Standings of those who belong to a body: 会员, 队员."""
_COMMITTEES = endings("party_body")
"""Party committees told without the body that they belong to: 党组成员."""
_PARTY_OFFICES = endings("party_office")
RESIDENTS = ("村民", "居民", "住户", "业主", "街坊", "里民", "牧民", "渔民", "市民")
"""Standings of those who live at a place."""
_MEMBERSHIPS = ("党员", "团员", "预备党员")
_NAMED_BY_MEMBERSHIP = ("中共", "中国共产党", "共产党", "共青团")
"""Bodies that such standings name: 中共党员."""

Tie = Literal["worksFor", "studiesAt", "memberOf", ""]


def tie_of(role: str, body: str) -> Tie:
    """The predicate that a post (议员, 学生, 会员, 局长) makes with its body; empty for 中共党员.

    An office in a party is worked in (民进党秘书长), any other post told with a party tells whose party one is
    (民进党立委).
    """
    if body in _COMMITTEES or (role.endswith(_MEMBERSHIPS) and body in _NAMED_BY_MEMBERSHIP):
        return ""
    if role.endswith(_STUDENTS):
        return "studiesAt"
    if role in _MEMBERS or is_party(role, body):
        return "memberOf"
    return "worksFor"


def is_party(role: str, body: str) -> bool:
    """Whether a body is the party of somebody who holds another post than one in it."""
    return body.endswith("党") and len(body) >= 3 and not role.endswith(_PARTY_OFFICES)
