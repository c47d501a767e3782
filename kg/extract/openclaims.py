"""What verbs outside the frame lexicon say of people, bodies, places and things.

``open:动词``: 廖启明递药 gives ``open:递`` between 廖启明 and 药, 罗明睡在办公室 gives
``open:睡在``. A verb of the frame lexicon makes one where its frames admit no subject or no object.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.frame_lexicon import frames_of
from kg.extract.frames import claims_of_frames
from kg.extract.open_forms import nominal, process, received, timed
from kg.extract.open_parts import PEOPLE, agent_of, claim, target_of
from kg.extract.open_roles import COPULAS, LINKING, Roles, roles_of
from kg.extract.open_verbs import is_main_verb
from kg.extract.predications import Predication
from kg.lexicons.lists import words

_READ_ELSEWHERE = ("hasRole", "appointedAs", "caused", "includes", "dispatched", "cooperatesWith")
_AGREEING = words("agreement_verb")
_POSTS = frozenset(("任命为", "选为", "推举为", "推选为", "聘为", "当选", "当选为", "出任", "升任", "改任", "调任"))
"""Verbs whose object is a post, which the extractor ``posts`` reads."""
_EMPTY = words("empty_verb") | {"承担", "担负", "负责", "投入"}


@extractor("open")
def extract_open(reading: Reading) -> Iterator[Assertion]:
    """One open claim for each verb with a subject and an object that can be named."""
    for predication in reading.predications:
        if not is_main_verb(reading, predication):
            continue
        if _is_free(reading, predication):
            got = list(received(reading, predication))
            yield from got or nominal(reading, predication)
            yield from process(reading, predication)
            roles = roles_of(reading, predication) if not got else None
            if roles is not None:
                yield from _claims(reading, predication, roles)
            yield from timed(reading, predication)


def _is_free(reading: Reading, predication: Predication) -> bool:
    """Whether no frame reads the verb here, although its sense may not be that of its frame."""
    frames = frames_of(predication)
    if predication.lemma in _POSTS or predication.lemma + predication.complement in _POSTS:
        return False
    if any(frame.predicate in _READ_ELSEWHERE for frame in frames):
        return False
    if predication.lemma in _AGREEING or (frames and predication.relative and not predication.complement):
        return False
    if any(frame.slot == "self" for frame in frames) and predication.complement not in ("在", "到", "至"):
        return False
    acts = [reading.tokens.tags[reading.phrases[i].last - 1] in ("v", "vn") for i in predication.objects]
    if any(frame.slot == "place" for frame in frames) and any(acts):
        return False
    listed = any(frame.slot == "list" for frame in frames)
    if listed and (predication.lemma in _EMPTY or predication.subject_kind != "overt"):
        return False
    return next(claims_of_frames(reading, predication), None) is None


def _claims(reading: Reading, predication: Predication, roles: Roles) -> Iterator[Assertion]:
    aimed = tuple(index for index in roles.objects if index not in roles.subjects)
    if predication.passive and aimed == predication.subject:
        aimed = tuple(i for i in aimed if agent_of(reading, predication, reading.phrases[i]) is not None)
    targets = [target_of(reading, predication, reading.phrases[index]) for index in aimed]
    sites = tuple(
        mentions.of_phrase(reading, phrase)
        for phrase in (reading.phrases[index] for index in roles.destination)
        if phrase.type in ("Place", "Organization")
    )
    for index in roles.subjects:
        phrase = reading.phrases[index]
        agent = agent_of(reading, predication, phrase)
        if agent is None:
            continue
        for target in targets:
            if target is None or target.start == agent.start or _is_role(predication, agent, target):
                continue
            yield claim(reading, predication, roles.name, agent, target, {"destination": sites} if sites else {})


def _is_role(predication: Predication, agent: Mention, target: Mention) -> bool:
    """Whether the object is the role of a person, which ``hasRole`` tells."""
    if predication.lemma not in COPULAS and predication.lemma not in LINKING:
        return False
    return agent.type in ("Person", "Group") and (target.type in PEOPLE or nouns.role_of(target.text) is not None)
