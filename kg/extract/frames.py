"""Claims of verb frames: the lexicon ``frames.tsv`` tells which verb makes which claim, and where its object stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import PERSONAL, PLACE_PRONOUNS, Phrase
from kg.extract.predications import Predication
from kg.extract.status import status_of
from kg.lexicons import load_table
from kg.lexicons.lists import endings, words
from kg.model import EntityType, Status, Value
from kg.vocab import PREDICATES

_AID_VERBS = words("aid_verb")

_PLACE_COMPLEMENTS = frozenset(("到", "在", "至", "往", "入", "进", "于", "向"))
_GIVE = ("给", "向", "为", "对")
_PEOPLE = ("Person", "Group")


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the lexicon."""

    verb: str
    predicate: str
    negative: bool
    slot: str
    types: tuple[EntityType, ...]
    dative: str


@cache
def frames() -> dict[str, tuple[Frame, ...]]:
    """Frames by verb."""
    table: dict[str, tuple[Frame, ...]] = {}
    for row in load_table("frames"):
        predicate = row["predicate"].removeprefix("-")
        frame = Frame(
            row["verb"],
            predicate,
            row["predicate"].startswith("-"),
            row["slot"],
            tuple(row["types"].split()),  # type: ignore[arg-type]
            row["dative"],
        )
        table[frame.verb] = (*table.get(frame.verb, ()), frame)
    return table


@cache
def _of_things() -> frozenset[str]:
    """Verbs of what happens to things, not to people."""
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "thing")


def frames_of(predication: Predication) -> tuple[Frame, ...]:
    """The frames of a verb, with its complement first: 编入, 送给."""
    table = frames()
    joined = predication.lemma + predication.complement
    return table.get(joined) or table.get(predication.lemma) or ()


@extractor("frames")
def extract_frames(reading: Reading) -> Iterator[Assertion]:
    """Claims of all verbs that the frame lexicon knows."""
    for predication in reading.predications:
        if predication.lemma == "当" and _when(reading, predication):
            continue
        for frame in frames_of(predication):
            if frame.predicate == "hasRole" and predication.lemma in ("任", "担任", "兼任"):
                continue
            made = list(_Framer(reading, predication, frame).assertions())
            yield from made
            ours = _speaker_within(reading, predication) if frame.slot in ("place", "self") else None
            if ours is not None:
                yield from (replace(a, subject=ours, start=min(a.start, ours.start)) for a in made)


def _speaker_within(reading: Reading, predication: Predication) -> Mention | None:
    """我 of 我们下沉到社区的工作组: the relative clause tells where the speaker went as well as the team."""
    if not predication.relative or not any(reading.phrases[i].type == "Group" for i in predication.subject):
        return None
    for phrase in reading.phrases:
        between = reading.doc[phrase.last : max(predication.verb, phrase.last)]
        if phrase.text == "我们" and phrase.last <= predication.verb and all(t.tag_ in ("d", "TIME") for t in between):
            return Mention(phrase.start, phrase.start + 1, "我", "Person", "pronoun")
    return None


def _when(reading: Reading, predication: Predication) -> bool:
    """当 … 时 opens a clause of time."""
    _first, last = predication.segment
    return any(token.text in ("时", "时候", "之际", "后") for token in reading.doc[predication.verb : last])


