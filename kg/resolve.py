"""Stage *resolve*: from mentions to entities, and from assertions to claims.

Names that mean one entity are joined by documented features, each merge recorded as a judgement; pronouns take
the one antecedent that a reader would not doubt, or their claims are dropped. Every claim gets its holder, its
evidence in the raw file, and its ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg import vocab
from kg.extract import mentions as forms
from kg.extract.base import Assertion, Extraction, Mention, Reading
from kg.extract.nouns import name_suffix, role_of
from kg.extract.phrases import ADDRESS
from kg.extract.quotations import HolderScope
from kg.extract.speech import speaker_of
from kg.lexicons.lists import endings, words
from kg.model import Claim, Document, Entity, EntityType, Evidence, Judgement, Node, Story, Value

_FEMALE = endings("female_address")

_FAMILY: Mapping[str, str] = {"Person": "people", "Group": "people", "Place": "bodies", "Organization": "bodies"}
_TEAMS = endings("team_ending")
_FIRST_PERSON = frozenset(("我", "我们", "咱们", "本人"))
_MERGE_AT = 1.0
FEATURES: Mapping[str, tuple[float, str]] = {
    "same surname, address form": (
        1.0,
        "徐阿姨 = 徐奶奶: one surname, both forms of address, nobody else of that surname",
    ),
    "surname and title": (1.0, "陈校长 = 陈立群: the only full name of that surname"),
    "part of a foreign name": (1.0, "比斯利 = 戴维·比斯利"),
    "ends the longer name": (1.0, "省应急管理厅 = 湖北省应急管理厅: the only longer name of that ending"),
    "begins the longer name": (1.0, "阿里巴巴 = 阿里巴巴集团: the rest is a legal form"),
    "abbreviates the longer name": (
        1.0,
        "河大一附院 = 河南大学第一附属医院: its characters in order, same first and last",
    ),
    "administrative suffix": (1.0, "武汉 = 武汉市"),
    "alias in brackets": (1.0, "世界粮食计划署（WFP）"),
    "definite reference": (1.0, "该社区: the last named one of that kind"),
    "the only one of its kind": (1.0, "公司, 学校: the only named company or school before it"),
    "trade name": (1.0, "澜石科技 = 深圳市澜石科技股份有限公司: without place and legal form"),
    "members of the group": (1.0, "工作组人员 = 工作组"),
}
"""Features of a merge: weight and an example. A merge needs a total of 1."""


@dataclass(slots=True)
class _Cluster:
    """Mentions of one entity while it is being put together."""

    type: EntityType
    texts: dict[str, None] = field(default_factory=dict)
    spans: set[tuple[int, int]] = field(default_factory=set)
    named: bool = False
    counted: bool = False
    parent: _Cluster | None = None
    full: str = ""

    def root(self) -> _Cluster:
        return self if self.parent is None else self.parent.root()

    @property
    def vague(self) -> bool:
        """A body or place that nothing names, 学校 or 公司: a figure of it is a figure of nobody knows what."""
        return (
            not self.named and self.type in ("Organization", "Place") and len(self.label) <= 2 and self.label[0] != "全"
        )

    @property
    def label(self) -> str:
        return self.full or max(self.texts, key=lambda t: (len(t), t))


class Resolver:
    """One document's mentions, clustered."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.reading: Reading = extraction.reading
        self.document: Document = extraction.reading.document
        self.clusters: dict[tuple[str, str], _Cluster] = {}
        self.judgements: list[tuple[_Cluster, str, str, str]] = []
        self.timeline: list[tuple[int, Mention]] = []

    # --- clustering ------------------------------------------------------------------------------

    def _key(self, mention: Mention) -> tuple[str, str]:
        counted = f"{mention.count}\n" if mention.count is not None and mention.type == "Goods" else ""
        return _FAMILY.get(mention.type, mention.type), counted + mention.text

    def add(self, mention: Mention) -> None:
        if mention.form in ("pronoun", "zero") or not mention.text:
            return
        cluster = self.clusters.setdefault(self._key(mention), _Cluster(mention.type))
        cluster.texts.setdefault(mention.text)
        cluster.spans.add((mention.start, mention.end))
        cluster.spans.update(mention.variants)
        if mention.form == "name" and not cluster.named:
            cluster.named, cluster.type = True, mention.type
        elif cluster.type == "Group" and mention.type == "Person" and mention.count is None:
            cluster.type = "Person"
        cluster.counted = cluster.counted or mention.count is not None
        if mention.type == "Goods" and mention.count is not None and not mention.text.startswith(mention.count):
            cluster.full = mention.count + mention.text

    def cluster(self) -> None:
        for mention in self._all_mentions():
            self.add(mention)
        self._join_people()
        self._join_bodies()
        self._join_groups()

    def _all_mentions(self) -> Iterator[Mention]:
        yield from self.extraction.mentions
        for assertion in self.extraction.assertions:
            yield assertion.subject
            if isinstance(assertion.object, Mention):
                yield assertion.object
            for values in assertion.qualifiers.values():
                yield from (value for value in values if isinstance(value, Mention))

    def _of(self, *types: str, named: bool | None = None) -> list[_Cluster]:
        return [
            c
            for c in self.clusters.values()
            if c.type in types and c.parent is None and (named is None or c.named == named)
        ]

    def _merge(self, small: _Cluster, large: _Cluster, feature: str) -> None:
        small, large = small.root(), large.root()
        if small is large or FEATURES[feature][0] < _MERGE_AT:
            return
        self.judgements.append((large, small.label, large.label, feature))
        large.full = large.label
        small.parent = large
        large.texts.update(small.texts)
        large.spans |= small.spans
        large.named = large.named or small.named

    def _join_people(self) -> None:
        people = self._of("Person", named=True)
        full = [c for c in people if _is_full_name(c.label)]
        for cluster in people:
            name = cluster.label
            if cluster.parent is not None or (cluster in full and "·" not in name and not _partial(name, full)):
                continue
            if longer := [c for c in full if c is not cluster and "·" in c.label and c.label.split("·")[-1] == name]:
                self._merge(cluster, longer[0], "part of a foreign name")
            elif _titled(name) and len(found := [c for c in full if c.label[0] == name[0] and "·" not in c.label]) == 1:
                self._merge(cluster, found[0], "surname and title")
        addressed: dict[str, list[_Cluster]] = {}
        for cluster in people:
            if cluster.parent is None and cluster.label.endswith(ADDRESS) and len(cluster.label) <= 4:
                addressed.setdefault(cluster.label[0], []).append(cluster)
        for surname in sorted(addressed):
            group = addressed[surname]
            genders = {_gender(c.label) for c in group} - {None}
            if len(group) == 2 and len(genders) <= 1:
                large = max(group, key=lambda c: (len(c.spans), c.label))
                small = group[0] if group[1] is large else group[1]
                self._merge(small, large, "same surname, address form")

    def _join_bodies(self) -> None:
        bodies = self._of("Organization", "Place")
        named = [c for c in bodies if c.named]
        self._join_brackets()
        for cluster in named:
            if cluster.parent is not None:
                continue
            name = cluster.label
            for other in sorted(named, key=lambda c: (-len(c.label), c.label)):
                feature = (
                    _same_body(name, other.label, cluster.type, other.type) if other.root() is not cluster else None
                )
                if feature is None:
                    continue
                rivals = [
                    c
                    for c in named
                    if c.root() is not cluster and _same_body(name, c.label, cluster.type, c.type) == feature
                ]
                if len({id(c.root()) for c in rivals}) == 1:
                    self._merge(cluster, other, feature)
                    break

    def _join_brackets(self) -> None:
        """联合国世界粮食计划署（WFP）: what stands in brackets behind a name is another name of it."""
        text = self.reading.doc.text
        for cluster in self._of("Organization", "Group", "Work", "Event"):
            for _start, end in sorted(cluster.spans):
                match = re.match(
                    r"（(?:简称|下称|以下简称)?[“”]?([A-Z][A-Za-z0-9\-]{1,14}|[\u4e00-\u9fff]{2,8})[”]?）",
                    text[end : end + 24],
                )
                if match is None or role_of(match.group(1)) is not None:
                    continue
                alias = match.group(1)
                latin = alias.isascii()
                if not latin and "简称" not in match.group(0) and "下称" not in match.group(0):
                    continue
                key = (_FAMILY.get(cluster.type, cluster.type), alias)
                small = self.clusters.setdefault(key, _Cluster(cluster.type, {alias: None}, named=True))
                self._alias_spans(small, alias, text)
                self._merge(small, cluster, "alias in brackets")
                break

    @staticmethod
    def _alias_spans(cluster: _Cluster, alias: str, text: str) -> None:
        cluster.spans.update((m.start(), m.end()) for m in re.finditer(re.escape(alias), text))

    def _join_groups(self) -> None:
        groups = [c for c in self._of("Group") if not c.counted]
        for cluster in groups:
            name = cluster.label
            if name.endswith("人员") and len(name) > 3:
                for other in groups:
                    if (
                        other.root() is not cluster
                        and (other.label == name[:-2] or other.label.endswith(name[:-2]))
                        and other.label[-1] in "组队团班"
                    ):
                        self._merge(cluster, other.root(), "members of the group")
                        break
            if cluster.parent is not None or name[-1] not in "组队团班会":
                continue
            longer = [
                c
                for c in groups
                if c is not cluster and c.parent is None and c.label.endswith(name) and len(c.label) > len(name)
            ]
            if len(longer) == 1 and len(name) >= 2:
                self._merge(cluster, longer[0], "ends the longer name")

    # --- antecedents -----------------------------------------------------------------------------

    def resolve(self, mention: Mention, in_scope: HolderScope | None) -> list[_Cluster]:
        """The entities that a mention refers to; none where a reader could doubt it."""
        if mention.form == "pronoun":
            return self._pronoun(mention, in_scope)
        if mention.definite and mention.form != "name":
            found = self._definite(mention)
            if found is not None:
                return [found]
        elif mention.form == "nominal" and (short := self._short_for(mention)) is not None:
            return [short]
        cluster = self.clusters.get(self._key(mention))
        return [cluster.root()] if cluster is not None else []

    def _definite(self, mention: Mention) -> _Cluster | None:
        """该社区, 该工作人员: the last named or counted mention of the same head before it."""
        text = mention.text[1:] if mention.text[0] in "该本全" and len(mention.text) <= 4 else mention.text
        return self._last_of_head(mention, text) or (
            self._last_of_head(mention, mention.head) if len(mention.head) > 1 else None
        )

    def _last_of_head(self, mention: Mention, head: str) -> _Cluster | None:
        best: tuple[int, _Cluster] | None = None
        for cluster in self.clusters.values():
            root = cluster.root()
            if _FAMILY.get(root.type, root.type) != _FAMILY.get(mention.type, mention.type):
                continue
            if not any(text.endswith(head) and text != mention.text for text in cluster.texts):
                continue
            before = [start for start, _ in cluster.spans if start < mention.start]
            if before and (best is None or max(before) > best[0]):
                best = (max(before), root)
        return best[1] if best is not None else None

    def _short_for(self, mention: Mention) -> _Cluster | None:
        """公司, 合作社, 学校: the only named body before it of that kind."""
        event = mention.type == "Event" and mention.text in _SHORT_EVENTS
        heads = (mention.text,) if event else _SHORT_HEADS.get(mention.text)
        local = heads is None and mention.text in _LOCAL_HEADS
        heads = (mention.text,) if local else heads
        begin = self.reading.doc.text.rfind("\n", 0, mention.start) + 1 if local else 0
        if heads is None or mention.count is not None or mention.modifier is not None:
            return None
        found = {
            id(c.root()): c.root()
            for c in self.clusters.values()
            if (c.root().named or event)
            and c.label != mention.text
            and c.label.endswith(heads)
            and (c.root().type == "Event" if event else _FAMILY.get(c.root().type) == "bodies")
            and any(begin <= start < mention.start for start, _ in c.spans)
        }
        if len(found) != 1:
            return None
        only = next(iter(found.values()))
        if not any(large is only and left == mention.text for large, left, _, _ in self.judgements):
            self.judgements.append((only, mention.text, only.label, "the only one of its kind"))
        only.spans.add((mention.start, mention.end))
        only.texts.setdefault(mention.text)
        return only

    def _pronoun(self, mention: Mention, scope: HolderScope | None) -> list[_Cluster]:
        text = mention.text
        if text in _FIRST_PERSON:
            if scope is None:
                return []
            return self.holder(scope) if text in ("我", "本人") else self._our_team(mention, scope)
        if scope is not None and scope.quotation.kind == "direct":
            return self._spoken_of(scope) if text in ("他", "她") else []
        if text in ("他", "她"):
            return self._singular(mention)
        if text in ("他们", "她们", "两人", "二人"):
            return self._plural(mention)
        return []

    def _our_team(self, mention: Mention, scope: HolderScope) -> list[_Cluster]:
        """我们 in 我们下沉到大华社区的工作组: the team that its clause names; else the only one the speaker is in."""
        _, end = forms.clause_around(self.reading, mention.start, mention.end)
        named = [
            p
            for p in self.reading.phrases
            if mention.end <= p.start < end and p.type == "Group" and p.text.endswith(_TEAMS) and p.owner is not None
        ]
        if named:
            return self.resolve(forms.of_phrase(self.reading, named[0]), None)
        speakers = {id(c.root()) for c in self.holder(scope)}
        teams = {
            id(team): team
            for a in self.extraction.assertions
            if a.predicate == "memberOf"
            and isinstance(a.object, Mention)
            and a.object.type == "Group"
            and a.object.text.endswith(_TEAMS)
            for member in self.resolve(a.subject, None)
            if id(member.root()) in speakers
            for team in self.resolve(a.object, None)
        }
        return list(teams.values()) if len(teams) == 1 else []

    def _spoken_of(self, scope: HolderScope) -> list[_Cluster]:
        """Whom a speaker calls 他: the one other person whom the paragraph named before the quotation."""
        doc_text = self.reading.doc.text
        paragraph = doc_text.rfind("\n", 0, scope.start) + 1
        speakers = {id(c.root()) for c in self.holder(scope)}
        inside = [(q.start, q.end) for q in self.reading.quotations]
        others: dict[int, _Cluster] = {}
        for phrase in self.reading.phrases:
            if not paragraph <= phrase.start < scope.start or phrase.type != "Person" or phrase.form == "pronoun":
                continue
            if any(start <= phrase.start < end for start, end in inside):
                continue
            for cluster in self.resolve(forms.of_phrase(self.reading, phrase), None):
                if id(cluster.root()) not in speakers:
                    others[id(cluster.root())] = cluster.root()
        return list(others.values()) if speakers and len(others) == 1 else []

    def _subjects_before(self, offset: int) -> list[tuple[int, ...]]:
        """Overt subjects of the same paragraph before an offset, the last first."""
        doc = self.reading.doc
        paragraph = doc.text.rfind("\n", 0, offset) + 1
        found = []
        for predication in self.reading.predications:
            if predication.subject_kind != "overt" or not predication.subject:
                continue
            first = self.reading.phrases[predication.subject[0]]
            if paragraph <= first.start < offset:
                found.append((first.start, predication.subject))
        found.sort(reverse=True)
        return [subject for _, subject in found]

    def _singular(self, mention: Mention) -> list[_Cluster]:
        """He or she: the subject before, where it is one person; else the only named person of the sentence before."""
        _sentence_start, _ = forms.sentence_of(self.reading, mention.start)
        for subject in self._subjects_before(mention.start)[:4]:
            phrases = [self.reading.phrases[i] for i in subject]
            if len(phrases) == 1 and phrases[0].type == "Person" and phrases[0].form != "pronoun":
                return self.resolve(forms.of_phrase(self.reading, phrases[0]), None)
            if phrases[0].type in ("Person", "Group") and phrases[0].form != "pronoun":
                break
        near = self._only_name_near(mention.start)
        if near is not None:
            return self.resolve(near, None)
        paragraph = self.reading.doc.text.rfind("\n", 0, mention.start) + 1
        before = [
            p
            for p in self.reading.phrases
            if paragraph <= p.start < mention.start and p.type == "Person" and p.form == "name"
        ]
        names = {p.text for p in before}
        if len(names) == 1:
            return self.resolve(forms.of_phrase(self.reading, before[-1]), None)
        if not before and paragraph > 0:
            previous = self.reading.doc.text.rfind("\n", 0, paragraph - 1) + 1
            names_before = {
                p.text: p
                for p in self.reading.phrases
                if previous <= p.start < paragraph and p.type == "Person" and p.form == "name"
            }
            if len(names_before) == 1:
                return self.resolve(forms.of_phrase(self.reading, next(iter(names_before.values()))), None)
        return []

    def _only_name_near(self, offset: int) -> Mention | None:
        """The one person whom the nearest sentence with a name before an offset names, in the same paragraph."""
        text = self.reading.doc.text
        paragraph = text.rfind("\n", 0, offset) + 1
        begin, _ = forms.sentence_of(self.reading, offset)
        for _ in range(3):
            names = {p.text: p for p in self.reading.phrases if p.personal and begin <= p.start < offset}
            if names:
                return forms.of_phrase(self.reading, next(iter(names.values()))) if len(names) == 1 else None
            if begin <= paragraph:
                return None
            begin, _ = forms.sentence_of(self.reading, begin - 1)
        return None

    def _plural(self, mention: Mention) -> list[_Cluster]:
        for subject in self._subjects_before(mention.start)[:3]:
            phrases = [self.reading.phrases[i] for i in subject]
            if any(p.form == "pronoun" for p in phrases):
                continue
            if len(phrases) > 1 and all(p.type in ("Person", "Group") for p in phrases):
                return [c for p in phrases for c in self.resolve(forms.of_phrase(self.reading, p), None)]
            if phrases[0].type == "Group" and len(phrases) == 1 and mention.text not in ("两人", "二人"):
                return self.resolve(forms.of_phrase(self.reading, phrases[0]), None)
        return []

    def holder(self, scope: HolderScope) -> list[_Cluster]:
        """The speaker of a quotation."""
        speaker = speaker_of(self.reading, scope.quotation)
        if speaker is None:
            return []
        outer = self.scope_of(speaker.start, speaker.end, scope)
        return self.resolve(speaker, outer) if speaker.text not in _FIRST_PERSON else []

    def scope_of(self, start: int, end: int, inside: HolderScope | None = None) -> HolderScope | None:
        """The innermost scope around a span, other than ``inside`` itself."""
        around = [s for s in self.reading.scopes if s.start <= start and end <= s.end and s is not inside]
        return min(around, key=lambda s: s.end - s.start) if around else None


