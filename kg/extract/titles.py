"""Titles: organization + post + name, name + post.

湖北省应急管理厅下沉社区干部贺庆和王建 · 中国地理学会副理事长兼秘书长张国友研究员 · 新华社记者侯文坤 · 陈校长
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract import nouns
from kg.extract.phrases import Phrase
from kg.extract.title_bodies import TitleBody, body_endings, body_of, joined_body
from kg.extract.title_employers import agency, behind_verb, bracketed, committee, headed, past_word, press
from kg.extract.tokens import Tokens
from kg.lexicons.lists import endings, words
from kg.model import EntityType

_TITLE_TAGS = frozenset(("n", "nz", "nw", "vn", "an", "ORG", "LOC", "a", "xc", "m", "v"))
_LAST_TAGS = frozenset(("n", "nz", "nw", "ORG", "m", "vn", "LOC"))
SEPARATORS = frozenset(("、", "兼", "和", "及"))
"""Words between the posts of one title, and between names that share one."""
_FORMER = ("原", "前任", "前", "退休", "离任")
_PARTY = endings("party_body")
_PARTY_POSTS = ("书记", "副书记", "成员", "委员")
_PLACE_ENDINGS = endings("administrative_ending")
_NEWSROOMS = ("全媒体", "融媒体", "融媒", "新媒体")
_GOVERNING = (
    "省长", "市长", "州长", "区长", "县长", "镇长", "乡长", "主席", "盟长", "旗长", "村长", "里长",
    "议员", "立委", "立法委员",
)  # fmt: skip
"""Posts that name their body of themselves."""
_OPENINGS = frozenset("，。；：！？、”")
"""What stands before a clause."""
_NEVER_IN_TITLES = words("title_stop") | SEPARATORS


@dataclass(frozen=True, slots=True)
class Title:
    """One post of a title string."""

    role: tuple[int, int]
    """Text offsets of the role's head words; empty where only the organization is told."""
    organization: tuple[int, int] | None
    organization_type: EntityType
    unit: tuple[int, int] | None
    former: str
    """The word by which it is past: 原; empty where it is not."""
    start: int

    @property
    def has_role(self) -> bool:
        """Whether a role is told, and not only a body."""
        return self.role[0] < self.role[1]


