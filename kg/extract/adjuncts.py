"""Qualifiers that stand beside a clause's verb and object: where it was done, how long it took, why, by whom.

去云溪县参加会议: the place. 经过两个多小时的努力，完成了手术: the duration. 因伤势过重而死亡: the cause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading
from kg.model import Value

_GOING = frozenset(("赴", "去", "来", "到", "前往", "奔赴", "走进", "来到", "开赴"))
_FOR = frozenset(("为", "给", "替"))
_SENT = frozenset(("支援", "驰援", "增援", "援助", "赴", "前往", "奔赴", "赶赴", "赶往"))
_DECIDES = re.compile(r"[^。；，\n被]{0,12}?(?:决定|任免|通知|任命|免去)")
_REACH = 240
"""Characters before an appointment in which the body that decides stands."""
_EFFORT = re.compile(r"(?:经过|历时|历经|耗时)\Z")
_CAUSE = re.compile(
    r"(?:因(?!为|此|而|故)|由于|因为)被?(?P<cause>[^，。；：因“”]{1,14}?)(?:而|导致|不幸|当场|一度|严重|相继|先后|最终|[，]"
    r"[^，。；：]{0,10}?(?:出现了?|患上|患|发生|一度))*\Z"
)


def adjuncts(reading: Reading, assertion: Assertion) -> Iterator[tuple[str, Mention | Value]]:
    """Names and values of the qualifiers that the words around an assertion tell."""
    open_claim = assertion.predicate.startswith("open:")
    for name, predicates, find in _RULES:
        if assertion.predicate in predicates or (open_claim and "open:" in predicates):
            found = find(reading, assertion)
            if found is not None:
                yield name, found


def _count(reading: Reading, assertion: Assertion) -> Value | None:
    """How much of its object an act without a frame is about: 硬化道路7.5公里."""
    target = assertion.object
    if not isinstance(target, Mention):
        return None
    for quantity in reading.quantities_around(target.start, target.end + 1):
        beside = target.start in (quantity.start, quantity.end) or quantity.start == target.end
        inside = target.start <= quantity.start and quantity.end == target.end
        if quantity.kind in ("count", "measure", "money") and not quantity.ordinal and (beside or inside):
            return mentions.quantity_value(quantity)
    return None


def _deciding(reading: Reading, assertion: Assertion) -> Mention | None:
    """The body that decides on an appointment, in its sentence or at the head of its list: 市政府决定：任命…"""
    begin = max(0, reading.text.rfind("。", 0, assertion.start) + 1, assertion.start - _REACH)
    for phrase in reversed(reading.phrases_between(begin, assertion.start)):
        if phrase.type == "Organization" and _DECIDES.match(reading.text, phrase.end):
            return mentions.of_phrase(reading, phrase)
    return None


def _gone_to(reading: Reading, assertion: Assertion) -> Mention | None:
    """The named place behind a verb of going in the clause, before what is done there."""
    target = assertion.object
    if not isinstance(target, Mention):
        return None
    last = None
    for phrase in reading.phrases_between(assertion.clause[0], target.start):
        verb = reading.tokens.texts[phrase.first - 1] if phrase.first else ""
        named = phrase.type == "Place" and phrase.form == "name" and phrase.end <= target.start
        if named and (verb in _GOING or (last is not None and phrase.start == last.end)):
            last = mentions.of_phrase(reading, phrase)
    return last


def _sent_to(reading: Reading, assertion: Assertion) -> Mention | None:
    """The place behind a verb of going or support in the clause of those who were sent: 派出专家支援山区."""
    target = assertion.object
    if not isinstance(target, Mention):
        return None
    for phrase in reading.phrases_between(target.end, assertion.clause[1]):
        verb = reading.tokens.texts[phrase.first - 1] if phrase.first else ""
        if phrase.type == "Place" and verb in _SENT:
            return mentions.of_phrase(reading, phrase)
    return None


def _body_before(reading: Reading, assertion: Assertion) -> Mention | None:
    """The body, team or place right before a post: 社区 in 社区第一书记, 医疗队 in 医疗队副队长."""
    target = assertion.object
    if not isinstance(target, Mention) or target.type != "Role":
        return None
    for phrase in reading.phrases_ending(target.start, target.start):
        if phrase.type in ("Organization", "Place", "Group") and phrase.count is None and phrase.form != "pronoun":
            return mentions.of_phrase(reading, phrase)
    return None


def _served(reading: Reading, assertion: Assertion) -> Mention | None:
    """Whom an act is done for: the people right behind 为 or 给 in the clause, before what is done."""
    target = assertion.object
    if not isinstance(target, Mention):
        return None
    for phrase in reading.phrases_between(assertion.clause[0], target.start):
        served = phrase.first > 0 and reading.tokens.texts[phrase.first - 1] in _FOR and phrase.end <= target.start
        if served and phrase.form == "pronoun":
            return mentions.of_pronoun(reading, phrase)
        if served and phrase.type in ("Person", "Group") and phrase.start != assertion.subject.start:
            return mentions.of_phrase(reading, phrase)
    return None


def _effort(reading: Reading, assertion: Assertion) -> Value | None:
    """The duration behind 经过 or 历时 in a clause before, in the same sentence."""
    begin, _ = mentions.sentence_of(reading, assertion.start)
    before = [time for time in reading.times_between(begin, assertion.start) if time.kind == "duration"]
    found = (time for time in reversed(before) if _EFFORT.search(reading.text, begin, time.start))
    return next((mentions.time_value(time) for time in found), None)


def _cause(reading: Reading, assertion: Assertion) -> Mention | None:
    """X in 因X死亡, right before the condition, or in 由于X，… of the clause before."""
    target = assertion.object
    if not isinstance(target, Mention) or assertion.status != "asserted":
        return None
    begin, _ = mentions.sentence_of(reading, target.start)
    match = _CAUSE.search(reading.text[begin : target.start])
    if match is None:
        return None
    start, end = begin + match.start("cause"), begin + match.end("cause")
    framed = [time.start for time in reading.times_between(start + 1, end)]
    framed += [at for word in ("在", "于", "不治") if (at := reading.text.find(word, start + 1, end)) > 0]
    told = reading.text[start : min([end, *framed])]
    if (len(told) < 2 and told not in ("病", "伤")) or any(verb in told for verb in ("导致", "造成", "引发", "需要")):
        return None
    return mentions.of_span(reading, start, start + len(told), "Condition")


_RULES: tuple[tuple[str, tuple[str, ...], Callable[[Reading, Assertion], Mention | Value | None]], ...] = (
    ("place", ("attended", "performs"), _gone_to),
    ("destination", ("dispatched",), _sent_to),
    ("at", ("hasRole", "appointedAs"), _body_before),
    ("beneficiary", ("performs", "arranged"), _served),
    ("duration", ("performs",), _effort),
    ("count", ("open:",), _count),
    ("by", ("appointedAs",), _deciding),
    ("cause", ("sufferedFrom",), _cause),
)
"""Qualifier, the predicates that take it, and what finds it; ``open:`` stands for all open claims."""