def _is_full_name(name: str) -> bool:
    if name.endswith(ADDRESS) or _titled(name):
        return False
    return len(name) >= 2


def _partial(name: str, full: Iterable[_Cluster]) -> bool:
    return any("·" in c.label and c.label.split("·")[-1] == name for c in full)


def _titled(name: str) -> bool:
    """A surname with a title: 陈校长."""
    role = role_of(name)
    return role is not None and 1 <= len(name) - len(role.head) <= 2 and role.after


def _gender(name: str) -> str | None:
    if name.endswith(_FEMALE):
        return "f"
    return "m" if name.endswith(("先生", "爷爷", "叔叔", "大爷", "大叔")) else None


_SHORT_HEADS: Mapping[str, tuple[str, ...]] = {
    "公司": ("公司", "集团"),
    "集团": ("集团", "集团公司", "集团有限公司"),
    "企业": ("公司", "集团"),
    "合作社": ("合作社",),
    "基金会": ("基金会",),
    "协会": ("协会",),
    "学会": ("学会",),
    "研究院": ("研究院",),
    "研究所": ("研究所",),
    "学校": ("小学", "中学", "学校", "国小", "国中", "高中", "学院", "大学"),
    "学院": ("学院",),
    "大学": ("大学",),
    "法院": ("法院",),
    "检察院": ("检察院",),
    "博物馆": ("博物馆",),
    "图书馆": ("图书馆",),
    "馆方": ("馆",),
    "校方": ("小学", "中学", "学校", "大学", "学院", "幼儿园"),
    "院方": ("医院",),
    "银行": ("银行",),
    "工厂": ("厂",),
    "养护站": ("养护站",),
    "派出所": ("派出所",),
    "委员会": ("委员会",),
    "工会": ("工会",),
    "法团": ("法团",),
    "大桥": ("大桥",),
    "大厦": ("大厦",),
    "铁路": ("铁路",),
    "水库": ("水库",),
    "景区": ("景区",),
}
_LOCAL_HEADS = words("local_head")
"""Bare nouns that stand for a place named before in the same paragraph, and for any such place elsewhere."""
_SHORT_EVENTS = words("short_event")
"""Bare nouns that stand for a body or site named before, and how the name of one ends."""
_LEGAL = endings("legal_form")
_ADMIN = endings("administrative_suffix")


