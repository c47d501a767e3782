"""The objects of a verb's claims, from the slot that its frame names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.extract import mentions, nouns
from kg.extract.activities import GENERIC_ACTIVITIES, is_aid, read_list
from kg.extract.base import Mention
from kg.extract.effects import effects_of
from kg.extract.frame_act import PEOPLE, Act
from kg.extract.frame_lexicon import frames_of
from kg.extract.phrases import PLACE_PRONOUNS, Phrase
from kg.extract.receipts import told_behind
from kg.extract.sufferers import extents, is_harm
from kg.lexicons.lists import endings, words
from kg.model import EntityType

_STRUCTURES = endings("structure_ending")
_TANGIBLE = endings("tangible_ending")
_INTANGIBLE = endings("intangible_ending")
_SAFE_GOALS = endings("safe_goal")
_ACTIVITY_ENDINGS = endings("activity_ending")
_TALKS = endings("talk")
_RUNNING = ("使用", "运营", "运行", "试运", "生产", "商用", "市场", "商业", "应用")
"""What is put into use or onto the market with 投入."""
_SIDES = ("东", "西", "南", "北", "旁", "边", "内", "对面", "附近", "隔壁", "斜对面", "左", "右", "后", "前", "里")
_AILMENTS = endings("ailment_ending")
_ONLY_AILMENTS = frozenset(("突发", "受", "遭", "查出", "落下", "诊断为", "诊断出", "确诊为", "得", "得过", "得上"))
"""Verbs with other objects too, which tell of suffering only where the object is an illness or an injury."""
_MEASURES = ("措施", "行动", "手段")
"""What is taken (采取) that is an activity."""
_SYMPTOMS = ("症状", "反应", "不适")
_BODY_PARTS = words("body_part")
_LONGEST_NAME = 16
_HANDED = ("收到", "领到", "领取", "收下")
"""Verbs of getting what can be held in a hand, be its noun unknown."""
_PERSONS = ("男", "女", "妇", "翁", "婆", "童", "婴")
"""Last characters of people told of by surname or age, whose phrases no lexicon types: 毛男, 七旬妇."""
_UNDER_WAY = frozenset(("进行", "展开", "持续", "继续", "结束", "开始", "完成", "在进行", "推进", "受阻", "中断"))
"""Verbs that tell how far a task has got."""
_CONTESTS = frozenset(("角逐", "争夺", "比拼", "较量"))
_STOPPING = frozenset(("暂停", "停止", "中止", "终止", "取消", "暂缓", "禁止", "叫停", "恢复"))
_GATHERING = ("采购", "购买", "购置", "筹集", "募集", "筹措")
"""Verbs of getting things together that may share their object with the verb behind."""
_BOOKS = ("书", "绘本", "书籍", "教材", "课本", "画作", "作品", "唱片")
"""Last characters of works that are bought by the piece."""
_STRICT = ("提供", "支援", "援助", "补助", "奖励", "拨款", "供给")
"""Verbs whose objects are mostly no goods, and must be known for such."""
_SHORT = frozenset("种植栽铺砌筑装搭画绘编撰著发修建盖写打")
"""Verbs of making of one character, which make no claim of bare nouns: 种地, 画画."""
_VAGUE = words("vague_noun")
_PLANTING = frozenset(("种", "种下", "种植", "栽", "栽下", "栽种", "栽植", "新种", "补种", "播种", "套种"))
_WITHIN = (["中"], ["里"], ["内"], ["上"], ["下"], ["外"])
_SPOTS = tuple("中里内上下外")
_INSTALLING = frozenset(
    ("安装", "加装", "装", "装上", "安上", "架设", "铺设", "铺", "铺上", "搭建", "搭起", "增设", "添置")
)
"""Verbs whose objects are things, whatever they are called."""
_HOUSES = endings("house_body")
_FUNDS = endings("fund")
_SYSTEMS = ("平台", "系统")
_TECHNICAL = endings("technical_word")


class Target(NamedTuple):
    """An object: its mention, and the phrase behind it where there is one."""

    mention: Mention
    phrase: Phrase | None


def objects_of(act: Act) -> list[Target]:
    """The objects that the frame's types admit, in text order."""
    predication = act.predication
    match act.frame.slot:
        case "self":
            if act.frame.predicate == "sufferedFrom" and _describes(act) and not is_harm(act.frame.verb):
                return []
            done_to = any(p.type in (*PEOPLE, "Goods", "Place") for p in act.phrases(predication.objects))
            if act.frame.predicate == "performs" and done_to and not predication.relative:
                return []
            if act.frame.predicate == "performs" and (predication.complement in ("出", "为", "成") or _is_got(act)):
                # 搜救出3人 tells a result.
                return []
            if act.frame.predicate == "performs" and (_is_under_way(act) or _is_stopped(act)):
                return []
            start, end = act.reading.token_range(predication.verb, predication.verb + 1)
            told = mentions.of_span(act.reading, start, end, act.frame.types[0])
            if act.frame.predicate == "sufferedFrom":
                told = mentions.with_variants(told, extents(act))
            return [Target(told, None)]
        case "act":
            return _acts(act)
        case "list":
            if act.frame.verb == "落实" and any(p.type == "Goods" for p in act.phrases(predication.objects)):
                return []
            return [Target(mention, None) for mention in _activities(act)] or _told_before(act)
        case "place":
            return _typed(act, _site(act)) if act.inverted() else _places(act)
        case "inner":
            return _inner(act)
        case "target":
            return _typed(act, predication.governed("给", "为", "对", "替", "帮"))
        case "with":
            return _typed(act, predication.governed("与", "和", "同", "跟"))
        case "goal":
            return _brought(act)
        case "honour":
            return _typed(act, predication.objects)
        case "result":
            return _typed(act, predication.objects) if predication.governed("把", "将") else []
        case _:
            return _direct(act)


