"""Whom a mention means: the cluster of its name, or the one antecedent that a reader would not doubt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, islice

from kg.extract.base import Extraction, Mention, Reading
from kg.extract.mentions import of_phrase
from kg.extract.phrases import Phrase
from kg.extract.quotations import HolderScope
from kg.extract.speech import speaker_of
from kg.lexicons import load_table
from kg.lexicons.lists import words
from kg.resolve.clusters import Cluster, Clusters, Heads, family
from kg.resolve.names import may_be
from kg.resolve.persons import Described
from kg.resolve.pronouns import Pronouns
from kg.resolve.titled import SHORT_WORKS, last_title

_REPORTS = frozenset(("报道", "报导"))
_FIRST_PERSON = frozenset(("我", "我们", "咱们", "本人"))
_LOCAL_HEADS = words("local_head")
_SHORT_EVENTS = words("short_event")
_ENTERING = ("考上", "考取", "考入", "考进", "上", "上了", "读", "念", "读完")
_NEAR_HEADS = 4
"""Mentions of the same head among which a named one is preferred."""


@cache
def _short_bodies() -> Mapping[str, tuple[str, ...]]:
    """Bare nouns that stand for a body or site named before, and how the name of one ends."""
    return {row["noun"]: tuple(row["endings"].split()) for row in load_table("short_bodies")}


class Antecedents:
    """Finds what the mentions of a document refer to."""

    def __init__(self, extraction: Extraction, clusters: Clusters) -> None:
        self.reading: Reading = extraction.reading
        self.clusters = clusters
        self.heads = Heads(clusters)
        self.scopes = _Scopes(self.reading.scopes)
        self._posts = list(_posts(extraction))
        self._described = Described(extraction, lambda mention: self.resolve(mention, None), self.heads)
        self.pronouns = Pronouns(extraction, clusters, self.resolve, self.holder, self._described)
        self._candidates: dict[str, list[tuple[int, Cluster]]] = {}

    def resolve(self, mention: Mention, scope: HolderScope | None) -> list[Cluster]:
        """The entities that a mention refers to; none where a reader could doubt it.

        ``scope`` is the stretch of somebody's words in which the mention stands.
        """
        if mention.form == "pronoun":
            return self.pronouns.antecedents(mention, scope)
        found: Cluster | None = None
        if mention.definite and mention.form != "name":
            found = self._speakers_own(mention, scope) or self._pointed_at(mention) or self._definite(mention)
        elif mention.form == "nominal":
            found = self._speakers_own(mention, scope) or self._short_for(mention)
            found = found or self._described.counted_one(mention)
        apposed = self._described.apposed(mention) if mention.form == "nominal" else None
        if apposed is not None:
            return self.resolve(apposed, scope)
        if found is not None:
            return [found]
        cluster = self.clusters.by_key.get(self.clusters.key(mention))
        return [cluster.root()] if cluster is not None else []

    def holder(self, scope: HolderScope) -> list[Cluster]:
        """The speaker of a quotation."""
        speaker = speaker_of(self.reading, scope.quotation)
        if speaker is None or speaker.text in _FIRST_PERSON:
            return []
        return self.speaker(speaker, self.scope_of(speaker.start, speaker.end, scope))

    def speaker(self, mention: Mention, scope: HolderScope | None) -> list[Cluster]:
        """Whom a mention that says something refers to: 报道 the medium that reported, 他 who spoke before."""
        if mention.form == "pronoun" and mention.text in ("他", "她") and scope is None:
            return self._speaking_on(mention) or self.resolve(mention, scope)
        return self._reporting_medium(mention) or self.resolve(mention, scope)

    def _speaking_on(self, mention: Mention) -> list[Cluster]:
        """He in 张三表示，…。他说，…: who spoke last in the paragraph, unless the narrator names somebody since."""
        begin = self.reading.paragraph_start(mention.start)
        for quotation in reversed(self.reading.quotations_between(begin, mention.start)):
            last = speaker_of(self.reading, quotation)
            if last is None or last.start >= mention.start or self.reading.in_quotation(last.start):
                continue
            people = self.reading.phrases_between(max(last.end, quotation.start), mention.start)
            if any(p.personal and p.start != last.start and not self.reading.in_quotation(p.start) for p in people):
                return []
            if last.type != "Person" or not may_be(mention.text, last.text):
                return []
            return self.speaker(last, self.scope_of(last.start, last.end)) if last.start < mention.start else []
        return []

    def _reporting_medium(self, mention: Mention) -> list[Cluster]:
        """报道说: the report of the medium that was last told to report; 《远见》的报道 that of its owner."""
        if mention.type != "Work" or mention.head not in _REPORTS:
            return []
        owners = (self.clusters.by_key.get((kind, mention.modifier or "")) for kind in ("Work", family("Organization")))
        if mention.modifier is not None:
            return [owner.root() for owner in owners if owner is not None][:1]
        for quotation in reversed(self.reading.quotations_between(0, mention.start)):
            before = speaker_of(self.reading, quotation)
            if quotation.cue is None or before is None or before.form == "pronoun" or before.head in _REPORTS:
                continue
            if self.reading.text[slice(*quotation.cue)] in _REPORTS:
                return self.resolve(before, self.scope_of(before.start, before.end))
        return []

    def scope_of(self, start: int, end: int, inside: HolderScope | None = None) -> HolderScope | None:
        """The innermost scope around a span, other than ``inside`` itself."""
        return _innermost(scope for scope in self.scopes.around(start, end) if scope is not inside)

    def spoken_scope(self, start: int, end: int) -> HolderScope | None:
        """The innermost scope around a span whose words are the speaker's own: those in quotation marks."""
        return _innermost(s for s in self.scopes.around(start, end) if s.quotation.kind == "direct")

    def outer_scope(self, start: int, end: int) -> HolderScope | None:
        """The innermost scope around a quotation that is longer than it, and not its own."""
        return _innermost(
            scope
            for scope in self.scopes.around(start, end)
            if scope.end - scope.start > end - start and (scope.quotation.start, scope.quotation.end) != (start, end)
        )

    # --- nouns ---------------------------------------------------------------------------------------

    def _definite(self, mention: Mention) -> Cluster | None:
        """该社区, 该工作人员: the last named or counted mention of the same head before it."""
        text = mention.text
        if text[:1] in ("该", "本", "全", "同") and len(text) <= 4:
            text = text[1:]
        elif text.endswith("里") and len(text) <= 3:
            text = text[:-1]
        found = (
            self._last_school(mention, text)
            or last_title(mention, self.reading, self.clusters)
            or self._last_of_head(mention, text)
        )
        return self._last_of_head(mention, mention.head) if found is None and len(mention.head) > 1 else found

    def _pointed_at(self, mention: Mention) -> Cluster | None:
        """这位书记, 这个小伙子: who has the role, or the one person in question where no other word tells of him."""
        if mention.type != "Person" or mention.count is not None:
            return None
        found = self._described.by_role(mention)
        if found is None and next(self.heads.before(mention.head or mention.text, mention.start), None) is None:
            near = self.pronouns.singular(mention)
            found = near[0] if len(near) == 1 and near[0].type == "Person" else None
        return found

    def _last_school(self, mention: Mention, text: str) -> Cluster | None:
        """全校, 该校: the last school named, however its name ends."""
        if text != "校":
            return None
        told = [
            (at, cluster.root())
            for head in _short_bodies()["学校"]
            for at, cluster in islice(self.heads.before(head, mention.start), _NEAR_HEADS)
        ]
        named = [(at, cluster) for at, cluster in told if cluster.named and cluster.label != "学校"]
        return max(named, key=lambda pair: pair[0])[1] if named else None

    def _last_of_head(self, mention: Mention, head: str) -> Cluster | None:
        found = (cluster.root() for _, cluster in self.heads.before(head, mention.start, other_than=mention.text))
        near = [root for root in islice(found, _NEAR_HEADS) if family(root.type) == family(mention.type)]
        named = next((root for root in near if root.named), None)
        return named or (near[0] if near and not mention.text.endswith("里") else None)

    def _speakers_own(self, mention: Mention, scope: HolderScope | None) -> Cluster | None:
        """公司, 学校 in somebody's words: the one body of that kind in which the speaker holds a post."""
        text = mention.text
        if text[:1] in ("全", "本", "我") and len(text) == 2:
            text = {"校": "学校", "院": "院方", "司": "公司"}.get(text[1], text[1])
        local = (text.rstrip("里内"),) if text in _LOCAL_HEADS else None
        heads = _short_bodies().get(text, local)
        if scope is None or heads is None or mention.count is not None or mention.modifier is not None:
            return None
        holders = [cluster.root() for cluster in self.holder(scope)]
        if len(holders) == 1 and holders[0].type == "Organization" and _may_be_meant(holders[0], text, heads, False):
            return holders[0]
        speakers = {id(cluster) for cluster in holders}
        bodies = {
            id(body): body
            for person, place in self._posts
            if any(id(cluster.root()) in speakers for cluster in self.resolve(person, None))
            for body in self.resolve(place, None)
            if body.named and body.label != mention.text and body.label.endswith(heads)
        }
        return next(iter(bodies.values())) if len(bodies) == 1 else None

    def _short_for(self, mention: Mention) -> Cluster | None:
        """公司, 合作社, 学校: the only named body before it of that kind."""
        if mention.count is not None or mention.modifier is not None:
            return None
        event = mention.type == "Event" and mention.text in _SHORT_EVENTS
        if mention.text == "大学" and self.reading.text[: mention.start].endswith(_ENTERING):
            # 考上大学: any.
            return None
        if mention.text in SHORT_WORKS:
            return last_title(mention, self.reading, self.clusters)
        if not event and mention.text not in _short_bodies() and mention.text not in _LOCAL_HEADS:
            return None
        found = self._only(mention, event) or self._in_question(mention)
        if found is not None:
            self.clusters.note(found, mention.text, found.label, "the only one of its kind")
            # The label stays, be the short form longer.
            found.full = found.label
            self.heads.add(found, mention.text, (mention.start, mention.end))
        return found

    def _in_question(self, mention: Mention) -> Cluster | None:
        """公司 in a story of several: the one of that kind that the sentences before in the paragraph are about."""
        heads = _short_bodies().get(mention.text, ())
        for subject in islice(self.pronouns.subjects_before(mention.start), 3):
            named = [p for p in subject if p.form == "name" and p.type in ("Organization", "Place")]
            found = {id(cluster): cluster for phrase in named for cluster in self._phrase(phrase)}
            meant = [cluster for cluster in found.values() if _may_be_meant(cluster, mention.text, heads, False)]
            if meant and heads:
                return meant[0] if len(found) == 1 else None
        return None

    def _only(self, mention: Mention, event: bool) -> Cluster | None:
        """The one entity of a kind told of before; None where there is none, or more than one."""
        only: Cluster | None = None
        local = not event and mention.text not in _short_bodies()
        told = self._told_in_paragraph(mention) if local else self._told_before(mention, event)
        for cluster in told:
            root = cluster.root()
            if only is not None and only is not root:
                return None
            only = root
        return only

    def _told_in_paragraph(self, mention: Mention) -> Iterator[Cluster]:
        begin = self.reading.paragraph_start(mention.start)
        for start, cluster in self.heads.before(mention.text, mention.start):
            if start < begin:
                return
            if _may_be_meant(cluster, mention.text, (mention.text,), False):
                yield cluster

    def _told_before(self, mention: Mention, event: bool) -> Iterator[Cluster]:
        for first, cluster in self._of_kind(mention.text, event):
            if first >= mention.start:
                return
            yield cluster

    def _of_kind(self, text: str, event: bool) -> Sequence[tuple[int, Cluster]]:
        """The clusters that a bare noun may stand for, by where they are first told of."""
        kind = f"{text}\n" if event else text
        if kind not in self._candidates:
            heads = (text,) if event else _short_bodies()[text]
            found = {id(cluster): cluster for head in heads for cluster in self.heads.ending_in(head)}
            self._candidates[kind] = sorted(
                (
                    (min(cluster.spans)[0], cluster)
                    for cluster in found.values()
                    if cluster.spans and _may_be_meant(cluster, text, heads, event)
                ),
                key=lambda candidate: candidate[0],
            )
        return self._candidates[kind]

    def _phrase(self, phrase: Phrase) -> list[Cluster]:
        return self.resolve(of_phrase(self.reading, phrase), None)


