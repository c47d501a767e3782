"""Where a rumour stands: 网传水库垮坝, 针对“水库垮坝”的传言, 有网友称水库垮坝."""

from __future__ import annotations

import re

from kg.extract.quoted import Layout, Span

_LEAD = re.compile(
    r"\s*(?:(?:但|而|不过|另外|此外)，?)?(?P<topic>至于|对于|关于|针对|面对|就|对)?(?:有关)?"
    r"(?:(?:近日|日前|近期|最近|此前|先前|早前|之前|昨[日天]|今[日天]|当[日天]|连日来|一度|事发后|事后)，?)?"
)
_SITES = (
    r"(?:网[上络](?:上|平台)?|互联网上?|社交(?:平台|媒体|网络)上?|(?:短视频|网络)平台上?|微信群[里中]?|朋友圈[里中]?"
    r"|坊间|外界|市场上?|当地|民间|村里|业内|圈内)"
)
_CROWD = (
    r"(?:网友|网民|媒体|外媒|港媒|台媒|自媒体|博主|传言|传闻|消息|谣言|网帖|帖子|视频|报道|说法"
    r"|市民|居民|村民|家长|业主|用户|人)"
)
_TELLS = r"(?:称|说|指|爆料|发文称?|发帖称?|质疑|报[道导]称?|传|怀疑|误以为|声称|宣称|散布)"
_OPENINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<hearsay>[网外谣误风盛疯讹]传)(?:[称说]，?)?",
        rf"(?P<hearsay>{_SITES}(?:还|又|也|曾|一直|近日)?(?:有|出现)?(?:流传|盛传|疯传|热传|传言|传闻|谣传|传出|传))(?:着|的|一则|一种)?"
        r"(?:消息|说法)?(?:[称说]，?)?",
        rf"{_SITES}?(?:还|又|也|曾)?(?:有|出现|一些|部分|个别|不少)(?:[^，。“”]{{0,6}}?){_CROWD}(?:在[^，。“”]{{1,10}})?"
        rf"(?:还|曾|也|近日|此前)?{_TELLS}，?",
    )
)
"""How a rumour is brought up; the last of them may be a fair question as well as a rumour."""
_SUBJECT = re.compile(
    rf"(?:{_SITES}的?)?(?:有关|关于|所谓的?)?(?P<what>[^，。]{{4,60}}?)"
    r"(?:的(?:[网相有上][络关述])?(?P<noun>传闻|传言|谣言|说法|猜测|质疑|报道|消息)|这?一[事说])$"
)
_BEHIND = re.compile(
    r"(?:的(?:[网相有上][络关述])?(?:传闻|传言|谣言|说法|猜测|质疑|报道|消息|信息)|这?一[事说]|等[^，。]{0,6})$"
)
_LEAST = 4


def rumour_in(layout: Layout, first: int, last: int) -> tuple[Span, bool] | None:
    """The rumour that a stretch of text, which ends before the answer to it, is about.

    Told by its text offsets, with whether the words that bring it up make it hearsay (网传, 传闻) and not just
    what somebody said (有网友称).
    """
    text = layout.text
    last = layout.back(last, "，。；：！？")
    lead = _LEAD.match(text, first, last)
    at = lead.end() if lead is not None else first
    for opening in _OPENINGS:
        match = opening.match(text, at, last)
        if match is not None:
            found = _content(text, match.end(), last)
            return (found, bool(match.groupdict().get("hearsay"))) if found is not None else None
    if lead is None or lead["topic"] is None:
        return None
    subject = _SUBJECT.match(text, at, last)
    if subject is not None:
        found = _content(text, *subject.span("what"))
        return (found, True) if found is not None else None
    return None


def _content(text: str, start: int, end: int) -> Span | None:
    """What is rumoured, without marks and the noun behind it: “水库垮坝”的说法."""
    behind = _BEHIND.search(text, start, end)
    if behind is not None:
        end = behind.start()
    while start < end and text[start] in "，： ":
        start += 1
    closing = text.find("”", start, end)
    if text[start] == "“" and closing == end - 1:
        start, end = start + 1, closing
    return (start, end) if end - start >= _LEAST else None
