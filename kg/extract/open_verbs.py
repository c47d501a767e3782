"""Which predications can be told as open claims: main verbs with sense of their own and a whole object behind them.

The surface says where verb and object stand, the parse is asked as a witness: a verb that it takes for a part of a
noun phrase, or a noun that it gives to another verb, makes no claim.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Token

from kg.extract import nouns
from kg.extract.base import Reading
from kg.extract.clauses import CONJUNCTIONS
from kg.extract.frame_lexicon import frames_of
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons import load_table
from kg.lexicons.lists import words

_LONGEST_VERB = 4
_LONGEST_CHAIN = 12
"""Steps up the parse from a word to the head of its phrase."""
_WITHIN_PHRASES = frozenset(("nmod", "compound", "amod", "case", "mark", "advmod", "det", "nummod", "dislocated"))
_OBJECT_RELATIONS = ("obj", "iobj", "obl", "nsubj:pass", "dobj", "attr")
_SAME_PHRASE = frozenset(("conj", "flat", "compound", "appos", "nmod", "amod", "nummod", "punct", "case", "clf", "dep"))
_NOMINAL_TAGS = frozenset(("n", "nz", "nw", "nr", "ns", "nt", "vn", "an", "a", "m", "q", "r", "s", "ORG", "PER", "LOC"))
_CLAUSE_NOUNS = words("clausal_noun")
_GETTING = (
    words("receiving_verb") | words("empty_verb") | {"接到", "收到", "听取", "发布", "批准", "通过", "递交", "提交"}
)
_TELLING_NOUNS = words("telling_noun")
_CLAUSAL = words("clausal_object")
_LEADING = words("leading_verb")
_RECEIVING = words("receiving_verb")
_LISTING = ("为", "是", "系", "有", "包括", "涵盖")
_PURPOSES = ("用来", "用于", "用以")
_AGENTS = ("Person", "Group", "Organization")
_CONCRETE = ("Person", "Group", "Organization", "Place", "Goods", "Work", "Event")
_DIRECTIONS = ("到", "往", "至", "在", "来", "进", "入", "给")
_BEHIND_OBJECTS = frozenset(("等", "等等", "了", "吗", "时", "后", "之后", "期间", "之前", "以来"))
_GLUED = re.compile("[另尚更现并均可就还仍又再都想不能会应将对只仅共原](?:有|无|是|在|让|为|为了|看|其|到|能在)|并非.*")
"""What the segmenter glues together of an adverb, a preposition or a modal verb and its neighbour."""


@cache
def without_claims() -> frozenset[str]:
    """Verbs that say nothing on their own, that other extractors read, or that only carry status."""
    speech = (row["verb"] for row in load_table("speech_verbs") if "verb" in row)
    modal = (row["word"] for row in load_table("verb_classes") if row["class"] == "modal")
    posts = words("post_verb") | words("passive_post_verb")
    light = frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "light") - {"提供"}
    return words("no_open_claim") | posts | light | (frozenset(speech) | frozenset(modal)) - words("noun_object")


@cache
def _pivots() -> frozenset[str]:
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "pivot")


def is_main_verb(reading: Reading, predication: Predication) -> bool:
    """Whether a predication's verb is one that can make an open claim."""
    if predication.subject_kind == "none" or len(predication.lemma) > _LONGEST_VERB:
        return False
    glued = _GLUED.fullmatch(predication.lemma) is not None and predication.lemma not in ("不是", "并非")
    texts = reading.tokens.texts
    if texts[predication.last - 1] in ("给", "为", "向", "在") and texts[predication.last - 2] == "到":
        # 发展到给老人送餐: the last word governs what another verb is done for.
        return False
    if glued or nouns.person_number(predication.lemma) is not None:
        return False
    if predication.relative and not _is_relative(reading, predication):
        return False
    return not _in_phrase(reading, predication) and not _in_list(reading, predication)


def _is_relative(reading: Reading, predication: Predication) -> bool:
    """Whether the parse sees the relative clause, and the noun that it describes can act or be acted on."""
    parsed = any(reading.doc[i].dep_.startswith("acl") for i in range(predication.verb, predication.last))
    if not parsed and not (predication.complement in _DIRECTIONS and predication.objects):
        return False
    described = [reading.phrases[i] for i in (*predication.subject, *predication.objects)]
    if not all(reading.phrases[i].type in _AGENTS or reading.phrases[i].form == "pronoun" for i in predication.subject):
        return predication.complement in _DIRECTIONS
    if not parsed or predication.complement in _DIRECTIONS:
        return True
    return all(phrase.type in _CONCRETE or phrase.form == "pronoun" for phrase in described)


