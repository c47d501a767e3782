"""Posts told by a verb.

``hasRole`` and ``worksFor``: 在X任Y, 任X的Y, 作为X的Y, 是X的Y, 成为Y, 被评为Y. ``appointedAs``: 出任Y, 当选Y.
``studiesAt``: 是X的学生.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.belonging import RESIDENTS, tie_of
from kg.extract.careers import career_verbs
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.titles import Title, Titles
from kg.lexicons.lists import words
from kg.model import Value

_COPULAS = frozenset(("是", "就是", "系", "乃"))
_PASSIVE_POST_VERBS = words("passive_post_verb")
_POST_VERBS = _COPULAS | _PASSIVE_POST_VERBS | words("post_verb")
_ENTERING = (
    "出任",
    "当选",
    "当选为",
    "改任",
    "就任",
    "调任",
    "转任",
    "升任",
    "接任",
    "继任",
    "履新",
    "晋升",
    "任命为",
    "选为",
    "推选为",
    "推举为",
)
_FORMER_VERBS, _FORMER_ADVERBS = ("历任", "曾任"), ("曾", "曾经", "此前", "历")


@extractor("posts")
def extract_posts(reading: Reading) -> Iterator[Assertion]:
    """``hasRole``, ``appointedAs``, ``worksFor`` and ``studiesAt`` told by a verb of holding a post."""
    titles = Titles(reading.tokens, reading.phrases)
    listed = {verb.end for verb in career_verbs(reading.text)}
    for predication in reading.predications:
        if reading.tokens.ends[predication.verb] in listed or not _tells_post(reading, predication):
            continue
        indices = predication.governed("由") or predication.subject
        people = [reading.phrases[index] for index in indices]
        people = [p for p in people if p.type == "Person" or p.text in ("他", "她", "我")]
        paired = _respectively(reading, predication, people)
        for number, person in enumerate(people):
            for position, index in enumerate(predication.objects):
                if not paired or number == position:
                    yield from _told_post(reading, titles, person, reading.phrases[index], predication)


def _tells_post(reading: Reading, predication: Predication) -> bool:
    lemma = _lemma(predication)
    if lemma in ("当", "做"):
        # 在一家公司当工程师
        placed = (reading.phrases[index] for index in predication.governed("在"))
        return predication.subject_kind != "none" and any(phrase.type == "Organization" for phrase in placed)
    if lemma not in _POST_VERBS or predication.subject_kind == "none":
        return False
    if predication.passive and lemma not in _PASSIVE_POST_VERBS:
        return False
    return lemma not in _COPULAS or not (predication.subject_kind == "distant" or _nominalised(reading, predication))


def _lemma(predication: Predication) -> str:
    """The verb with 为 behind it: 任命为."""
    joined = predication.complement == "为" and f"{predication.lemma}为" in _PASSIVE_POST_VERBS
    return f"{predication.lemma}为" if joined else predication.lemma


def _respectively(reading: Reading, predication: Predication, people: list[Phrase]) -> bool:
    return len(people) == len(predication.objects) > 1 and mentions.is_respective(reading, predication)


def _nominalised(reading: Reading, predication: Predication) -> bool:
    """X是…的 without a noun behind it tells of an act, not of a post."""
    end = predication.object_end
    return end < len(reading.tokens) and reading.tokens.texts[end] == "的"


def _told_post(
    reading: Reading, titles: Titles, person: Phrase, post: Phrase, predication: Predication
) -> Iterator[Assertion]:
    title = titles.parse(post.first, post.last)
    if title is None or not title.has_role or post.personal or post.first == person.last:
        return
    if predication.lemma in _COPULAS and post.type not in ("Person", "Group", None):
        return
    body = _body(reading, title, post, predication)
    verb = (predication.verb, predication.verb + 1)
    start, end = mentions.evidence(reading, verb, [(post.start, post.end)], [(person.start, person.end)])
    clause, status = mentions.clause_around(reading, start, end), reading.status(predication.verb)
    holder = mentions.of_phrase(reading, person, "Person")
    role = mentions.of_span(reading, *title.role, "Role")
    predicate = "appointedAs" if _lemma(predication) in _ENTERING else "hasRole"
    qualifiers: dict[str, tuple[Mention | Value, ...]] = {"at": (body,)} if body is not None else {}
    former = _former(reading, title, predication)
    if former and predicate == "hasRole":
        qualifiers["former"] = (mentions.former_value(former),)
    yield Assertion(holder, predicate, role, start, end, clause, status, qualifiers=qualifiers)
    if body is None or status != "asserted" or former:
        return
    if body.type == "Place" and role.text.endswith(RESIDENTS):
        yield Assertion(holder, "livesIn", body, start, end, clause)
    if body.type != "Organization":
        return
    tie = tie_of(role.text, body.text)
    if tie:
        yield Assertion(holder, tie, body, start, end, clause)


def _former(reading: Reading, title: Title, predication: Predication) -> str:
    """The word by which a post is past: 原, 曾; empty where it is not."""
    before = reading.tokens.texts[predication.verb - 1] if predication.verb > 0 else ""
    lemma = predication.lemma if predication.lemma in _FORMER_VERBS else ""
    return title.former or lemma or (before if before in _FORMER_ADVERBS else "")


def _body(reading: Reading, title: Title, post: Phrase, predication: Predication) -> Mention | None:
    """Where a post is held: named in the title, as its owner, or behind 在."""
    if title.organization is not None:
        return mentions.of_span(reading, *title.organization, title.organization_type, "name")
    owner = reading.owner(post)
    if owner is not None and owner.type in ("Organization", "Place"):
        return mentions.of_phrase(reading, owner)
    places = (reading.phrases[index] for index in predication.governed("在"))
    body = next((p for p in places if p.type in ("Organization", "Group")), None)
    return mentions.of_phrase(reading, body, "Organization") if body is not None else None
