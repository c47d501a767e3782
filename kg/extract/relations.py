"""Relations that stand in how noun phrases are put together, not in a verb's frame.

Residents (大华社区徐奶奶), colleagues (贺庆和另外9名同事), members (其中之一), origins (来自X的Y), visits to a home
(敲开徐奶奶的家门), and goods carried on a visit (带着鸡蛋看望).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.frames import frames_of
from kg.extract.phrases import Phrase
from kg.extract.predications import CONJUNCTIONS, Predication
from kg.extract.status import status_of
from kg.extract.structure import level
from kg.lexicons.lists import endings, words

_AGREEMENT_VERBS = words("agreement_verb")
_ONE_OF_THEM = endings("one_of_them")
_SUPPORT = words("support")
_GATHERINGS = endings("gathering")
_HUMAN_PRONOUNS = words("human_pronoun")
_TEAMS = endings("team")

_COLLEAGUES = endings("colleague")
_HOME = re.compile(r"(?<=.)(?:家|家中|家里)$")
_HOMES = endings("home")
_CARRY = words("carry")
_VISITS = ("visited", "wentTo")


def _people(reading: Reading, indices: tuple[int, ...]) -> list[Phrase]:
    found = [reading.phrases[i] for i in indices]
    return [p for p in found if p.type in ("Person", "Group") or p.text in _HUMAN_PRONOUNS]


def _as_person(reading: Reading, phrase: Phrase) -> Mention:
    if phrase.form == "pronoun":
        return mentions.of_phrase(reading, phrase, "Group" if phrase.text.endswith("们") else "Person")
    return mentions.of_phrase(reading, phrase)


@extractor("residents")
def extract_residents(reading: Reading) -> Iterator[Assertion]:
    """``livesIn``: a residential place right before a person without a post: 大华社区徐奶奶, 沸水镇57岁的付利华."""
    for index, phrase in enumerate(reading.phrases):
        if index == 0 or phrase.type != "Person" or phrase.form != "name":
            continue
        before = reading.phrases[index - 1]
        gap = reading.doc.text[before.end : phrase.start]
        aged = any(
            q.start >= before.end and q.end <= phrase.start and q.text.endswith("岁") for q in reading.quantities
        )
        if (
            before.type != "Place"
            or before.form != "name"
            or not (gap == "" or (aged and len(gap) <= 8 and gap.endswith("的")))
        ):
            continue
        rank = level(before.text)
        if rank is None or rank < 4:
            continue
        start = before.start
        yield Assertion(
            mentions.of_phrase(reading, phrase),
            "livesIn",
            mentions.of_phrase(reading, before),
            start,
            phrase.end,
            (start, phrase.end),
        )


@extractor("colleagues")
def extract_colleagues(reading: Reading) -> Iterator[Assertion]:
    """``colleagueOf``: X和9名同事, X的同事Y."""
    for index, phrase in enumerate(reading.phrases):
        if not phrase.head.endswith(_COLLEAGUES) or index == 0:
            continue
        before = reading.phrases[index - 1]
        if phrase.owner is not None:
            before = reading.phrases[phrase.owner]
        elif (
            phrase.first < 1
            or before.last != phrase.first - 1
            or reading.doc[phrase.first - 1].text not in CONJUNCTIONS
        ):
            continue
        if before.type != "Person" and before.text not in ("他", "她", "我"):
            continue
        target = mentions.of_phrase(reading, phrase)
        following = reading.phrases[index + 1] if index + 1 < len(reading.phrases) else None
        if phrase.owner is not None and following is not None and following.adjacent and following.type == "Person":
            target = mentions.of_phrase(reading, following)
        yield Assertion(
            _as_person(reading, before),
            "colleagueOf",
            target,
            before.start,
            target.end,
            mentions.clause_around(reading, before.start, target.end),
        )


@extractor("members")
def extract_members(reading: Reading) -> Iterator[Assertion]:
    """``memberOf``: 贺庆便是其中之一 (of the counted group told of before)."""
    text = reading.doc.text
    for predication in reading.predications:
        if predication.lemma not in ("是", "就是", "便是", "为", "成为") or predication.subject_kind not in (
            "overt",
            "shared",
        ):
            continue
        token = reading.doc[predication.last - 1]
        behind = token.idx + len(token)
        tail = text[behind : behind + 8]
        if not tail.startswith(_ONE_OF_THEM):
            continue
        groups = [p for p in reading.phrases if p.type == "Group" and p.count is not None and p.end <= token.idx]
        if not groups or token.idx - groups[-1].end > 60:
            continue
        end = behind + (len("其中之一") if tail.startswith("其中之一") else 4)
        for phrase in _people(reading, predication.subject):
            yield Assertion(
                _as_person(reading, phrase),
                "memberOf",
                mentions.of_phrase(reading, groups[-1]),
                phrase.start,
                end,
                mentions.clause_around(reading, phrase.start, end),
            )


@extractor("origins")
def extract_origins(reading: Reading) -> Iterator[Assertion]:
    """来自X: ``bornIn`` a place, ``worksFor`` an organization."""
    for predication in reading.predications:
        if predication.lemma not in ("来自", "来自于"):
            continue
        status, _ = status_of(reading.doc, predication.verb)
        for person in _people(reading, predication.subject):
            for index in predication.objects:
                target = reading.phrases[index]
                if target.type not in ("Place", "Organization") or target.form == "pronoun":
                    continue
                predicate = "worksFor" if target.type == "Organization" else "bornIn"
                if predicate == "bornIn" and (person.text.endswith("们") or person.count is not None):
                    continue
                nominal = predicate == "bornIn" and person.form != "pronoun"
                agent = mentions.of_phrase(reading, person, "Person") if nominal else _as_person(reading, person)
                start, end = min(person.start, target.start), max(person.end, target.end)
                yield Assertion(
                    agent,
                    predicate,
                    mentions.of_phrase(reading, target),
                    start,
                    end,
                    (start, end),
                    status,
                )


def _home_owner(reading: Reading, predication: Predication) -> list[Phrase]:
    """Whose home is gone to: 徐奶奶 in 敲开徐奶奶的家门, 来到贺某家."""
    found = []
    for index in predication.objects:
        phrase = reading.phrases[index]
        if phrase.owner is not None and phrase.text in _HOMES:
            found.append(reading.phrases[phrase.owner])
        elif phrase.text in _HOMES and phrase.adjacent:
            found.append(reading.phrases[index - 1])
        elif (home := _HOME.search(phrase.text)) and nouns.person_number(phrase.text[: home.start()]) is not None:
            stem = re.sub(r"^(?:一些|多户|每户|几户)", "", phrase.text[: home.start()])
            found.append(replace(phrase, text=stem, short=stem, end=phrase.end - len(home.group()), type="Group"))
    return [p for p in found if p.type in ("Person", "Group") and p.form != "pronoun"]


_KNOCK = words("home_verb")


@extractor("visits")
def extract_visits(reading: Reading) -> Iterator[Assertion]:
    """``visited`` for going to somebody's home, and ``delivered`` for what was carried there."""
    for position, predication in enumerate(reading.predications):
        hosts = (
            _home_owner(reading, predication)
            if predication.lemma in _KNOCK or predication.complement in ("去", "到")
            else []
        )
        status, _ = status_of(reading.doc, predication.verb)
        for person in _people(reading, predication.subject):
            for host in hosts:
                start, end = _span(reading, predication, person, host)
                yield Assertion(
                    _as_person(reading, person),
                    "visited",
                    mentions.of_phrase(reading, host),
                    start,
                    end,
                    mentions.clause_around(reading, start, end),
                    status,
                )
        visited = any(f.predicate == "visited" for f in frames_of(predication))
        receivers = hosts or (_people(reading, predication.objects) if visited else [])
        if receivers:
            yield from _carried(reading, position, predication, receivers)


