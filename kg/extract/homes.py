"""Where people live and come from, and visits to their homes.

``livesIn``: 大华社区徐奶奶. ``bornIn``: 贵州籍企业家孟某, 来自X的Y. ``worksFor``: 来自X单位的Y.
``visited``: 敲开徐奶奶的家门. ``delivered``: 带着鸡蛋看望.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.frame_lexicon import frames_of
from kg.extract.phrases import Phrase
from kg.extract.place_names import level
from kg.extract.predications import Predication
from kg.lexicons.lists import words

_HOME = re.compile(r"(?<=.)(?:家|家中|家里)$")
_SOME = re.compile(r"^(?:一些|多户|每户|几户)")
_HOMES = words("home")
_FLOOR = re.compile(
    r"(?<!入)(?:家住|住在|居住在)(?P<place>(?:[0-9一二三四五六七八九十]{1,4}(?:号楼|号院|号|栋|幢|座|楼|层|单元|室)){1,4})(?=的|[，。；])"
)
_DWELLS = re.compile(r"家住(?!在)|家住在|(?<![老国大])家在")
_FROM = re.compile(r"(?:老家|家乡)(?:就)?[在是]|老家(?![在是里中乡的])|(?:籍贯|祖籍|原籍)(?:为|是|在)?|出生(?:于|在)")
_NATIVES = ("籍", "姑娘", "小伙", "小伙子", "妹子", "汉子", "后生", "女孩", "男孩", "女娃", "男娃", "青年", "媳妇")
"""What stands between a place and a name, or a post and a name, of who comes from there: 云溪姑娘罗小雪."""
_REACH = 24
"""Characters in which the places of an address begin."""
_CARRY = words("carry")
_TO_HOMES = words("home_verb")
_GEAR = ("装备", "器材", "设备", "工具", "仪器", "器械", "舟", "艇", "车", "犬", "机", "行李", "手机", "相机", "包")
"""Last characters of what people carry for themselves."""
_TOWNSHIP = 4
"""Level from which on a place before a name is where somebody lives, rather than where a body is."""


@extractor("residents")
def extract_residents(reading: Reading) -> Iterator[Assertion]:
    """``livesIn``: a residential place right before a person without a post: 大华社区徐奶奶, 沸水镇57岁的付利华."""
    for phrase in reading.phrases:
        before = reading.before(phrase)
        if before is None or phrase.type != "Person" or phrase.form != "name":
            continue
        if before.type != "Place" or before.form != "name" or not _beside(reading, before, phrase):
            continue
        rank = level(before.text)
        if rank is not None and rank >= _TOWNSHIP:
            person, span = mentions.of_phrase(reading, phrase), (before.start, phrase.end)
            yield Assertion(person, "livesIn", mentions.of_phrase(reading, before), *span, span)


def _beside(reading: Reading, place: Phrase, person: Phrase) -> bool:
    """Whether a person stands right behind a place, or with nothing but an age between them."""
    gap = reading.text[place.end : person.start]
    if gap == "":
        return True
    if len(gap) > 8 or not gap.endswith("的"):
        return False
    between = reading.quantities_between(place.end, person.start)
    return any(q.end <= person.start and q.text.endswith("岁") for q in between)


@extractor("dwellings")
def extract_dwellings(reading: Reading) -> Iterator[Assertion]:
    """``livesIn``: 罗明家住石桥村, 家住石桥村的徐桂英; ``bornIn``: 老家在石桥村的徐桂英."""
    told = [(match, "livesIn") for match in _DWELLS.finditer(reading.text)]
    told += [(match, "bornIn") for match in _FROM.finditer(reading.text)]
    for match, predicate in told:
        chain: list[Phrase] = []
        for phrase in reading.phrases_between(match.end(), match.end() + _REACH):
            if phrase.start != (chain[-1].end if chain else match.end()) or phrase.type != "Place":
                break
            chain.append(phrase)
        person = _dweller(reading, match.start(), chain[-1].end) if chain and chain[-1].form == "name" else None
        if person is None:
            continue
        span = mentions.spanning([(person.start, person.end), (match.start(), chain[-1].end)])
        yield Assertion(
            mentions.of_human(reading, person), predicate, mentions.of_phrase(reading, chain[-1]), *span, span
        )


@extractor("floors")
def extract_floors(reading: Reading) -> Iterator[Assertion]:
    """``livesIn``: 住在4楼的徐桂英, 罗明住在7号楼6层."""
    for match in _FLOOR.finditer(reading.text):
        person = _dweller(reading, match.start(), match.end("place"))
        if person is not None:
            place = mentions.of_span(reading, *match.span("place"), "Place")
            span = mentions.spanning([(person.start, person.end), match.span()])
            yield Assertion(mentions.of_human(reading, person), "livesIn", place, *span, span)


def _dweller(reading: Reading, start: int, end: int) -> Phrase | None:
    """Who lives at a place that ends at a text offset: the person behind 的, right before 家住, or the subject."""
    for behind in reading.phrases_between(end, end + _REACH):
        if reading.text[behind.start - 1] == "的" and (behind.personal or behind.type == "Person"):
            following = reading.after(behind)
            named = following is not None and following.adjacent and following.personal
            return following if named else behind
        after = reading.after(behind)
        if reading.text[behind.start - 1] == "的" and after is not None and after.adjacent and after.personal:
            return after
        if any(mark in reading.text[end : behind.start] for mark in "，。；"):
            break
    before = reading.phrase_before(start)
    if before is None:
        return None
    gap = reading.text[before.end : start]
    if gap == "的" and before.personal:
        return before
    if gap in ("", "，") and (before.personal or before.text in ("他", "她", "我") or nouns.is_kinship(before.text)):
        return before
    sentence, _ = mentions.sentence_of(reading, start)
    near = [p for p in reading.phrases_between(sentence, start) if p.personal]
    return near[0] if len({p.text for p in near}) == 1 and gap.endswith("，") else None


@extractor("natives")
def extract_natives(reading: Reading) -> Iterator[Assertion]:
    """``bornIn``: 贵州籍企业家孟某."""
    tokens = reading.tokens
    for phrase in reading.phrases[1:]:
        if not phrase.personal:
            continue
        for token in range(max(1, phrase.first - 4), phrase.first):
            native = tokens.texts[token] == "籍" or (
                tokens.texts[token] in _NATIVES and token + 1 == phrase.first and tokens.tags[token - 2] != "LOC"
            )
            if native and tokens.tags[token - 1] == "LOC":
                place = mentions.of_span(reading, tokens.starts[token - 1], tokens.starts[token], "Place", "name")
                person, span = mentions.of_phrase(reading, phrase), (place.start, phrase.end)
                yield Assertion(person, "bornIn", place, *span, span)


@extractor("origins")
def extract_origins(reading: Reading) -> Iterator[Assertion]:
    """来自X: ``bornIn`` a place, ``worksFor`` an organization."""
    for predication in reading.predications:
        if predication.lemma not in ("来自", "来自于"):
            continue
        targets = [reading.phrases[index] for index in predication.objects]
        for person in mentions.humans(reading, predication.subject):
            for target in targets:
                if target.type in ("Place", "Organization") and target.form != "pronoun":
                    yield from _origin(reading, person, target, predication)


def _origin(reading: Reading, person: Phrase, target: Phrase, predication: Predication) -> Iterator[Assertion]:
    agent = mentions.of_human(reading, person)
    predicate = "worksFor"
    if target.type == "Place":
        # Groups from a place need not have been born there.
        if person.text.endswith("们") or person.count is not None:
            return
        predicate = "bornIn"
        if person.form != "pronoun":
            agent = mentions.of_phrase(reading, person, "Person")
    span = mentions.spanning([(person.start, person.end), (target.start, target.end)])
    status = reading.status(predication.verb)
    yield Assertion(agent, predicate, mentions.of_phrase(reading, target), *span, span, status)


def _hosts(reading: Reading, predication: Predication) -> list[Phrase]:
    """Whose home is gone to: 徐奶奶 in 敲开徐奶奶的家门, 来到贺某家."""
    if predication.lemma not in _TO_HOMES and predication.complement not in ("去", "到"):
        return []
    found = []
    for phrase in (reading.phrases[index] for index in predication.objects):
        home = _HOME.search(phrase.text)
        owner = reading.owner(phrase)
        if owner is not None and phrase.text in _HOMES:
            found.append(owner)
        elif phrase.text in _HOMES and phrase.adjacent:
            found.append(reading.phrases[phrase.index - 1])
        elif home and nouns.person_number(phrase.text[: home.start()]) is not None:
            stem = _SOME.sub("", phrase.text[: home.start()])
            found.append(replace(phrase, text=stem, short=stem, end=phrase.end - len(home.group()), type="Group"))
    return [p for p in found if p.type in ("Person", "Group") and p.form != "pronoun"]


@extractor("visits")
def extract_visits(reading: Reading) -> Iterator[Assertion]:
    """``visited`` for going to somebody's home, and ``delivered`` for what was carried there."""
    for predication in reading.predications:
        hosts = _hosts(reading, predication)
        for person in mentions.humans(reading, predication.subject) if hosts else ():
            for host in hosts:
                verb = (predication.verb, predication.verb + 1)
                sure, near = [(host.start, host.end)], [(person.start, person.end)]
                start, end = mentions.evidence(reading, verb, sure, near)
                clause = mentions.clause_around(reading, start, end)
                agent, target = mentions.of_human(reading, person), mentions.of_phrase(reading, host)
                yield Assertion(agent, "visited", target, start, end, clause, reading.status(predication.verb))
        visited = any(frame.predicate == "visited" for frame in frames_of(predication))
        receivers = hosts or (mentions.humans(reading, predication.objects) if visited else [])
        if receivers:
            yield from _carried(reading, predication, receivers)
        elif visited or any(frame.predicate == "wentTo" for frame in frames_of(predication)):
            yield from _brought_along(reading, predication)


