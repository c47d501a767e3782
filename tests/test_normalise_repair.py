"""Repairs inside the text: pinyin, half-character damage, script, punctuation, white space."""

from __future__ import annotations

import re

import pytest
from opencc import OpenCC
from pypinyin import Style, pinyin

from kg.model import Repair, Source
from kg.normalise import characters, mojibake, normalise, punctuation, script
from kg.normalise import pinyin as inline
from kg.normalise.names import split_names
from kg.text import MappedText

# --- inline pinyin ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("我們來(lái)了", "我們來了"),
        ("他說（shuō）好", "他說好"),
        ("綠(lǜ)色、綠(lv4)色、綠(lu:4)色、綠(lü)色", "綠色、綠色、綠色、綠色"),
        ("電(dian)話", "電話"),
        ("電(dian4)話", "電話"),
        ("孩子(zi)們(men)", "孩子們"),
        ("不(bú)是", "不是"),  # tone change
        ("為(wéi)難、為(wèi)了", "為難、為了"),
        ("愛(ɑ̀i)、該(ɡāi)", "愛、該"),
        ("來( lái )了", "來了"),
        ("綦江(qí jiāng)的橋", "綦江的橋"),
        ("會(huì)長(zhǎng)來(lái)了", "會長來了"),
        # content stays
        ("多個社區(村)", "多個社區(村)"),
        ("糧食署(WFP)", "糧食署(WFP)"),
        ("ABC(lai)", "ABC(lai)"),
        ("病毒(H1N1)", "病毒(H1N1)"),
        ("饿(e)", "饿(e)"),
        ("電(lái)話", "電(lái)話"),
        ("李明(Li Ming Hua)", "李明(Li Ming Hua)"),
        ("，(lái)", "，(lái)"),
        ("來(lái", "來(lái"),
        ("來()", "來()"),
        ("他(Tom)", "他(Tom)"),
    ],
)
def test_pinyin(raw: str, text: str) -> None:
    mapped, repairs = inline.remove(MappedText.from_raw(raw))
    assert mapped.text == text
    assert all(raw[s:e] == c for c, s, e in zip(mapped.text, mapped.starts, mapped.ends, strict=True))
    assert [raw[r.start : r.end] for r in repairs] == [r.original for r in repairs]
    assert bool(repairs) == (raw != text)


# --- half-character damage -----------------------------------------------------------------------------------------


def _table(share: int) -> dict[bytes, str]:
    """GBK bytes of every ``share``-th traditional character, with its reading: what a converter annotates."""
    table: dict[bytes, str] = {}
    for code in range(0x4E00, 0x9FA6, 1):
        character = chr(code)
        if code % share == 0 and script.simplify_characters(character) != character:
            try:
                table[character.encode("gbk")] = pinyin(character, style=Style.TONE, errors="ignore")[0][0]
            except (UnicodeEncodeError, IndexError):
                continue
    return table


def damage(text: str, table: dict[bytes, str]) -> str:
    """What a converter that matches bytes across characters, and a lossy decoder after it, make of ``text``."""
    data = text.encode("gbk")
    annotated = bytearray()
    for index, byte in enumerate(data):
        annotated.append(byte)
        reading = table.get(data[index - 1 : index + 1]) if index else None
        if reading:
            annotated += f"({reading})".encode("gb18030")
    decoded: list[str] = []
    at = 0
    while at < len(annotated):
        width = 1 if annotated[at] < 0x80 else 2
        try:
            decoded.append(annotated[at : at + width].decode("gb18030"))
        except UnicodeDecodeError:
            decoded.append("?")
        at += width
    return "".join(decoded)


SENTENCES = [
    "因為山路太遠,老人們已經三年沒有去過縣裡的醫院了。",
    "當地群眾說,這條路修通以後,孩子們上學只要二十分鐘。",
    "醫生周小滿認為,高血壓是這裡最常見的病,應該每個月量一次。",
    "鎮長把藥品和設備送到診所,還派來了兩名護士和一輛車。",
    "他們決定留在這裡工作,因為沒有人願意離開自己的家。",
    "雖然條件很差,但是她還是堅持了下來,一個人照顧四十多位老人。",
    "這個村子的學校從前有一百個學生,現在只剩下九個了。",
    "記者看到,橋邊的石頭上寫著幾個大字,字跡已經看不清楚。",
    "據統計,全縣共有兩萬多名老人獨自生活,其中三分之一住在山區。",
    "為了方便大家,診所的門一直開到晚上十點,週末也不休息。",
]
# Beijing's OpenCC makes traditional text of simplified sentences, for more cases than are written out above.
MORE = [
    OpenCC("s2t").convert(sentence)
    for sentence in (
        "村里的会计算了一笔账,去年每户人家多收入了三千元。",
        "因为下了大雨,运货的车队当天没有赶到,物资第二天才发到居民手里。",
        "志愿者们轮流值班,谁家有困难,打一个电话就有人来帮助。",
        "工程师说,这座桥的设计寿命是一百年,可以抵御很强的地震。",
        "经过两个月的谈判,双方终于签订了协议,学生们又有了自己的图书馆。",
        "这件事过去很久了,他还记得当时的情况,说起来声音都在发抖。",
    )
]