def _span(reading: Reading, predication: Predication, person: Phrase, host: Phrase) -> tuple[int, int]:
    verb = reading.doc[predication.verb]
    spans = [(verb.idx, verb.idx + len(verb)), (host.start, host.end)]
    if verb.sent.start_char <= person.start < verb.sent.end_char:
        spans.append((person.start, person.end))
    return min(s for s, _ in spans), max(e for _, e in spans)


def _carried(reading: Reading, position: int, visit: Predication, receivers: list[Phrase]) -> Iterator[Assertion]:
    """Goods that the visitors carried, told earlier in the same sentence."""
    sentence = reading.doc[visit.verb].sent
    for earlier in reading.predications[:position]:
        if earlier.verb < sentence.start or earlier.lemma not in _CARRY or earlier.subject != visit.subject:
            continue
        goods = [reading.phrases[i] for i in earlier.objects if reading.phrases[i].type in ("Goods", None)]
        token = reading.doc[earlier.verb]
        for person in _people(reading, visit.subject):
            for thing in goods:
                count = {"count": (mentions.quantity_value(thing.count),)} if thing.count is not None else {}
                yield Assertion(
                    _as_person(reading, person),
                    "delivered",
                    mentions.of_phrase(reading, thing, "Goods"),
                    token.idx,
                    thing.end,
                    mentions.clause_around(reading, token.idx, thing.end),
                    qualifiers={"recipient": tuple(mentions.of_phrase(reading, r) for r in receivers), **count},
                )


