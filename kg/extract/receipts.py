"""What is received, where the words behind the verb tell it better than noun phrases do.

Honours are named by whole descriptions (省级文明村称号, 男子100米金牌), calls and gifts by nouns that LAC takes
for verbs (接到群众报警, 接收捐款120万元).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import words
from kg.model import Value

_AWARDING = words("awarding_verb")
_RECEIVING = words("receiving_verb")
_TAKING_CALLS = words("call_verb")
_GRANTING = words("granting_verb")
_HONOUR = re.compile(
    r"(?:了|过)?(?:[一两二三四五六七八九十\d]+[枚块项次个座尊])?(?P<told>[^，。；：！？、“”《》\n了]{0,18}?[“《]?[^，。；：！？、“”《》\n了]{0,14}[”》]?"
    r"(?:荣誉称号|称号|荣誉|奖章|奖状|[金银铜]奖|[一二三特]等奖|[一二三特]等功|大奖|优秀奖|[金银铜]牌|奖牌|冠军|亚军|季军|第[一二三四五六七八]名|专利|奖))"
    r"(?=[，。；！？、]|和|及|等|一次|[一二三四五六七八九十\d]+[枚项次个件]|$)"
)
_CALL = re.compile(
    r"(?:了|过)?(?P<told>(?:一[个起通]|[^，。；！？、的\n]{0,8}?)(?P<noun>报警|报案|求助|求救|举报|投诉|来电|警情|指令|命令|通知|求助电话|报警电话))"
    r"(?=[，。；、]|后|称|时|以后|之后|$)"
)
_GIFT = re.compile(
    r"(?:了|到)?(?P<told>(?P<giver>(?:来自)?(?:社会各界|社会|各界|各方|爱心人士|爱心企业|海内外|境外|境内)?的?)"
    r"(?P<noun>捐款|善款|赠款|捐赠资金|捐赠物资|捐赠款物|捐赠|款物)(?:合计|共计|总计|共|约)?)"
)
_GIVERS = ("社会各界", "各界", "爱心人士", "爱心企业")
"""Those among the givers who are told of as people."""
_LONGEST = 24


def told_behind(reading: Reading, predication: Predication) -> list[Mention]:
    """What the words behind a verb of receiving say to be received; nothing where noun phrases are to tell it."""
    at = reading.tokens.ends[predication.last - 1]
    verb = f"{predication.lemma}{predication.complement}"
    limit = min(len(reading.text), at + 60)
    if predication.lemma in _AWARDING and (match := _HONOUR.match(reading.text, at, limit)):
        return _honours(reading, match) if len(match["told"]) <= _LONGEST else []
    if (verb in _TAKING_CALLS or predication.lemma in _TAKING_CALLS) and (
        match := _CALL.match(reading.text, at, limit)
    ):
        call = mentions.of_span(reading, *match.span("told"), "Work")
        return [mentions.with_variants(call, (match.span("noun"),))]
    if verb in _RECEIVING or predication.lemma in _RECEIVING:
        return _gift(reading, at, limit)
    return []


def _honours(reading: Reading, match: re.Match[str]) -> list[Mention]:
    start, end = match.span("told")
    honour = mentions.of_span(reading, start, end, "Work")
    quoted = re.search("“([^”]+)”", match["told"])
    inner = () if quoted is None else ((start + quoted.start(1), start + quoted.end(1)),)
    return [mentions.with_variants(honour, inner)]


def _gift(reading: Reading, at: int, limit: int) -> list[Mention]:
    """捐款120万元 behind 接收: the noun with its sum."""
    match = _GIFT.match(reading.text, at, limit)
    if match is None:
        return []
    sums = [q for q in reading.quantities_between(match.end(), match.end() + 1) if q.start == match.end()]
    noun = match.span("noun")
    bare = noun if not match["noun"].startswith("捐赠") or len(match["noun"]) == 2 else (noun[0] + 2, noun[1])
    if not sums:
        return [mentions.with_variants(mentions.of_span(reading, *noun, "Goods"), (bare,))]
    whole = mentions.of_span(reading, noun[0], sums[0].end, "Goods")
    return [mentions.with_variants(whole, (noun, bare, (sums[0].start, sums[0].end)))]


def is_received(reading: Reading, predication: Predication) -> bool:
    """Whether 捐款 and the like are what a verb right before them receives, and no deed of its subject."""
    for earlier in reading.predications_of_tokens(max(predication.segment[0], predication.verb - 4), predication.verb):
        start, end = reading.tokens.ends[earlier.last - 1], reading.tokens.starts[predication.verb]
        gift = _GIFT.match(reading.text, start) if earlier.lemma in _RECEIVING else None
        if gift is not None and gift.start("noun") <= end < gift.end("noun") + 1:
            return True
    return False


@extractor("grants")
def extract_grants(reading: Reading) -> Iterator[Assertion]:
    """``received``: 县委授予罗明“优秀党员”称号, where the one honoured stands right behind the verb."""
    for predication in reading.predications:
        if predication.lemma not in _GRANTING or predication.passive or predication.relative:
            continue
        honoured = next(iter(reading.phrases_of_tokens(predication.last, predication.last + 1)), None)
        if honoured is None or honoured.first != predication.last or not _may_be_honoured(honoured):
            continue
        match = _HONOUR.match(reading.text, honoured.end, min(len(reading.text), honoured.end + 60))
        if match is None or len(match["told"]) > _LONGEST:
            continue
        receiver, clause = mentions.of_phrase(reading, honoured), mentions.clause_of(reading, predication)
        for honour in _honours(reading, match):
            status = reading.status(predication.verb)
            yield Assertion(receiver, "received", honour, honoured.start, match.end("told"), clause, status)


@extractor("givers")
def extract_givers(reading: Reading) -> Iterator[Assertion]:
    """``donated``: 接收社会各界捐款120万元, where the givers stand before their gift."""
    for predication in reading.predications:
        if predication.lemma not in _RECEIVING or predication.relative:
            continue
        at = reading.tokens.ends[predication.last - 1]
        match = _GIFT.match(reading.text, at, min(len(reading.text), at + 60))
        giver = match["giver"].removeprefix("来自").removesuffix("的") if match is not None else ""
        if match is None or giver not in _GIVERS:
            continue
        start = reading.text.index(giver, match.start("giver"))
        who = mentions.of_span(reading, start, start + len(giver), "Group")
        clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
        receivers = [mentions.of_phrase(reading, p) for i in predication.subject if (p := reading.phrases[i]).type]
        to: dict[str, tuple[Mention | Value, ...]] = {"recipient": tuple(receivers)} if receivers else {}
        for gift in _gift(reading, at, min(len(reading.text), at + 60)):
            end = max(gift.end, *(stop for _, stop in gift.variants), 0)
            yield Assertion(who, "donated", gift, start, end, clause, status, qualifiers=to)


def _may_be_honoured(phrase: Phrase) -> bool:
    return phrase.personal or (phrase.form == "name" and phrase.type in ("Organization", "Place", "Group"))
