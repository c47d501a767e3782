"""Headlines, datelines, bylines, dates, furniture: tables of what pages write."""

from __future__ import annotations

import pytest

from kg.model import Document, Source
from kg.normalise import normalise
from kg.text import MappedText

BODY = "昨天上午，青石镇的医生走了三个小时山路，到石桥村给四十多位老人量血压，村里人都在路口等她。"


def story(raw: str, **metadata: str) -> Document:
    return normalise(Source("story", "story.txt", raw, "0" * 64, "utf-8", MappedText.from_raw(raw), metadata))[0]


def bylines(document: Document) -> list[tuple[str, str | None, str | None]]:
    return [(b.name, b.role, b.organization) for b in document.bylines]


@pytest.mark.parametrize(
    ("opening", "agency", "place", "date"),
    [
        ("新华社武汉4月15日电 ", "新华社", "武汉", "--04-15"),
        ("新华社武汉2020年4月15日电", "新华社", "武汉", "2020-04-15"),
        ("新华社北京4月15日电（记者周小满）", "新华社", "北京", "--04-15"),
        ("中新网杭州11月3日电(方晓禾)", "中新网", "杭州", "--11-03"),
        ("中新社北京5月1日电 (记者 方晓禾)", "中新社", "北京", "--05-01"),
        ("中国新闻网11月3日电 ", "中新网", None, "--11-03"),
        ("新京报9月7日信息：(记者周小满方晓禾)", "新京报", None, "--09-07"),
        ("青石晚报9月7日讯 ", "青石晚报", None, "--09-07"),
        ("央视网消息（新闻联播）：", "央视网", None, None),
        ("央视网消息：", "央视网", None, None),
        ("据新华社北京5月1日电 ", "新华社", "北京", "--05-01"),
        ("（中央社记者周小满台北15日电）", "中央社", "台北", None),
        ("本报讯 ", None, None, None),
        ("本报北京5月1日电 （记者周小满）", None, "北京", "--05-01"),
        ("【青石网讯】", "青石网", None, None),
        ("青石网讯 记者周小满报道：", "青石网", None, None),
        ("人民网北京5月1日电（记者方晓禾、实习生何雨桐）", "人民网", "北京", "--05-01"),
        ("新华社日内瓦5月1日电", "新华社", "日内瓦", "--05-01"),
        ("青石快讯5月1日电 ", "青石快讯", None, "--05-01"),
        ("青石观察讯（记者 周小满）", "青石观察", None, None),
        ("柳河之窗昆明11月18日电（记者周小满）", "柳河之窗", "昆明", "--11-18"),
        ("青石晚报 2021年9月2日 第03版\n", "青石晚报", None, "2021-09-02"),
        ("《青石晚报》 2021-09-02\n", "青石晚报", None, "2021-09-02"),
        # no dateline
        ("青石镇2021年9月2日成立了合作社。", None, None, None),
        ("5月1日，", None, None, None),
        ("记者从县医院了解到，", None, None, None),
        ("他在报社工作到4月15日。来电的人说，", None, None, None),
        ("青石网络公司4月15日说，", None, None, None),
    ],
)
def test_dateline(opening: str, agency: str | None, place: str | None, date: str | None) -> None:
    document = story(f"石桥村来了一位新医生\n{opening}{BODY}\n{BODY}")
    assert (document.agency, document.dateline_place, document.date) == (agency, place, date)
    assert document.title == "石桥村来了一位新医生"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("新华社记者周小满\n", [("周小满", "记者", "新华社")]),
        ("新华社记者 周小满 方晓禾\n", [("周小满", "记者", "新华社"), ("方晓禾", "记者", "新华社")]),
        ("新华社记者周小满、方晓禾\n", [("周小满", "记者", "新华社"), ("方晓禾", "记者", "新华社")]),
        ("记者 周小满 通讯员 方晓禾\n", [("周小满", "记者", None), ("方晓禾", "通讯员", None)]),
        ("青石晚报记者 周小满 通讯员 方晓禾\n", [("周小满", "记者", "青石晚报"), ("方晓禾", "通讯员", "青石晚报")]),
        ("青石网讯记者周小满报道：", [("周小满", "记者", "青石网")]),
        ("青石网讯通讯员周小满：", [("周小满", "通讯员", "青石网")]),
        (
            "青石网通讯员周小满、实习记者方晓禾5月18日报道：",
            [("周小满", "通讯员", "青石网"), ("方晓禾", "实习记者", "青石网")],
        ),
        ("新京报9月7日信息：(记者周小满方晓禾)", [("周小满", "记者", "新京报"), ("方晓禾", "记者", "新京报")]),
        (
            "青石网7月24日电(记者周小满通讯员方晓禾何雨桐)",
            [("周小满", "记者", "青石网"), ("方晓禾", "通讯员", "青石网"), ("何雨桐", "通讯员", "青石网")],
        ),
        ("中新网杭州11月3日电(周小满)", [("周小满", None, None)]),
        ("【記者周小滿／台北報導】", [("周小满", "记者", None)]),
        ("記者周小滿／台北報導\n", [("周小满", "记者", None)]),
        ("本报记者 周小满\n", [("周小满", "记者", None)]),
        ("□ 本报记者 周小满\n", [("周小满", "记者", None)]),
        ("文/周小满 图/方晓禾\n", [("周小满", None, None), ("方晓禾", None, None)]),
        ("作者：周小满\n", [("周小满", "作者", None)]),
        ("撰文：周小满\n", [("周小满", "撰文", None)]),
        ("（新华社记者周小满、方晓禾）", [("周小满", "记者", "新华社"), ("方晓禾", "记者", "新华社")]),
        ("本报讯（记者周小满 通讯员方晓禾）", [("周小满", "记者", None), ("方晓禾", "通讯员", None)]),
        ("青石晚报首席记者 欧阳雪\n", [("欧阳雪", "首席记者", "青石晚报")]),
        ("青石晚报云溪5月1日电 记者 周小满\n", [("周小满", "记者", "青石晚报")]),
        ("青石快讯云溪5月1日消息（记者 周小满 发自云溪）", [("周小满", "记者", "青石快讯")]),
        ("《青石晚报》 2021-09-02 本报记者 周小满\n", [("周小满", "记者", None)]),
        ("青石晚报 2021年9月2日 第3版 文/周小满\n", [("周小满", None, "青石晚报")]),
        # not bylines
        ("记者在现场看到，", []),
        ("记者从县医院了解到，", []),
        ("新华社记者社区是防线。", []),
        ("他对记者说：", []),
        ("医生周小满说：", []),
        ("（图片来自县医院）", []),
    ],
)
def test_bylines_in_the_header(line: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    document = story(f"石桥村来了一位新医生\n{line}{BODY}\n{BODY}")
    assert bylines(document) == expected


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("（评论员 周小满 方晓禾）", [("周小满", "评论员", None), ("方晓禾", "评论员", None)]),
        ("(新华社记者周小满)", [("周小满", "记者", "新华社")]),
        ("青石晚报记者 周小满 通讯员 方晓禾", [("周小满", "记者", "青石晚报"), ("方晓禾", "通讯员", "青石晚报")]),
        ("（张三丰摄）", [("张三丰", None, None)]),
        ("新华社记者 周小满 摄", [("周小满", "记者", "新华社")]),
        ("新华社发（周小满摄）", [("周小满", None, None)]),
        ("\n本报记者周小满摄影报道", [("周小满", "记者", None)]),
        ("（作者：周小满）", [("周小满", "作者", None)]),
        ("\n作者：周小满 编辑：方晓禾", [("周小满", "作者", None)]),
        # not bylines
        ("（记者注）", []),
        ("（见图）", []),
        ("（资料图片）", []),
        ("“记者来了。”", []),
        ("村里人说，记者 要来了。", []),
    ],
)
def test_bylines_at_the_end(closing: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    document = story(f"石桥村来了一位新医生\n{BODY}\n{BODY}{closing}")
    assert bylines(document) == expected
    for byline in document.bylines:
        raw = document.source.raw[slice(*document.text.raw_span(byline.start, byline.end))]
        assert raw == byline.name


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("石桥村来了一位新医生", "石桥村来了一位新医生"),
        ("石桥村来了一位新医生？", "石桥村来了一位新医生？"),
        ("石桥村来了新医生 老人们笑了", "石桥村来了新医生 老人们笑了"),
        ("石桥村来了新医生[组图]", "石桥村来了新医生"),
        ("### 【新春走基层】石桥村来了新医生", "【新春走基层】石桥村来了新医生"),
        ("新华社武汉4月15日电 题：山路上的医生", "山路上的医生"),
        ("新華社武漢4月15日電 題:“醫生”周小滿", "“医生”周小满"),
        ("昨天，石桥村来了一位新医生。", None),
        ("“你什么时候回来？”", None),
        ("本报记者 周小满", None),
        (BODY, None),
        ("2021-05-06", None),
    ],
)
def test_headline(first: str, title: str | None) -> None:
    assert story(f"{first}\n{BODY}\n{BODY}").title == title


