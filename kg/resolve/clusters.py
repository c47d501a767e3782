"""The mentions of a document, clustered: one cluster for each entity."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extract.base import Extraction, Mention
from kg.extract.speech import speaker_of
from kg.model import EntityType

_FAMILIES: Mapping[str, str] = {"Person": "people", "Group": "people", "Place": "bodies", "Organization": "bodies"}
_MERGE_AT = 1.0
FEATURES: Mapping[str, tuple[float, str]] = {
    "same surname, address form": (
        1.0,
        "徐阿姨 = 徐奶奶: one surname, both forms of address, nobody else of that surname",
    ),
    "surname and title": (1.0, "陈校长 = 陈立群: the only full name of that surname"),
    "surname and gender": (1.0, "李男 = 李姓男子: the only one of that surname"),
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


def family(type_: EntityType) -> str:
    """Types between which a name does not tell: people and groups, places and bodies."""
    return _FAMILIES.get(type_, type_)


@dataclass(slots=True, eq=False)
class Cluster:
    """Mentions of one entity while it is being put together."""

    type: EntityType
    texts: dict[str, None] = field(default_factory=dict)
    spans: set[tuple[int, int]] = field(default_factory=set)
    named: bool = False
    counted: bool = False
    parent: Cluster | None = None
    full: str = ""

    def root(self) -> Cluster:
        """The cluster that this one was merged into, or itself."""
        return self if self.parent is None else self.parent.root()

    @property
    def vague(self) -> bool:
        """A body or place that nothing names, 学校 or 公司: a figure of it is a figure of nobody knows what."""
        return (
            not self.named and self.type in ("Organization", "Place") and len(self.label) <= 2 and self.label[0] != "全"
        )

    @property
    def label(self) -> str:
        """The fullest name."""
        return self.full or max(self.texts, key=lambda text: (len(text), text))


class Merge(NamedTuple):
    """Two names that were found to mean one entity."""

    cluster: Cluster
    left: str
    right: str
    feature: str


class Clusters:
    """The clusters of a document, by family and text."""

    def __init__(self, extraction: Extraction) -> None:
        self.by_key: dict[tuple[str, str], Cluster] = {}
        self.merges: list[Merge] = []
        self._merged: set[tuple[int, str]] = set()
        for mention in _all_mentions(extraction):
            self._add(mention)

    @staticmethod
    def key(mention: Mention) -> tuple[str, str]:
        """What mentions of one entity share. Counted goods are other ones than those counted otherwise."""
        counted = f"{mention.count}\n" if mention.count is not None and mention.type == "Goods" else ""
        return family(mention.type), counted + mention.text

    def _add(self, mention: Mention) -> None:
        if mention.form in ("pronoun", "zero") or not mention.text:
            return
        cluster = self.by_key.setdefault(self.key(mention), Cluster(mention.type))
        cluster.texts.setdefault(mention.text)
        cluster.spans.add((mention.start, mention.end))
        cluster.spans.update(mention.variants)
        if mention.form == "name" and not cluster.named:
            cluster.named, cluster.type = True, mention.type
        elif cluster.type == "Group" and mention.type == "Person" and mention.count is None:
            cluster.type = "Person"
        elif cluster.type == "Organization" and mention.type == "Place" and not cluster.named:
            # 捐建了图书馆: the house is told of, and not the body.
            cluster.type = "Place"
        cluster.counted = cluster.counted or mention.count is not None
        if mention.type == "Goods" and mention.count is not None and not mention.text.startswith(mention.count):
            cluster.full = mention.count + mention.text

    def of(self, *types: EntityType, named: bool | None = None) -> list[Cluster]:
        """The clusters of some types that were merged into no other."""
        return [
            cluster
            for cluster in self.by_key.values()
            if cluster.type in types and cluster.parent is None and named in (None, cluster.named)
        ]

    def merge(self, small: Cluster, large: Cluster, feature: str) -> None:
        """Join two clusters under the name of the large one, for a feature of :data:`FEATURES`."""
        small, large = small.root(), large.root()
        if small is large or FEATURES[feature][0] < _MERGE_AT:
            return
        self.note(large, small.label, large.label, feature)
        large.full = large.label
        small.parent = large
        large.texts.update(small.texts)
        large.spans |= small.spans
        large.named = large.named or small.named

    def note(self, cluster: Cluster, left: str, right: str, feature: str) -> None:
        """Note that a name means the entity of a cluster, once for each name."""
        if feature != "the only one of its kind" or (id(cluster), left) not in self._merged:
            self._merged.add((id(cluster), left))
            self.merges.append(Merge(cluster, left, right, feature))


def _all_mentions(extraction: Extraction) -> Iterator[Mention]:
    yield from extraction.mentions
    speakers = (speaker_of(extraction.reading, scope.quotation) for scope in extraction.reading.scopes)
    yield from (speaker for speaker in speakers if speaker is not None)
    for assertion in extraction.assertions:
        yield assertion.subject
        if isinstance(assertion.object, Mention):
            yield assertion.object
        for values in assertion.qualifiers.values():
            yield from (value for value in values if isinstance(value, Mention))


class Heads:
    """Where the clusters whose names end in a given head are told of, in text order.

    The lists are made when they are first asked for, and kept up to date as short forms are added to clusters.
    """

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = list(clusters.by_key.values())
        self._order = {id(cluster): number for number, cluster in enumerate(self._clusters)}
        self._by_suffix: dict[str, dict[int, None]] = {}
        self._places: dict[str, dict[str, list[tuple[int, int]]]] = {}
        """By head and excluded text: text offset and negative number, so that of several the first is preferred."""
        for number, cluster in enumerate(self._clusters):
            for text in cluster.texts:
                self._index(text, number)

    def _index(self, text: str, number: int) -> None:
        for suffix in _suffixes(text):
            self._by_suffix.setdefault(suffix, {}).setdefault(number)

    def ending_in(self, head: str) -> list[Cluster]:
        """The clusters with a name that ends in a head, in their order."""
        return [self._clusters[number] for number in sorted(self._by_suffix.get(head, ()))]

    def before(self, head: str, offset: int, other_than: str = "") -> Iterator[tuple[int, Cluster]]:
        """The clusters with a name that ends in a head, before an offset, with where they are told of, the last first.

        The name must be another than ``other_than``.
        """
        lists = self._places.setdefault(head, {})
        if other_than not in lists:
            numbers = [n for n in self._by_suffix.get(head, ()) if _ends(self._clusters[n], head, other_than)]
            lists[other_than] = sorted({(start, -n) for n in numbers for start, _ in self._clusters[n].spans})
        places = lists[other_than]
        for at in range(bisect_left(places, (offset,)) - 1, -1, -1):
            start, number = places[at]
            yield start, self._clusters[-number]

    def add(self, cluster: Cluster, text: str, span: tuple[int, int]) -> None:
        """Add a short form, and where it stands, to a cluster."""
        number = self._order[id(cluster)]
        if text not in cluster.texts:
            cluster.texts.setdefault(text)
            self._index(text, number)
            for suffix in _suffixes(text):
                # The cluster may now be told of under heads of which the lists know nothing.
                self._places.pop(suffix, None)
        cluster.spans.add(span)
        place = (span[0], -number)
        for suffix in {suffix for known in cluster.texts for suffix in _suffixes(known)}:
            for other_than, places in self._places.get(suffix, {}).items():
                at = bisect_left(places, place)
                if (at == len(places) or places[at] != place) and _ends(cluster, suffix, other_than):
                    insort(places, place)


def _ends(cluster: Cluster, head: str, other_than: str) -> bool:
    return any(text.endswith(head) and text != other_than for text in cluster.texts)


def _suffixes(text: str) -> Iterator[str]:
    return (text[begin:] for begin in range(len(text)))