def _told_before(act: Act) -> list[Target]:
    """宣讲任务由三家单位承担: the activity is the subject of a verb whose agent stands behind 由."""
    predication = act.predication
    if predication.objects or not predication.governed("由") or predication.subject_kind != "overt":
        return []
    return _typed(act, [i for i in predication.subject if act.phrase(i).determiner == ""])


def _is_got(act: Act) -> bool:
    """接获多宗报案: behind a verb of getting the word is a noun."""
    predication = act.predication
    earlier = act.reading.predications_of_tokens(predication.segment[0], predication.verb)
    getting = [other for other in earlier if other.lemma.startswith(("接", "收"))]
    return any(not other.objects or act.frame.verb == "报案" for other in getting)


def _is_under_way(act: Act) -> bool:
    """搜救仍在进行: the word is a noun, of which the verb behind it tells."""
    predication, tags = act.predication, act.reading.tokens.tags
    behind = act.reading.predications_of_tokens(predication.last, predication.segment[1])
    following = next(iter(behind), None)
    if following is None or following.lemma not in _UNDER_WAY or following.objects:
        return False
    return all(tag in ("d", "ad", "f", "vn", "TIME") for tag in tags[predication.last : following.verb])


def _is_stopped(act: Act) -> bool:
    """暂停户外作业: the word is a noun, and tells what is not done."""
    predication = act.predication
    earlier = act.reading.predications_of_tokens(predication.segment[0], predication.verb)
    stopping = earlier[-1] if earlier else None
    if stopping is None or stopping.lemma not in _STOPPING or stopping.relative:
        return False
    return not stopping.objects or stopping.object_end == predication.verb


def _describes(act: Act) -> bool:
    """殉职属员: a verb of suffering right before a noun describes it and tells nothing of the subject."""
    objects = act.phrases(act.predication.objects)
    near = bool(objects) and objects[0].first == act.predication.last and objects[0].count is None
    tokens = act.reading.tokens
    sited = near and (tokens.texts[objects[0].last : objects[0].last + 1] in _WITHIN or _is_spot(act, objects[0]))
    if sited and not act.predication.complement:
        # 被困山中, 被埋井下: where it befell somebody.
        return False
    return near and objects[0].text not in _BODY_PARTS