class Titles:
    """The titles of a document's names."""

    def __init__(self, tokens: Tokens, phrases: Sequence[Phrase]) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.by_first = {phrase.first: phrase for phrase in phrases}
        self.names_by_last = {phrase.last: phrase for phrase in phrases if phrase.personal}
        self.by_last = {phrase.last: phrase for phrase in phrases if phrase.personal}
        self.inner = {
            i for phrase in phrases for i in range(phrase.first + 1, phrase.last - 1) if tokens.texts[i] in SEPARATORS
        }

    def before(self, name: Phrase) -> list[Title]:
        """The posts that stand right before a name, nearest first."""
        titles: list[Title] = []
        end = opened = name.first
        while True:
            begin = self._part_begin(end)
            if begin == end or self.tokens.tags[end - 1] not in _LAST_TAGS:
                break
            if begin > 0 and self.tokens.tags[begin - 1] == "PER" and titles:
                break
            title = self.parse(begin, end)
            if title is None or (titles and not title.has_role):
                break
            titles.append(title)
            opened = begin
            if begin < 2 or not (self.tokens.texts[begin - 1] in SEPARATORS or self._apposed(begin - 1)):
                break
            end = begin - 1
        return self._listed(self._completed(titles), opened)

    def _listed(self, titles: list[Title], begin: int) -> list[Title]:
        """In 水利局局长罗明、副局长赵岚 the second post is held at the body of the first one."""
        if not titles or begin < 2 or any(title.organization for title in titles):
            return titles
        if self.tokens.texts[begin - 1] not in SEPARATORS:
            return titles
        named = self.by_last.get(begin - 1)
        outer = next((t for t in self.before(named) if t.organization), None) if named is not None else None
        if outer is None or outer.organization is None:
            return titles
        body, kind = self.outside_party(outer.organization), outer.organization_type
        if any(self._governs(title) or not self._is_post(title) for title in titles):
            return titles
        return [replace(title, organization=body, organization_type=kind) for title in titles]

    def _is_post(self, title: Title) -> bool:
        """Whether a title tells a post, which is held at a body, and not a profession: 演员."""
        role = nouns.role_of(self.text[slice(*title.role)])
        return role is not None and role.kind == "post"

    def _apposed(self, comma: int) -> bool:
        """Whether the clause before a comma is nothing but a post of who is named behind it: 党员，县医院医生罗明."""
        begin = self._part_begin(comma)
        if self.tokens.texts[comma] != "，" or begin == comma or self.tokens.tags[comma - 1] not in _LAST_TAGS:
            return False
        before = self.tokens.texts[begin - 1] if begin > 0 else "\n"
        if before not in _OPENINGS and "\n" not in before and self.tokens.tags[begin - 1] != "TIME":
            return False
        title = self.parse(begin, comma)
        whole = title is not None and title.has_role and title.role[1] == self.tokens.ends[comma - 1]
        return whole and title is not None and title.start <= self.tokens.starts[begin]

    def _completed(self, titles: list[Title]) -> list[Title]:
        """In 副理事长兼秘书长 the second post is held at the first one's body."""
        done: list[Title] = []
        for index, title in enumerate(titles):
            outer = next((t for t in titles[index + 1 :] if t.organization), None)
            body = outer.organization if outer is not None else None
            if title.organization is None and outer is not None and body is not None and self._inherits(title):
                span = self.outside_party(body)
                title = replace(title, organization=span, organization_type=outer.organization_type)
            done.append(title)
        return done

    def outside_party(self, body: tuple[int, int]) -> tuple[int, int]:
        """The text offsets of a body without its party committee: 新华社 in 新华社党组."""
        name = self.text[slice(*body)]
        party = next((p for p in _PARTY if name.endswith(p) and len(name) > len(p) + 1), "")
        return body[0], body[1] - len(party)

    def _inherits(self, title: Title) -> bool:
        return self._joined(title) and not self._governs(title)

    def _governs(self, title: Title) -> bool:
        """Whether a post is at a government, and not at the party body told before it: 市委常委、常务副市长."""
        return self.text[slice(*title.role)].endswith(_GOVERNING)

    def _joined(self, title: Title) -> bool:
        return title.start > 0 and self.text[title.start - 1] in SEPARATORS

    def _part_begin(self, end: int) -> int:
        begin = end
        while begin > 0:
            if begin - 1 not in self.inner:
                text = self.tokens.texts[begin - 1]
                if text in ("电", "讯") and begin < end and self.tokens.spaced[begin - 1]:
                    # 本报昆明3月14日电 云溪大学教授: the dateline is no part of a title.
                    break
                past = text == "前" and begin < end and self._is_past(begin - 1)
                if not past and (
                    self.tokens.tags[begin - 1] not in _TITLE_TAGS or "\n" in text or text in _NEVER_IN_TITLES
                ):
                    break
            begin -= 1
        return begin

    def _is_past(self, token: int) -> bool:
        """Whether 前 stands between a body, or nothing, and a post: 县教育局前局长."""
        before = self.tokens.tags[token - 1] if token > 0 else "w"
        return before in ("ORG", "LOC", "nz", "w") and nouns.role_of(self.tokens.texts[token + 1]) is not None

    def parse(self, begin: int, end: int) -> Title | None:
        """Organization, unit and role of one title part, told by its token range; None where it is none."""
        role = nouns.role_of(self.tokens.between(begin, end))
        stop = self.tokens.ends[end - 1]
        if role is None:
            body = body_of(self.tokens, begin, end)
            if body is None or (self.tokens.tags[end - 1] != "ORG" and body.unit is None):
                return None
            return Title((stop, stop), body.span, body.type, body.unit, "", body.span[0])
        head = self._party(role.head, end) + role.head
        role_start = stop - len(head)
        rest_end = next((i for i in range(begin, end) if self.tokens.ends[i] > role_start), end)
        former, rest_end = self._former(begin, rest_end)
        body = body_of(self.tokens, begin, rest_end)
        body = committee(self.tokens, body, rest_end, role_start) or body
        body = joined_body(self.tokens, begin, body) if body is not None else None
        body = behind_verb(self.tokens, body, begin, rest_end) or body
        if body is None or not self.text[slice(*body.span)].endswith(body_endings()):
            body = headed(self.tokens, role.head, begin, role_start) or body
        if body is None and role.head.endswith("记者"):
            body = agency(self.tokens, begin, role_start)
        body = bracketed(self.tokens, begin, body) or body
        if body is not None and self.text[body.span[1] : role_start] == role.head.removesuffix("长"):
            # 宏志/班/班长: what the post repeats belongs to the body.
            body = TitleBody((body.span[0], role_start), body.type, body.unit)
        paper = press(self.tokens, begin, end, role.head)
        if paper is not None and (body is None or body.span[1] <= paper.span[0]):
            past = former or past_word(self.tokens, paper.span[0])
            return Title((role_start, stop), paper.span, paper.type, None, past, paper.span[0])
        if body is None:
            start = min(self.tokens.starts[rest_end], role_start) if rest_end < len(self.tokens) else role_start
            return Title((role_start, stop), None, "Organization", None, former, start)
        return self._at_body(role.head, (role_start, stop), body, former)

    def _party(self, role: str, end: int) -> str:
        """The party committee that belongs to the role: 党委 in 党委书记."""
        last = self.tokens.texts[end - 1]
        if role not in _PARTY_POSTS:
            return ""
        return next((p for p in _PARTY if last.endswith(p + role)), "")

    def _at_body(self, head: str, role: tuple[int, int], body: TitleBody, former: str) -> Title:
        start, end = body.span
        name = self.text[start:end]
        party = next((p for p in _PARTY if name.endswith(p)), "") if head in _PARTY_POSTS else ""
        if party and len(name) > len(party) + 1:
            end -= len(party)
            kind: EntityType = "Place" if self.text[start:end].endswith(_PLACE_ENDINGS) else body.type
            return Title((end, role[1]), (start, end), kind, None, former, start)
        newsroom = next((word for word in _NEWSROOMS if name.endswith(word) and len(name) > len(word) + 1), "")
        if name in _NEWSROOMS:
            return Title((start, role[1]), None, body.type, None, former, start)
        if newsroom and head.endswith("记者"):
            # 柳河日报全媒体记者 works for the paper.
            return Title(role, (start, end - len(newsroom)), body.type, None, former, start)
        before = self.text[max(0, start - 1) : start]
        former = former or (before if before == "原" else "")
        return Title(role, body.span, body.type, body.unit, former, start)

    def _former(self, begin: int, end: int) -> tuple[str, int]:
        """The word by which a title is past, and where what it says of the body ends."""
        if begin == end:
            return "", end
        first, last = self.tokens.texts[begin], self.tokens.texts[end - 1]
        if last in _FORMER:
            return last, end - 1
        return first if first in _FORMER else "", end

    def after(self, name: Phrase) -> tuple[int, int] | None:
        """The role word right after a name: 陈立群校长."""
        if name.last >= len(self.tokens) or len(name.text) < 2:
            return None
        text, tag = self.tokens.texts[name.last], self.tokens.tags[name.last]
        behind = self.tokens.ends[name.last]
        if self.tokens.starts[name.last] != name.end or self.text[behind : behind + 1] in ("/", "／", "：", "|"):
            # 通讯员/罗明 编辑/赵岚: each name stands behind its role.
            return None
        role = nouns.role_of(text)
        if role is None or not role.after or tag not in ("n", "nz") or role.head != text:
            return None
        if "PER" in self.tokens.tags[name.last + 1 : name.last + 2]:
            return None
        return self.tokens.starts[name.last], self.tokens.ends[name.last]

    def sharing(self, name: Phrase) -> Iterator[Phrase]:
        """The names listed after a name that have no title of their own: 薛德升教授、刘敏教授."""
        current = name
        while True:
            at = current.last
            if self.after(current) is not None:
                at += 1
            at = self._skip_bracket(at)
            if at < len(self.tokens) and self.tokens.texts[at] in SEPARATORS:
                at += 1
            following = self.by_first.get(at)
            if following is None or not following.personal:
                return
            yield following
            current = following

    def _skip_bracket(self, at: int) -> int:
        if at + 2 < len(self.tokens) and self.tokens.texts[at] == "（" and self.tokens.texts[at + 2] == "）":
            return at + 3
        return at


def title_starts(tokens: Tokens, phrases: Sequence[Phrase]) -> dict[int, int]:
    """For each titled name, its first token and the first token of its title."""
    titles = Titles(tokens, phrases)
    found: dict[int, int] = {}
    opening = {i: phrase.first for phrase in phrases if not phrase.personal for i in range(phrase.first, phrase.last)}
    for phrase in phrases:
        if not phrase.personal:
            continue
        parsed = titles.before(phrase)
        if parsed:
            start = min(title.start for title in parsed)
            token = next((t for t in range(phrase.first, -1, -1) if tokens.starts[t] <= start), phrase.first)
            # 原县教育局局长, 著名粤剧表演艺术家: what describes a post belongs to its phrase.
            token = min(token, opening.get(token, token))
            if token < phrase.first:
                found[phrase.first] = token
    return found
