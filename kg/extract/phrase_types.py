"""The entity type of a noun phrase, by its tags, its suffix and its head noun."""

from __future__ import annotations

import re

from kg.extract import nouns
from kg.extract.tokens import Tokens
from kg.lexicons.lists import endings
from kg.model import EntityType

NAME_TAGS = frozenset(("ORG", "LOC", "PER"))
ADDRESS = endings("address")
COUPLES = endings("couple")
_PHASE = re.compile(r"[一二三四五六七八九十0-9]期$")
_PEOPLES = re.compile(r"[\u4e00-\u9fff]{1,4}族")
"""A people, which is no organization: 壮族."""
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z0-9\-]{1,14}")


class PhraseTypes:
    """Types the phrases of a document."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        texts, tags = tokens.texts, tokens.tags
        self.aliases = {
            texts[i]
            for i in range(2, len(texts) - 1)
            if texts[i - 1] == "（" and texts[i + 1] == "）" and tags[i - 2] in ("ORG", "n") and texts[i].isascii()
        }
        """Latin abbreviations that stand in brackets behind a name: 世界粮食计划署（WFP）."""

    def of(self, first: int, last: int, bare: str) -> EntityType | None:
        """The type of a token range whose text without a count is ``bare``; None where nothing tells it."""
        texts, tags = self.tokens.texts[first:last], self.tokens.tags[first:last]
        if _PEOPLES.fullmatch(bare):
            return None
        if bare in self.aliases and _ABBREVIATION.fullmatch(bare):
            return "Organization"
        if "PER" in tags and texts[-1] in COUPLES:
            return "Group"
        addressed = len(tags) > 1 and tags[-2] == "PER" and texts[-1] in ADDRESS
        if addressed or (tags[-1] == "PER" and "“" not in texts):
            return "Person"
        if texts[-1] == "》":
            return "Work"
        if texts[-1] == "”" and "“" in texts[1:]:
            prefix = nouns.common_type("".join(texts[: texts.index("“")]))
            named = nouns.name_type("".join(texts[texts.index("“") + 1 : -1]))
            # 社区“银发巡逻队”: the team is the community's.
            return named if prefix == "Place" and named is not None else prefix
        return self._of_name(texts, tags, bare)

    @staticmethod
    def _of_name(texts: list[str], tags: list[str], bare: str) -> EntityType | None:
        last = tags[-1]
        if last == "LOC" or (last == "m" and texts[-1].endswith("期") and len(tags) > 1):
            return "Place"
        suffix = nouns.name_type(bare)
        if last == "ORG":
            if _PHASE.search(bare):
                return "Place"
            return suffix if suffix is not None and suffix != "Place" else "Organization"
        human = nouns.person_number(bare) is not None
        named = "nz" in tags or any(tag in ("LOC", "ORG") for tag in tags[:-1])
        if named and suffix is not None and not human:
            return suffix
        common = nouns.common_type(bare)
        if tags[0] == "LOC" and not human and suffix is None and common is None:
            return "Place" if last == "s" else None
        return common