@extractor("support")
def extract_support(reading: Reading) -> Iterator[Assertion]:
    """``helped``: 在X的帮助下, Y…."""
    doc = reading.doc
    for _index, phrase in enumerate(reading.phrases):
        if phrase.text not in _SUPPORT or phrase.owner is None:
            continue
        if phrase.last >= len(doc) or doc[phrase.last].text != "下":
            continue
        helper = reading.phrases[phrase.owner]
        if helper.type not in ("Person", "Group", "Organization"):
            continue
        for predication in reading.predications:
            if predication.verb <= phrase.last or predication.subject_kind not in ("overt", "shared"):
                continue
            if doc[predication.verb].sent.start > phrase.first or doc[predication.verb].sent.end <= phrase.first:
                break
            for person in _people(reading, predication.subject):
                yield Assertion(
                    mentions.of_phrase(reading, helper),
                    "helped",
                    _as_person(reading, person),
                    helper.start,
                    phrase.end,
                    mentions.clause_around(reading, helper.start, phrase.end),
                )
            break


@extractor("subsidiaries")
def extract_subsidiaries(reading: Reading) -> Iterator[Assertion]:
    """``partOf``: 阿里巴巴旗下阿里云, 大华社区一期 (a phase of a named estate)."""
    doc = reading.doc
    by_last = {p.last: p for p in reading.phrases}
    for phrase in reading.phrases:
        if phrase.form != "name":
            continue
        if phrase.first > 0 and doc[phrase.first - 1].text in ("旗下", "下属", "所属", "下辖"):
            whole = by_last.get(phrase.first - 1)
            if whole is not None and whole.form == "name" and phrase.type == "Organization" == whole.type:
                yield Assertion(
                    mentions.of_phrase(reading, phrase),
                    "partOf",
                    mentions.of_phrase(reading, whole),
                    whole.start,
                    phrase.end,
                    (whole.start, phrase.end),
                )
    yield from _phases(reading)


def _phases(reading: Reading) -> Iterator[Assertion]:
    places = [p for p in reading.phrases if p.type == "Place" and p.form == "name"]
    for phrase in places:
        match = _PHASE.search(phrase.text)
        if match is None or match.start() < 2:
            continue
        stem = phrase.text[: match.start()]
        whole = next(
            (p for p in places if p.text == stem or (p.text.startswith(stem) and p.text[len(stem) :] in _ESTATES)), None
        )
        if whole is not None:
            outer = mentions.of_phrase(reading, whole)
            yield Assertion(
                mentions.of_phrase(reading, phrase),
                "partOf",
                outer,
                phrase.start,
                phrase.end,
                (phrase.start, phrase.end),
            )


_PHASE = re.compile(r"[一二三四五六七八九十0-9]+期$")
_ESTATES = endings("estate")


