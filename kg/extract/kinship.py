"""Who is whose kin.

``relativeOf``: 董永军的父亲, 他妻子, 母亲刘霞英 (of whom the sentence tells).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication

_PAIR = re.compile(
    r"(?:是|系|为|这对|是一对)?(?P<kin>夫妻|夫妇|父子|父女|母子|母女|兄弟|姐妹|姐弟|兄妹|祖孙|爷孙|婆媳)"
    r"(?!店|档|关系不|齐心|肺片|情深)"
)


@extractor("kinship")
def extract_kinship(reading: Reading) -> Iterator[Assertion]:
    """``relativeOf``: 董永军的父亲, 他妻子, 母亲刘霞英 (of whom the sentence tells)."""
    for phrase in reading.phrases:
        if not nouns.is_kinship(phrase.head) or phrase.text.endswith("们") or phrase.count is not None:
            continue
        if _in_direct_speech(reading, phrase):
            continue
        if phrase.text != phrase.head and not phrase.text.startswith(("老", "大", "小", phrase.head)):
            continue
        owner = _kin_owner(reading, phrase)
        if owner is None:
            continue
        kin = mentions.of_phrase(reading, phrase, "Person")
        named = _named_kin(reading, phrase)
        target = named or kin
        start = min(owner.start, phrase.start) if abs(owner.start - phrase.start) < 40 else phrase.start
        end = max(phrase.end, target.end)
        kinship = mentions.of_span(reading, phrase.start, phrase.end, "Person")
        yield Assertion(
            owner,
            "relativeOf",
            target,
            start,
            end,
            mentions.clause_around(reading, start, end),
            qualifiers={"kinship": (kinship,)},
        )


@extractor("couples")
def extract_couples(reading: Reading) -> Iterator[Assertion]:
    """``relativeOf``: 罗明与赵岚是夫妻, 罗明、赵岚夫妇."""
    for first in reading.phrases:
        second = reading.after(first)
        if not first.personal or second is None or reading.tokens.tags[second.first] != "PER":
            continue
        if reading.text[first.end : second.start] not in ("、", "和", "与", "跟", "同"):
            continue
        name_end = reading.tokens.ends[second.first]
        match = _PAIR.match(reading.text, name_end)
        before = reading.text[max(0, first.start - 1) : first.start]
        if match is None or before == "、":
            continue
        kinship = mentions.of_span(reading, *match.span("kin"), "Person")
        one = mentions.of_phrase(reading, first)
        other = mentions.of_span(reading, second.start, name_end, "Person", "name")
        span = (first.start, match.end())
        yield Assertion(one, "relativeOf", other, *span, span, qualifiers={"kinship": (kinship,)})


def _in_direct_speech(reading: Reading, phrase: Phrase) -> bool:
    """Whether the words are somebody's own, where only 我的 tells whose kin it is."""
    return phrase.owner is None and reading.in_direct_speech(phrase.start)


def _named_kin(reading: Reading, phrase: Phrase) -> Mention | None:
    following = reading.after(phrase)
    if following is not None and following.adjacent and following.type == "Person" and following.form == "name":
        return mentions.of_phrase(reading, following)
    return _told_kin(reading, phrase)


def _told_kin(reading: Reading, phrase: Phrase) -> Mention | None:
    """Who is told to be the kin: 罗明是罗大山的儿子; 赵岚，罗明的妻子，….

    Only where 的 or the word before the noun tells whose kin it is.
    """
    owner = reading.owner(phrase)
    if owner is None or owner.index == 0:
        return None
    before = reading.phrases[owner.index - 1]
    if not before.personal or before.text == owner.text:
        return None
    gap = reading.text[before.end : owner.start]
    behind = reading.text[phrase.end : phrase.end + 1]
    copula = gap in ("是", "就是", "正是", "便是", "系", "乃") and behind in ("，", "。", "；", "")
    return mentions.of_phrase(reading, before) if copula or (gap == "，" and behind == "，") else None