@pytest.mark.parametrize(
    ("raw", "date", "inferred"),
    [
        (f"标题就在这里\n2021-05-06 09:30 来源：青石晚报\n{BODY}", "2021-05-06", False),
        (f"标题就在这里\n发布时间：2021年5月6日\n{BODY}", "2021-05-06", False),
        (f"2007-7-26\n青石网7月24日电 {BODY}\n{BODY}", "2007-07-24", False),
        (f"2007年1月2日\n青石网12月31日电 {BODY}\n{BODY}", "2006-12-31", False),
        (f"标题就在这里\n{BODY}\n时间：2008年5月18日 13:05\n来源：青石网\n链接：http://a.b/c", "2008-05-18", False),
        (f"标题就在这里\n{BODY}\n[查看原文](https://a.b/2022/11/25/V.shtml)", "2022-11-25", True),
        (f"青石网4月15日电 {BODY}\n{BODY}\n下一篇：\n2020-03-13 08:23三月里的山路...\n别的标题...", "2020-04-15", True),
        (f"青石网1月2日电 {BODY}\n{BODY}\n下一篇：\n2019-12-30 08:23年底的山路...\n别的标题...", "2020-01-02", True),
        (f"青石网4月15日电 {BODY}\n{BODY}\n下一篇：\n2020年春节前的事...", "2020-04-15", True),
        (f"青石网4月15日电 {BODY}\n{BODY}\n下一篇：\n2020年的事...\n2018年的事...", "--04-15", False),
        (f"青石网4月15日电 {BODY}\n{BODY}", "--04-15", False),
        (f"标题就在这里\n2020年1月23日，{BODY}\n{BODY}", None, False),
        (f"标题就在这里\n{BODY}\n时间：7月1日至3日，地点：县医院", None, False),
        (f"青石网2月30日电 {BODY}\n{BODY}", None, False),
    ],
)
def test_date(raw: str, date: str | None, inferred: bool) -> None:
    document = story(raw)
    assert (document.date, document.date_inferred) == (date, inferred)