def _same_body(small: str, large: str, small_type: str, large_type: str) -> str | None:
    """The feature that makes a shorter name the same body or place as a longer one."""
    if len(small) >= len(large) or len(small) < 2:
        return None
    if large.startswith(small) and large[len(small) :] in (_ADMIN if "Place" in (small_type, large_type) else _LEGAL):
        return "administrative suffix" if large[len(small) :] in _ADMIN else "begins the longer name"
    if small_type == large_type == "Organization" and _trade_name(small, large):
        return "trade name"
    suffix = name_suffix(small)
    if small_type == large_type == "Organization" and large.endswith(small) and len(small) >= 3:
        head = large[: -len(small)]
        whole = suffix is not None and len(small) > len(suffix["suffix"])
        return "ends the longer name" if whole and not head.endswith(("的", "和")) else None
    if small_type == large_type and len(small) >= 3 and _abbreviates(small, large, small_type):
        return "abbreviates the longer name"
    return None


def _trade_name(small: str, large: str) -> bool:
    """A company's name without its place and legal form, or the beginning of what is left."""
    legal = re.search(r"(?:股份|控股|科技|实业|发展|投资)*(?:有限责任|股份有限|集团有限|有限)?(?:公司|集团)$", large)
    if legal is None or len(small) < 3:
        return False
    core = large[: large.rfind(small) + len(small)] if small in large else ""
    before = large[: large.find(small)] if small in large else None
    if before is None or not core:
        return False
    return before == "" or (len(before) <= 4 and before.endswith(("省", "市", "区", "县")))