def _repaired(damaged: str) -> tuple[MappedText, list[Repair]]:
    text, repairs = mojibake.repair(MappedText.from_raw(damaged))
    return inline.remove(text)[0], repairs


@pytest.mark.parametrize("share", [1, 2, 3, 5])
def test_damage_made_by_code_is_undone(share: int) -> None:
    table = _table(share)
    broken = {original: damage(original, table) for original in SENTENCES + MORE}
    damaged = {original: text for original, text in broken.items() if "?" in text}
    assert damaged, "the converter must break something"
    for original, text in damaged.items():
        mapped, repairs = _repaired(text)
        # The decoder may swallow half a character together with the ASCII mark behind it: that is lost for good.
        pattern = "..?".join(map(re.escape, mapped.text.split(mojibake.LOST)))
        assert re.fullmatch(pattern, original), (original, text, mapped.text)
        lost = mapped.text.count(mojibake.LOST)
        assert lost == sum(repair.kind == "lost" for repair in repairs) <= text.count("?")
        assert list(mapped.starts) == sorted(mapped.starts)


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("因?yàn)樽〉帽容^遠(yuǎn)", "因為住得比較遠"),
        ("因�(yàn)樽〉帽容^遠(yuǎn)", "因為住得比較遠"),  # a decoder that keeps the bracket
        ("因？yàn)樽〉帽容^遠(yuǎn)", "因為住得比較遠"),
        ("當(dāng)?shù)厝罕", "當地群\ufffd"),
        ("洪?yīn)囊言斐?人遇難", "洪災已造\ufffd人遇難"),  # 成 and its number are gone
        ("，?qiāng)鉁亟档搅肆阆?6攝氏度", "，氣溫降到了零\ufffd攝氏度"),  # the rest of 26 is no number
        ("當(dāng)?shù)厝罕。", "當地群\ufffd。"),
        ("當(dāng)?shù)厝罕\n第二段", "當地群\ufffd\n第二段"),
        # nothing is broken here
        ("你去嗎?好的", "你去嗎?好的"),
        ("（他問:真的嗎?hǎo)", "（他問:真的嗎?hǎo)"),
        ("你說什么?OK)", "你說什么?OK)"),
        ("what?yàn)", "what?yàn)"),
        ("?yàn)", "?yàn)"),
        ("他問?(你好)", "他問?(你好)"),
    ],
)
def test_damage(damaged: str, text: str) -> None:
    assert _repaired(damaged)[0].text == text


def test_repaired_characters_stand_for_the_bytes_that_hold_them() -> None:
    raw = "因?yàn)樽〉帽容^遠"
    text, (repair,) = mojibake.repair(MappedText.from_raw(raw))
    spans = {c: raw[s:e] for c, s, e in zip(text.text, text.starts, text.ends, strict=True)}
    assert spans == {"因": "因", "為": "?yàn)樽", "住": "樽〉", "得": "〉帽", "比": "帽容", "較": "容^", "遠": "遠"}
    assert (repair.kind, raw[repair.start : repair.end], repair.replacement) == (
        "mojibake",
        "?yàn)樽〉帽容^",
        "為住得比較",
    )


def test_full_width_digit_made_of_two_halves_is_no_digit() -> None:
    raw = "山裡的人赴武?qiāng)h抗疫?zhé)８标?duì)長來了。"
    source = Source("story", "story.txt", raw, "0" * 64, "utf-8", MappedText.from_raw(raw), {})
    assert normalise(source)[0].text.text == "山里的人赴武汉抗疫。副队长来了。"


def test_lost_half_is_recorded_where_it_was() -> None:
    raw = "當地?shù)厝罕"
    text, repairs = mojibake.repair(MappedText.from_raw("當(dāng)?shù)厝罕"))
    lost = [repair for repair in repairs if repair.kind == "lost"]
    assert len(lost) == 1
    assert lost[0].original == raw[-1]
    assert text.text.endswith(mojibake.LOST)


# --- script ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "found", "text"),
    [
        ("帶著雞蛋，說著話", "Hant", "带着鸡蛋，说着话"),
        ("著名的乾隆瓷器在後面的裏屋，乾淨", "Hant", "著名的乾隆瓷器在后面的里屋，干净"),
        ("皇后與後天，頭髮與發展，什麼、臺灣、台北", "Hant", "皇后与后天，头发与发展，什么、台湾、台北"),
        ("衞生署的枱燈壞了，説話的人揹着書包", "Hant", "卫生署的台灯坏了，说话的人背着书包"),
        ("著名的瞭望塔和乾隆，这里的人说", "Hans", "著名的瞭望塔和乾隆，这里的人说"),
        ("这里的陳先生说话", "Hans", "这里的陈先生说话"),
        ("山上有人", "Hans", "山上有人"),
        ("plain text", "Hans", "plain text"),
    ],
)
def test_script(raw: str, found: str, text: str) -> None:
    assert script.script_of(raw) == found
    mapped, repairs = script.simplify(MappedText.from_raw(raw), script.script_of(raw))
    assert mapped.text == text
    assert sum(r.count for r in repairs) == sum(a != b for a, b in zip(raw, text, strict=True))


