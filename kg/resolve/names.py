"""What the forms of two names tell of whether they mean one entity."""

from __future__ import annotations

import re
from typing import Literal

from kg.extract.nouns import name_suffix, role_of
from kg.extract.phrase_types import ADDRESS
from kg.lexicons.lists import endings, short_surnames, words

_FEMALE = endings("female_address")
_MALE = ("先生", "爷爷", "叔叔", "大爷", "大叔")
_FEMALE_KIN = endings("female_kin")
_MALE_KIN = endings("male_kin")
_SHORT_FORMS = {"男": "m", "翁": "m", "女": "f", "妇": "f", "嫌": "", "童": ""}
"""What ends the short form of a name, and the gender that it tells."""
_LEGAL = words("legal_form")
_ADMIN = words("administrative_suffix")
_LEGAL_FORM = re.compile(r"(?:股份|控股|科技|实业|发展|投资){0,6}(?:有限责任|股份有限|集团有限|有限)?(?:公司|集团)\Z")


def is_full_name(name: str) -> bool:
    """Whether a person's name is more than a surname with a title or a form of address."""
    return len(name) >= 2 and not name.endswith(ADDRESS) and not is_titled(name)


def is_titled(name: str) -> bool:
    """A surname with a title: 陈校长."""
    role = role_of(name)
    return role is not None and 1 <= len(name) - len(role.head) <= 2 and role.after


def is_familiar(name: str) -> bool:
    """A surname as acquaintances say it: 老王, 小李, 陈总."""
    if len(name) != 2:
        return False
    return (name[0] in "老小" and name[1] in short_surnames()) or (name[1] == "总" and name[0] in short_surnames())


def is_short_form(name: str) -> bool:
    """A surname with a word for what its bearer is, as in Taiwan's reports: 李男, 杜女."""
    return len(name) == 2 and name[1] in _SHORT_FORMS


def may_be_short_for(short: str, name: str) -> bool:
    """Whether 李男 may be short for a name, by the gender that the longer one tells: 李姓男子, 李姓女司机."""
    told = _SHORT_FORMS[short[1]]
    female = "女" in name or "妇" in name or gender(name) == "f"
    male = "男" in name or "翁" in name or gender(name) == "m"
    return not (told == "m" and female) and not (told == "f" and male)


def gender(name: str) -> Literal["f", "m"] | None:
    """The gender that a form of address tells; None where it tells none."""
    if name.endswith(_FEMALE):
        return "f"
    return "m" if name.endswith(_MALE) else None


def may_be(pronoun: str, name: str) -> bool:
    """Whether 他 or 她 may mean somebody of a name, by the word of kinship or the form of address that ends it."""
    told = gender(name) or ("f" if name.endswith(_FEMALE_KIN) else "m" if name.endswith(_MALE_KIN) else None)
    return told is None or told == {"他": "m", "她": "f"}.get(pronoun, told)


def same_body(small: str, large: str, small_type: str, large_type: str) -> str | None:
    """The feature that makes a shorter name the same body or place as a longer one."""
    if len(small) >= len(large) or len(small) < 2:
        return None
    rest = large[len(small) :] if large.startswith(small) else ""
    if rest in (_ADMIN if "Place" in (small_type, large_type) else _LEGAL):
        return "administrative suffix" if rest in _ADMIN else "begins the longer name"
    bodies = small_type == large_type == "Organization"
    if bodies and _is_trade_name(small, large):
        return "trade name"
    if bodies and large.endswith(small) and len(small) >= 3:
        suffix = name_suffix(small)
        head = large[: -len(small)]
        return "ends the longer name" if suffix is not None and not head.endswith(("的", "和")) else None
    if small_type == large_type and len(small) >= 3 and _abbreviates(small, large, small_type):
        return "abbreviates the longer name"
    return None


def _is_trade_name(small: str, large: str) -> bool:
    """A company's name without its place and legal form, or the beginning of what is left."""
    if len(small) < 3 or small not in large or _LEGAL_FORM.search(large) is None:
        return False
    before = large[: large.find(small)]
    return before == "" or (len(before) <= 4 and before.endswith(("省", "市", "区", "县")))


def _abbreviates(small: str, large: str, type_: str) -> bool:
    """河大一附院 and 河南大学第一附属医院: the characters in their order, with the same first and last."""
    if small[0] != large[0] or small[-1] != large[-1] or large.startswith(small) or len(large) < len(small) + 2:
        return False
    if type_ == "Place" and (small[-2:] != large[-2:] or len(large) - len(small) > 3 or small[:2] != large[:2]):
        return False
    position = 0
    for character in small:
        position = large.find(character, position) + 1
        if position == 0:
            return False
    return True