class _Framer:
    def __init__(self, reading: Reading, predication: Predication, frame: Frame) -> None:
        self.reading = reading
        self.doc = reading.doc
        self.predication = predication
        self.frame = frame

    def phrase(self, index: int) -> Phrase:
        return self.reading.phrases[index]

    # --- subject ---------------------------------------------------------------------------------

    def subjects(self) -> list[Mention]:
        """The agents that the predicate's domain admits."""
        predication = self.predication
        indices: Sequence[int] = predication.subject
        if self._inverted():
            indices = predication.objects
        if predication.passive and self.frame.slot == "obj":
            indices = predication.governed("被", "遭", "受", "由") or self._by_efforts()
        elif by := predication.governed("由", "经"):
            indices = by
        domain = PREDICATES[self.frame.predicate].domain
        if self.frame.predicate == "caused":
            indices = self._causes(indices)
        return [
            m
            for index in indices
            if (m := self._typed(self.phrase(index), domain)) is not None and self._agentive(self.phrase(index))
        ]

    def _by_efforts(self) -> Sequence[int]:
        """The agents that a passive leaves to the phrase before it: 在救援人员的努力下，…被救出."""
        sentence = self.doc[self.predication.verb].sent
        for phrase in self.reading.phrases:
            if (
                sentence.start <= phrase.first < self.predication.verb
                and phrase.owner is not None
                and phrase.text.endswith("努力")
            ):
                return (phrase.owner,)
        return ()

    def _agentive(self, phrase: Phrase) -> bool:
        """A subject taken over from another clause must be one that acts: 道路 or 灾区 does not."""
        if self.predication.subject_kind in ("overt", "relative", "pivot", "shared") or self.frame.predicate in (
            "caused",
            "sufferedFrom",
        ):
            return True
        if phrase.form == "pronoun" or phrase.type in ("Person", "Group", "Organization"):
            return (
                self.predication.subject_kind != "distant"
                or phrase.type != "Group"
                or phrase.count is not None
                or phrase.form != "nominal"
            )
        return phrase.type == "Place" and phrase.form == "name" and self.predication.subject_kind == "inherited"

    def _causes(self, indices: Sequence[int]) -> Sequence[int]:
        """The cause of 造成: its subject, or the event that the sentence told before."""
        kinds = PREDICATES["caused"].domain
        if any(self.phrase(i).type in kinds for i in indices) and self.predication.subject_kind in (
            "overt",
            "relative",
        ):
            return indices
        sentence = self.doc[self.predication.verb].sent
        before = [
            i
            for i, p in enumerate(self.reading.phrases)
            if sentence.start <= p.first and p.last <= self.predication.verb and p.type == "Event"
        ]
        return before[-1:]

    def _typed(self, phrase: Phrase, domain: frozenset[str]) -> Mention | None:
        if phrase.form == "pronoun":
            if phrase.text in PLACE_PRONOUNS:
                return mentions.of_phrase(self.reading, phrase, "Place") if "Place" in domain else None
            if phrase.text in ("自己", "大家", "双方", "对方") or phrase.text not in PERSONAL:
                return None
            kind: EntityType = "Group" if phrase.text.endswith("们") or phrase.text in ("两人", "二人") else "Person"
            return mentions.of_phrase(self.reading, phrase, kind) if kind in domain or "Person" in domain else None
        if phrase.type is None:
            return None
        if self.frame.slot == "self" and self.frame.verb in _of_things() and phrase.type in _PEOPLE:
            return None
        return mentions.of_phrase(self.reading, phrase) if phrase.type in domain else None

    # --- objects ---------------------------------------------------------------------------------

    def objects(self) -> list[tuple[Mention | Value, Phrase | None]]:
        predication, slot = self.predication, self.frame.slot
        if slot == "self":
            token = self.doc[predication.verb]
            return [(mentions.of_span(self.reading, token.idx, token.idx + len(token), self.frame.types[0]), None)]
        if slot == "list":
            return [(m, None) for m in self._listed()]
        if slot == "place" and self._inverted():
            return self._typed_objects(self._site())
        if slot == "place":
            return self._places()
        if slot == "with":
            return self._typed_objects(predication.governed("与", "和", "同", "跟"))
        indices: Sequence[int] = predication.objects
        general = predication.general
        if self.frame.predicate == "dispatched" and general is not None and self.phrase(general).count is not None:
            return self._typed_objects([general])
        if self.frame.dative == "recipient" and predication.governed("把", "将"):
            return self._typed_objects(predication.governed("把", "将"))
        if predication.passive or (not indices and predication.governed("由")):
            indices = predication.subject
        elif disposed := predication.governed("把", "将"):
            indices = disposed
        if self.frame.predicate == "caused":
            return [(m, None) for m in self._effects()]
        if not indices and self.frame.predicate == "held" and predication.subject_kind == "overt":
            indices = self._same_event()
        return self._typed_objects(self._with_general(indices))

    def _same_event(self) -> Sequence[int]:
        """In 大会由甲主办，乙承办 the event of the clause before is meant."""
        sentence = self.doc[self.predication.verb].sent
        for other in reversed(self.reading.predications):
            if not sentence.start <= other.verb < self.predication.verb:
                continue
            if not any(frame.predicate == "held" for frame in frames_of(other)):
                continue
            events = [i for i in (*other.subject, *other.objects) if self.phrase(i).type == "Event"]
            if events:
                return events
        return ()

    def _with_general(self, indices: Sequence[int]) -> Sequence[int]:
        """After 等 the summing-up phrase is claimed only with a count of its own."""
        general = self.predication.general
        if general is not None and self.phrase(general).count is not None and not self.predication.passive:
            return [*indices, general]
        return indices

    def _inverted(self) -> bool:
        """大厅里住着30人: with 着 and no agent before it, who is told of stands behind the verb."""
        predication = self.predication
        aspect = self.doc[predication.verb + 1].text if predication.verb + 1 < len(self.doc) else ""
        if aspect != "着" or self.frame.predicate != "livesIn":
            return False
        return any(self.phrase(i).type in _PEOPLE for i in predication.objects)

    def _site(self) -> Sequence[int]:
        """The place of an inverted clause: its subject, or the place phrase before it in the sentence."""
        predication = self.predication
        if any(self.phrase(i).type == "Place" for i in predication.subject):
            return predication.subject
        sentence = self.doc[predication.verb].sent
        before = [
            i
            for i, p in enumerate(self.reading.phrases)
            if sentence.start < p.first < predication.verb
            and p.type == "Place"
            and p.form == "name"
            and any(self.doc[t].text == "在" for t in range(max(sentence.start, p.first - 8), p.first))
        ]
        return before[-1:]

    def _places(self) -> list[tuple[Mention | Value, Phrase | None]]:
        predication = self.predication
        named = self._typed_objects(predication.objects) if predication.objects else []
        found: list[tuple[Mention | Value, Phrase | None]] = []
        for mention, phrase in named:
            reached = self._reached(phrase)
            moved = reached is not None and reached is not phrase
            found.append((mentions.of_phrase(self.reading, reached), None) if moved and reached else (mention, phrase))
        if found or (predication.objects and not predication.governed("在", "到", "于", "往", "从", "自")):
            return found
        origins = ("从", "自") if self.frame.predicate == "studiesAt" else ()
        return self._typed_objects(predication.governed("在", "到", "往", "于", *origins))

    def _typed_objects(self, indices: Sequence[int]) -> list[tuple[Mention | Value, Phrase | None]]:
        found: list[tuple[Mention | Value, Phrase | None]] = []
        phrases = [self.phrase(index) for index in indices]
        listed_place = self.frame.slot == "place" and any(p.type == "Place" and p.form == "name" for p in phrases)
        for phrase in phrases:
            mention = self._object(phrase)
            if mention is None and listed_place and phrase.type is None and len(phrase.text) >= 2:
                mention = replace(mentions.of_phrase(self.reading, phrase, "Place"), form="name")
            if mention is not None:
                found.append((mention, phrase))
        return found

    def _object(self, phrase: Phrase) -> Mention | None:
        types = self.frame.types
        if phrase.form == "pronoun":
            if phrase.text in PLACE_PRONOUNS:
                return mentions.of_phrase(self.reading, phrase, "Place") if "Place" in types else None
            if (
                not set(types) & {"Person", "Group"}
                or phrase.text not in PERSONAL
                or phrase.text in ("自己", "大家", "双方", "对方")
            ):
                return None
            return mentions.of_phrase(self.reading, phrase, "Group" if phrase.text.endswith("们") else "Person")
        if "Role" in types:
            role = nouns.role_of(phrase.text)
            if role is not None and self.frame.predicate in ("appointedAs", "hasRole"):
                text = phrase.short or phrase.text
                return mentions.of_span(self.reading, phrase.end - len(text), phrase.end, "Role")
        role = nouns.role_of(phrase.text)
        if self.frame.slot == "place" and role is not None and role.kind == "post" and phrase.type == "Group":
            return None
        if self.frame.predicate == "performs" and phrase.type in ("Event", "Work") and phrase.type in types:
            return mentions.of_phrase(self.reading, phrase, "Activity")
        if (
            self.frame.predicate == "held"
            and phrase.type == "Work"
            and phrase.text.endswith(("报告", "讲座", "报告会"))
        ):
            return mentions.of_phrase(self.reading, phrase, "Event")
        if phrase.type in types:
            return mentions.of_phrase(self.reading, phrase)
        if self.frame.verb in ("出现", "产生") and phrase.type != "Condition":
            general = self.predication.general
            symptom = general is not None and self.phrase(general).text.endswith(("症状", "反应", "不适"))
            return mentions.of_phrase(self.reading, phrase, "Condition") if symptom else None
        if phrase.type is None and self.frame.predicate == "built" and self._nameable(phrase):
            structure = phrase.text.endswith(_STRUCTURES) and self.doc[phrase.last - 1].tag_ != "vn"
            return mentions.of_phrase(self.reading, phrase, "Place") if structure else None
        if (
            phrase.type is None
            and types[0] in ("Goods", "Work", "Condition", "Activity")
            and self._nameable(phrase)
            and self._tangible(phrase)
        ):
            return mentions.of_phrase(self.reading, phrase, types[0])
        if (
            phrase.type in ("Work", "Condition")
            and types[0] == "Goods"
            and self.frame.predicate in ("delivered", "donated")
        ):
            return mentions.of_phrase(self.reading, phrase, "Goods")
        return None

    @staticmethod
    def _nameable(phrase: Phrase) -> bool:
        return 2 <= len(phrase.text) <= 16

    def _tangible(self, phrase: Phrase) -> bool:
        """Whether an untyped noun may be what was got or made: a name, a counted thing, or one that ends as such do."""
        if self.frame.predicate not in ("received", "arranged", "created"):
            return True
        return phrase.form == "name" or phrase.count is not None or phrase.text.endswith(_TANGIBLE)

    def _listed(self) -> list[Mention]:
        """Activities named after the verb, read as text to the end of their list."""
        predication = self.predication
        start = self._behind_verb()
        if self.frame.verb in ("进行", "实施", "开展", "展开") and predication.governed("对"):
            people = [self.phrase(i) for i in predication.governed("对")]
            if any(p.type in _PEOPLE for p in people) and self._is_aid(start):
                return []
        return read_list(self.reading, start)

    def _is_aid(self, start: int) -> bool:
        return bool(
            re.search(r"救治|帮扶|安置|培训|救助|治疗|资助|救援|慰问|疏导|护理", self.doc.text[start : start + 16])
        )

    def _effects(self) -> list[Mention]:
        return read_list(self.reading, self._behind_verb(), "Condition", counts=True)

    def _behind_verb(self) -> int:
        token = self.doc[self.predication.last - 1]
        return token.idx + len(token)

    # --- claims ----------------------------------------------------------------------------------

    def assertions(self) -> Iterator[Assertion]:
        predication, frame = self.predication, self.frame
        if frame.predicate == "includes":
            yield from self._included()
            return
        status = self._status()
        if frame.predicate == "helped" and predication.subject_kind == "none":
            return
        objects = self.objects()
        if not objects:
            return
        subjects = self.subjects()
        qualifiers = self._qualifiers()
        paired = self._respectively() and len(subjects) == len(objects) > 1
        for number, subject in enumerate(subjects):
            for position, (target, phrase) in enumerate(objects):
                if paired and number != position:
                    continue
                if isinstance(target, Mention) and target.start == subject.start:
                    continue
                start, end = self._evidence(subject, target)
                yield Assertion(
                    subject,
                    frame.predicate,
                    target,
                    start,
                    end,
                    self._clause(),
                    status,
                    qualifiers=self._counted(qualifiers, phrase, target),
                )

    def _respectively(self) -> bool:
        """甲、乙分别任A、B pairs in order."""
        first, _last = self.predication.segment
        return any(token.text in ("分别", "依次") for token in self.doc[first : self.predication.verb])

    def _included(self) -> Iterator[Assertion]:
        """包括: the whole is the noun phrase right before, be it the object of the clause before (物资6批次，包括…)."""
        predication = self.predication
        whole: Phrase | None = None
        if predication.subject_kind == "overt":
            whole = self.phrase(predication.subject[-1])
        else:
            verb = self.doc[predication.verb]
            before = [p for p in self.reading.phrases if verb.sent.start <= p.first and p.last <= predication.verb]
            whole = before[-1] if before else None
        if whole is None or whole.type is None or whole.form == "pronoun":
            return
        kinds = PREDICATES["includes"].domain
        for index in self._with_general(predication.objects):
            part = self.phrase(index)
            kind = part.type or whole.type
            if part.personal and whole.type in ("Group", "Organization"):
                yield Assertion(
                    mentions.of_phrase(self.reading, part),
                    "memberOf",
                    mentions.of_phrase(self.reading, whole),
                    min(whole.start, part.start),
                    max(whole.end, part.end),
                    self._clause(),
                    self._status(),
                )
                continue
            if whole.type not in kinds or kind not in kinds or part.form == "pronoun":
                continue
            target = mentions.of_phrase(self.reading, part, kind)
            yield Assertion(
                mentions.of_phrase(self.reading, whole),
                "includes",
                target,
                min(whole.start, target.start),
                target.end,
                self._clause(),
                self._status(),
                qualifiers=self._counted({}, part, target),
            )

    def _status(self) -> Status:
        status, _ = status_of(self.doc, self.predication.verb)
        if self.frame.negative:
            return "negated" if status == "asserted" else status
        return status

    def _clause(self) -> tuple[int, int]:
        first, last = self.predication.segment
        return self.doc[first].idx, self.doc[last - 1].idx + len(self.doc[last - 1])

    def _evidence(self, subject: Mention, target: Mention | Value) -> tuple[int, int]:
        verb = self.doc[self.predication.verb]
        spans = [(verb.idx, self._behind_verb())]
        sentence = verb.sent
        spans.extend(
            (mention.start, mention.end)
            for mention in (subject, target)
            if isinstance(mention, Mention) and sentence.start_char <= mention.start < sentence.end_char
        )
        return min(s for s, _ in spans), max(e for _, e in spans)

    def _qualifiers(self) -> dict[str, tuple[Mention | Value, ...]]:
        predication = self.predication
        found: dict[str, tuple[Mention | Value, ...]] = {}
        if self.frame.dative:
            given = [*predication.governed(*_GIVE), *self._given()]
            people = [
                self.phrase(i) for i in given if self.phrase(i).type in ("Person", "Group", "Place", "Organization")
            ]
            if people:
                found[self.frame.dative] = tuple(mentions.of_phrase(self.reading, p) for p in people)
        if self.frame.slot != "place":
            places = [self.phrase(i) for i in predication.governed("在", "于") if self.phrase(i).type == "Place"]
            if places:
                found["place"] = tuple(mentions.of_phrase(self.reading, p) for p in places)
        origins = [self.phrase(i) for i in predication.governed("从", "由", "自") if self.phrase(i).type == "Place"]
        if origins:
            found["origin"] = tuple(mentions.of_phrase(self.reading, p) for p in origins)
        if self.frame.predicate == "dispatched":
            found.update(self._destination())
        return found

    def _given(self) -> Sequence[int]:
        """Who stands behind 送给, 交给."""
        gives = self.predication.complement == "给" or self.frame.verb.endswith("给")
        return self.predication.objects if gives else ()

    def _destination(self) -> dict[str, tuple[Mention | Value, ...]]:
        """Where those who were sent go: the place of the verb after."""
        for later in self.reading.predications:
            if later.verb > self.predication.verb and later.segment == self.predication.segment:
                places = [self.phrase(i) for i in later.objects if self.phrase(i).type == "Place"]
                reached = [r for p in places if (r := self._reached(p)) is not None]
                if reached:
                    return {"destination": tuple(mentions.of_phrase(self.reading, p) for p in reached)}
        return {}

    def _reached(self, phrase: Phrase | None) -> Phrase | None:
        """洪山区的多个社区 names 洪山区: an unnamed place is told by the named one it lies in."""
        if phrase is not None and phrase.owner is not None and phrase.form == "nominal" and phrase.type == "Place":
            owner = self.phrase(phrase.owner)
            if owner.type == "Place" and owner.form == "name":
                return owner
        return phrase

    def _counted(
        self, qualifiers: dict[str, tuple[Mention | Value, ...]], phrase: Phrase | None, target: Mention | Value
    ) -> dict[str, tuple[Mention | Value, ...]]:
        if phrase is None and isinstance(target, Mention) and self.frame.slot in ("list", "obj"):
            counted = next(
                (q for q in self.reading.quantities if q.start == target.start and q.end <= target.end), None
            )
            counted = counted or next(
                (q for q in self.reading.quantities if q.start == target.end or q.end == target.start), None
            )
            if counted is not None and not counted.ordinal and counted.kind in ("count", "measure"):
                return {**qualifiers, "count": (mentions.quantity_value(counted),)}
        if phrase is None or phrase.count is None or phrase.count.ordinal:
            return qualifiers
        return {**qualifiers, "count": (mentions.quantity_value(phrase.count),)}