def _in_phrase(reading: Reading, predication: Predication) -> bool:
    """Whether the verb is part of a noun phrase: 司乘人员, 社区防控意识."""
    texts, tags = reading.tokens.texts, reading.tokens.tags
    verb, before = predication.verb, predication.verb - 1
    inside = before >= predication.segment[0]
    if inside and texts[before] in ("的", "所"):
        return True
    governed = any(is_governed(reading, predication, reading.phrases[i]) for i in predication.objects)
    if inside and tags[before] in ("m", "q") and not governed and not texts[before].endswith(("次", "遍", "回")):
        return True
    if predication.last > verb + 1 or predication.passive or predication.governed("把", "将"):
        return False
    behind = reading.phrase_behind(verb)
    if behind is not None and behind.index in predication.governed("与", "和", "同", "跟", "对", "向"):
        return False
    token = reading.doc[verb]
    if token.dep_ in ("nmod", "compound") or _is_received(reading, predication):
        return True
    adverbial = inside and tags[before] in ("d", "ad", "TIME")
    if token.dep_ in _WITHIN_PHRASES and not predication.relative:
        return not adverbial
    if len(predication.lemma) == 1 and inside and tags[before] in ("n", "vn", "nz", "an", "a", "s"):
        told = behind is not None and behind.index in (
            *predication.subject,
            *predication.governed("在", "从", "于", "给", "用"),
        )
        if not told:
            return True
    # A bare verb between two nouns is one only where the parse gives it both.
    nouns_around = inside and tags[before] in ("n", "vn", "nz", "an", "a", "s", "v") and bool(predication.objects)
    if not nouns_around or predication.subject_kind in ("pivot", "relative") or token.dep_ == "cop":
        return False
    return not governed


def _is_received(reading: Reading, predication: Predication) -> bool:
    """Whether the verb is what somebody gets from the agent before it: 获基金会资助, 接受警方询问."""
    verbs = reading.predications_in(predication.segment)
    before = next((p for p in reversed(verbs) if p.verb < predication.verb), None)
    if before is None:
        return False
    return before.lemma in _PURPOSES or (before.lemma in _RECEIVING and before.object_end == predication.verb)


def _in_list(reading: Reading, predication: Predication) -> bool:
    """Whether the verb is only an item of a list of activities (承担巡查、消杀保障等工作)."""
    for other in reading.predications_in(predication.segment):
        if other.verb >= predication.verb:
            return False
        listed = other.lemma in _LISTING or any(frame.slot == "list" for frame in frames_of(other))
        if listed and any(token.text == "、" for token in reading.doc[other.verb : predication.verb]):
            return True
    return False


def is_whole_object(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether a noun phrase right of a verb is its object, and neither cut short nor the subject of another verb."""
    tags, texts = reading.tokens.tags, reading.tokens.texts
    at, end = max(predication.object_end, phrase.last), predication.segment[1]
    if predication.relative:
        behind = phrase.last + 1 if phrase.last < end and tags[phrase.last] == "f" else phrase.last
        return texts[min(behind, end - 1)] == "的" or phrase.last == predication.object_end
    while at < end and (tags[at] == "f" or texts[at] in _BEHIND_OBJECTS):
        at += 1
    agrees = is_governed(reading, predication, phrase)
    if tags[phrase.last - 1] == "a" or _is_described(reading, predication, phrase):
        return False
    if at >= end:
        return agrees or not _given_away(reading, predication, phrase)
    if texts[at] in CONJUNCTIONS:
        parallel = at + 1 < end and tags[at + 1] in ("v", "d", "ad")
        return agrees and parallel and texts[at] == "、"
    if tags[at] in _NOMINAL_TAGS:
        return bool(reading.quantities_between(reading.tokens.starts[at], reading.tokens.ends[at]))
    if tags[at] in ("v", "vd", "d", "ad", "p", "TIME") and _hands_on(predication):
        return True
    if tags[at] == "v" and at + 1 >= end:
        return False
    return agrees and predication.lemma not in _CLAUSAL


def _is_described(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether a noun is what a clause before 的 tells: 收购公司的传闻, 举办年会的邀请, but not 社区的邀请."""
    owner = reading.owner(phrase)
    if owner is None:
        return False
    told = phrase.text in _TELLING_NOUNS and predication.lemma not in _GETTING and owner.type not in (*_AGENTS, None)
    return told or phrase.text in _CLAUSE_NOUNS


def _hands_on(predication: Predication) -> bool:
    """Whether the verb's object goes on to act, or to be acted on: 带着维修工赶到, 送往医院救治."""
    if predication.lemma in _CLAUSAL:
        return False
    moved = predication.complement in _DIRECTIONS or predication.lemma.endswith(_DIRECTIONS)
    return moved or predication.lemma in _LEADING or predication.lemma in _pivots()


def is_governed(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether the parse hangs a noun phrase on a verb as its object."""
    head = _head(reading, phrase)
    verb = range(predication.verb, predication.last)
    return head.head.i in verb and head.dep_.startswith(_OBJECT_RELATIONS)


def _given_away(reading: Reading, predication: Predication, phrase: Phrase) -> bool:
    """Whether the parse gives a noun phrase to a verb behind it as its subject."""
    head = _head(reading, phrase)
    return head.dep_.startswith("nsubj") and phrase.last <= head.head.i < predication.segment[1]


def _head(reading: Reading, phrase: Phrase) -> Token:
    """The token by which a phrase, or the list that it closes, hangs in the parse."""
    head = reading.doc[phrase.last - 1]
    seen = 0
    while seen < _LONGEST_CHAIN and head.head.i != head.i and _is_inside(head, phrase):
        head = head.head
        seen += 1
    return head


def _is_inside(token: Token, phrase: Phrase) -> bool:
    if phrase.first <= token.head.i < phrase.last or (token.dep_ == "conj" and token.head.i < token.i):
        return True
    return token.head.i == phrase.last and token.head.tag_ == "f"
