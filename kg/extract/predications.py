"""Predications: a verb with its subject, objects and prepositional phrases.

The text is cut into comma clauses. Within a clause, a pass over noun phrases, verbs and prepositions finds who does
what. A clause without a subject takes the one of the clause before, or, at the head of a sentence, of the clause after
(带着鸡蛋，贺庆敲开了门). The object of a verb of sending or asking is the subject of the verb after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from kg.extract.clauses import BRINGING, CONJUNCTIONS, LOCALIZERS, Clauses, Predication, segments
from kg.extract.main_clauses import MainClauses
from kg.extract.phrases import Phrase
from kg.extract.relatives import Relatives
from kg.extract.tokens import Tokens
from kg.lexicons import load_table
from kg.lexicons.lists import words

__all__ = ["CONJUNCTIONS", "Predication", "find_predications"]

_DISPATCHING = words("dispatching")
_ASIDES = words("aside_subject")
_POINT = re.compile(r"(?:第?[一二三四五六七八九十]|[0-9]+)(?:是|要|、|，)")
_SUBORDINATORS = words("subordinator")
_IF_CLOSED = words("subordinator_if_closed")
_LONGEST_BRACKET = 24
"""Tokens within which a bracket is looked for."""
_CLOSING = LOCALIZERS | {"来", "起", "看"}
_NONE: tuple[int, ...] = ()
_ACTORS = ("Person", "Group", "Organization")
_REASONS = frozenset(("因", "因为", "由于", "见", "为了", "虽", "虽然", "尽管", "怕", "恐"))
_PERCEIVING = words("perceiving_verb")
_RESUMING = words("resuming_adverb")


class _Matrix(NamedTuple):
    """A subject that the clause behind may go on with, whoever is told of in between; by a reason it does so always."""

    subject: tuple[int, ...]
    by_reason: bool


_NO_MATRIX = _Matrix((), by_reason=False)


@cache
def _sent_verbs() -> frozenset[str]:
    """What people do who were sent out."""
    told = ("wentTo", "assignedTo", "performs", "helped", "visited")
    return frozenset(row["verb"] for row in load_table("frames") if row["predicate"] in told)


def find_predications(
    tokens: Tokens,
    phrases: Sequence[Phrase],
    title_starts: Mapping[int, int] | None = None,
    bounds: Collection[int] = (),
) -> list[Predication]:
    """All predications of a document in text order.

    ``title_starts`` maps the first token of a name to the first token of the title before it, which then belongs
    to the name's noun phrase even where verbs stand in it. ``bounds`` are text offsets at which a clause ends though
    no mark stands there.
    """
    finder = _Finder(tokens, phrases, title_starts or {})
    for sentence, parts in segments(tokens, phrases, frozenset(bounds)):
        finder.sentence(sentence.first, sentence.last, parts)
    return finder.found


class _Finder:
    """Reads clause after clause, and hands on the subjects of the narrator and of the quoted apart."""

    def __init__(self, tokens: Tokens, phrases: Sequence[Phrase], title_starts: Mapping[int, int]) -> None:
        self.phrases = phrases
        self.clauses = Clauses(tokens, phrases, title_starts)
        self.texts, self.tags = tokens.texts, tokens.tags
        self.relatives = Relatives(tokens, phrases)
        self.mains = MainClauses(phrases, tokens)
        self.found: list[Predication] = []
        self.quoted = False
        self.carried = {True: _NONE, False: _NONE}
        """Subjects of the sentences before in the paragraph, inside and outside quotation marks."""
        self.subjects = {True: _NONE, False: _NONE}
        """Subjects of the clauses before in the sentence."""
        self.opener = {True: _NONE, False: _NONE}
        """The first subjects of the sentence."""
        self.waiting: list[int] = []
        """Predications of the sentence, by their place in ``found``, that have no subject yet."""
        self.listed = _NONE
        """Subjects that the clause before listed without a verb."""
        self.matrix = {True: _NO_MATRIX, False: _NO_MATRIX}
        """Who saw, heard or feared what the clause before tells of somebody else."""
        self.sent = _NONE
        """Those whom a clause before sent out: they go on as the subject of verbs of motion and duty."""

    def sentence(self, start: int, end: int, parts: Sequence[tuple[int, int]]) -> None:
        """Read the clauses of one sentence, told by its token range."""
        if start > 0 and "\n" in self.texts[start - 1]:
            self.carried = {True: _NONE, False: _NONE}
        self.subjects = {True: _NONE, False: _NONE}
        self.matrix = {True: _NO_MATRIX, False: _NO_MATRIX}
        self.opener = {True: _NONE, False: _NONE}
        self.waiting, self.listed, self.sent = [], _NONE, _NONE
        position = start
        for begin, stop in self._resumed(parts):
            self._pass(position, begin)
            position = stop
            self._clause(begin, stop)
        self._pass(position, end)
        for index in self.waiting:
            self._take_over(index)
        self.carried = {key: self.subjects[key] or self.carried[key] for key in (True, False)}

    def _resumed(self, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The clauses, joined where one breaks off behind what it disposes of: 将义卖所得的善款，悉数捐给学校."""
        found: list[tuple[int, int]] = []
        for begin, stop in parts:
            if found and found[-1][1] + 1 == begin and self._breaks_off(*found[-1]) and self._brings(begin, stop):
                found[-1] = (found[-1][0], stop)
            else:
                found.append((begin, stop))
        return found

    def _breaks_off(self, begin: int, end: int) -> bool:
        """Whether a clause ends in the noun that 把 or 将 governs, without its verb."""
        at = next((i for i in range(end - 1, begin - 1, -1) if self.texts[i] in ("把", "将")), None)
        if at is None or self.texts[end : end + 1] != ["，"]:
            return False
        closing = next((i for i in range(end - 1, at, -1) if self.texts[i] == "的"), at)
        return closing + 1 < end and not any(self.tags[i] in ("v", "vd") for i in range(closing + 1, end))

    def _brings(self, begin: int, end: int) -> bool:
        """Whether a clause opens with a verb of giving or bringing, behind adverbs at most: 悉数捐给."""
        verb = begin
        while verb < end and (self.tags[verb] in ("d", "ad", "vd", "m") or self.texts[verb] == "全部"):
            verb += 1
        return verb < end and self.tags[verb] == "v" and self.texts[verb].endswith(BRINGING)

    def _pass(self, begin: int, end: int) -> None:
        """Note the quotation marks between two clauses."""
        for text in self.texts[begin:end]:
            self.quoted = text == "“" or (self.quoted and text != "”")

    def _clause(self, begin: int, end: int) -> None:
        opened = self._is_subordinate(begin, end)
        inherited = _NONE if opened else self._handed_on(begin)
        made, after = self._read(begin, end, inherited)
        if self.sent and not opened:
            made = [
                replace(p, subject=self.sent) if p.subject_kind == "inherited" and p.lemma in _sent_verbs() else p
                for p in made
            ]
            self.sent = _NONE if any(p.subject_kind == "overt" for p in made) else self.sent
        goes_on = begin in self.clauses.at or (
            begin + 1 in self.clauses.at and self.clauses.texts[begin] in CONJUNCTIONS
        )
        if self.listed and made and made[0].subject_kind == "overt" and goes_on:
            first = made[0].subject
            made = [_also(p, self.listed) if p.subject == first else p for p in made]
            after = (*self.listed, *after)
        if self._is_byline(begin, end):
            # 〔记者张三／台北报导〕: no reporter and no town goes on as a subject.
            return
        if not made and self._in_brackets(begin):
            # Who is named in brackets (记者张三) takes no part in what is told around them.
            return
        listing = not made and self._are_actors(after) and all(begin <= self.phrases[i].first < end for i in after)
        self.listed = tuple(dict.fromkeys((*self.listed, *after))) if listing else _NONE
        for predication in made:
            if predication.subject_kind == "none" and not predication.subject:
                self.waiting.append(len(self.found))
            self.found.append(predication)
        overt = next((p.subject for p in made if p.subject_kind == "overt"), _NONE)
        if overt and not opened:
            self._give_back(overt, begin)
        if overt and self._is_aside(overt) and self.subjects[self.quoted]:
            # 总部位于…: a part of the topic, which goes on.
            after = self.subjects[self.quoted]
        self.subjects[self.quoted] = after or self.subjects[self.quoted]
        self.opener[self.quoted] = self.opener[self.quoted] or self.subjects[self.quoted]
        self.matrix[self.quoted] = self._matrix(made)
        sent = _sent_by(made)
        self.sent = sent if self._are_actors(sent) else self.sent

    def _handed_on(self, begin: int) -> tuple[int, ...]:
        """The subject that a clause inherits: 王某因张某偷菜，便闯入 goes on with 王某."""
        matrix = self.matrix[self.quoted]
        if matrix.subject and (matrix.by_reason or self.texts[begin] in _RESUMING):
            return matrix.subject
        opener = self.opener[self.quoted]
        if begin > 0 and self.texts[begin - 1] in ("；", ";") and self._are_actors(opener, pronouns=True):
            # Behind a semicolon the sentence's first subject goes on, but not in a list of points (一是…；二是…).
            return self.subjects[self.quoted] if _POINT.match("".join(self.texts[begin : begin + 2])) else opener
        return self.subjects[self.quoted]

    def _is_aside(self, indices: tuple[int, ...]) -> bool:
        """Whether a subject is a part or measure of the topic: 总部, 全长, 总投资."""
        return len(indices) == 1 and self.phrases[indices[0]].text in _ASIDES

    def _matrix(self, made: Sequence[Predication]) -> _Matrix:
        """The first subject of a clause that tells a reason or a perception with a subject of its own; else none."""
        mains = [p for p in made if not p.relative]
        first = mains[0] if mains else None
        if first is None or first.subject_kind not in ("overt", "inherited") or not first.subject:
            return _NO_MATRIX
        if all(p.subject == first.subject for p in mains) or not self._are_actors(first.subject, pronouns=True):
            return _NO_MATRIX
        behind = self.phrases[first.subject[-1]].last
        if first.subject_kind == "overt" and behind < first.verb and self.texts[behind] in _REASONS:
            return _Matrix(first.subject, by_reason=True)
        return _Matrix(first.subject, by_reason=False) if first.lemma in _PERCEIVING else _NO_MATRIX

    def _read(self, begin: int, end: int, inherited: tuple[int, ...]) -> tuple[list[Predication], tuple[int, ...]]:
        """The predications of a clause, and the subject that the next one may inherit."""
        relatives, kept = self.relatives.cut(self.clauses.items(begin, end), (begin, end))
        mains, subject = self.mains.read(kept, (begin, end), inherited)
        return sorted(relatives + mains, key=lambda p: p.verb), subject

    def _give_back(self, subject: tuple[int, ...], begin: int) -> None:
        """Give the clauses without a subject before a token the subject of the clause that begins there."""
        kept = []
        for index in self.waiting:
            if self.found[index].segment[0] >= begin:
                kept.append(index)
            else:
                self.found[index] = replace(self.found[index], subject=subject, subject_kind="following")
        self.waiting = kept

    def _take_over(self, index: int) -> None:
        """Give a clause that is still without a subject the one of its sentence, or of the sentence before."""
        predication = self.found[index]
        known = self.subjects[False] if self._is_subordinate(*predication.segment) else _NONE
        if known:
            self.found[index] = replace(predication, subject=known, subject_kind="inherited")
        elif self.carried[False]:
            self.found[index] = replace(predication, subject=self.carried[False], subject_kind="distant")

    def _is_byline(self, begin: int, end: int) -> bool:
        """Whether a clause is a newspaper's line on its reporter, who stands behind 记者 and before 报导."""
        reports = self.texts[end - 1] in ("报导", "报道") if end > begin else False
        return reports and any(text.endswith("记者") for text in self.texts[begin : begin + 3])

    def _in_brackets(self, begin: int) -> bool:
        """Whether a clause stands in brackets, be they opened some clauses before: （记者 张三 李四）."""
        for at in range(begin - 1, max(-1, begin - _LONGEST_BRACKET), -1):
            if self.texts[at] in ("）", ")", "。", "\n"):
                return False
            if self.texts[at] in ("（", "("):
                return True
        return False

    def _is_subordinate(self, begin: int, end: int) -> bool:
        """A clause that a preposition opens: it takes the subject of the clause that follows."""
        if begin >= end:
            return False
        text = self.texts[begin]
        if text in _IF_CLOSED and self.texts[end - 1] not in _CLOSING:
            return False
        if text == "为" and self.subjects[self.quoted] and self._serves(begin, end):
            return False
        return text in _SUBORDINATORS and self.tags[begin] in ("p", "c", "v")

    def _serves(self, begin: int, end: int) -> bool:
        """Whether 为 at the head of a clause tells who is served and not what for: 为学校新建了教学楼."""
        index = self.clauses.at.get(begin + 1)
        served = self.phrases[index] if index is not None else None
        if served is None or not (served.type in (*_ACTORS, "Place") or served.form == "pronoun"):
            return False
        return served.last < end and self.tags[served.last] == "v"

    def _are_actors(self, indices: tuple[int, ...], pronouns: bool = False) -> bool:
        found = [self.phrases[index] for index in indices]
        return bool(found) and all(p.type in _ACTORS or (pronouns and p.form == "pronoun") for p in found)


def _sent_by(made: Sequence[Predication]) -> tuple[int, ...]:
    """Those whom the last verb of a clause sends out."""
    last = next((p for p in reversed(made) if p.lemma in _DISPATCHING and p.objects and not p.relative), None)
    if last is None:
        return ()
    return last.objects if last.general is None else (last.general,)


def _also(predication: Predication, more: tuple[int, ...]) -> Predication:
    """The predication with further subjects, listed in the comma clause before."""
    return replace(predication, subject=(*more, *(i for i in predication.subject if i not in more)))