def _posts(extraction: Extraction) -> Iterator[tuple[Mention, Mention]]:
    """Who holds a post where."""
    for assertion in extraction.assertions:
        if assertion.predicate == "worksFor" and isinstance(assertion.object, Mention):
            yield assertion.subject, assertion.object
        elif assertion.predicate == "hasRole":
            yield from ((assertion.subject, at) for at in assertion.qualifiers.get("at", ()) if isinstance(at, Mention))


def _may_be_meant(cluster: Cluster, text: str, heads: tuple[str, ...], event: bool) -> bool:
    """Whether a bare noun may stand for a cluster, once that has been told of."""
    root, label = cluster.root(), cluster.label
    fits = root.type == "Event" if event else family(root.type) == "bodies" and root.named
    return fits and label != text and label.endswith(heads)


def _innermost(scopes: Iterator[HolderScope]) -> HolderScope | None:
    return min(scopes, key=lambda scope: scope.end - scope.start, default=None)


class _Scopes:
    """The scopes of a document, asked which of them hold a span."""

    def __init__(self, scopes: Sequence[HolderScope]) -> None:
        self.ordered = sorted(scopes, key=lambda scope: scope.start)
        self.starts = [scope.start for scope in self.ordered]
        self.ends = list(accumulate((scope.end for scope in self.ordered), max))
        """The furthest end among the scopes up to each one."""

    def around(self, start: int, end: int) -> list[HolderScope]:
        """The scopes that hold a span, in text order."""
        found = []
        at = bisect_right(self.starts, start) - 1
        while at >= 0 and self.ends[at] >= end:
            if self.ordered[at].end >= end:
                found.append(self.ordered[at])
            at -= 1
        return found[::-1]
