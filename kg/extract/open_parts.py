"""What stands at the two ends of an open claim: the mentions of its subject and object, and its status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons import load_table
from kg.lexicons.lists import endings, words
from kg.model import EntityType, Status, Value

PEOPLE = ("Person", "Group", "Organization")
Qualifiers = Mapping[str, tuple[Mention | Value, ...]]
_LONGEST_NAME, _LONGEST_WHOLE = 20, 24
"""Characters of an untyped noun, and of an object with all that describes it."""
_MARKS = re.compile(r"[，。；：！？、\n“”《》（）…—]")
_OF_ACTS = frozenset.union(
    *(
        words(name)
        for name in ("receiving_verb", "empty_verb", "process_verb", "noun_object", "linking_verb", "of_acts")
    )
)
"""Verbs whose object may be an act: 获得认可, 恢复通车."""
_INSIDE = ("里", "中", "内", "上", "下")
_STATES = endings("state_ending")
_VAGUE = words("vague_noun")


def claim(
    reading: Reading,
    predication: Predication,
    name: str,
    agent: Mention,
    target: Mention | Value,
    qualifiers: Qualifiers,
    behind: int = 0,
) -> Assertion:
    """The claim; ``behind`` is the text offset behind a value."""
    verb = (predication.verb, predication.last)
    near = [(agent.start, agent.end)]
    near += [(target.start, target.end)] if isinstance(target, Mention) else []
    start, end = mentions.evidence(reading, verb, (), near)
    clause, status = mentions.clause_of(reading, predication), status_of(reading, predication)
    return Assertion(agent, f"open:{name}", target, start, max(end, behind), clause, status, qualifiers=qualifiers)


def status_of(reading: Reading, predication: Predication) -> Status:
    """The status of the clause; a negation glued to the copula negates it."""
    status = reading.status(predication.verb)
    return "negated" if status == "asserted" and predication.lemma in ("不是", "并非") else status


def agent_of(reading: Reading, predication: Predication, phrase: Phrase) -> Mention | None:
    """The subject: somebody who can be named; a thing only where the clause itself tells it."""
    if _is_speaker(reading, predication, phrase) or _is_bracketed(reading, predication, phrase):
        return None
    if predication.subject_kind == "following" and not _is_next(reading, predication, phrase):
        return None
    if phrase.form == "pronoun":
        return mentions.of_pronoun(reading, phrase)
    if phrase.count is not None and phrase.count.kind == "money":
        return None
    taken = predication.subject_kind == "following" or _is_parted(reading, predication, phrase)
    if taken and phrase.form == "nominal" and status_of(reading, predication) == "hypothetical":
        return None
    if phrase.text in _VAGUE or phrase.text.endswith("讯") or _is_found(reading, predication, phrase):
        return None
    if phrase.type in PEOPLE:
        plain = phrase.type == "Group" or (phrase.type == "Person" and len(phrase.text) <= 2)
        bare = plain and phrase.count is None and phrase.form == "nominal"
        return None if bare and predication.subject_kind == "distant" else mentions.of_phrase(reading, phrase)
    if predication.subject_kind in ("distant", "following"):
        return None
    named_agent = predication.passive and phrase.index in predication.governed("被", "遭", "受", "由")
    if (
        not named_agent
        and phrase.type in (None, "Activity", "Condition", "Role")
        and not _is_told_of(reading, predication, phrase)
    ):
        return None
    return mentions.of_phrase(reading, phrase, phrase.type or _kind(reading, phrase))


def _is_next(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether a subject given back by a later clause stands in the one right behind, and does more than speak."""
    behind = predication.segment[1]
    if any(not other.relative for other in reading.predications_of_tokens(behind, phrase.first)):
        return False
    own = reading.predications_of_tokens(phrase.last, len(reading.tokens))
    return not own or own[0].lemma not in _speech_verbs() or status_of(reading, predication) != "planned"


