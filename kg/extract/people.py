"""What joins people to people, bodies and conditions without a frame of its own.

``colleagueOf``: 贺庆和另外9名同事. ``memberOf``: 贺庆便是其中之一, 队员左某. ``helped``: 在X的帮助下，Y….
``sufferedFrom``: 母亲因脑梗住院.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import CONJUNCTIONS, Predication
from kg.lexicons.lists import endings, words

_COLLEAGUES = endings("colleague")
_ONE_OF_THEM = endings("one_of_them")
_SUPPORT = words("support")
_GETTING = ("得到", "获得", "接受", "受到", "获")
_AIDS = ("帮助", "支持", "救助", "资助", "救治", "援助", "捐助", "帮扶", "照顾", "救援", "扶持", "救济", "照料", "治疗")
_HELPERS = ("Person", "Group", "Organization", "Place")
_TEAMS = endings("team")
_SELECTED = frozenset(("入选", "进入", "选入", "选进", "被选入", "被选进", "重返", "进"))
_SQUADS = ("Group", "Organization", None)
_FARTHEST = 60
"""Characters between a group and 其中之一."""


@extractor("colleagues")
def extract_colleagues(reading: Reading) -> Iterator[Assertion]:
    """``colleagueOf``: X和9名同事, X的同事Y, X和同事Y."""
    for phrase in reading.phrases:
        if not phrase.head.endswith(_COLLEAGUES):
            continue
        person = _colleague(reading, phrase)
        if person is None or (person.type != "Person" and person.text not in ("他", "她", "我")):
            continue
        target = mentions.of_phrase(reading, phrase)
        following = reading.after(phrase)
        named = following is not None and following.adjacent and following.personal and phrase.count is None
        if following is not None and named:
            target = mentions.of_phrase(reading, following)
        clause = mentions.clause_around(reading, person.start, target.end)
        yield Assertion(mentions.of_human(reading, person), "colleagueOf", target, person.start, target.end, clause)


def _colleague(reading: Reading, phrase: Phrase) -> Phrase | None:
    """Whose colleague a phrase is: its owner, or the phrase joined to it."""
    if phrase.owner is not None:
        return reading.phrases[phrase.owner] if phrase.index > 0 else None
    before = reading.before(phrase)
    joined = before is not None and before.last == phrase.first - 1
    return before if joined and reading.tokens.texts[phrase.first - 1] in CONJUNCTIONS else None


@extractor("members")
def extract_members(reading: Reading) -> Iterator[Assertion]:
    """``memberOf``: 贺庆便是其中之一 (of the counted group told of before)."""
    for predication in reading.predications:
        if predication.lemma not in ("是", "就是", "便是", "为", "成为"):
            continue
        if predication.subject_kind not in ("overt", "shared"):
            continue
        behind = mentions.behind_verb(reading, predication)
        tail = reading.text[behind : behind + 8]
        if not tail.startswith(_ONE_OF_THEM):
            continue
        group = _group_before(reading, reading.tokens.starts[predication.last - 1])
        if group is None:
            continue
        end = behind + 4
        for phrase in mentions.humans(reading, predication.subject):
            clause = mentions.clause_around(reading, phrase.start, end)
            person, target = mentions.of_human(reading, phrase), mentions.of_phrase(reading, group)
            yield Assertion(person, "memberOf", target, phrase.start, end, clause)


def _group_before(reading: Reading, offset: int) -> Phrase | None:
    near = reading.phrases_ending(offset - _FARTHEST, offset)
    return next((p for p in reversed(near) if p.type == "Group" and p.count is not None), None)


@extractor("squads")
def extract_squads(reading: Reading) -> Iterator[Assertion]:
    """``memberOf``: 罗明入选国家队, 罗明进入省体操队."""
    for predication in reading.predications:
        if predication.lemma not in _SELECTED:
            continue
        people = mentions.humans(reading, predication.subject)
        for target in (reading.phrases[index] for index in predication.objects):
            if not target.text.endswith("队") or target.count is not None or target.type not in _SQUADS:
                continue
            for person in people:
                verb = (predication.verb, predication.verb + 1)
                sure, near = [(target.start, target.end)], [(person.start, person.end)]
                start, end = mentions.evidence(reading, verb, sure, near)
                clause, status = mentions.clause_around(reading, start, end), reading.status(predication.verb)
                squad = mentions.of_phrase(reading, target, "Group")
                yield Assertion(mentions.of_human(reading, person), "memberOf", squad, start, end, clause, status)


@extractor("teams")
def extract_teams(reading: Reading) -> Iterator[Assertion]:
    """``memberOf``: 队员左某, where the story tells of one team only."""
    named = [p for p in reading.phrases if p.type == "Group" and p.count is None and p.text.endswith(_TEAMS)]
    longest = max((p.text for p in named), key=len, default="")
    if not longest or not all(longest.endswith(p.text) for p in named):
        return
    team = next(p for p in reading.phrases if p.text == longest)
    for phrase in reading.phrases:
        following = reading.after(phrase)
        if phrase.text not in ("队员", "组员", "副队长", "队长") or following is None:
            continue
        if following.adjacent and following.personal:
            person, span = mentions.of_phrase(reading, following), (phrase.start, following.end)
            yield Assertion(person, "memberOf", mentions.of_phrase(reading, team), *span, span)


@extractor("support")
def extract_support(reading: Reading) -> Iterator[Assertion]:
    """``helped``: 在X的帮助下, Y…."""
    tokens = reading.tokens
    yield from _supported(reading)
    for phrase in reading.phrases:
        helper = reading.owner(phrase)
        if helper is None or phrase.text not in _SUPPORT or helper.type not in ("Person", "Group", "Organization"):
            continue
        if phrase.last >= len(tokens) or tokens.texts[phrase.last] != "下":
            continue
        helped = _acting_after(reading, phrase)
        for person in mentions.humans(reading, helped.subject) if helped is not None else ():
            clause = mentions.clause_around(reading, helper.start, phrase.end)
            agent, target = mentions.of_phrase(reading, helper), mentions.of_human(reading, person)
            yield Assertion(agent, "helped", target, helper.start, phrase.end, clause)


def _supported(reading: Reading) -> Iterator[Assertion]:
    """在工作队帮助下: the helper stands right before the verb of help."""
    texts = reading.tokens.texts
    for predication in reading.predications:
        behind = predication.verb + 1
        if predication.lemma not in _SUPPORT or texts[behind : behind + 1] != ["下"]:
            continue
        helpers = [reading.phrases[index] for index in predication.governed("在")]
        later = reading.predications_of_tokens(behind, reading.sentence_of(behind).last)
        acting = next((p for p in later if p.subject and not p.relative), None)
        if acting is None or acting.subject_kind not in ("overt", "shared"):
            continue
        for helper in (p for p in helpers if p.type in _HELPERS and p.form != "pronoun"):
            for person in mentions.humans(reading, acting.subject):
                clause = (helper.start, reading.tokens.ends[behind])
                agent, target = mentions.of_phrase(reading, helper), mentions.of_human(reading, person)
                yield Assertion(agent, "helped", target, *clause, clause)


@extractor("received_help")
def extract_received_help(reading: Reading) -> Iterator[Assertion]:
    """``helped``: Y得到X的帮助, Y接受X资助."""
    for predication in reading.predications:
        if predication.lemma not in _GETTING or predication.relative:
            continue
        helpers, end = _helpers(reading, predication)
        helped = mentions.humans(reading, predication.subject)
        for helper in helpers:
            for person in helped:
                agent, target = mentions.of_phrase(reading, helper), mentions.of_human(reading, person)
                verb = reading.token_range(predication.verb, predication.last)
                start, stop = min(verb[0], helper.start), max(end, helper.end)
                near = mentions.evidence(
                    reading, (predication.verb, predication.last), [(start, stop)], [(person.start, person.end)]
                )
                clause = mentions.clause_of(reading, predication)
                yield Assertion(agent, "helped", target, *near, clause, reading.status(predication.verb))


def _helpers(reading: Reading, predication: Predication) -> tuple[list[Phrase], int]:
    """Who gives the help that a verb of getting tells of, and the text offset behind the noun of help."""
    objects = [reading.phrases[index] for index in predication.objects]
    if not objects:
        return [], 0
    last = objects[-1]
    owner = reading.owner(last)
    if owner is not None and last.text.endswith(_AIDS):
        return ([owner] if owner.type in _HELPERS else []), last.end
    tokens = reading.tokens
    behind = tokens.texts[last.last : last.last + 1]
    closed = last.last + 1 >= len(tokens) or tokens.tags[last.last + 1] == "w"
    if behind and behind[0] in _AIDS and closed and all(p.type in _HELPERS for p in objects):
        return objects, tokens.ends[last.last]
    return [], 0


def _acting_after(reading: Reading, phrase: Phrase) -> Predication | None:
    """The first predication behind a phrase, in its sentence, with a subject of its own clause."""
    later = reading.predications_of_tokens(phrase.last + 1, reading.sentence_of(phrase.first).last)
    return next((p for p in later if p.subject_kind in ("overt", "shared")), None)
