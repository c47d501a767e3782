"""Hand-built stories: sources, documents and claims without any language processing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg import vocab
from kg.model import (
    Byline,
    Claim,
    Document,
    Entity,
    EntityType,
    Evidence,
    Judgement,
    Node,
    Repair,
    Source,
    Status,
    Story,
    Value,
)
from kg.text import MappedText

EXTRACTOR = "hand@1"


def source(name: str, raw: str, **metadata: str) -> Source:
    """A plain text file."""
    digest = hashlib.sha256(raw.encode("utf-8")).hexdigest()
    return Source(name, f"{name}.txt", raw, digest, "utf-8", MappedText.from_raw(raw), metadata)


def document(name: str, raw: str, **changes: object) -> Document:
    """A document whose text is its raw text."""
    plain = Document(vocab.document_id(name), source(name, raw), MappedText.from_raw(raw))
    return replace(plain, **changes)  # type: ignore[arg-type]


def entity(type_: EntityType, label: str, *mentions: str, document: str | None = None) -> Entity:
    """A named entity, or with ``document`` one that has no name of its own."""
    anonymous = document is not None
    return Entity(vocab.entity_id(type_, label, document), type_, label, mentions or (label,), (), anonymous)


def quantity(text: str, **fields: str | int | float | bool) -> Value:
    """A quantity."""
    return Value("Quantity", text, fields)


def time(text: str, **fields: str | int | float | bool) -> Value:
    """A time or a duration."""
    return Value("Time", text, fields)


def statement(text: str) -> Value:
    """What somebody said."""
    return Value("Statement", text)


def evidence(raw: str, quote: str, sentence: str | None = None) -> Evidence:
    """The first place where ``quote`` stands in ``raw``, within the line around it unless ``sentence`` is given."""
    start = raw.index(quote)
    end = start + len(quote)
    if sentence is not None:
        first = raw.index(sentence)
        return Evidence(start, end, quote, first, first + len(sentence))
    first = raw.rfind("\n", 0, start) + 1
    last = raw.find("\n", end)
    return Evidence(start, end, quote, first, len(raw) if last < 0 else last)


def claim(
    document: Document,
    subject: Entity,
    predicate: str,
    object_: Node,
    quote: str,
    *,
    status: Status = "asserted",
    holder: Entity | None = None,
    qualifiers: Mapping[str, Node | Sequence[Node]] | None = None,
    act: str | None = None,
    extractor: str = EXTRACTOR,
) -> Claim:
    """A claim with its evidence found in the document's raw text."""
    shown = evidence(document.source.raw, quote)
    hung = {
        name: tuple(values) if isinstance(values, Sequence) else (values,)
        for name, values in sorted((qualifiers or {}).items())
    }
    object_name = object_.id if isinstance(object_, Entity) else object_.text
    holder_name = holder.id if holder else None
    ident = vocab.claim_id(document.id, subject.id, predicate, object_name, status, holder_name, shown.start)
    act_id = None
    if act is not None:
        clause = evidence(document.source.raw, act)
        act_id = vocab.act_id(document.id, clause.start, clause.end)
    return Claim(ident, document.id, subject, predicate, object_, status, holder, hung, shown, extractor, act_id)


RAW = """新华社云城5月3日电 题:下乡记
新华社记者方小禾
“陈婶,来(lái)看看您。”青川县水利局下派干部罗明和林涛3日上午走访了云城柳溪区石桥村陈婶家,送去大米、菜油。
青川县水利局选派了12名干部到柳溪区。罗明是其中之一,他已在石桥村驻了30多天。
石桥村有300多户村民。罗明和另外4名同事承担堤坝巡查、物资发放等工作。
罗明说,如果下大雨,恐怕要转移村民。他没有时间照顾女儿。
村支书周大海说:“下周将举行防汛演练。罗明干得好。”
石桥村党支部书记周大海说,罗明每天睡在村委会。
"""

RAW_FRAGMENT = "柳溪区石桥村收到捐款5万元,村民..."


