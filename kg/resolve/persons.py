"""Who is meant by a noun that describes a person told of before: 这位书记, 男子; and whose body 我们 is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.extract.base import Extraction, Mention, Reading
from kg.extract.mentions import of_phrase
from kg.extract.nouns import role_of
from kg.lexicons.lists import words
from kg.resolve.clusters import Cluster, Heads

_SINGLE = words("single_person")
_CALLED = ("叫", "名叫", "叫做", "名为", "叫作")
_LEADERS = words("leading_post")


@dataclass(frozen=True, slots=True)
class _Post:
    """A role that somebody was told to have."""

    offset: int
    holder: Mention
    role: str
    bodies: tuple[Mention, ...]


class Described:
    """Looks up the people of a document by what they are."""

    def __init__(self, extraction: Extraction, resolve: Callable[[Mention], list[Cluster]], heads: Heads) -> None:
        self._resolve = resolve
        self._heads = heads
        self._posts = list(_posts(extraction))
        self._apposed = dict(_named(extraction.reading)) | {
            assertion.object.end: assertion.subject
            for assertion in extraction.assertions
            if assertion.extractor == "standings" and isinstance(assertion.object, Mention)
        }

    def by_role(self, mention: Mention) -> Cluster | None:
        """这位书记: the only one before it who was told to have that role."""
        role = role_of(mention.text)
        if role is None:
            return None
        told = (post for post in self._posts if post.offset < mention.start and post.role.endswith(role.head))
        return _only(cluster for post in told for cluster in self._resolve(post.holder))

    def counted_one(self, mention: Mention) -> Cluster | None:
        """男子 behind 一名男子, the only one of that noun before it."""
        if mention.type not in ("Person", "Group") or mention.text not in _SINGLE:
            return None
        if mention.count is not None or mention.modifier is not None:
            return None
        before = self._heads.before(mention.text, mention.start, other_than=mention.text)
        found = _only(cluster for _, cluster in before if cluster.root().type in ("Person", "Group"))
        return found if found is not None and found.type == "Person" and (found.counted or found.named) else None

    def apposed(self, mention: Mention) -> Mention | None:
        """Who is told to be what in 作为一名老兵，罗某…: the description means him."""
        if mention.type not in ("Person", "Group"):
            return None
        return self._apposed.get(mention.end)

    def led_by(self, speakers: set[int]) -> Cluster | None:
        """The only body or team that one of some people, told by the identities of their clusters, speaks for."""
        led = (
            post
            for post in self._posts
            if (role := role_of(post.role)) is not None
            and role.head in _LEADERS
            and any(id(cluster.root()) in speakers for cluster in self._resolve(post.holder))
        )
        bodies = (cluster for post in led for body in post.bodies for cluster in self._resolve(body))
        return _only(cluster for cluster in bodies if cluster.root().type in ("Organization", "Group"))


def _named(reading: Reading) -> Iterator[tuple[int, Mention]]:
    """Where a description ends whose name is told, and the name: 小伙子名叫罗明."""
    for predication in reading.predications:
        if predication.lemma not in _CALLED or len(predication.subject) != 1 or len(predication.objects) != 1:
            continue
        described, name = reading.phrases[predication.subject[0]], reading.phrases[predication.objects[0]]
        one = described.form == "nominal" and described.type in ("Person", "Group")
        if one and name.personal and (described.count is None or described.count.value == 1):
            yield described.end, of_phrase(reading, name)


def _only(clusters: Iterator[Cluster]) -> Cluster | None:
    roots = {id(cluster.root()): cluster.root() for cluster in clusters}
    return next(iter(roots.values())) if len(roots) == 1 else None


def _posts(extraction: Extraction) -> Iterator[_Post]:
    for assertion in extraction.assertions:
        if assertion.predicate not in ("hasRole", "appointedAs") or not isinstance(assertion.object, Mention):
            continue
        if assertion.subject.form == "pronoun":
            continue
        bodies = tuple(at for at in assertion.qualifiers.get("at", ()) if isinstance(at, Mention))
        yield _Post(assertion.start, assertion.subject, assertion.object.text, bodies)
