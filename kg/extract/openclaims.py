"""``open:动词``: what verbs outside the frame lexicon say of people, bodies and places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.frames import frames_of
from kg.extract.phrases import PERSONAL, Phrase
from kg.extract.predications import Predication
from kg.extract.status import status_of
from kg.lexicons import load_table
from kg.lexicons.lists import words

_AGENTS = ("Person", "Group", "Organization", "Place", "Goods", "Event", "Work")
_SKIP = words("no_open_claim")


@extractor("open")
def extract_open(reading: Reading) -> Iterator[Assertion]:
    """One open claim for each verb with an overt subject and an object that can be named."""
    verbs = {row["verb"] for row in load_table("speech_verbs") if "verb" in row}
    for predication in reading.predications:
        if frames_of(predication) or predication.lemma in _SKIP or predication.lemma in verbs:
            continue
        if predication.subject_kind == "none" or len(predication.lemma) > 4 or predication.lemma in _modals():
            continue
        if _in_list(reading, predication):
            continue
        yield from _open(reading, predication)


@cache
def _modals() -> frozenset[str]:
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "modal")


def _in_list(reading: Reading, predication: Predication) -> bool:
    """Whether the verb is only an item of a list of activities (承担巡查、消杀保障等工作)."""
    for other in reading.predications:
        if other.segment == predication.segment and other.verb < predication.verb:
            listed = any(frame.slot == "list" for frame in frames_of(other))
            between = reading.doc[other.verb : predication.verb]
            if listed and any(token.text == "、" for token in between):
                return True
    return False


def _open(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    doc = reading.doc
    status, _ = status_of(doc, predication.verb)
    objects = (
        predication.governed("把", "将")
        or predication.objects
        or predication.governed("与", "和", "同", "跟", "对", "向")
    )
    subjects = predication.subject
    if predication.passive:
        objects, subjects = predication.subject, predication.governed("被", "遭", "受")
        if not subjects and predication.complement and predication.objects:
            objects, subjects = predication.objects, predication.subject
    verb = doc[predication.verb]
    end_token = doc[predication.last - 1]
    complement = predication.complement if predication.complement not in ("", "来", "去", "起来") else ""
    name = (
        "open:"
        + predication.lemma
        + (complement if not predication.lemma.endswith(complement) or not complement else "")
    )
    for subject_index in subjects:
        subject = _mention(reading, reading.phrases[subject_index])
        if subject is None or subject.type not in _AGENTS:
            continue
        for object_index in objects:
            phrase = reading.phrases[object_index]
            target = _mention(reading, phrase, "Goods")
            if target is None or target.start == subject.start:
                continue
            spans = [(verb.idx, end_token.idx + len(end_token)), (target.start, target.end)]
            if verb.sent.start_char <= subject.start < verb.sent.end_char:
                spans.append((subject.start, subject.end))
            start, end = min(s for s, _ in spans), max(e for _, e in spans)
            first, last = predication.segment
            clause = (doc[first].idx, doc[last - 1].idx + len(doc[last - 1]))
            yield Assertion(subject, name, target, start, end, clause, status)


def _mention(reading: Reading, phrase: Phrase, default: str | None = None) -> Mention | None:
    if phrase.form == "pronoun":
        if phrase.text not in PERSONAL or phrase.text in ("自己", "大家", "双方", "对方"):
            return None
        return mentions.of_phrase(reading, phrase, "Group" if phrase.text.endswith("们") else "Person")
    if phrase.type is None:
        return mentions.of_phrase(reading, phrase, default) if default and 2 <= len(phrase.text) <= 16 else None  # type: ignore[arg-type]
    return mentions.of_phrase(reading, phrase)
