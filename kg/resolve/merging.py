"""Names that mean one entity, joined."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from kg.extract.nouns import role_of
from kg.extract.phrase_types import ADDRESS
from kg.resolve.clusters import Cluster, Clusters, family
from kg.resolve.names import gender, is_familiar, is_full_name, is_short_form, is_titled, may_be_short_for, same_body

_TEAM_ENDS = "组队团班"
_BRACKETS = re.compile(r"（(?:简称|下称|以下简称)?[“”]?([A-Z][A-Za-z0-9\-]{1,14}|[\u4e00-\u9fff]{2,8})[”]?）")
_LONGEST_BRACKETS = 24


def join(clusters: Clusters, text: str, kin: Collection[str] = ()) -> None:
    """Merge the clusters of a document whose names mean one entity.

    ``text`` is the document's; ``kin`` names the people who are told of as somebody's relatives.
    """
    _join_people(clusters, kin)
    _join_bodies(clusters, text)
    _join_groups(clusters)


# --- people ---------------------------------------------------------------------------------------


def _join_people(clusters: Clusters, kin: Collection[str]) -> None:
    people = clusters.of("Person", named=True)
    full = [cluster for cluster in people if is_full_name(cluster.label) and not is_familiar(cluster.label)]
    by_last_part: dict[str, list[Cluster]] = {}
    by_surname: dict[str, list[Cluster]] = {}
    for cluster in full:
        if "·" in cluster.label:
            by_last_part.setdefault(cluster.label.split("·")[-1], []).append(cluster)
        else:
            by_surname.setdefault(cluster.label[0], []).append(cluster)
    whole = {id(cluster) for cluster in full}
    for cluster in people:
        name = cluster.label
        if is_short_form(name):
            _join_short_form(clusters, cluster, by_surname.get(name[0], ()))
            continue
        longer = [other for other in by_last_part.get(name, ()) if other is not cluster]
        unfamiliar = id(cluster) in whole and not is_familiar(name)
        if cluster.parent is not None or (unfamiliar and "·" not in name and not longer):
            continue
        titled = by_surname.get(name[0], []) if is_titled(name) else []
        familiar = is_familiar(name)
        if familiar:
            titled = by_surname.get(name.strip("老小总")[:1], [])
        if len(titled) > 1:
            # Of the story's people one is told of by title, and not his son.
            titled = [other for other in titled if other.label not in kin]
        if longer:
            clusters.merge(cluster, longer[0], "part of a foreign name")
        elif len(titled) == 1:
            clusters.merge(cluster, titled[0], "surname and title")
    _join_addressed(clusters, people)


def _join_short_form(clusters: Clusters, cluster: Cluster, people: Iterable[Cluster]) -> None:
    """李男 and 李姓男子: the only one of that surname who may be a man."""
    name = cluster.label
    others = [other for other in people if not is_short_form(other.label) and may_be_short_for(name, other.label)]
    told = [other for other in others if other.label[1:2] == "姓"] or others
    if len({id(other.root()) for other in told}) == 1:
        clusters.merge(cluster, told[0], "surname and gender")


def _join_addressed(clusters: Clusters, people: Iterable[Cluster]) -> None:
    """徐阿姨 and 徐奶奶, where nobody else is addressed by that surname."""
    addressed: dict[str, list[Cluster]] = {}
    for cluster in people:
        if cluster.parent is None and cluster.label.endswith(ADDRESS) and len(cluster.label) <= 4:
            addressed.setdefault(cluster.label[0], []).append(cluster)
    for surname in sorted(addressed):
        group = addressed[surname]
        if len(group) == 2 and len({gender(cluster.label) for cluster in group} - {None}) <= 1:
            small, large = sorted(group, key=lambda cluster: (len(cluster.spans), cluster.label))
            clusters.merge(small, large, "same surname, address form")


# --- bodies and places ------------------------------------------------------------------------------


def _join_bodies(clusters: Clusters, text: str) -> None:
    named = [cluster for cluster in clusters.of("Organization", "Place") if cluster.named]
    _join_brackets(clusters, text)
    longer = _LongerNames(named)
    for cluster in named:
        if cluster.parent is not None:
            continue
        found = [
            (other, feature)
            for other in longer.candidates(cluster.label)
            if other.root() is not cluster
            and (feature := same_body(cluster.label, other.label, cluster.type, other.type)) is not None
        ]
        for other, feature in found:
            if len({id(rival.root()) for rival, shared in found if shared == feature}) == 1:
                clusters.merge(cluster, other, feature)
                break


class _LongerNames:
    """Names, by what a shorter name for the same body shares with them, the longest first."""

    def __init__(self, clusters: Iterable[Cluster]) -> None:
        self.ranked = sorted(clusters, key=lambda cluster: (-len(cluster.label), cluster.label))
        self.by_pair: dict[str, set[int]] = {}
        self.by_ends: dict[tuple[str, str], set[int]] = {}
        for rank, cluster in enumerate(self.ranked):
            label = cluster.label
            for pair in {label[at : at + 2] for at in range(len(label) - 1)}:
                self.by_pair.setdefault(pair, set()).add(rank)
            self.by_ends.setdefault((label[0], label[-1]), set()).add(rank)

    def candidates(self, name: str) -> list[Cluster]:
        """The names that may hold a name, or be abbreviated by it."""
        ranks = self.by_pair.get(name[:2], set()) | self.by_ends.get((name[0], name[-1]), set())
        return [self.ranked[rank] for rank in sorted(ranks)]


def _join_brackets(clusters: Clusters, text: str) -> None:
    """联合国世界粮食计划署（WFP）: what stands in brackets behind a name is another name of it."""
    for cluster in clusters.of("Organization", "Group", "Work", "Event"):
        for _, end in sorted(cluster.spans):
            match = _BRACKETS.match(text, end, end + _LONGEST_BRACKETS)
            if match is None or role_of(match.group(1)) is not None:
                continue
            alias = match.group(1)
            if not alias.isascii() and "简称" not in match.group() and "下称" not in match.group():
                continue
            key = (family(cluster.type), alias)
            small = clusters.by_key.setdefault(key, Cluster(cluster.type, {alias: None}, named=True))
            small.spans.update((found.start(), found.end()) for found in re.finditer(re.escape(alias), text))
            clusters.merge(small, cluster, "alias in brackets")
            break


# --- groups -----------------------------------------------------------------------------------------


def _join_groups(clusters: Clusters) -> None:
    groups = [cluster for cluster in clusters.of("Group") if not cluster.counted]
    by_end: dict[str, list[Cluster]] = {}
    for group in groups:
        by_end.setdefault(group.label[-2:], []).append(group)
    for cluster in groups:
        name = cluster.label
        team = name.removesuffix("人员")
        if team != name and len(team) >= 2 and team[-1] in _TEAM_ENDS:
            # 工作组人员 is the 工作组 itself.
            same = (other for other in by_end.get(team[-2:], ()) if other.root() is not cluster)
            body = next((other for other in same if other.label.endswith(team)), None)
            if body is not None:
                clusters.merge(cluster, body.root(), "members of the group")
        if cluster.parent is not None or len(name) < 2 or name[-1] not in _TEAM_ENDS + "会":
            continue
        longer = [
            other
            for other in by_end[name[-2:]]
            if other.parent is None and len(other.label) > len(name) and other.label.endswith(name)
        ]
        if len(longer) == 1:
            clusters.merge(cluster, longer[0], "ends the longer name")