def _kin_owner(reading: Reading, phrase: Phrase) -> Mention | None:
    """Whose kin a noun of kinship names: told by 的, by the word before it, by the clause, by the paragraph."""
    owner = reading.owner(phrase)
    if owner is not None:
        return mentions.of_phrase(reading, owner) if owner.type == "Person" or owner.form == "pronoun" else None
    beside = _beside(reading, phrase)
    if beside is not None:
        return beside
    clause_owner = _clause_owner(reading, phrase)
    described = phrase.first > 0 and reading.tokens.texts[phrase.first - 1] == "的"
    named = _named_kin(reading, phrase) is not None
    if phrase.text in ("孩子", "父母") and not named:
        return clause_owner
    if clause_owner is None and (named or described or _is_subject(reading, phrase)):
        return _topic_person(reading, phrase)
    return clause_owner


def _beside(reading: Reading, phrase: Phrase) -> Mention | None:
    """The owner right before the noun (张建中妻子, 他妻子), or joined to it (张建中和妻子)."""
    before = reading.before(phrase)
    if before is None:
        return None
    if before.text == "其" and before.last >= phrase.first - 2:
        # 林某及其52岁的儿子
        first = reading.before(before)
        apposed = first is not None and first.last == before.first - 1
        if first is not None and apposed and first.personal and reading.tokens.texts[first.last] in ("和", "与", "及"):
            return mentions.of_phrase(reading, first)
    if phrase.adjacent and before.type == "Person" and before.form == "name":
        return mentions.of_phrase(reading, before)
    if phrase.adjacent and before.form == "pronoun" and before.text in ("他", "她", "我", "其"):
        return mentions.of_phrase(reading, before, "Person")
    joined = before.last == phrase.first - 1 and reading.tokens.texts[phrase.first - 1] in ("和", "与", "同", "跟")
    if joined and before.type == "Person" and not nouns.is_kinship(before.text):
        return mentions.of_phrase(reading, before)
    return None


def _is_subject(reading: Reading, phrase: Phrase) -> bool:
    return any(_tells_of_one(p) for p in reading.predications_of_subject(phrase.index))


def _tells_of_one(predication: Predication) -> bool:
    return predication.subject_kind == "overt" and len(predication.subject) == 1


def _topic_person(reading: Reading, kin: Phrase) -> Mention | None:
    """Whose kin 丈夫何铮 is, told in a paragraph about one person: the last named subject before it."""
    named = [p for p in reading.phrases_between(reading.paragraph_start(kin.start), kin.start) if p.personal]
    others = [p for p in named if not _kin_before(reading, p)]
    subjects = [
        (predication.verb, phrase.index)
        for phrase in others
        for predication in reading.predications_of_subject(phrase.index)
        if _tells_of_one(predication)
    ]
    if not others and (pronoun := _pronoun_before(reading, kin)) is not None:
        return mentions.of_phrase(reading, pronoun, "Person")
    topics = [reading.phrases[index] for _, index in sorted(subjects)] or others
    if not topics or len({topic.text for topic in topics}) > 1:
        return None
    return mentions.of_phrase(reading, topics[-1])


def _pronoun_before(reading: Reading, kin: Phrase) -> Phrase | None:
    """他 of the last clause before that told of him in the paragraph."""
    told = reading.phrases_between(reading.paragraph_start(kin.start), kin.start)
    subjects = [p for p in told if p.text in ("他", "她") and not reading.in_quotation(p.start)]
    subjects = [p for p in subjects if any(_tells_of_one(act) for act in reading.predications_of_subject(p.index))]
    return subjects[-1] if subjects else None


def _kin_before(reading: Reading, name: Phrase) -> bool:
    """Whether a name is that of somebody's kin: 丈夫何铮."""
    before = reading.phrase_behind(name.first)
    return before is not None and nouns.is_kinship(before.text)


def _clause_owner(reading: Reading, phrase: Phrase) -> Mention | None:
    """Whose kin an object is without a word: the clause's one personal subject (他最放心不下90岁的母亲)."""
    for predication in reading.predications_about(phrase.index):
        if predication.relative or predication.subject_kind not in ("overt", "shared", "inherited"):
            continue
        if len(predication.subject) != 1:
            return None
        subject = reading.phrases[predication.subject[0]]
        if subject.text in ("他", "她") or (subject.type == "Person" and subject.form == "name"):
            return mentions.of_phrase(reading, subject, "Person")
    return None