def _inner(act: Act) -> list[Target]:
    """给儿子送饭: what is given is the second character of the verb, where somebody is told to get it."""
    reading, predication = act.reading, act.predication
    given = act.phrases(predication.governed("给", "为", "向", "帮", "替"))
    if predication.objects or not any(p.type in (*PEOPLE, "Organization") or p.form == "pronoun" for p in given):
        return []
    end = reading.tokens.ends[predication.verb]
    return [Target(mentions.of_span(reading, end - 1, end, "Goods"), None)]


def _is_spot(act: Act, phrase: Phrase) -> bool:
    """家中, 井下: a spot that one word tells."""
    return act.reading.tokens.tags[phrase.last - 1] == "s" and phrase.text.endswith(_SPOTS)


def _direct(act: Act) -> list[Target]:
    """The direct object, that of 把 and 将, or the subject of a passive."""
    predication = act.predication
    general, disposed = predication.general, predication.governed("把", "将")
    if act.frame.predicate == "dispatched" and general is not None and act.phrase(general).count is not None:
        return _typed(act, [general])
    if act.frame.dative == "recipient" and disposed:
        return _typed(act, disposed)
    if act.frame.predicate == "caused":
        return [Target(mention, None) for mention in effects_of(act)]
    if (
        act.frame.predicate == "received"
        and not predication.relative
        and (told := told_behind(act.reading, predication))
    ):
        return [Target(mention, None) for mention in told]
    indices: Sequence[int] = predication.objects
    led = predication.governed("由") and act.frame.predicate != "cooperatesWith"
    diagnosed = act.frame.predicate == "sufferedFrom" and bool(indices)
    if (predication.passive and not diagnosed) or (not indices and led):
        indices = [index for index in predication.subject if index not in predication.governed("由")] or _topic(act)
    elif disposed:
        indices = disposed
    if not indices and not disposed:
        indices = _shared(act)
    if not indices and act.frame.predicate == "held" and predication.subject_kind == "overt":
        indices = _same_event(act)
    return _typed(act, act.with_general(indices))


def _topic(act: Act) -> Sequence[int]:
    """渼水大桥全长1.2公里，由路桥集团承建: what the sentence begins with, where no other verb tells of anything."""
    if act.frame.predicate not in ("built", "created", "donated", "held"):
        return ()
    first = act.reading.sentence_of(act.predication.verb).first
    told = [p for p in act.reading.predications_of_tokens(first, act.predication.segment[0]) if not p.relative]
    topic = next(iter(act.reading.phrases_of_tokens(first, act.predication.segment[0])), None)
    opens = topic is not None and topic.first == first
    while topic is not None and (behind := act.reading.after(topic)) is not None and behind.owner == topic.index:
        # 袁州区的渼水大桥
        topic = behind
    opens = opens and topic is not None and topic.type in act.frame.types
    return (topic.index,) if topic is not None and opens and not any(p.objects for p in told) else ()


def _shared(act: Act) -> Sequence[int]:
    """采购发放了5000份物资: the object of the verb right behind, of which both verbs tell."""
    made = act.frame.predicate in ("donated", "delivered", "created", "built") or act.frame.verb in _GATHERING
    if not made or act.predication.relative or act.predication.passive:
        return ()
    end = act.predication.segment[1]
    following = next(iter(act.reading.predications_of_tokens(act.predication.last, end)), None)
    if following is None or following.verb != act.predication.last or following.relative:
        return ()
    return following.objects if following.subject == act.predication.subject else ()


def _brought(act: Act) -> list[Target]:
    """What is brought to somebody or somewhere: the object of 把 or 将, or the subject of a passive."""
    predication = act.predication
    goals = act.phrases(predication.objects)
    if act.frame.predicate == "helped" and act.frame.verb.startswith("送") and act.frame.verb not in ("送医", "送院"):
        safe = any(goal.text.endswith(_SAFE_GOALS) for goal in goals)
        if not safe:
            return []
    indices: Sequence[int] = predication.governed("把", "将")
    if not indices and (predication.passive or predication.governed("由")):
        indices = predication.subject
    if act.frame.predicate == "helped":
        unknown = [p for p in act.phrases(indices) if p.type is None and p.text.endswith(_PERSONS)]
        return [Target(mentions.of_phrase(act.reading, p, "Person"), p) for p in unknown] or _typed(act, indices)
    return [target for target in _typed(act, indices) if not target.mention.text.endswith(_PERSONS)]