def test_metadata_dates_the_dateline() -> None:
    document = story(f"青石网4月15日电 {BODY}\n{BODY}", date="2020-04-16", publisher="青石網")
    assert (document.date, document.date_inferred, document.publisher) == ("2020-04-15", False, "青石网")


@pytest.mark.parametrize(
    "line",
    [
        "编辑：yangweijie",
        "责任编辑：李青",
        "【责任编辑:李青】",
        "（责编：李青、方晓禾）",
        "编辑：李青 审核：方晓禾",
        "校对 / 李青",
        "来源：青石晚报",
        "文章来源：青石网 浏览次数：123次",
        "2021-05-06 09:30 来源：青石晚报 作者：周小满",
        "字号：大 中 小",
        "首页 > 新闻 > 正文",
        "您的位置：首页 > 新闻",
        "当前位置：首页 > 社会",
        "分享到：微信 微博 QQ空间",
        "微信 微博 朋友圈",
        "[查看原文](https://a.b/c.html)",
        "点击查看更多",
        "返回顶部",
        "扫一扫",
        "用微信扫描二维码分享至好友和朋友圈",
        "版权所有 青石新闻网",
        "未经授权不得转载",
        "Copyright © 2021 青石网",
        "京ICP备12345678号",
        "本文仅代表作者个人观点，不代表本站立场，转载请注明出处",
        "請加入成為青石的月費訂戶，長期支持我們的工作。",
        "欢迎关注青石网微信公众号",
        "（完）",
        "【完】",
        "END",
        "※※※",
        "广告",
        "<script>var a = '山村';</script>",
        "(function(){",
        "var a = document.getElementById('b');",
        "原标题：石桥村来了医生",
        "标签：医生 山村",
        "浏览量：1024",
        "关键词：医生",
        "链接：http://a.b/c?d=1",
        "1",
        "图源：网络",
        "（资料图片）",
        "摄影：视觉中国",
    ],
)
def test_furniture_line_is_set_aside(line: str) -> None:
    document = story(f"石桥村来了一位新医生\n{BODY}\n{line}\n{BODY}")
    others = [text for text in document.text.text.split("\n") if text not in ("石桥村来了一位新医生", BODY)]
    assert others in ([], ["作者：周小满"])
    assert document.furniture
    assert any(document.source.raw[f.start : f.end] in line for f in document.furniture)