_STRUCTURES = endings("structure_ending")
_TANGIBLE = endings("tangible_ending")
_GENERIC = words("generic_activity")
_LIST_END = re.compile(r"[ ，。；：！？\n”“（）]|等(?![待级候着到])|(?<=.)(?:以及(?!其)|以便|从而|来(?=[^源]))")
_LIST_SPLIT = re.compile(
    r"、|(?<=[死亡])(?=[0-9一二两三四五六七八九十百]+[人名]?[重轻]?[伤失])|以及|(?<=[\u4e00-\u9fff]{2})[和及与](?=[\u4e00-\u9fff]{2})"
)
_LEADING = re.compile(
    r"^(?:[了着过到在出成]|开展|进行|展开|一系列|一项|一次|一场|一些|一定的?|各项|各种|多种|相关|有关|本次|此次|这次|这项|全面|深入|积极|认真|共同)+"
)
_TRAILING = re.compile(r"(?:之?中|当中|里)$")
_BAD_ITEM = re.compile(r"[我你他她它这那其谁是了吗呢吧啊哪何]|什么|怎么|为了|因为|如果|[“”]|[间时后前]$")


def read_list(reading: Reading, start: int, type_: EntityType = "Activity", counts: bool = False) -> list[Mention]:
    """The items of a list that begins at a text offset: up to the clause's end or 等, split at 、 and 和.

    Verbs may stand in it (承担巡查规劝、卡点值守等工作), so it is read as text and not as noun phrases.
    """
    text = reading.doc.text
    if text[start : start + 1] in ("长", "人", "者", "官", "员", "力"):
        return []
    match = _LIST_END.search(text, start)
    end = match.start() if match else len(text)
    if end - start > 80 or end <= start:
        return []
    items: list[Mention] = []
    position = start
    for piece in _LIST_SPLIT.split(text[start:end]):
        at = text.index(piece, position)
        position = at + len(piece)
        item = _list_item(reading, at, position, type_, counts)
        if item is None:
            if not items:
                return []
            continue
        items.append(item)
    return items