def _same_event(act: Act) -> Sequence[int]:
    """In 大会由甲主办，乙承办 the event of the clause before is meant."""
    verb = act.predication.verb
    for other in reversed(act.reading.predications_of_tokens(act.reading.sentence_of(verb).first, verb)):
        if any(frame.predicate == "held" for frame in frames_of(other)):
            events = [i for i in (*other.subject, *other.objects) if act.phrase(i).type == "Event"]
            if events:
                return events
    return ()


def _site(act: Act) -> Sequence[int]:
    """The place of an inverted clause: its subject, or the place phrase before it in the sentence."""
    predication, tokens = act.predication, act.reading.tokens
    if any(phrase.type == "Place" for phrase in act.phrases(predication.subject)):
        return predication.subject
    first = act.reading.sentence_of(predication.verb).first
    before = [
        p.index
        for p in act.phrases_before()
        if p.first > first
        and p.type == "Place"
        and p.form == "name"
        and any(tokens.texts[token] == "在" for token in range(max(first, p.first - 8), p.first))
    ]
    return before[-1:]


def _places(act: Act) -> list[Target]:
    predication = act.predication
    if act.frame.predicate == "assignedTo" and (gone := _gone_before(act)):
        return _typed(act, gone)
    found = []
    for target in _typed(act, predication.objects):
        reached = act.reached(target.phrase) if target.phrase is not None else None
        moved = reached is not None and reached is not target.phrase
        found.append(Target(mentions.of_phrase(act.reading, reached), None) if reached and moved else target)
    if found or (predication.objects and not predication.governed("在", "到", "于", "往", "从", "自")):
        return found
    origins = ("从", "自") if act.frame.predicate == "studiesAt" else ()
    return _typed(act, predication.governed("在", "到", "往", "于", *origins))


def _gone_before(act: Act) -> Sequence[int]:
    """到山区支教, 来到石桥村驻村: where somebody went in the clause, before a verb of duty that names no place."""
    predication = act.predication
    if any(phrase.form == "name" or len(phrase.text) > 1 for phrase in act.phrases(predication.objects)):
        return ()
    for other in reversed(act.reading.predications_of_tokens(predication.segment[0], predication.verb)):
        if other.subject == predication.subject and any(frame.predicate == "wentTo" for frame in frames_of(other)):
            return other.objects
    return ()


def _acts(act: Act) -> list[Target]:
    """维持秩序, 检修设备: the verb with its object is what is done."""
    reading, predication = act.reading, act.predication
    objects = act.phrases(predication.objects)
    if (
        not objects
        or predication.relative
        or predication.complement
        or any(p.type in PEOPLE or p.form == "pronoun" for p in objects)
    ):
        return []
    further = [Target(mentions.of_phrase(reading, p, "Activity"), p) for p in objects[1:] if act.frame.verb == "教"]
    start, end = reading.tokens.starts[predication.verb], objects[0].end
    if end - start > _LONGEST_NAME or objects[0].start < start or "，" in reading.text[start:end]:
        return []
    verb_end = reading.tokens.ends[predication.verb]
    told = mentions.of_span(reading, start, end, "Activity")
    if any(q.kind == "duration" for q in reading.quantities_between(verb_end, objects[0].start)):
        # 教了26年数学: how long it lasted is no part of what is done.
        told = mentions.of_phrase(reading, objects[0], "Activity")
        return [Target(mentions.with_variants(told, ((start, verb_end), (start, end))), None), *further]
    return [Target(mentions.with_variants(told, ((start, verb_end), (objects[0].start, end))), None), *further]


