"""Patients and the hospitals that treat them.

``helped``: 伤者被送往博爱医院救治, 将他送到县医院抢救, 12名伤员在县人民医院接受治疗. The hospital is who treats,
whoever brings the patient there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words

_BRINGS = words("bringing_verb")
_IN_CARE = words("in_care_verb")
_HOSPITALS = endings("hospital")
_PATIENTS = endings("patient")
_TREATED = re.compile("[^，。；！？\n]{0,6}(?:" + "|".join(sorted(words("treatment"), key=len, reverse=True)) + ")")


@extractor("admissions")
def extract_admissions(reading: Reading) -> Iterator[Assertion]:
    """``helped``: a hospital helps whom it takes in for treatment."""
    for predication in reading.predications:
        if predication.relative:
            continue
        for hospital in _hospitals(reading, predication):
            for patient in _patients(reading, predication):
                if patient.first == hospital.first:
                    continue
                start, end = mentions.spanning([(patient.start, patient.end), (hospital.start, hospital.end)])
                clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
                agent, helped = mentions.of_phrase(reading, hospital), mentions.of_human(reading, patient)
                yield Assertion(agent, "helped", helped, start, end, clause, status)


def _hospitals(reading: Reading, predication: Predication) -> list[Phrase]:
    """Where somebody is brought for treatment, or treated."""
    name = f"{predication.lemma}{predication.complement}"
    if name in _BRINGS or predication.lemma in _BRINGS:
        places = [reading.phrases[i] for i in predication.objects]
        treated = any(_TREATED.match(reading.text, place.end) for place in places)
    elif predication.lemma in _IN_CARE and (predication.lemma == "接受" or not predication.objects):
        places = [reading.phrases[i] for i in predication.governed("在", "于")]
        behind = reading.tokens.ends[predication.verb]
        treated = predication.lemma != "接受" or _TREATED.match(reading.text, behind) is not None
    else:
        return []
    return [place for place in places if place.text.endswith(_HOSPITALS)] if treated else []


def _patients(reading: Reading, predication: Predication) -> list[Phrase]:
    """Whom the clause tells to be brought or treated: not who brings them."""
    disposed = predication.governed("把", "将")
    brought = bool(predication.governed("由")) or predication.passive or predication.lemma in _IN_CARE
    indices = disposed or predication.subject
    people = [reading.phrases[i] for i in indices if reading.phrases[i].type in ("Person", "Group")]
    people += [reading.phrases[i] for i in indices if reading.phrases[i].form == "pronoun"]
    return [p for p in dict.fromkeys(people) if disposed or brought or p.text.endswith(_PATIENTS)]
