"""Prizes that one clause names and another one gives: 颁发“青年奖”，甲、乙获奖; medals behind 以 (以31枚金牌居首).

``received``: who won them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words
from kg.model import Value

_RANKING = words("ranking_verb")
_MEDALS = ("金牌", "银牌", "铜牌", "奖牌", "奖项")
_WINNING = words("winning_verb")
_LISTED = ("名列", "位列", "跻身")
"""Verbs that tell of a prize where 其中 stands behind them."""
_BESTOWING = words("bestowing_verb")
_PRIZES = endings("prize")
_WINNERS = ("Person", "Group", "Organization", "Work")


@extractor("medals")
def extract_medals(reading: Reading) -> Iterator[Assertion]:
    """``received``: 重庆代表团以31枚金牌居榜首."""
    for predication in reading.predications:
        if predication.lemma not in _RANKING or predication.relative:
            continue
        medals = [reading.phrases[i] for i in predication.governed("以", "凭", "凭借")]
        winners = _winners(reading, predication)
        for medal in medals:
            if medal.text.endswith(_MEDALS) and medal.count is not None:
                count = {"count": (mentions.quantity_value(medal.count),)}
                won = mentions.of_phrase(reading, medal, "Work")
                for winner in winners:
                    yield _received(reading, predication, winner, won, count)


@extractor("prizes")
def extract_prizes(reading: Reading) -> Iterator[Assertion]:
    """``received``: 大会颁发优秀论文奖，厉某和温某获奖."""
    for predication in reading.predications:
        if predication.relative or predication.objects or not _wins(reading, predication):
            continue
        prize = _bestowed(reading, predication)
        if prize is not None and predication.subject_kind in ("overt", "shared"):
            for winner in _winners(reading, predication):
                yield _received(reading, predication, winner, mentions.of_phrase(reading, prize, "Work"), {})


def _wins(reading: Reading, predication: Predication) -> bool:
    """Whether a verb tells that its subject got the prize told of before: 获奖, 名列其中."""
    behind = reading.tokens.texts[predication.last : predication.last + 1]
    lemma = f"{predication.lemma}{predication.complement}"
    return lemma in _WINNING or (predication.lemma in _LISTED and behind in (["其中"], ["其间"]))


def _bestowed(reading: Reading, predication: Predication) -> Phrase | None:
    """The prize that a clause before tells to be given in the same sentence."""
    first = reading.sentence_of(predication.verb).first
    for earlier in reversed(reading.predications_of_tokens(first, predication.segment[0])):
        if earlier.lemma in _BESTOWING and not earlier.relative:
            told = [reading.phrases[i] for i in earlier.objects]
            return next((p for p in told if p.text.strip("“”《》").endswith(_PRIZES)), None)
    return None


def _winners(reading: Reading, predication: Predication) -> list[Mention]:
    """The people, bodies and works that a verb has as its subject."""
    found = [reading.phrases[i] for i in predication.subject]
    told = [mentions.of_phrase(reading, p) for p in found if p.type in _WINNERS and p.form != "pronoun"]
    pronouns = [m for p in found if p.form == "pronoun" and (m := mentions.of_pronoun(reading, p)) is not None]
    return [*told, *pronouns]


def _received(
    reading: Reading,
    predication: Predication,
    winner: Mention,
    won: Mention,
    qualifiers: Mapping[str, tuple[Mention | Value, ...]],
) -> Assertion:
    verb = (predication.verb, predication.last)
    near = [(winner.start, winner.end), (won.start, won.end)]
    start, end = mentions.evidence(reading, verb, (), near)
    clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
    return Assertion(winner, "received", won, start, end, clause, status, qualifiers=qualifiers)