def _activities(act: Act) -> list[Mention]:
    """Activities named after the verb, read as text to the end of their list."""
    start = mentions.behind_verb(act.reading, act.predication)
    if act.frame.verb in ("进行", "实施", "开展", "展开"):
        people = any(phrase.type in PEOPLE for phrase in act.phrases(act.predication.governed("对")))
        # Aid to people is no activity: the extractor ``aid`` tells whom it helped.
        if people and is_aid(act.reading.text, start):
            return []
    if act.frame.verb == "投入" and any(p.type in ("Goods", *PEOPLE) for p in act.phrases(act.predication.objects)):
        # 投入挖掘机抢修: what is put in is a machine, and no activity.
        return []
    if act.reading.text.startswith("在", start) or (
        # 新院区投入使用: that is no work.
        act.frame.verb == "投入" and act.reading.text.startswith(_RUNNING, start)
    ):
        return []
    stop = act.reading.text.find("的", start) if act.predication.relative else -1
    found = read_list(act.reading, start, stop=stop if stop > start else None)
    called = any(p.type in (*PEOPLE, "Place", "Organization") for p in act.phrases(act.predication.governed("对")))
    if called and len(found) == 1 and found[0].text.endswith(("访问", "慰问", "走访", "回访")):
        # 对埃及进行访问: the extractor ``inspections`` tells whom it visited.
        return []
    if act.frame.verb == "采取":
        return [mention for mention in found if mention.text.endswith(_MEASURES)]
    return found


# --- types ------------------------------------------------------------------------------------------


def _typed(act: Act, indices: Sequence[int]) -> list[Target]:
    found = []
    phrases = act.phrases(indices)
    general = act.predication.general
    summed = general is not None and act.phrase(general).type == "Place"
    listed_place = act.frame.slot == "place" and (
        summed or any(p.type == "Place" and p.form == "name" for p in phrases)
    )
    seen = act.frame.predicate == "visited" and any(p.type in ("Place", "Organization") for p in phrases)
    for phrase in phrases:
        mention = _object(act, phrase)
        if mention is not None and act.frame.verb in _SHORT and not _is_counted_or_named(phrase):
            continue
        listed = listed_place or (seen and phrase.text.endswith(_STRUCTURES))
        misread = phrase.personal and act.frame.predicate == "wentTo" and phrase is not phrases[0]
        if mention is None and listed and (phrase.type is None or misread) and len(phrase.text) >= 2:
            # In a list of places a word that no lexicon knows is a place too.
            mention = replace(mentions.of_phrase(act.reading, phrase, "Place"), form="name")
        if mention is not None:
            found.append(Target(mention, phrase))
    return found


def _is_counted_or_named(phrase: Phrase) -> bool:
    """Whether a phrase has a count or is a title: 种了200亩玉米, 编了《村志》."""
    return phrase.count is not None or "《" in phrase.text or phrase.form == "name"