@extractor("venues")
def extract_venues(reading: Reading) -> Iterator[Assertion]:
    """``locatedIn`` of an event: 大会在X举行, 在X发生一起事故, 在X举行的大会."""
    for predication in reading.predications:
        if predication.lemma not in _HAPPEN:
            continue
        events = [i for i in (*predication.subject, *predication.objects) if reading.phrases[i].type == "Event"]
        places = [i for i in predication.governed("在", "于") if reading.phrases[i].type in ("Place", "Organization")]
        if predication.complement in ("在", "于"):
            places += [i for i in predication.objects if reading.phrases[i].type in ("Place", "Organization")]
        status, _ = status_of(reading.doc, predication.verb)
        for event in (reading.phrases[i] for i in events):
            for place in (reading.phrases[i] for i in places):
                if place.form == "pronoun":
                    continue
                start, end = min(event.start, place.start), max(event.end, place.end)
                yield Assertion(
                    mentions.of_phrase(reading, event),
                    "locatedIn",
                    mentions.of_phrase(reading, place),
                    start,
                    end,
                    mentions.clause_around(reading, start, end),
                    status,
                )


_HAPPEN = words("event_verb")


@extractor("agreements")
def extract_agreements(reading: Reading) -> Iterator[Assertion]:
    """``cooperatesWith``: A与B签署协议, A和B合作."""
    for predication in reading.predications:
        if predication.lemma not in _AGREEMENT_VERBS:
            continue
        if predication.lemma in ("签署", "签订", "达成") and not any(
            reading.phrases[i].text.endswith(("协议", "备忘录", "合同", "意向", "合作")) for i in predication.objects
        ):
            continue
        parties = [reading.phrases[i] for i in (*predication.subject, *predication.governed("与", "和", "同"))]
        parties = [p for p in parties if p.type in ("Organization", "Person", "Group", "Place") and p.form != "pronoun"]
        status, _ = status_of(reading.doc, predication.verb)
        for one, other in itertools.pairwise(parties):
            start, end = (
                one.start,
                max(other.end, reading.doc[predication.verb].idx + len(reading.doc[predication.verb])),
            )
            if end - start > 80:
                continue
            yield Assertion(
                mentions.of_phrase(reading, one),
                "cooperatesWith",
                mentions.of_phrase(reading, other),
                start,
                end,
                mentions.clause_around(reading, start, end),
                status,
            )


@extractor("presence")
def extract_presence(reading: Reading) -> Iterator[Assertion]:
    """``attended``: 在座谈会上，X…: who acts at a meeting is there."""
    doc = reading.doc
    for index, phrase in enumerate(reading.phrases):
        if phrase.type != "Event" or phrase.last >= len(doc) or doc[phrase.last].text != "上":
            continue
        first = phrase.first if phrase.owner is None else reading.phrases[phrase.owner].first
        if not any(doc[t].text == "在" for t in range(max(0, first - 3), first)):
            continue
        if not phrase.text.endswith(_GATHERINGS):
            continue
        sentence = doc[phrase.first].sent
        subjects = [
            p
            for p in reading.predications
            if sentence.start <= p.verb < sentence.end
            and p.verb > phrase.last
            and p.subject_kind == "overt"
            and not p.relative
        ]
        if not subjects or subjects[0].passive:
            continue
        for person in _people(reading, subjects[0].subject):
            if person.form == "nominal" and person.count is None and person.type == "Group":
                continue
            start, end = min(phrase.start, person.start), max(phrase.end, person.end)
            yield Assertion(
                _as_person(reading, person),
                "attended",
                mentions.of_phrase(reading, reading.phrases[index]),
                start,
                end,
                mentions.clause_around(reading, start, end),
            )


