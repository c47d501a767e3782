"""Whom a pronoun means: 他, 他们, 我们, 其."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import islice

from kg.extract.base import Extraction, Mention, Reading
from kg.extract.mentions import clause_around, of_phrase, sentence_of
from kg.extract.nouns import is_kinship
from kg.extract.phrases import Phrase
from kg.extract.quotations import HolderScope
from kg.lexicons.lists import endings, words
from kg.resolve.clusters import Cluster, Clusters
from kg.resolve.names import may_be
from kg.resolve.persons import Described

_TEAMS = endings("team_ending")
_KIN = (*endings("female_kin"), *endings("male_kin"))
_KIN_NOUNS = (*_KIN, "老伴", "爱人", "配偶", "伴侣", "孩子", "亲人", "老人")
_DYING = words("dying_verb")
_GOVERNS = tuple("将把对给为与向使令让被")
_FIRST_PERSON = frozenset(("我", "我们", "咱们", "本人"))
_NEAR_PARAGRAPHS = 6
"""Paragraphs before a pronoun in which its antecedent is looked for."""
_GENDERED = {"她": "女妇婆娘妈姑姐妹", "他": "男汉翁伯爷"}
"""Characters of nouns that tell whether he or she is meant."""
_OFTEN = 5
"""How often a story names its protagonist at least."""
_SINGLE = words("single_person")
_COUPLES = endings("couple")
_NEAR_SENTENCES = 3
_HEADING = ("率", "率领", "带领", "带同", "偕同")
_NEAR_SUBJECTS = 6
"""Subjects before a pronoun among which its antecedent is looked for."""


class Pronouns:
    """Finds the antecedents of a document's pronouns."""

    def __init__(
        self,
        extraction: Extraction,
        clusters: Clusters,
        resolve: Callable[[Mention, HolderScope | None], list[Cluster]],
        holder: Callable[[HolderScope], list[Cluster]],
        described: Described,
    ) -> None:
        self.reading: Reading = extraction.reading
        self.clusters = clusters
        self._resolve, self._holder, self._described = resolve, holder, described
        self._teams = [
            (assertion.subject, assertion.object)
            for assertion in extraction.assertions
            if assertion.predicate == "memberOf"
            and isinstance(assertion.object, Mention)
            and assertion.object.type == "Group"
            and assertion.object.text.endswith(_TEAMS)
        ]
        # 赵岚今年55岁，还没有退休: the subject of a clause without a verb is known by the clause that inherits it.
        self._subjects = sorted(
            {
                (self.reading.phrases[predication.subject[0]].start, predication.subject)
                for predication in self.reading.predications
                if predication.subject_kind in ("overt", "inherited") and predication.subject
            }
        )

    def antecedents(self, mention: Mention, scope: HolderScope | None) -> list[Cluster]:
        text = mention.text
        if text == "其":
            return self._possessor(mention)
        if text in _FIRST_PERSON:
            if scope is None:
                return []
            return self._holder(scope) if text in ("我", "本人") else self._our_team(mention, scope)
        if scope is not None and scope.quotation.kind == "direct":
            told = next(self.subjects_before(mention.start), []) if text in ("他", "她") else []
            if len(told) == 1 and told[0].start >= scope.start and told[0].type == "Person":
                # 我爸爸去过山里，他说…: the subject before in the same words.
                return self._resolve(of_phrase(self.reading, told[0]), scope) if self._may_be(text, told[0]) else []
            return self._spoken_of(scope) if text in ("他", "她") else []
        if scope is not None and (speaking := self._speaker_himself(mention, scope)):
            return speaking
        if text in ("他", "她"):
            return self.singular(mention)
        if text == "一行人":
            return self._travellers(mention)
        return self._plural(mention) if text in ("他们", "她们", "两人", "二人") else []

    def _speaker_himself(self, mention: Mention, scope: HolderScope) -> list[Cluster]:
        """罗某表示，他跑了十多趟: who reports on himself, or his team, where his words name nobody before."""
        told = self.reading.phrases_between(scope.start, mention.start)
        if any(p.type in ("Person", "Group") or p.form == "pronoun" for p in told):
            return []
        speakers = [cluster.root() for cluster in self._holder(scope)]
        if len(speakers) != 1:
            return []
        if mention.text in ("他", "她", "自己"):
            return speakers if speakers[0].type == "Person" and may_be(mention.text, speakers[0].label) else []
        if mention.text not in ("他们", "她们"):
            return []
        return self._our_team(mention, scope) if speakers[0].type == "Person" else speakers

    def _possessor(self, mention: Mention) -> list[Cluster]:
        """其: behind a preposition the one person of the sentence who is no subject, else the subject before."""
        begin, _ = sentence_of(self.reading, mention.start)
        if self.reading.text[mention.start - 1 : mention.start] in _GOVERNS:
            here = self.reading.phrases_between(mention.start, mention.start + 1)
            acts = [act for phrase in here for act in self.reading.predications_about(phrase.index)]
            agents = {self.reading.phrases[index].text for act in acts for index in act.subject}
            people = [p for p in self.reading.phrases_between(begin, mention.start) if p.type == "Person"]
            others = {p.text: p for p in people if p.text not in agents and p.form != "pronoun"}
            if not agents:
                return []
            return self._phrase(next(iter(others.values()))) if len(others) == 1 else []
        for subject in islice(self.subjects_before(mention.start), 3):
            owner = subject[0]
            if len(subject) != 1 or owner.form == "pronoun" or owner.count is not None:
                return []
            if owner.type in ("Person", "Organization") or (owner.type == "Group" and owner.text.endswith("人")):
                return self._phrase(owner)
        return []

    def _our_team(self, mention: Mention, scope: HolderScope) -> list[Cluster]:
        """我们下沉到大华社区的工作组: the team that the clause names; else the only one the speaker belongs to."""
        _, end = clause_around(self.reading, mention.start, mention.end)
        for phrase in self.reading.phrases_between(mention.end, end):
            if phrase.type == "Group" and phrase.owner is not None and phrase.text.endswith(_TEAMS):
                return self._phrase(phrase)
        speakers = {id(cluster.root()) for cluster in self._holder(scope)}
        teams = {
            id(team): team
            for member, group in self._teams
            if any(id(cluster.root()) in speakers for cluster in self._resolve(member, None))
            for team in self._resolve(group, None)
        }
        if not teams and (body := self._described.led_by(speakers)) is not None:
            return [body]
        return list(teams.values()) if len(teams) == 1 else []

    def _spoken_of(self, scope: HolderScope) -> list[Cluster]:
        """Whom a speaker calls 他: the one other person whom the paragraph named before the quotation."""
        speakers = {id(cluster.root()) for cluster in self._holder(scope)}
        others: dict[int, Cluster] = {}
        for phrase in self.reading.phrases_between(self.reading.paragraph_start(scope.start), scope.start):
            if phrase.type != "Person" or phrase.form == "pronoun" or self.reading.in_quotation(phrase.start):
                continue
            roots = (cluster.root() for cluster in self._phrase(phrase))
            others.update((id(root), root) for root in roots if id(root) not in speakers)
        return list(others.values()) if speakers and len(others) == 1 else []

    def subjects_before(self, offset: int) -> Iterator[list[Phrase]]:
        """Overt subjects of the same paragraph before an offset, the last first; for the narrator, his own only."""
        paragraph, narrated = self.reading.paragraph_start(offset), not self.reading.in_direct_speech(offset)
        for at in range(bisect_left(self._subjects, (offset,)) - 1, -1, -1):
            start, subject = self._subjects[at]
            if start < paragraph:
                return
            if narrated and self.reading.in_direct_speech(start):
                continue
            yield [self.reading.phrases[index] for index in subject]

    def singular(self, mention: Mention) -> list[Cluster]:
        """He or she: the subject before, where it is one person; else the only person named near before."""
        if (told_last := self._told_last(mention)) is not None:
            return self._phrase(told_last)
        told = 0
        for subject in islice(self.subjects_before(mention.start), _NEAR_SUBJECTS):
            first = subject[0]
            if len(subject) == 1 and self._has_died(first, mention):
                told += 1
                continue
            if len(subject) == 1 and not self._may_be(mention.text, first):
                owner = self.reading.owner(first)
                if not told and owner is not None and owner.personal and first.text.endswith(_KIN):
                    # 周岚的丈夫是教师，她…
                    return self._phrase(owner)
                told += first.form != "pronoun"
                continue
            if len(subject) == 1 and (first.text.endswith(_COUPLES) or (told and self._is_kin(first))):
                # 丈夫何铮是司机，母亲住院，他…: of the kin told of in between nobody goes on.
                told += 1
                continue
            if first.type is None and first.owner is not None and first.text.startswith(_KIN):
                # 周岚的丈夫 and a name that is not read as one: it is not 周岚 who is meant.
                return []
            if first.form != "pronoun" and first.type in ("Person", "Group"):
                if len(subject) == 1 and (first.type == "Person" or _is_one(first)):
                    return self._phrase(first)
                break
        near = self._only_name_near(mention.start)
        if near is not None:
            return self._phrase(near)
        paragraph = self.reading.paragraph_start(mention.start)
        named = self._named_between(paragraph, mention.start)
        if not named and paragraph > 0:
            named = self._named_between(self._paragraph_before(paragraph), paragraph)
            if len(named) != 1:
                return self._protagonist(mention, named or self._named_earlier(paragraph))
        return self._phrase(named[0]) if len(named) == 1 else []

    def _has_died(self, kin: Phrase, pronoun: Mention) -> bool:
        """老伴去世后，她…: of somebody's kin whose death the sentence tells nobody goes on."""
        begin, _ = sentence_of(self.reading, pronoun.start)
        if kin.start < begin or kin.personal or not kin.text.endswith(_KIN_NOUNS):
            return False
        return any(told.lemma in _DYING for told in self.reading.predications_of_subject(kin.index))

    def _told_last(self, mention: Mention) -> Phrase | None:
        """救出一名女士，她…: one person of that gender whom the sentence told of right before, be it as an object."""
        begin, _ = sentence_of(self.reading, mention.start)
        people = [p for p in self.reading.phrases_between(begin, mention.start) if p.type == "Person" or p.personal]
        last = people[-1] if people else None
        if last is None or last.count is None or last.count.value != 1:
            return None
        return last if any(mark in last.text for mark in _GENDERED.get(mention.text, "")) else None

    def _protagonist(self, mention: Mention, named: list[Phrase]) -> list[Cluster]:
        """He in a paragraph that names nobody before: whom the story names far more often than all others.

        The last paragraph with a name, told by ``named``, must name him as well.
        """
        people = self.clusters.of("Person", named=True)
        ranked = sorted(people, key=lambda cluster: (-len(cluster.spans), cluster.label))
        if not ranked or len(ranked[0].spans) < _OFTEN or not may_be(mention.text, ranked[0].label):
            return []
        if len(ranked) > 1 and len(ranked[0].spans) < 2 * len(ranked[1].spans):
            return []
        near = {id(cluster.root()) for phrase in named for cluster in self._phrase(phrase)}
        return ranked[:1] if id(ranked[0].root()) in near else []

    def _named_earlier(self, paragraph: int) -> list[Phrase]:
        """The people named in the last paragraph before one that names anybody."""
        for _ in range(_NEAR_PARAGRAPHS):
            if paragraph == 0:
                break
            begin = self.reading.paragraph_start(paragraph - 1)
            if named := self._named_between(begin, paragraph):
                return named
            paragraph = begin
        return []

    def _is_kin(self, phrase: Phrase) -> bool:
        """Whether a name stands behind a word of kinship: 儿子王强."""
        before = self.reading.phrase_behind(phrase.first)
        return before is not None and before.text.endswith(_KIN)

    def _without_kin(self, people: list[Phrase]) -> list[Phrase]:
        """The people of whom not only the kinship with another one is told; all of them where there is none."""
        return [phrase for phrase in people if not self._is_kin(phrase)] or people

    def _paragraph_before(self, start: int) -> int:
        """Where the paragraph before the one that begins at ``start`` begins; a heading in between is none."""
        begin = self.reading.paragraph_start(start - 1)
        heading = not self.reading.text[begin : start - 1].rstrip().endswith(("。", "！", "？", "”", "…", "："))
        return self.reading.paragraph_start(begin - 1) if heading and begin > 0 else begin

    def _may_be(self, pronoun: str, phrase: Phrase) -> bool:
        """Whether 他 or 她 may mean somebody, by the word of kinship or address that names him or stands before it."""
        before = self.reading.before(phrase)
        apposed = before is not None and before.end == phrase.start
        return may_be(pronoun, phrase.text) and not (apposed and before and not may_be(pronoun, before.text))

    def _named_between(self, start: int, end: int) -> list[Phrase]:
        """The people named in a stretch of text, each by the last phrase that names him or her."""
        people = (p for p in self.reading.phrases_between(start, end) if p.type == "Person" and p.form == "name")
        return self._without_kin(list({phrase.text: phrase for phrase in people}.values()))

    def _only_name_near(self, offset: int) -> Phrase | None:
        """The one person whom the nearest sentence with a name before an offset names, in the same paragraph."""
        paragraph = self.reading.paragraph_start(offset)
        begin, _ = sentence_of(self.reading, offset)
        for _ in range(_NEAR_SENTENCES):
            people = (p for p in self.reading.phrases_between(begin, offset) if p.personal)
            names = self._without_kin(list({phrase.text: phrase for phrase in people}.values()))
            if names:
                return names[0] if len(names) == 1 else None
            if begin <= paragraph:
                return None
            begin, _ = sentence_of(self.reading, begin - 1)
        return None

    def _plural(self, mention: Mention) -> list[Cluster]:
        """They: the subject before, where it is several people, or a group; else the only group of the paragraph."""
        leader = self.reading.phrases_ending(mention.start, mention.start)
        if leader and leader[-1].personal:
            # 刘某他们 is told by its leader.
            return self._phrase(leader[-1])
        for subject in islice(self.subjects_before(mention.start), 3):
            if any(phrase.form == "pronoun" for phrase in subject):
                continue
            if len(subject) > 1 and all(phrase.type in ("Person", "Group") for phrase in subject):
                return [cluster for phrase in subject for cluster in self._phrase(phrase)]
            if len(subject) == 1 and subject[0].type == "Group" and mention.text not in ("两人", "二人"):
                return self._phrase(subject[0])
            if len(subject) == 1 and subject[0].type == "Organization" and mention.text not in ("两人", "二人"):
                # 警方 is many, a company with its staff is not.
                return self._phrase(subject[0]) if subject[0].text.endswith(("方", *_TEAMS)) else []
        if mention.text in ("两人", "二人"):
            named = self._named_between(self.reading.paragraph_start(mention.start), mention.start)
            if len(named) != 2:
                return self._with_kin(mention)
            return [cluster for phrase in named for cluster in self._phrase(phrase)]
        if self.reading.text[mention.end : mention.end + 1] == "的":
            return []
        groups = list(self._groups_before(mention.start))
        return self._phrase(groups[0]) if len({group.text for group in groups}) == 1 else []

    def _travellers(self, mention: Mention) -> list[Cluster]:
        """市长率团到访，一行人…: who acted before, with those listed beside."""
        for subject in islice(self.subjects_before(mention.start), _NEAR_SUBJECTS):
            if all(phrase.type in ("Person", "Group") and phrase.form != "pronoun" for phrase in subject):
                acts = self.reading.predications_of_subject(subject[0].index)
                led = [self.reading.phrases[i] for act in acts if act.lemma in _HEADING for i in act.objects]
                people = (*subject, *(phrase for phrase in led if phrase.personal))
                return [cluster for phrase in people for cluster in self._phrase(phrase)]
        return []

    def _with_kin(self, mention: Mention) -> list[Cluster]:
        """丈夫生前是教师，两人…: the kin told of last and whose kin that is."""
        told = list(islice(self.subjects_before(mention.start), 2))
        alone = len(told) == 2 and all(len(subject) == 1 and subject[0].type == "Person" for subject in told)
        if not alone or not is_kinship(told[0][0].text) or told[1][0].form != "name":
            return []
        return [cluster for subject in reversed(told) for cluster in self._phrase(subject[0])]

    def _groups_before(self, offset: int) -> Iterator[Phrase]:
        """The teams and the counted or described groups that a paragraph tells of before an offset."""
        for phrase in self.reading.phrases_between(self.reading.paragraph_start(offset), offset):
            told = phrase.count is not None or phrase.text.endswith((*_TEAMS, "们"))
            if told and phrase.type == "Group" and not self.reading.in_quotation(phrase.start):
                yield phrase

    def _phrase(self, phrase: Phrase) -> list[Cluster]:
        return self._resolve(of_phrase(self.reading, phrase), None)


def _is_one(phrase: Phrase) -> bool:
    """老人, 男子: a bare noun that means the one person in question."""
    return phrase.count is None and phrase.text in _SINGLE
