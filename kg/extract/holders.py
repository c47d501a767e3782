"""The stretches of text that somebody other than the narrator vouches for.

A quotation is its speaker's. Reported speech holds on through the sentences that are tied to it, and what somebody
asks for or hopes (要求他们依法履职) is held by whoever asks or hopes, though it is no statement.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from kg.extract.denials import denied_scopes
from kg.extract.quotation import HolderScope, Quotation
from kg.extract.quoted import Layout, Word
from kg.extract.speakers import Cue, Subjects, find_cues, is_marker, is_sayer

_TIED = re.compile(
    r"\s*(此外|另外|因此|所以|如果|由于|同时|其中|首先|其次|第[一二三]，|再者|不过|但|但是|然而|而且|并且|该|经现场|经了解|目前看)"
)
_RECORD = re.compile(r"(?:公开|官方|相关|有关|个人|调查|检测|研究)?(?:资料|简历|履历|信息|结果|数据)")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def holder_scopes(doc: Doc, quotations: Sequence[Quotation]) -> list[HolderScope]:
    """The scopes of all quotations and wishes; where they are nested, the innermost one's speaker is the holder.

    Reported speech with a named source holds on through the sentences of its paragraph that are tied to it by a
    connective, by 该, or by a topic without a name of its own (此外，…, 如果…, 该校食堂…。食堂厨师…), up to the first
    one that is not or that has a frame of its own.
    """
    text = doc.text
    valid = [q for q in quotations if 0 <= q.start < q.end <= len(text)]
    frames = sorted({offset for q in valid for offset in (q.start, *(q.cue or ()))})
    topics = {token.idx: token.text for token in doc if token.tag_ == "n" and len(token.text) > 1}
    scopes = [HolderScope(q.start, _held_to(text, q, frames, topics), q) for q in valid if not _is_record(text, q)]
    layout = Layout(doc)
    scopes += [HolderScope(q.start, q.end, q) for q in _wishes(layout)]
    denied = list(denied_scopes(layout, valid))
    # What is denied is held by who denies it, be it a rumour's words.
    scopes = [s for s in scopes if not any(d.start <= s.start and s.end <= d.end for d in denied)] + denied
    return sorted(scopes, key=lambda scope: (scope.start, -scope.end))


def _is_record(text: str, quotation: Quotation) -> bool:
    """Whether it is no source but a record that tells it, for which the narrator vouches: 公开资料显示."""
    return quotation.speaker is not None and _RECORD.fullmatch(text, *quotation.speaker) is not None


def _held_to(text: str, quotation: Quotation, frames: Sequence[int], topics: dict[int, str]) -> int:
    """Where the last sentence ends that a reported quotation vouches for."""
    if quotation.kind != "indirect" or quotation.speaker is None:
        return quotation.end
    end, before = quotation.end, text[quotation.start : quotation.end]
    for match in _SENTENCE.finditer(text, end + (text[end : end + 1] == "。")):
        following = bisect_left(frames, match.start())
        framed = following < len(frames) and frames[following] < match.end()
        topic = topics.get(match.start())
        tied = _TIED.match(match.group()) is not None or (topic is not None and topic in before)
        if text[match.start() - 1] == "\n" or framed or not tied or "否认" in match.group():
            break
        end, before = match.end() - (match.group()[-1] == "。"), match.group()
    return end


# --- wishes and orders ----------------------------------------------------------------------------------


def _wishes(layout: Layout) -> Iterator[Quotation]:
    """What somebody asks for or hopes, without a comma behind the verb, up to the end of its clause."""
    subjects = Subjects(layout)
    for start, end in layout.clauses(0, len(layout.text)):
        words = layout.words(start, end)
        cue = _asking(words)
        if cue is None or is_marker(layout.text[start : cue.end]):
            continue
        speaker = subjects.of(start, cue.start)
        if speaker is None:
            speaker = subjects.before(start, layout.sentence_start(start), animate=False)
        if speaker is not None and is_sayer(layout.words(speaker.start, speaker.end)):
            span = (speaker.start, speaker.end)
            yield Quotation(cue.end, end, "indirect", (cue.start, cue.end), span, speaker.kind)


def _asking(words: Sequence[Word]) -> Cue | None:
    """The verb of asking or hoping that a clause of its own follows."""
    for cue in find_cues(words):
        asks = cue.verbs[-1].speech_class in ("order", "wish") and words[cue.last].tag == "v"
        if asks and any(word.tag == "v" for word in words[cue.last + 1 :]):
            return cue
    return None