@extractor("natives")
def extract_natives(reading: Reading) -> Iterator[Assertion]:
    """``bornIn``: 贵州籍企业家孟某; 甘肃民勤人 and 是本地人 of the clause's person."""
    doc = reading.doc
    for index, phrase in enumerate(reading.phrases):
        if not phrase.personal or index == 0:
            continue
        for token in range(max(0, phrase.first - 4), phrase.first):
            if doc[token].text == "籍" and token > 0 and doc[token - 1].tag_ == "LOC":
                place = mentions.of_span(reading, doc[token - 1].idx, doc[token].idx, "Place", "name")
                yield Assertion(
                    mentions.of_phrase(reading, phrase),
                    "bornIn",
                    place,
                    place.start,
                    phrase.end,
                    (place.start, phrase.end),
                )


@extractor("sites")
def extract_sites(reading: Reading) -> Iterator[Assertion]:
    """``locatedIn`` of what is built or founded somewhere: 在贵州建成43间书屋."""
    for predication in reading.predications:
        if not any(f.predicate in ("built", "founded") for f in frames_of(predication)) or predication.passive:
            continue
        status, _ = status_of(reading.doc, predication.verb)
        if status != "asserted":
            continue
        places = [reading.phrases[i] for i in predication.governed("在", "于")]
        for thing in (reading.phrases[i] for i in predication.objects):
            for place in places:
                if place.type != "Place" or place.form != "name" or thing.type not in ("Place", "Organization"):
                    continue
                start, end = min(place.start, thing.start), max(place.end, thing.end)
                yield Assertion(
                    mentions.of_phrase(reading, thing),
                    "locatedIn",
                    mentions.of_phrase(reading, place),
                    start,
                    end,
                    mentions.clause_around(reading, start, end),
                )


@extractor("teams")
def extract_teams(reading: Reading) -> Iterator[Assertion]:
    """``memberOf``: 队员左某, where the story tells of one team only."""
    teams = {p.text for p in reading.phrases if p.type == "Group" and p.count is None and p.text.endswith(_TEAMS)}
    longest = max(teams, key=len, default="")
    if not longest or not all(longest.endswith(t) for t in teams):
        return
    team = next(p for p in reading.phrases if p.text == longest)
    for index, phrase in enumerate(reading.phrases):
        following = reading.phrases[index + 1] if index + 1 < len(reading.phrases) else None
        if (
            phrase.text in ("队员", "组员", "副队长", "队长")
            and following is not None
            and following.adjacent
            and following.personal
        ):
            yield Assertion(
                mentions.of_phrase(reading, following),
                "memberOf",
                mentions.of_phrase(reading, team),
                phrase.start,
                following.end,
                (phrase.start, following.end),
            )


@extractor("composition")
def extract_composition(reading: Reading) -> Iterator[Assertion]:
    """``hasCount``: 社区由3个老旧院落组成."""
    for predication in reading.predications:
        if predication.lemma not in ("组成", "构成"):
            continue
        parts = [reading.phrases[i] for i in predication.governed("由")]
        for whole in (reading.phrases[i] for i in predication.subject):
            if whole.type not in ("Place", "Organization", "Group", "Event"):
                continue
            for part in parts:
                if part.count is None or part.count.ordinal:
                    continue
                of = part.short or part.text
                yield Assertion(
                    mentions.of_phrase(reading, whole),
                    "hasCount",
                    mentions.quantity_value(part.count, of),
                    whole.start,
                    part.end,
                    mentions.clause_around(reading, whole.start, part.end),
                    qualifiers={"of": (mentions.of_span(reading, part.end - len(of), part.end, "Group"),)},
                )


@extractor("causes")
def extract_causes(reading: Reading) -> Iterator[Assertion]:
    """``sufferedFrom``: 母亲因脑梗住院."""
    for predication in reading.predications:
        conditions = [reading.phrases[i] for i in predication.governed("因", "由于")]
        for person in _people(reading, predication.subject):
            for condition in conditions:
                if condition.type != "Condition" or predication.subject_kind not in ("overt", "shared"):
                    continue
                start, end = min(person.start, condition.start), max(person.end, condition.end)
                yield Assertion(
                    _as_person(reading, person),
                    "sufferedFrom",
                    mentions.of_phrase(reading, condition),
                    start,
                    end,
                    mentions.clause_around(reading, start, end),
                )