def _list_item(reading: Reading, start: int, end: int, type_: EntityType, counts: bool) -> Mention | None:
    text = reading.doc.text
    start += len(_LEADING.match(text[start:end]).group()) if _LEADING.match(text[start:end]) else 0  # type: ignore[union-attr]
    if trailing := _TRAILING.search(text[start:end]):
        end -= len(trailing.group())
    if not counts:
        quantity = next((q for q in reading.quantities if q.start == start and q.end < end), None)
        start = quantity.end if quantity is not None else start
    behind = next((q for q in reading.quantities if q.end == end and start < q.start and not q.ordinal), None)
    if behind is not None and not counts:
        end = behind.start
    if any(q.start <= start and q.end >= end and q.kind in ("money", "percent") for q in reading.quantities):
        return None
    particle = text.rfind("的", start, end)
    if particle >= 0 and text[particle + 1 : end] in ("工作", "任务", "活动", "项目", "行动"):
        named = mentions.of_span(reading, start, particle, type_)
        good = 2 <= particle - start <= 14 and not _BAD_ITEM.search(named.text)
        return replace(named, variants=((start, end),)) if good else None
    if particle >= 0:
        start = particle + 1
    piece = text[start:end]
    if not 2 <= len(piece) <= 14 or _BAD_ITEM.search(piece) or piece in _GENERIC:
        return None
    shell = re.search(r"(?:工作|任务|活动|事宜)$", piece)
    if shell is not None and shell.start() >= 2 and type_ == "Activity":
        short = mentions.of_span(reading, start, start + shell.start(), type_)
        return replace(short, variants=((start, end),))
    return mentions.of_span(reading, start, end, type_)


