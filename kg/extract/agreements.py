"""Who works together with whom.

``cooperatesWith``: A与B签署协议, A与B建立对口帮扶关系, A和B结对, A、B共同主办.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.frame_lexicon import frames_of
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words

_AGREEING = words("agreement_verb")
_CONCLUDING = words("concluding_verb")
_TYING = endings("tying_verb")
_AGREEMENTS = endings("agreement")
_TIES = re.compile(r"合作|协作|帮扶|伙伴|友好|姐妹|战略|支援|结对|协同|联动|共建|联盟|对口|外交")
_BONDS = ("关系", "机制", "联盟", "合作", "协作", "对子", "城市", "共同体", "联合体", "医联体")
_JOINTLY = frozenset(("共同", "联合", "携手", "联手", "合力"))
_JOINT_ACTS = ("held", "created", "built", "founded", "performs", "dispatched", "delivered", "donated", "arranged")
_FARTHEST = 80
"""Characters between two parties to an agreement."""


@extractor("agreements")
def extract_agreements(reading: Reading) -> Iterator[Assertion]:
    """``cooperatesWith``: A与B签署协议, A和B合作."""
    for predication in reading.predications:
        together = predication.lemma == "联合" and predication.subject_kind == "overt"
        jointly = not together and _acts_jointly(reading, predication)
        if not (together or jointly or _agrees(reading, predication)):
            continue
        parties = _parties(reading, predication)
        named = len(parties) == 2 and all(p.form == "name" for p in parties)
        if jointly and not named and not all(p.type == "Organization" for p in parties):
            continue
        verb_end = reading.token_range(predication.verb, predication.verb + 1)[1]
        pairs = ((parties[0], other) for other in parties[1:]) if together or jointly else pairwise(parties)
        for one, other in pairs:
            start, end = one.start, max(other.end, verb_end)
            if end - start > _FARTHEST:
                continue
            clause, status = mentions.clause_around(reading, start, end), reading.status(predication.verb)
            left, right = mentions.of_human(reading, one), mentions.of_phrase(reading, other)
            yield Assertion(left, "cooperatesWith", right, start, end, clause, status)


def _parties(reading: Reading, predication: Predication) -> list[Phrase]:
    """Those who work together: the subject, who stands behind 与, and behind 由."""
    indices = (*predication.governed("由"), *predication.subject, *predication.governed("与", "和", "同"))
    found = [reading.phrases[index] for index in dict.fromkeys(indices)]
    named = [p for p in found if p.type in ("Organization", "Person", "Group", "Place") and p.form != "pronoun"]
    acting = [p for p in found if mentions.of_pronoun(reading, p) is not None and p.index in predication.subject]
    return [*acting, *named]


def _agrees(reading: Reading, predication: Predication) -> bool:
    """Whether a verb, with its object where it needs one, tells of an agreement."""
    lemma = predication.lemma
    if reading.tokens.tags[predication.verb - 1 : predication.verb] == ["v"]:
        # 见证签约: the verb before has it as its object.
        return False
    if lemma in _AGREEING or lemma.startswith(("结成", "结为", "缔结")):
        return True
    objects = [reading.phrases[index].text for index in predication.objects]
    if lemma in _CONCLUDING:
        return any(text.endswith(_AGREEMENTS) for text in objects)
    tied = (text for text in objects if text.endswith(_BONDS) and _TIES.search(text))
    return lemma in _TYING and next(tied, None) is not None


def _acts_jointly(reading: Reading, predication: Predication) -> bool:
    """共同主办, 联合举办: an adverb of joint action right before a verb of the frame lexicon."""
    before = reading.tokens.texts[max(predication.segment[0], predication.verb - 2) : predication.verb]
    if _JOINTLY.isdisjoint(before):
        return False
    earlier = reading.predications_of_tokens(predication.verb - 2, predication.verb)
    if any(other.lemma == "联合" and other.subject_kind == "overt" for other in earlier):
        return False
    return any(frame.predicate in _JOINT_ACTS for frame in frames_of(predication))