def _carried(reading: Reading, visit: Predication, receivers: list[Phrase]) -> Iterator[Assertion]:
    """Goods that the visitors carried, told earlier in the same sentence."""
    sentence = reading.sentence_of(visit.verb)
    recipients = tuple(mentions.of_phrase(reading, receiver) for receiver in receivers)
    for earlier in reading.predications_of_tokens(sentence.first, visit.verb):
        if earlier.lemma not in _CARRY or earlier.subject != visit.subject:
            continue
        goods = [reading.phrases[i] for i in earlier.objects if reading.phrases[i].type in ("Goods", None)]
        start = reading.tokens.starts[earlier.verb]
        for person in mentions.humans(reading, visit.subject):
            for thing in goods:
                count = {"count": (mentions.quantity_value(thing.count),)} if thing.count is not None else {}
                yield Assertion(
                    mentions.of_human(reading, person),
                    "delivered",
                    mentions.of_phrase(reading, thing, "Goods"),
                    start,
                    thing.end,
                    mentions.clause_around(reading, start, thing.end),
                    qualifiers={"recipient": recipients, **count},
                )


def _brought_along(reading: Reading, journey: Predication) -> Iterator[Assertion]:
    """``delivered``: 带着大米走进敬老院. What people need for their own work (装备) is not meant for the place."""
    sites = [reading.phrases[i] for i in journey.objects]
    sites = [p for p in sites if p.type in ("Place", "Organization") and not p.text.endswith(("现场", "一线"))]
    for carrying in reading.predications_of_tokens(journey.segment[0], journey.verb) if sites else ():
        if carrying.lemma not in _CARRY or carrying.subject != journey.subject or carrying.relative:
            continue
        things = [reading.phrases[i] for i in carrying.objects]
        things = [p for p in things if p.type == "Goods" and not p.text.endswith(_GEAR)]
        start = reading.tokens.starts[carrying.verb]
        where = {"destination": tuple(mentions.of_phrase(reading, site) for site in sites)}
        for bringer in (reading.phrases[i] for i in carrying.subject):
            if bringer.type not in ("Person", "Group", "Organization") and bringer.form != "pronoun":
                continue
            for thing in things:
                count = {"count": (mentions.quantity_value(thing.count),)} if thing.count is not None else {}
                near = [(bringer.start, bringer.end), (thing.start, thing.end)]
                span = mentions.evidence(reading, (carrying.verb, carrying.last), (), near)
                clause = mentions.clause_around(reading, start, thing.end)
                target, status = mentions.of_phrase(reading, thing, "Goods"), reading.status(journey.verb)
                agent = mentions.of_human(reading, bringer)
                yield Assertion(agent, "delivered", target, *span, clause, status, qualifiers={**where, **count})