def _is_parted(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether a semicolon or a full stop stands between a subject and its verb."""
    between = reading.tokens.texts[phrase.last : predication.verb]
    return predication.subject_kind in ("inherited", "distant") and any(text in "；。" for text in between)


def _is_speaker(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether the subject is only who says it: 他介绍，通过卫星了解情况."""
    taken = predication.subject_kind in ("inherited", "distant", "shared")
    if not taken or status_of(reading, predication) == "planned":
        return False
    verb = predication.verb
    first = reading.sentence_of(verb).first
    told = (p for p in reading.predications_of_tokens(first, verb) if phrase.index in p.subject)
    speaks = any(p.lemma in _speech_verbs() and not p.objects for p in told)
    return speaks and reading.in_quotation(reading.tokens.starts[verb])


def _is_bracketed(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether a bracket closes between a subject and its verb that did not open there: （记者 罗明）公司签约."""
    between = reading.tokens.texts[phrase.last : predication.verb]
    closing = next((i for i, text in enumerate(between) if text in ")）"), None)
    return closing is not None and not any(text in "(（" for text in between[:closing])


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in load_table("speech_verbs") if "verb" in row) - {"宣布", "承诺"}


def _is_found(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """驾驶室里卡着一个男子: with 着 the place or thing before the verb does not act."""
    behind = predication.verb + 1
    lasting = behind < predication.segment[1] and reading.tokens.texts[behind] == "着"
    return lasting and phrase.type not in PEOPLE


def _is_told_of(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether a noun that names nobody is the subject of its own clause, as the parse has it too."""
    if predication.subject_kind not in ("overt", "shared", "pivot") or not 2 <= len(phrase.text) <= _LONGEST_NAME:
        return False
    if phrase.form == "name" or reading.tokens.tags[phrase.first] == "nz":
        return True
    head = reading.doc[phrase.last - 1]
    predicate = reading.doc[predication.verb]
    heads = (predicate, predicate.head) if predication.subject_kind == "overt" else (predicate,)
    return head.dep_.startswith("nsubj") and head.head in heads


def target_of(reading: Reading, predication: Predication, phrase: Phrase) -> Mention | None:
    if phrase.form == "pronoun":
        return mentions.of_pronoun(reading, phrase)
    if len(phrase.text) == 1 and phrase.type is None:
        return _inside(reading, phrase)
    if (phrase.text in _VAGUE and phrase.text != "人") or (
        phrase.type is None and not 2 <= len(phrase.text) <= _LONGEST_NAME
    ):
        return None
    placed = predication.complement or predication.passive
    if phrase.type is None and len(phrase.text) == 2 and phrase.text.endswith(_INSIDE) and not placed:
        return None
    if _is_bare_act(reading, phrase) and predication.lemma not in _OF_ACTS and not predication.lemma.endswith("于"):
        return None
    mention = mentions.of_phrase(reading, phrase, phrase.type or _kind(reading, phrase))
    return replace(mention, variants=(*mention.variants, *_with_attributes(reading, predication, phrase)))


def _is_bare_act(reading: Reading, phrase: Phrase) -> bool:
    """A verb taken for a noun, right behind another verb: 进校工作."""
    single = phrase.last - phrase.first == 1 and phrase.owner is None
    return single and reading.tokens.tags[phrase.first] == "vn"


def _inside(reading: Reading, phrase: Phrase) -> Mention | None:
    """A place told by a noun of one character and what part of it is meant: 铺内, 车上."""
    tokens, at = reading.tokens, phrase.last
    if at >= len(tokens) or tokens.tags[at] != "f" or len(tokens.texts[at]) > 1:
        return None
    return mentions.of_span(reading, phrase.start, tokens.ends[at], "Place")


def _with_attributes(reading: Reading, predication: Predication, phrase: Phrase) -> Iterator[tuple[int, int]]:
    """The text offsets of the whole object, from the verb on, as another form of it: 援助新疆的工作."""
    governing = [p for p in reading.predications_in(predication.segment) if phrase.index in p.objects]
    start = mentions.behind_verb(reading, governing[0] if governing else predication)
    whole = reading.text[start : phrase.end]
    if predication.relative:
        return
    if phrase.form != "name" and len(phrase.text) < len(whole) <= _LONGEST_WHOLE and not _MARKS.search(whole):
        yield start, phrase.end


def _kind(reading: Reading, phrase: Phrase) -> EntityType:
    """The type of a noun that no lexicon knows: by its tag an activity or a state, else a thing."""
    if reading.tokens.tags[phrase.last - 1] in ("vn", "v"):
        return "Activity"
    return "Condition" if phrase.text.endswith(_STATES) or reading.tokens.tags[phrase.last - 1] == "an" else "Goods"