# --- punctuation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("好,是;他说:对!谁?(我)", "好，是；他说：对！谁？（我）"),
        ("他说:\"好\"。", "他说：“好”。"),
        ("\"他说:'好。'\"", "“他说：‘好。’”"),
        ("「他說『好』了」", "“他說‘好’了”"),
        ("『好』", "“好”"),
        ("“已经「对」了”", "“已经‘对’了”"),
        ("世界粮食计划署(WFP)与", "世界粮食计划署（WFP）与"),
        ("(一)第一", "（一）第一"),
        ("3,000名,10:30到", "3,000名，10:30到"),
        ("３，０００名１０：３０", "3,000名10:30"),
        ("第３５届Ａ组", "第35届A组"),
        ("see (this), it's \"fine\": yes!", "see (this), it's \"fine\": yes!"),
        ("网址http://a.cn/x,y?z=(1):8看", "网址http://a.cn/x,y?z=(1):8看"),
        ("写信到a.b@c.cn,谢谢", "写信到a.b@c.cn，谢谢"),
        ("他走了...", "他走了……"),
        ("wait... ok", "wait... ok"),
        ("结束.", "结束。"),
        ("1.5亿", "1.5亿"),
        ("重庆•西南", "重庆·西南"),
        ("他来了--真的", "他来了——真的"),
        ("\"第一段\n\"第二段\"", "“第一段\n“第二段”"),
        ("don't 好", "don't 好"),
    ],
)  # fmt: skip
def test_punctuation(raw: str, text: str) -> None:
    mapped, _ = punctuation.widen(characters.clean(MappedText.from_raw(raw))[0])
    assert mapped.text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("2020-03-13 08:233月10日下午", "2020-03-13 08:23 3月10日下午"),
        ("2020-03-13 08:23:453月10日", "2020-03-13 08:23:45 3月10日"),
        ("2020-03-1308时", "2020-03-1308时"),
        ("第一段。　　第二段。", "第一段。\n第二段。"),
        ("　　开头。", "　　开头。"),
        ("标题    图为大桥。", "标题\n图为大桥。"),
        ("一　二", "一　二"),
        ("比分10:30", "比分10:30"),
    ],
)
def test_glued_parts_are_separated(raw: str, text: str) -> None:
    mapped, _ = punctuation.separate(characters.clean(MappedText.from_raw(raw))[0])
    assert mapped.text == text
    inserted = [(s, e) for c, s, e in zip(mapped.text, mapped.starts, mapped.ends, strict=True) if c == " " and s == e]
    assert len(inserted) == text.count(" ") - raw.count(" ") + (raw.count("    ") * 4)


@pytest.mark.parametrize(
    ("raw", "keep", "text"),
    [
        ("六到八人、 带卫生间", False, "六到八人、带卫生间"),
        ("学生 代表", False, "学生代表"),
        ("就业有保障 好日子", True, "就业有保障 好日子"),
        ("完了。 “好”", True, "完了。“好”"),
        ("New  York", False, "New York"),
        ("在 2020 年", False, "在2020年"),
    ],
)
def test_white_space(raw: str, keep: bool, text: str) -> None:
    assert punctuation.close_up(MappedText.from_raw(raw), [(0, len(raw))] if keep else []).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\u200b社\u00ad区\u202e\x00", "社区"),
        ("e\u0301tude\u0301", "étudé"),
        ("a\u00a0b\u2003c\td", "a b c d"),
        ("一\u2028二\x85三", "一\n二\n三"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("\uf9dc", "\u9686"),
    ],
)
def test_characters(raw: str, text: str) -> None:
    assert characters.clean(MappedText.from_raw(raw))[0].text == text


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王芳", ["王芳"]),
        ("王芳李建国", ["王芳", "李建国"]),
        ("周小满方晓禾", ["周小满", "方晓禾"]),
        ("欧阳雪司马青云", ["欧阳雪", "司马青云"]),
        ("何雨桐陈默", ["何雨桐", "陈默"]),
        ("赵一鸣钱二宝孙三才", ["赵一鸣", "钱二宝", "孙三才"]),
        ("约翰·史密斯", ["约翰·史密斯"]),
        ("疫情", None),
        ("社区", None),
        ("记者", None),
        ("鲯鳅鲯鳅鲯鳅", None),
        ("王", None),
    ],
)
def test_split_names(text: str, names: list[str] | None) -> None:
    assert split_names(text) == names
