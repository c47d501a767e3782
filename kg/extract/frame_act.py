"""One verb with one of its frames, and what subjects, objects and qualifiers ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extract.frame_lexicon import Frame
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.reading import Reading

PEOPLE = ("Person", "Group")


@dataclass(frozen=True, slots=True)
class Act:
    """A verb read by one of its frames."""

    reading: Reading
    predication: Predication
    frame: Frame

    def phrase(self, index: int) -> Phrase:
        """A phrase by its index."""
        return self.reading.phrases[index]

    def phrases(self, indices: Iterable[int]) -> list[Phrase]:
        """Phrases by their indices."""
        return [self.reading.phrases[index] for index in indices]

    def phrases_before(self) -> Sequence[Phrase]:
        """The phrases of the sentence that begin before the verb."""
        verb = self.predication.verb
        return self.reading.phrases_of_tokens(self.reading.sentence_of(verb).first, verb)

    def with_general(self, indices: Sequence[int]) -> Sequence[int]:
        """After 等 the summing-up phrase is claimed only with a count of its own."""
        general = self.predication.general
        if general is not None and self.phrase(general).count is not None and not self.predication.passive:
            return [*indices, general]
        return indices

    def inverted(self) -> bool:
        """大厅里住着30人: with 着 and no agent before it, who is told of stands behind the verb."""
        behind, tokens = self.predication.verb + 1, self.reading.tokens
        if self.frame.predicate != "livesIn" or behind >= len(tokens) or tokens.texts[behind] != "着":
            return False
        return any(phrase.type in PEOPLE for phrase in self.phrases(self.predication.objects))

    def reached(self, phrase: Phrase) -> Phrase:
        """洪山区的多个社区 names 洪山区: an unnamed place is told by the named one it lies in."""
        owner = self.reading.owner(phrase)
        if phrase.count is not None and phrase.count.value is not None:
            # 洪山区的4个社区 are told by their number.
            return phrase
        if owner is not None and phrase.form == "nominal" and phrase.type == "Place":
            return owner if owner.type == "Place" and owner.form == "name" else phrase
        return phrase