def _abbreviates(small: str, large: str, type_: str) -> bool:
    if small[0] != large[0] or small[-1] != large[-1] or large.startswith(small):
        return False
    if type_ == "Place" and (small[-2:] != large[-2:] or len(large) - len(small) > 3 or small[:2] != large[:2]):
        return False
    position = 0
    for character in small:
        position = large.find(character, position) + 1
        if position == 0:
            return False
    return len(large) >= len(small) + 2


def resolve(extraction: Extraction) -> Story:
    """Entities and claims of one document."""
    resolver = Resolver(extraction)
    resolver.cluster()
    maker = _ClaimMaker(resolver)
    claims = maker.claims()
    return Story(extraction.reading.document, claims, maker.judgements(claims))


class _ClaimMaker:
    """Turns assertions into claims."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.document = resolver.document
        self.entities: dict[int, Entity] = {}

    def entity(self, cluster: _Cluster) -> Entity:
        cluster = cluster.root()
        if id(cluster) not in self.entities:
            self.entities[id(cluster)] = self._new_entity(cluster)
        return self.entities[id(cluster)]

    def _new_entity(self, cluster: _Cluster) -> Entity:
        text = self.document.text
        label = cluster.label
        anonymous = not cluster.named and cluster.type != "Role"
        raw_spans = []
        written: dict[str, None] = {}
        plain: dict[str, None] = {label: None}
        for start, end in sorted(cluster.spans):
            if start >= end:
                continue
            raw_start, raw_end = text.raw_span(start, end)
            if raw_end > raw_start:
                raw_spans.append((raw_start, raw_end))
                written.setdefault(self._as_written(start, end))
            plain.setdefault(text.text[start:end].replace("“", "").replace("”", ""))
        for form in cluster.texts:
            plain.setdefault(form)
        forms_ = tuple({**written, **plain})
        scope = self.document.id if anonymous else None
        return Entity(
            vocab.entity_id(cluster.type, label, scope),
            cluster.type,
            label,
            forms_,
            tuple(sorted(set(raw_spans))),
            anonymous,
        )

    def _as_written(self, start: int, end: int) -> str:
        """The form as the story writes it, in its own script, without what was damage (inline readings, lost bytes)."""
        text, raw = self.document.text, self.document.source.raw
        out = []
        for index in range(start, end):
            raw_start, raw_end = text.starts[index], text.ends[index]
            out.append(raw[raw_start:raw_end] if raw_end - raw_start == 1 else text.text[index])
        return "".join(out)

    # --- claims ----------------------------------------------------------------------------------

    def claims(self) -> tuple[Claim, ...]:
        made: dict[tuple[object, ...], Claim] = {}
        for assertion in self.resolver.extraction.assertions:
            for claim in self._of(assertion):
                key = (
                    claim.subject.id,
                    claim.predicate,
                    _ident(claim.object),
                    claim.status,
                    claim.holder and claim.holder.id,
                )
                if key in made:
                    made[key] = _joined(made[key], claim)
                else:
                    made[key] = claim
        ordered = sorted(made.values(), key=lambda c: (c.evidence.start, c.evidence.end, c.id))
        return tuple(ordered)

    def _of(self, assertion: Assertion) -> Iterator[Claim]:
        scope = self._scope(assertion)
        holders: list[Entity | None] = [None]
        if scope is not None:
            speakers = self.resolver.holder(scope)
            if not speakers:
                return
            holders = [self.entity(s) for s in speakers]
        subjects = [
            self.entity(c)
            for c in self.resolver.resolve(assertion.subject, scope)
            if assertion.predicate != "hasCount" or not c.vague
        ]
        objects: list[Node]
        if isinstance(assertion.object, Mention):
            objects = [self.entity(c) for c in self.resolver.resolve(assertion.object, scope)]
        else:
            objects = [assertion.object]
        qualifiers = self._qualifiers(assertion, scope)
        for holder in holders:
            for subject in subjects:
                for target in objects:
                    if _fits(subject, assertion.predicate, target):
                        yield self._claim(assertion, subject, target, holder, qualifiers)

    def _scope(self, assertion: Assertion) -> HolderScope | None:
        """The scope whose speaker holds the claim; a ``said`` claim belongs to the scope around its own."""
        if not assertion.narrator:
            target = assertion.object
            inside = isinstance(target, Mention) and assertion.start <= target.start < assertion.end
            at = target.start if isinstance(target, Mention) and inside else assertion.end - 1
            return self.resolver.scope_of(at, at + 1)
        own = [
            s
            for s in self.resolver.reading.scopes
            if (s.quotation.start, s.quotation.end) == (assertion.start, assertion.end)
        ]
        around = [
            s
            for s in self.resolver.reading.scopes
            if s not in own
            and s.start <= assertion.start
            and assertion.end <= s.end
            and (s.end - s.start) > (assertion.end - assertion.start)
        ]
        return min(around, key=lambda s: s.end - s.start) if around else None

    def _qualifiers(self, assertion: Assertion, scope: HolderScope | None) -> dict[str, tuple[Node, ...]]:
        found: dict[str, tuple[Node, ...]] = {}
        for name in sorted(assertion.qualifiers):
            nodes: list[Node] = []
            for value in assertion.qualifiers[name]:
                if isinstance(value, Value):
                    nodes.append(value)
                else:
                    nodes.extend(self.entity(c) for c in self.resolver.resolve(value, scope))
            if nodes:
                found[name] = tuple(nodes)
        return found

    def _claim(
        self,
        assertion: Assertion,
        subject: Entity,
        target: Node,
        holder: Entity | None,
        qualifiers: Mapping[str, tuple[Node, ...]],
    ) -> Claim:
        document = self.document
        start, end = document.text.raw_span(assertion.start, assertion.end)
        sentence = document.text.raw_span(*forms.sentence_of(self.resolver.reading, assertion.start))
        evidence = Evidence(start, end, document.source.raw[start:end], min(sentence[0], start), max(sentence[1], end))
        ident = vocab.claim_id(
            document.id,
            subject.id,
            assertion.predicate,
            _ident(target),
            assertion.status,
            holder.id if holder else None,
            start,
        )
        act = vocab.act_id(document.id, *document.text.raw_span(*_within(assertion.clause, len(document.text))))
        return Claim(
            ident,
            document.id,
            subject,
            assertion.predicate,
            target,
            assertion.status,
            holder,
            qualifiers,
            evidence,
            assertion.extractor,
            act,
        )

    def judgements(self, claims: Iterable[Claim]) -> tuple[Judgement, ...]:
        made = []
        for cluster, left, right, feature in self.resolver.judgements:
            weight = FEATURES[feature][0]
            made.append(Judgement(self.entity(cluster).id, left, right, ((feature, weight),), weight, self.document.id))
        return tuple(sorted(made, key=lambda j: (j.entity, j.left, j.right)))


def _within(span: tuple[int, int], size: int) -> tuple[int, int]:
    return max(0, min(span[0], size)), max(0, min(span[1], size))


def _ident(node: Node) -> str:
    return node.id if isinstance(node, Entity) else f"{node.type}:{node.text}"


def _fits(subject: Entity, predicate: str, target: Node) -> bool:
    """Whether the types are those of the predicate's signature."""
    if isinstance(target, Entity) and target.id == subject.id:
        return False
    signature = vocab.PREDICATES.get(predicate)
    return signature is None or (subject.type in signature.domain and target.type in signature.range)


def _joined(first: Claim, second: Claim) -> Claim:
    """One claim told twice: the first evidence, the qualifiers of both where they do not differ."""
    qualifiers = dict(first.qualifiers)
    for name, values in second.qualifiers.items():
        qualifiers.setdefault(name, values)
    return replace(first, qualifiers=dict(sorted(qualifiers.items())))
