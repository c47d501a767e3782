"""What somebody is said to be.

``hasRole``: 徐奶奶是退休教师, 发起人是张建中夫妇.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import words

_PERSONAL_SUBJECTS = words("personal_subject")
_FARTHEST = 60
"""Characters between subject and role beyond which the evidence begins with the verb."""


@extractor("copula")
def extract_copula(reading: Reading) -> Iterator[Assertion]:
    """``hasRole`` from X是Y, X为Y, and the other way round where a role is said to be a person."""
    for predication in reading.predications:
        if predication.lemma not in ("是", "就是", "系", "为", "乃") or not predication.objects:
            continue
        if predication.subject_kind in ("none", "distant") or predication.passive:
            continue
        # 为 before another verb of its clause is a preposition.
        if predication.lemma == "为" and reading.predications_in(predication.segment)[-1].verb > predication.verb:
            continue
        end = predication.object_end
        if end < len(reading.tokens) and reading.tokens.texts[end] == "的":
            continue
        for index in predication.subject:
            yield from _copular(reading, predication, reading.phrases[index])


def _copular(reading: Reading, predication: Predication, subject: Phrase) -> Iterator[Assertion]:
    for phrase in (reading.phrases[i] for i in predication.objects):
        if phrase.personal or (phrase.type == "Group" and phrase.form == "name"):
            yield from _identified(reading, subject, phrase, predication)
            continue
        # Of named people the extractor ``posts`` tells.
        if subject.type == "Person" or subject.text in ("我", "他", "她"):
            continue
        if subject.type == "Group" and subject.count is None and _singled_out(reading, subject, predication):
            continue
        human = subject.type == "Group" or subject.text in _PERSONAL_SUBJECTS
        nominal = phrase.form != "name" or reading.tokens.tags[phrase.last - 1] != "PER"
        if human and nominal and nouns.role_of(phrase.text) is not None:
            yield _role_claim(reading, subject, phrase, predication)


def _singled_out(reading: Reading, subject: Phrase, predication: Predication) -> bool:
    """最好的队员是教练: of a group one is told, not all."""
    return any(text.startswith("最") for text in reading.tokens.texts[predication.segment[0] : subject.first])


def _identified(reading: Reading, subject: Phrase, name: Phrase, predication: Predication) -> Iterator[Assertion]:
    """发起人是张建中夫妇: the subject is the role, the object who has it."""
    role = nouns.role_of(subject.text)
    if role is None or subject.form == "name" or subject.count is not None:
        return
    clause = mentions.clause_around(reading, subject.start, name.end)
    target = mentions.of_span(reading, subject.end - len(role.head), subject.end, "Role")
    status = reading.status(predication.verb)
    yield Assertion(mentions.of_phrase(reading, name), "hasRole", target, subject.start, name.end, clause, status)


def _role_claim(reading: Reading, subject: Phrase, phrase: Phrase, predication: Predication) -> Assertion:
    verb = reading.tokens.starts[predication.verb]
    start = min(subject.start, verb)
    if abs(phrase.end - start) > _FARTHEST:
        start = verb
    text = phrase.short or phrase.text
    owner = reading.owner(phrase)
    at = owner is not None and owner.type in ("Organization", "Place")
    return Assertion(
        mentions.of_phrase(reading, subject, subject.type if subject.type in ("Person", "Group") else "Person"),
        "hasRole",
        mentions.of_span(reading, phrase.end - len(text), phrase.end, "Role"),
        start,
        phrase.end,
        (reading.tokens.starts[predication.segment[0]], phrase.end),
        reading.status(predication.verb),
        qualifiers={"at": (mentions.of_phrase(reading, owner),)} if owner is not None and at else {},
    )
