"""Whom a mention means: the cluster of its name, or the one antecedent that a reader would not doubt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, islice

from kg.extract.base import Extraction, Mention, Reading
from kg.extract.mentions import clause_around, of_phrase, sentence_of
from kg.extract.phrases import Phrase
from kg.extract.quotations import HolderScope
from kg.extract.speech import speaker_of
from kg.lexicons import load_table
from kg.lexicons.lists import endings, words
from kg.resolve.clusters import Cluster, Clusters, Heads, family
from kg.resolve.names import may_be
from kg.resolve.persons import Described

_TEAMS = endings("team_ending")
_REPORTS = frozenset(("报道", "报导"))
_KIN = (*endings("female_kin"), *endings("male_kin"))
_GOVERNS = tuple("将把对给为与向使令让被")
_FIRST_PERSON = frozenset(("我", "我们", "咱们", "本人"))
_LOCAL_HEADS = words("local_head")
_SHORT_EVENTS = words("short_event")
_OFTEN = 5
"""How often a story names its protagonist at least."""
_COUPLES = endings("couple")
_NEAR_SENTENCES = 3
_NEAR_SUBJECTS = 6
"""Subjects before a pronoun among which its antecedent is looked for."""
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
        self._teams = [
            (assertion.subject, assertion.object)
            for assertion in extraction.assertions
            if assertion.predicate == "memberOf"
            and isinstance(assertion.object, Mention)
            and assertion.object.type == "Group"
            and assertion.object.text.endswith(_TEAMS)
        ]
        self._posts = list(_posts(extraction))
        self._described = Described(extraction, lambda mention: self.resolve(mention, None), self.heads)
        self._subjects = sorted(
            (self.reading.phrases[predication.subject[0]].start, predication.subject)
            for predication in self.reading.predications
            if predication.subject_kind == "overt" and predication.subject
        )
        self._candidates: dict[str, list[tuple[int, Cluster]]] = {}

    def resolve(self, mention: Mention, scope: HolderScope | None) -> list[Cluster]:
        """The entities that a mention refers to; none where a reader could doubt it.

        ``scope`` is the stretch of somebody's words in which the mention stands.
        """
        if mention.form == "pronoun":
            return self._pronoun(mention, scope)
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
        if text[:1] in ("该", "本", "全") and len(text) <= 4:
            text = text[1:]
        elif text.endswith("里") and len(text) <= 3:
            text = text[:-1]
        found = self._last_school(mention, text) or self._last_of_head(mention, text)
        return self._last_of_head(mention, mention.head) if found is None and len(mention.head) > 1 else found

    def _pointed_at(self, mention: Mention) -> Cluster | None:
        """这位书记, 这个小伙子: who has the role, or the one person in question where no other word tells of him."""
        if mention.type != "Person" or mention.count is not None:
            return None
        found = self._described.by_role(mention)
        if found is None and next(self.heads.before(mention.head or mention.text, mention.start), None) is None:
            near = self._singular(mention)
            found = near[0] if len(near) == 1 and near[0].type == "Person" else None
        return found

    def _last_school(self, mention: Mention, text: str) -> Cluster | None:
        """全校, 该校: the last school named, however its name ends."""
        if text != "校":
            return None
        told = [
            next(((at, cluster.root()) for at, cluster in self.heads.before(head, mention.start)), None)
            for head in _short_bodies()["学校"]
        ]
        named = [(at, cluster) for at, cluster in filter(None, told) if cluster.named and cluster.label != "学校"]
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
        for subject in islice(self._subjects_before(mention.start), 3):
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

    # --- pronouns ------------------------------------------------------------------------------------

    def _pronoun(self, mention: Mention, scope: HolderScope | None) -> list[Cluster]:
        text = mention.text
        if text == "其":
            return self._possessor(mention)
        if text in _FIRST_PERSON:
            if scope is None:
                return []
            return self.holder(scope) if text in ("我", "本人") else self._our_team(mention, scope)
        if scope is not None and scope.quotation.kind == "direct":
            told = next(self._subjects_before(mention.start), []) if text in ("他", "她") else []
            if len(told) == 1 and told[0].start >= scope.start and told[0].type == "Person":
                # 我爸爸去过山里，他说…: the subject before in the same words.
                return self.resolve(of_phrase(self.reading, told[0]), scope) if self._may_be(text, told[0]) else []
            return self._spoken_of(scope) if text in ("他", "她") else []
        if text in ("他", "她"):
            return self._singular(mention)
        return self._plural(mention) if text in ("他们", "她们", "两人", "二人") else []

    def _possessor(self, mention: Mention) -> list[Cluster]:
        """其: behind a preposition the one person of the sentence who is no subject, else the subject before."""
        begin, _ = sentence_of(self.reading, mention.start)
        if self.reading.text[mention.start - 1 : mention.start] in _GOVERNS:
            here = self.reading.phrases_between(mention.start, mention.start + 1)
            acts = [act for phrase in here for act in self.reading.predications_about(phrase.index)]
            agents = {self.reading.phrases[index].text for act in acts for index in act.subject}
            people = [p for p in self.reading.phrases_between(begin, mention.start) if p.type == "Person"]
            others = {p.text: p for p in people if p.text not in agents and p.form != "pronoun"}
            if not agents:
                return []
            return self._phrase(next(iter(others.values()))) if len(others) == 1 else []
        subject = next(self._subjects_before(mention.start), [])
        if len(subject) != 1 or subject[0].type not in ("Person", "Organization") or subject[0].form == "pronoun":
            return []
        return self._phrase(subject[0])

    def _our_team(self, mention: Mention, scope: HolderScope) -> list[Cluster]:
        """我们下沉到大华社区的工作组: the team that the clause names; else the only one the speaker belongs to."""
        _, end = clause_around(self.reading, mention.start, mention.end)
        for phrase in self.reading.phrases_between(mention.end, end):
            if phrase.type == "Group" and phrase.owner is not None and phrase.text.endswith(_TEAMS):
                return self._phrase(phrase)
        speakers = {id(cluster.root()) for cluster in self.holder(scope)}
        teams = {
            id(team): team
            for member, group in self._teams
            if any(id(cluster.root()) in speakers for cluster in self.resolve(member, None))
            for team in self.resolve(group, None)
        }
        if not teams and (body := self._described.led_by(speakers)) is not None:
            return [body]
        return list(teams.values()) if len(teams) == 1 else []

    def _spoken_of(self, scope: HolderScope) -> list[Cluster]:
        """Whom a speaker calls 他: the one other person whom the paragraph named before the quotation."""
        speakers = {id(cluster.root()) for cluster in self.holder(scope)}
        others: dict[int, Cluster] = {}
        for phrase in self.reading.phrases_between(self.reading.paragraph_start(scope.start), scope.start):
            if phrase.type != "Person" or phrase.form == "pronoun" or self.reading.in_quotation(phrase.start):
                continue
            roots = (cluster.root() for cluster in self._phrase(phrase))
            others.update((id(root), root) for root in roots if id(root) not in speakers)
        return list(others.values()) if speakers and len(others) == 1 else []

    def _subjects_before(self, offset: int) -> Iterator[list[Phrase]]:
        """Overt subjects of the same paragraph before an offset, the last first."""
        paragraph = self.reading.paragraph_start(offset)
        for at in range(bisect_left(self._subjects, (offset,)) - 1, -1, -1):
            start, subject = self._subjects[at]
            if start < paragraph:
                return
            yield [self.reading.phrases[index] for index in subject]

    def _singular(self, mention: Mention) -> list[Cluster]:
        """He or she: the subject before, where it is one person; else the only person named near before."""
        told = 0
        for subject in islice(self._subjects_before(mention.start), _NEAR_SUBJECTS):
            first = subject[0]
            if len(subject) == 1 and not self._may_be(mention.text, first):
                told += first.form != "pronoun"
                continue
            if len(subject) == 1 and (first.text.endswith(_COUPLES) or (told and self._is_kin(first))):
                # 丈夫何铮是司机，母亲住院，他…: of the kin told of in between nobody goes on.
                told += 1
                continue
            if first.type is None and first.owner is not None and first.text.startswith(_KIN):
                # 周岚的丈夫 and a name that is not read as one: it is not 周岚 who is meant.
                return []
            if first.form != "pronoun" and first.type in ("Person", "Group"):
                if len(subject) == 1 and first.type == "Person":
                    return self._phrase(first)
                break
        near = self._only_name_near(mention.start)
        if near is not None:
            return self._phrase(near)
        paragraph = self.reading.paragraph_start(mention.start)
        named = self._named_between(paragraph, mention.start)
        if not named and paragraph > 0:
            named = self._named_between(self._paragraph_before(paragraph), paragraph)
            if len(named) > 1:
                return self._protagonist(mention, named)
        return self._phrase(named[0]) if len(named) == 1 else []

    def _protagonist(self, mention: Mention, named: list[Phrase]) -> list[Cluster]:
        """He in a paragraph that names nobody before: whom the story names far more often than all others.

        The paragraph before must name him as well.
        """
        people = self.clusters.of("Person", named=True)
        ranked = sorted(people, key=lambda cluster: (-len(cluster.spans), cluster.label))
        if not ranked or len(ranked[0].spans) < _OFTEN or not may_be(mention.text, ranked[0].label):
            return []
        if len(ranked) > 1 and len(ranked[0].spans) < 2 * len(ranked[1].spans):
            return []
        near = {id(cluster.root()) for phrase in named for cluster in self._phrase(phrase)}
        return ranked[:1] if id(ranked[0].root()) in near else []

    def _is_kin(self, phrase: Phrase) -> bool:
        """Whether a name stands behind a word of kinship: 儿子王强."""
        before = self.reading.phrase_behind(phrase.first)
        return before is not None and before.text.endswith(_KIN)

    def _without_kin(self, people: list[Phrase]) -> list[Phrase]:
        """The people of whom not only the kinship with another one is told; all of them where there is none."""
        return [phrase for phrase in people if not self._is_kin(phrase)] or people

    def _paragraph_before(self, start: int) -> int:
        """Where the paragraph before the one that begins at ``start`` begins; a heading in between is none."""
        begin = self.reading.paragraph_start(start - 1)
        heading = not self.reading.text[begin : start - 1].rstrip().endswith(("。", "！", "？", "”", "…", "："))
        return self.reading.paragraph_start(begin - 1) if heading and begin > 0 else begin

    def _may_be(self, pronoun: str, phrase: Phrase) -> bool:
        """Whether 他 or 她 may mean somebody, by the word of kinship or address that names him or stands before it."""
        before = self.reading.before(phrase)
        apposed = before is not None and before.end == phrase.start
        return may_be(pronoun, phrase.text) and not (apposed and before and not may_be(pronoun, before.text))

    def _named_between(self, start: int, end: int) -> list[Phrase]:
        """The people named in a stretch of text, each by the last phrase that names him or her."""
        people = (p for p in self.reading.phrases_between(start, end) if p.type == "Person" and p.form == "name")
        return self._without_kin(list({phrase.text: phrase for phrase in people}.values()))

    def _only_name_near(self, offset: int) -> Phrase | None:
        """The one person whom the nearest sentence with a name before an offset names, in the same paragraph."""
        paragraph = self.reading.paragraph_start(offset)
        begin, _ = sentence_of(self.reading, offset)
        for _ in range(_NEAR_SENTENCES):
            people = (p for p in self.reading.phrases_between(begin, offset) if p.personal)
            names = self._without_kin(list({phrase.text: phrase for phrase in people}.values()))
            if names:
                return names[0] if len(names) == 1 else None
            if begin <= paragraph:
                return None
            begin, _ = sentence_of(self.reading, begin - 1)
        return None

    def _plural(self, mention: Mention) -> list[Cluster]:
        """They: the subject before, where it is several people, or a group."""
        for subject in islice(self._subjects_before(mention.start), 3):
            if any(phrase.form == "pronoun" for phrase in subject):
                continue
            if len(subject) > 1 and all(phrase.type in ("Person", "Group") for phrase in subject):
                return [cluster for phrase in subject for cluster in self._phrase(phrase)]
            if len(subject) == 1 and subject[0].type == "Group" and mention.text not in ("两人", "二人"):
                return self._phrase(subject[0])
        if mention.text in ("两人", "二人"):
            named = self._named_between(self.reading.paragraph_start(mention.start), mention.start)
            return [cluster for phrase in named for cluster in self._phrase(phrase)] if len(named) == 2 else []
        return []

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