@extractor("aid")
def extract_aid(reading: Reading) -> Iterator[Assertion]:
    """``helped`` from 对X实施帮扶, 给X做检查: a light verb whose noun is aid to people."""
    for predication in reading.predications:
        if predication.lemma not in _AID_VERBS:
            continue
        people = [reading.phrases[i] for i in predication.governed("对", "给", "为", "向")]
        people = [p for p in people if p.type in _PEOPLE and p.form != "pronoun"]
        token = reading.doc[predication.last - 1]
        tail = reading.doc.text[token.idx + len(token) : token.idx + len(token) + 16]
        aid = re.search(
            r"救治|帮扶|安置|培训|救助|治疗|资助|救援|慰问|疏导|护理|援助|帮助|支持", tail.split("，")[0].split("。")[0]
        )
        if not people or aid is None:
            continue
        status, _ = status_of(reading.doc, predication.verb)
        for index in predication.subject:
            subject = reading.phrases[index]
            if subject.type not in ("Person", "Group", "Organization", "Place") and subject.form != "pronoun":
                continue
            end = token.idx + len(token) + aid.end()
            for person in people:
                agent = mentions.of_phrase(reading, subject)
                start = min(subject.start, person.start) if abs(subject.start - person.start) < 60 else person.start
                yield Assertion(agent, "helped", mentions.of_phrase(reading, person), start, end, (start, end), status)