def _object(act: Act, phrase: Phrase) -> Mention | None:
    frame, reading = act.frame, act.reading
    if phrase.form == "pronoun":
        return _pronoun(act, phrase)
    role = nouns.role_of(phrase.text)
    if "Role" in frame.types and role is not None and frame.predicate in ("appointedAs", "hasRole"):
        text = phrase.short or phrase.text
        return mentions.of_span(reading, phrase.end - len(text), phrase.end, "Role")
    if frame.slot == "place" and phrase.form == "nominal" and not phrase.definite and _is_vague_site(act, phrase):
        return None
    if frame.slot == "place" and role is not None and role.kind == "post" and phrase.type == "Group":
        return None
    if frame.predicate == "performs" and phrase.type in ("Event", "Work") and phrase.type in frame.types:
        # 作大会总结: it is the talk that is given.
        return mentions.of_phrase(reading, phrase, "Activity") if phrase.text.endswith(_TALKS) else None
    if frame.predicate in ("visited", "locatedIn") and _is_modifier(act, phrase):
        return None
    if frame.predicate == "held" and phrase.type == "Work" and phrase.text.endswith(("报告", "讲座", "报告会")):
        return mentions.of_phrase(reading, phrase, "Event")
    if frame.predicate in ("built", "created") and phrase.count is not None and phrase.count.kind == "money":
        return None
    if frame.predicate == "performs" and phrase.text in GENERIC_ACTIVITIES:
        return None
    if frame.predicate == "founded" and phrase.type in (None, "Goods") and (kind := _institution(phrase)) is not None:
        return mentions.of_phrase(reading, phrase, kind)
    if frame.predicate == "built" and phrase.type == "Work" and _is_system(phrase):
        return mentions.of_phrase(reading, phrase, "Place")
    if frame.predicate == "built" and phrase.type == "Organization" and phrase.form != "name":
        # What is built of a factory or a clinic is the house.
        return mentions.of_phrase(reading, phrase, "Place")
    if frame.predicate == "created" and phrase.type == "Goods":
        return mentions.of_phrase(reading, phrase, "Work")
    if frame.predicate == "attended" and phrase.text in _CONTESTS and phrase.owner is not None:
        # 12个大项的角逐: the contest is told by what it is about.
        about = reading.phrases[phrase.owner]
        start = about.count.start if about.count is not None else about.start
        told = mentions.of_span(reading, start, phrase.end, "Event")
        return mentions.with_variants(told, [(start, about.end)])
    if phrase.type in frame.types and phrase.text not in _BODY_PARTS:
        return mentions.of_phrase(reading, phrase)
    if frame.predicate == "built" and _is_house(phrase):
        return mentions.of_phrase(reading, phrase, "Place")
    return _converted(act, phrase)


def _institution(phrase: Phrase) -> EntityType | None:
    """What somebody founds that no noun lexicon types so: a body by the end of its name, a fund (助学金)."""
    if phrase.text.endswith(_FUNDS):
        return "Work"
    kind = nouns.name_type(phrase.text)
    return kind if kind in ("Organization", "Group") and phrase.type is None else None


def _is_system(phrase: Phrase) -> bool:
    """A platform or system of machines, which is built as a house is: 监测平台, but not 交流平台."""
    return phrase.text.endswith(_SYSTEMS) and any(word in phrase.text for word in _TECHNICAL)


def _is_house(phrase: Phrase) -> bool:
    """A school or a hospital that is built: the house and not the body."""
    return phrase.type == "Organization" and phrase.text.endswith(_HOUSES)


def _is_modifier(act: Act, phrase: Phrase) -> bool:
    """调研农村养老点建设 and 总部位于海城的公司: a noun that only begins what is meant, or a body that is no site."""
    tokens = act.reading.tokens
    behind = tokens.texts[phrase.last] if phrase.last < len(tokens) else ""
    if act.frame.predicate == "locatedIn":
        site = behind.startswith(_SIDES) or phrase.text.endswith("深处")
        return phrase.type == "Organization" and not site
    nouny = behind != "" and tokens.tags[phrase.last] in ("n", "vn", "nz")
    return nouny and act.frame.slot == "place" and phrase.type == "Place" and phrase.form == "nominal"


def _is_vague_site(act: Act, phrase: Phrase) -> bool:
    """驻村, 每到一个单位: a bare noun of one character, or one of many behind a short verb, names no place."""
    one = phrase.count is not None and phrase.count.value == 1
    return len(phrase.text) < 2 or (one and act.frame.verb in ("到", "去", "来"))


def _pronoun(act: Act, phrase: Phrase) -> Mention | None:
    types = act.frame.types
    if phrase.text in PLACE_PRONOUNS:
        return mentions.of_phrase(act.reading, phrase, "Place") if "Place" in types else None
    return mentions.of_pronoun(act.reading, phrase) if set(types) & set(PEOPLE) else None


