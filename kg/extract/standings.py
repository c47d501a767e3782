"""What somebody does something as.

``hasRole``: 作为一名退伍老兵，罗明…; 罗明作为村支书，….
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.clauses import BREAKS
from kg.extract.phrases import Phrase

_AS = ("作为", "身为")


@extractor("standings")
def extract_standings(reading: Reading) -> Iterator[Assertion]:
    """``hasRole`` of those who act 作为 something."""
    texts = reading.tokens.texts
    for index, text in enumerate(texts):
        if text not in _AS:
            continue
        end = index + 1
        while end < len(texts) and texts[end][0] not in BREAKS and "\n" not in texts[end]:
            end += 1
        standing = reading.index.phrase_by_last.get(end)
        role = nouns.role_of(standing.text) if standing is not None and standing.form == "nominal" else None
        holder = _holder(reading, index, end)
        if standing is None or role is None or holder is None:
            continue
        if standing.count is not None and standing.count.value != 1:
            continue
        text = standing.short or standing.text
        target = mentions.of_span(reading, standing.end - len(text), standing.end, "Role")
        owner = reading.owner(standing)
        body = owner is not None and owner.type in ("Organization", "Place") and owner.form == "name"
        at = {"at": (mentions.of_phrase(reading, owner),)} if owner is not None and body else {}
        start, last = mentions.spanning([(holder.start, holder.end), (target.start, target.end)])
        clause = (reading.tokens.starts[index], reading.tokens.ends[end - 1])
        subject = mentions.of_phrase(reading, holder, "Person")
        yield Assertion(subject, "hasRole", target, start, last, clause, qualifiers=at)


def _holder(reading: Reading, at: int, end: int) -> Phrase | None:
    """Who stands right before 作为, or is the subject of the clause behind it."""
    texts = reading.tokens.texts
    before = reading.index.phrase_by_last.get(at)
    if before is not None:
        return before if before.personal or before.text in ("他", "她", "我") else None
    opens = at == 0 or texts[at - 1][0] in BREAKS or "\n" in texts[at - 1]
    if not opens or texts[end : end + 1] != ["，"]:
        return None
    behind = next(iter(reading.phrases_of_tokens(end + 1, end + 2)), None)
    while behind is not None and not behind.personal and (after := reading.after(behind)) and after.adjacent:
        behind = after
    return behind if behind is not None and (behind.personal or behind.text in ("他", "她", "我")) else None