@pytest.mark.parametrize(
    "line",
    [
        "编辑部的人都来了，周小满说：好。",
        "来源于山里的水，一直流到县城。",
        "他的作者身份没有人怀疑。",
        "版权是一个大问题，她说，写书的人都知道。",
        "首页上登着她的照片。",
        "分享，是村里人的习惯。",
        "他扫一扫地，又去挑水。",
        "周小满（右）为老人量血压。",
        "图为周小满在石桥村。",
        "时间：7月1日至3日",
        "地点：县医院",
        "爱与责任",
        "2020年1月23日",
        "下一篇文章她要写山里的学校。",
        "完成这件事用了三年。",
        "电话打不通，他很着急。",
        "微信群里有四十多位老人。",
        "广告牌倒了。",
        "“1”是她的编号。",
        "他们看了地图（图一），又上路了。",
        "她说，村里的新图（见图）画得好。",
        "关注老人，就是关注我们自己。",
        "相关新闻报道了这件事。",
        "——周小满：《山路》",
        "她用了{大}括号；",
    ],
)
def test_story_line_stays(line: str) -> None:
    document = story("\n".join(["石桥村来了一位新医生", *[BODY] * 8, line, *[BODY] * 16]))
    assert line in document.text.text.split("\n")


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("图片说明：医生在量血压", "医生在量血压"),
        ("周小满在石桥村。（张三丰摄）", "周小满在石桥村。"),
        ("周小满在石桥村。新华社记者 张三丰 摄", "周小满在石桥村。"),
        ("周小满在石桥村。(责任编辑：李青)", "周小满在石桥村。"),
        ("周小满走了。（完）", "周小满走了。"),
        ('<p xmlns="">周小满走了。</p>', "周小满走了。"),
        ("周小满走了[原文](http://a.b/(c))。", "周小满走了原文。"),
    ],
)
def test_furniture_inside_a_line_is_cut_out(line: str, left: str) -> None:
    assert story(f"石桥村来了一位新医生\n{BODY}\n{line}").text.text.split("\n")[2] == left


def test_editor_and_publisher_are_told() -> None:
    document = story(f"石桥村来了一位新医生\n来源：青石晚报\n{BODY}\n责任编辑：李青")
    assert (document.publisher, document.editor) == ("青石晚报", "李青")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # Central News Agency: the date closes the story, in the Republic's years
        (f"（中央社記者周小滿台北15日電）{BODY}（編輯：李青）1070607", ("中央社", "台北", "2018-06-15", "李青", None)),
        # a public account: names and a time on one line
        (
            f"原创 周小满 青石发布 2021-05-06 18:30\n标题就在这里\n{BODY}\n点赞 在看 分享",
            (None, None, "2021-05-06", None, None),
        ),
        # an office's page: labelled fields on one line
        (
            f"标题就在这里\n来源：县政府办  发布时间：2019-05-06 10:20:30  浏览次数：12次  字体：[ 大 中 小 ]\n{BODY}",
            (None, None, "2019-05-06", None, "县政府办"),
        ),
        (f"标题就在这里\n【青石新聞專訊】{BODY}\n記者：周小滿", ("青石新闻", None, None, None, None)),
    ],
)
def test_headers_of_other_houses(raw: str, expected: tuple[str | None, ...]) -> None:
    document = story(raw)
    found = document.agency, document.dateline_place, document.date, document.editor, document.publisher
    assert found == expected
    for unwanted in ("編輯", "编辑", "点赞", "浏览", "18:30"):
        assert unwanted not in document.text.text


def test_reference_marks_of_an_encyclopedia_are_set_aside() -> None:
    document = story(f"历史[编辑]\n{BODY[:-1]}[1]，她说[注 2]。\n数组a[10]有[三]个。")
    assert document.text.text.split("\n") == ["历史", f"{BODY[:-1]}，她说。", "数组a[10]有[三]个。"]


def test_a_dot_is_a_full_stop_where_the_page_has_no_other() -> None:
    assert story("昨天下了雨.今天她又上路了.一共3.5公里.").text.text == "昨天下了雨。今天她又上路了。一共3.5公里。"
    assert story("列夫.托尔斯泰的书。她读过。").text.text == "列夫.托尔斯泰的书。她读过。"