def _converted(act: Act, phrase: Phrase) -> Mention | None:
    """A phrase whose own type the frame does not admit, as what the verb makes of it."""
    frame, reading = act.frame, act.reading
    if frame.verb in ("出现", "产生") and phrase.type != "Condition":
        general = act.predication.general
        symptom = phrase.text.endswith((*_SYMPTOMS, *_AILMENTS, "故障"))
        symptom = symptom or (general is not None and act.phrase(general).text.endswith(_SYMPTOMS))
        return mentions.of_phrase(reading, phrase, "Condition") if symptom else None
    if frame.verb == "赞助" and phrase.count is None:
        # 赞助球队 tells of no gift.
        return None
    if frame.predicate == "built" and phrase.count is None and reading.tokens.texts[phrase.first] == "“":
        # 铺下“致富路”: a figure of speech.
        return None
    if frame.verb in _ONLY_AILMENTS and phrase.type != "Condition":
        return mentions.of_phrase(reading, phrase, "Condition") if phrase.text.endswith(_AILMENTS) else None
    nameable = phrase.type is None and 2 <= len(phrase.text) <= _LONGEST_NAME
    made = phrase.type is None and len(phrase.text) <= _LONGEST_NAME and not phrase.text.endswith(_INTANGIBLE)
    if (
        made
        and frame.predicate == "built"
        and (
            (frame.verb in _PLANTING and phrase.count is not None)
            or (frame.verb in _INSTALLING and len(phrase.text) >= 2)
        )
    ):
        return mentions.of_phrase(reading, phrase, "Goods")
    if nameable and frame.predicate == "built":
        structure = (
            phrase.text.endswith(_STRUCTURES) and phrase.text != "工程" and reading.tokens.tags[phrase.last - 1] != "vn"
        )
        return mentions.of_phrase(reading, phrase, "Place") if structure else None
    if nameable and frame.predicate == "wentTo":
        sited = phrase.text.endswith(_STRUCTURES) or reading.tokens.tags[phrase.last - 1] == "s"
        sited = sited and not phrase.text.endswith(("路", "途中", "路上"))
        return mentions.of_phrase(reading, phrase, "Place") if sited else None
    first = frame.types[0]
    if phrase.type is None and act.frame.verb in _STRICT and _among_goods(act):
        nothing = phrase.text.endswith(_INTANGIBLE)
        return mentions.of_phrase(reading, phrase, "Goods") if nameable and not nothing else None
    if phrase.text in _BODY_PARTS:
        return None
    if nameable and first in ("Goods", "Work", "Condition", "Activity") and _tangible(act, phrase):
        return mentions.of_phrase(reading, phrase, first)
    if phrase.type == "Work" and frame.predicate == "arranged" and phrase.text.endswith(_BOOKS):
        return mentions.of_phrase(reading, phrase, "Goods")
    abstract = phrase.text.endswith(_INTANGIBLE)
    if (
        phrase.type in ("Work", "Condition")
        and not abstract
        and first == "Goods"
        and frame.predicate in ("delivered", "donated")
    ):
        return mentions.of_phrase(reading, phrase, "Goods")
    return None


def _among_goods(act: Act) -> bool:
    """Whether some noun of the verb's objects is known for goods: 提供净水剂、速食面."""
    return any(phrase.type == "Goods" for phrase in act.phrases(act.predication.objects))


def _tangible(act: Act, phrase: Phrase) -> bool:
    """Whether an untyped noun may be what was got, made or bought.

    It is where it is a name, a counted thing, or ends as such things do.
    """
    if phrase.text.endswith(_INTANGIBLE):
        return False
    if act.frame.predicate == "performs":
        return _is_work(act, phrase)
    if act.frame.predicate not in ("received", "arranged", "created") and act.frame.verb not in _STRICT:
        return True
    if act.frame.verb == "提出":
        return False
    if act.frame.verb in _HANDED and phrase.text not in _VAGUE:
        return True
    return phrase.form == "name" or phrase.count is not None or phrase.text.endswith(_TANGIBLE)


def _is_work(act: Act, phrase: Phrase) -> bool:
    """Whether an untyped noun is what one does: an act, or one that 工作 sums up (做建筑、保洁等工作)."""
    general = act.predication.general
    if general is not None and act.phrase(general).type == "Activity":
        return True
    return act.reading.tokens.tags[phrase.last - 1] in ("v", "vn") or phrase.text.endswith(_ACTIVITY_ENDINGS)