def main_story() -> Story:
    """A story with every kind of piece that a graph may hold."""
    doc = document(
        "石桥村",
        RAW + RAW_FRAGMENT,
        title="下乡记",
        date="2021-05-03",
        date_inferred=True,
        dateline_place="云城",
        agency="新华社",
        publisher="云城网",
        editor="kuaile",
        bylines=(Byline("方小禾", "记者", "新华社", 26, 29),),
        script="Hans",
        repairs=(Repair("pinyin", RAW.index("(lái)"), RAW.index("(lái)") + 5, "(lái)", ""),),
    )
    luo, lin = entity("Person", "罗明"), entity("Person", "林涛")
    chen = entity("Person", "陈婶", "陈婶", "陈大婶")
    zhou = entity("Person", "周大海")
    bureau = entity("Organization", "青川县水利局", "青川县水利局", "县水利局")
    village, district, city = entity("Place", "石桥村"), entity("Place", "柳溪区"), entity("Place", "云城")
    cadres = entity("Group", "12名干部", document=doc.id)
    colleagues = entity("Group", "另外4名同事", document=doc.id)
    post = entity("Role", "党支部书记")
    day = time("3日上午", edtf="2021-05-03")
    told = "罗明和林涛3日上午走访了云城柳溪区石桥村陈婶家,送去大米、菜油"
    dispatched = "青川县水利局选派了12名干部到柳溪区"
    duties = "罗明和另外4名同事承担堤坝巡查、物资发放等工作"
    claims = [
        claim(doc, luo, "worksFor", bureau, "青川县水利局下派干部罗明"),
        claim(doc, lin, "worksFor", bureau, "青川县水利局下派干部罗明和林涛"),
        *(claim(doc, who, "visited", chen, told[:23], qualifiers={"time": day}, act=told) for who in (luo, lin)),
        *(
            claim(doc, who, "delivered", entity("Goods", what), told, qualifiers={"recipient": chen}, act=told)
            for who in (luo, lin)
            for what in ("大米", "菜油")
        ),
        claim(doc, chen, "livesIn", village, "石桥村陈婶家"),
        claim(doc, village, "locatedIn", district, "柳溪区石桥村"),
        claim(doc, district, "locatedIn", city, "云城柳溪区"),
        claim(
            doc,
            bureau,
            "dispatched",
            cadres,
            dispatched,
            qualifiers={"count": quantity("12名", value=12, unit="名"), "destination": district},
            act=dispatched,
        ),
        claim(doc, luo, "memberOf", cadres, "罗明是其中之一"),
        claim(
            doc,
            luo,
            "assignedTo",
            village,
            "他已在石桥村驻了30多天",
            qualifiers={"duration": time("30多天", min=30, approx=True, unit="d"), "by": bureau},
        ),
        claim(
            doc, village, "hasCount", quantity("300多户", min=300, approx=True, unit="户", of="村民"), "有300多户村民"
        ),
        *(
            claim(doc, who, "performs", entity("Activity", what), duties, act=duties)
            for who in (luo, colleagues)
            for what in ("堤坝巡查", "物资发放")
        ),
        claim(doc, luo, "colleagueOf", colleagues, "罗明和另外4名同事"),
        claim(
            doc,
            luo,
            "helped",
            entity("Group", "村民", document=doc.id),
            "恐怕要转移村民",
            status="hypothetical",
            holder=luo,
        ),
        claim(doc, luo, "open:照顾", entity("Person", "女儿", document=doc.id), "没有时间照顾女儿", status="negated"),
        claim(
            doc,
            village,
            "held",
            entity("Event", "防汛演练"),
            "下周将举行防汛演练",
            status="planned",
            holder=zhou,
            qualifiers={"time": time("下周", edtf="2021-05-10/2021-05-16")},
        ),
        claim(doc, zhou, "said", statement("下周将举行防汛演练。罗明干得好。"), "下周将举行防汛演练。罗明干得好。"),
        claim(doc, zhou, "hasRole", post, "石桥村党支部书记周大海", qualifiers={"at": village}),
        claim(
            doc,
            luo,
            "open:睡(在)",
            entity("Place", "村委会"),
            "罗明每天睡在村委会",
            holder=zhou,
            qualifiers={"frequency": time("每天")},
        ),
    ]
    judgement = Judgement(chen.id, "陈婶", "陈大婶", (("same-surname", 0.4), ("same-kinship", 0.35)), 0.75, doc.id)
    return Story(doc, tuple(claims), (judgement,))


def fragment_story() -> Story:
    """The teaser that stands on the page of :func:`main_story`."""
    main = main_story().document
    start = len(RAW)
    text = MappedText.from_raw(main.source.raw, start)
    doc = replace(
        main,
        id=f"{main.id}~1",
        text=text,
        kind="fragment",
        parent=main.id,
        title=None,
        date=None,
        date_inferred=False,
        dateline_place=None,
        agency=None,
        editor=None,
        bylines=(),
        repairs=(),
        truncated=True,
    )
    money = quantity("5万元", value=50000, unit="CNY", of="捐款")
    received = claim(
        doc,
        entity("Place", "石桥村"),
        "received",
        entity("Goods", "捐款", document=doc.id),
        "石桥村收到捐款5万元",
        qualifiers={"count": money},
    )
    return Story(doc, (received,))


RAW_OTHER = """5月3日,石桥村(柳溪区)有210户村民。石桥村党支部书记吴江说:“汛期将到。”罗明在青川县水利局工作。
青川县水利局捐了2.5吨大米。"""


def other_story(name: str = "邻报") -> Story:
    """A story of the same day in traditional script's tag, which agrees in one thing and contradicts in two."""
    doc = document(name, RAW_OTHER, date="2021-05-03", script="Hant")
    village, bureau = entity("Place", "石桥村"), entity("Organization", "青川县水利局", "青川縣水利局")
    wu, luo = entity("Person", "吴江", "吳江"), entity("Person", "罗明", "羅明")
    claims = (
        claim(doc, village, "hasCount", quantity("210户", value=210, unit="户", of="村民"), "有210户村民"),
        claim(doc, wu, "hasRole", entity("Role", "党支部书记"), "石桥村党支部书记吴江", qualifiers={"at": village}),
        claim(doc, luo, "worksFor", bureau, "罗明在青川县水利局工作"),
        claim(doc, village, "locatedIn", entity("Place", "柳溪区"), "石桥村(柳溪区)"),
        claim(
            doc,
            bureau,
            "donated",
            entity("Goods", "大米"),
            "青川县水利局捐了2.5吨大米",
            qualifiers={"count": quantity("2.5吨", value=2.5, unit="t", of="大米")},
        ),
    )
    return Story(doc, claims)


def stories() -> list[Story]:
    """All hand-built stories."""
    return [main_story(), fragment_story(), other_story()]
