"""The patterns of :mod:`kg.extract.times`: how dates, clock times and frequencies are written.

Every quantifier is bounded, so that matching at one place takes bounded time. What must not follow a
pattern (三年级, 五月花, 3点建议) stands in it as a negative lookahead.
"""

from __future__ import annotations

import re

SENTENCE_END = "。！？；\n"
CN = "零〇○一二两三四五六七八九十廿卅"
SEP = r"(?: ?(?:至|到|—{1,2}|–|―|-|~|～|－) ?)"
MONTH_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY_NUMBER = (
    r"(?:3[01]|[12][0-9]|0?[1-9]"
    r"|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
HOUR_NUMBER = r"(?:2[0-4]|1[0-9]|0?[0-9]|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
YEAR_NUMBER = r"(?:[12][0-9]{3}|[一二][零〇○一二三四五六七八九]{3})"
NOT_SPAN = r"(?!代|多|的?历史|来|之久|级|份?[余多])"

ABSOLUTE_YEAR = re.compile(
    rf"(?:公元)?(?P<year>{YEAR_NUMBER}) ?年度?{NOT_SPAN}"
    rf"|[’'‘]?(?P<short>0[0-9]|[89][0-9])年(?={MONTH_NUMBER}月|底|初)"
    rf"|(?P<early>[1-9][0-9]{{2}})年(?={MONTH_NUMBER}月)|(?P<zero>0[0-9])年{NOT_SPAN}"
)
YEAR_RANGE = re.compile(
    rf"(?P<first>{YEAR_NUMBER})(?:年)?{SEP}(?P<second>{YEAR_NUMBER})年度?(?!代)(?!{MONTH_NUMBER}月)"
)
MONTH = re.compile(rf"(?P<month>{MONTH_NUMBER}) ?月份?(?![球饼嫂薪票刊经光台花天流革]|怀胎|起义)")
MONTH_RANGE = re.compile(
    rf"(?P<first>{MONTH_NUMBER})(?:月份?)?(?:{SEP}|、)(?P<second>{MONTH_NUMBER})月份?(?! ?{DAY_NUMBER}[日号])"
)
MONTH_PART = re.compile(r"上旬|中旬|下旬|初(?![一二三四五六七八九十])|底|末|中(?=[，。、至到])|中上旬|中下旬")
DAY = re.compile(rf"(?P<day>{DAY_NUMBER}) ?(?P<mark>[日号])(?![线楼院馆店])")
DAY_RANGE = re.compile(
    rf"(?P<first>{DAY_NUMBER})[日号]?(?P<separator>{SEP}|[、和])(?P<second>{DAY_NUMBER})(?P<mark>[日号])(?![线楼院馆店])"
)
BRACKETED_DAY = re.compile(r"(?P<word>[今昨明])（(?P<day>[0-9]{1,2})(?:日）|）[日天])")
"""昨（16）日, 今（17日）: how papers of Taiwan date what they tell."""
BARE_DAY = re.compile(r"[日号](?![内间龄游均薪夜线楼院馆店谈志报元照])(?!后|之[后内])")
HOUR = re.compile(
    rf"(?P<hour>{HOUR_NUMBER}) ?(?P<mark>时|点钟?)"
    r"(?![候代装期段速光差刻空而常尚节隔效政]|间|[左右]*[0-9.]*(?:万|亿|倍|%))"
    rf"(?:(?P<half>半)|(?P<quarter>[一三])刻|整"
    rf"|(?P<minute>[0-5]?[0-9]|[{CN}]{{1,3}})分(?!钟)(?:(?P<second>[0-5]?[0-9]|[{CN}]{{1,3}})秒)?"
    r"|(?P<bare>[0-5][0-9](?![0-9.%万亿])|[二三四五]十[一二三四五六七八九]?))?"
)
CLOCK = re.compile(
    r"(?P<hour>[01]?[0-9]|2[0-4])[:：](?P<minute>[0-5][0-9])(?:[:：](?P<second>[0-5][0-9]))?(?![0-9:：])"
)
HOUR_RANGE = re.compile(rf"(?P<first>{HOUR_NUMBER}){SEP}(?P<second>{HOUR_NUMBER})(?:时|点)(?![间候钟])")
POINT_NOUN = re.compile(
    r"(?:点)(?:建议|意见|要求|希望|经验|体会|思考|看法|原因|共识|启示|好处|优势|内容|理由|说明|问题)"
)
CLOCK_EVIDENCE = re.compile(r"钟|半|许|左右|多|整|[一三]刻|前后|起(?!来)|之?前|之?后|以[前后]")
ISO = re.compile(
    r"(?P<year>[12][0-9]{3})(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)"
    r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9]|[-/.][0-9])(?P<gap>[ T]{0,2})"
)
ZONE = re.compile(r"(?:当地|北京|美东|东京|伦敦|格林尼治|莫斯科|巴黎)时间")
WEEKDAY = re.compile(
    r"(?P<shift>上上个?|上个?|本|这个?|下个?|)(?P<word>周|星期|礼拜)(?P<day>[一二三四五六日天末])"
    r"(?![一二三四五六七八九十百岁年])"
)
WEEK = re.compile(r"(?P<shift>上|本|这|下)(?:周|个?星期|个?礼拜)(?![一二三四五六日天末年岁边刊报])")
WEEKDAY_EDGE = re.compile(r"[，。、；的上下晚早凌中至到起将在举召开（）) \n在]|$")
SEASON = re.compile(r"(?P<season>[春夏秋冬])(?:季|天|日(?![报]))|(?P<break>暑假|寒假|暑期|汛期)")
SHORT_SEASON = re.compile(r"(?P<year>[今去明前])(?P<season>[春夏秋冬])(?![季天])(?!节|运|游|衣|装|奥|粮)")
QUARTER = re.compile(
    r"第?(?P<quarter>[一二三四1-4])季度|(?P<head>首季|前[两二三](?:个)?季度)"
    r"|(?P<half>[上下])半年|(?P<part>年初|年底|年末|年中|岁末)"
)
YEAR_PART = re.compile(r"(?P<part>初|底|末|中(?=[，。、]))(?!中)")
CENTURY = re.compile(
    r"(?:公元)?(?P<century>[12]?[0-9]|二十一?|十[一二三四五六七八九]?|[五六七八九])世纪|(?P<relative>上个?|本)世纪"
)
DECADE = re.compile(
    r"(?P<first>[1-9]0|[一二三四五六七八九]十)(?:年代)?(?:(?:至|到|-|、|—|和)(?P<second>[1-9]0|[一二三四五六七八九]十))?年代"
    r"|(?P<pair>[二三四五六七八][三四五六七八九])十年代"
)
LONG_DECADE = re.compile(r"(?P<decade>[12][0-9]{2})0年代")
DECADE_PART = re.compile(r"初期|中期|末期|后期|前期|中后期|中叶|之初|初|末|中")
PLAN = re.compile(
    r"[“\"]?(?P<number>十[一二三四五六七]?|[一二三四五六七八九])五[”\"]?(?P<suffix>期间|时期|末|初|以来|开局之年|收官之年|)"
)
LUNAR = re.compile(
    r"(?:农历|阴历|旧历)[^，。；！？、\n]{0,8}?"
    r"(?:(?:正|冬|腊|闰?[一二三四五六七八九十]{1,2})月"
    r"(?:初[一二三四五六七八九十]|[一二三四五六七八九十廿]{1,3}|[0-9]{1,2})?日?|[鼠牛虎兔龙蛇马羊猴鸡狗猪]年|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)"
    r"|(?:正|冬|腊)月(?:初[一二三四五六七八九十]|[一二三四五六七八九十廿]{1,3})?"
    r"|闰?[一二三四五六七八九十]{1,2}月初[一二三四五六七八九十](?!中)"
    r"|大年(?:初[一二三四五六七八九十]|三十|夜)|(?<![一二三四五六七八九十])(?:年三十|除夕)"
)
HOLIDAY_SUFFIX = re.compile(r"期间|假期|小长假|长假|黄金周|前夕|前后|当天|当日|过后|佳节|节")
HOLIDAY_GUARD = re.compile(
    r"(?:联欢)?晚会|路|街|广场|大道|村|公园|档|贺岁|联欢|阅兵|勋章"
    r"|运动|精神|起义|表彰|奖章|奖|先进|大桥|中学|小学|厂|南昌|礼炮"
)
BEFORE = re.compile(r"(?:之|以)?前(?![往来后方进去线沿述夕途期任])")
AFTER = re.compile(r"(?:之|以)?后(?![勤来方台代续天年期辈备勤])")
SINCE = re.compile(r"以来|至今|迄今|起(?![来点到草床火飞诉源义伏])|开始(?=[，。、至到])|之?后至今")
ABOUT = re.compile(r"左右|前后|上下|许(?![多可])")
SPAN_END = re.compile(r"期间|之?间(?!接|隔)")
FUTURE = re.compile(r"将|拟|计划|预计|有望|定于|即将")
DURATION_END = re.compile(
    r"以来|来(?![了到自源访电信回宾])|期间|之内|以内|内(?![部容地外心科])|间(?![隔接])|里(?![面程])"
)
ERA_NUMBER = re.compile(r"(?P<number>元|[0-9]{1,3}|[一二三四五六七八九十百零〇]{1,5})年")
SEASONS = {"春": "21", "夏": "22", "秋": "23", "冬": "24"}
WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
DURATION_UNITS = (
    "秒钟|秒|分钟|小时|钟头|天|日|周|星期|礼拜|月|季度|学期|年|晚|夜|早晨|早上|早|清晨|上午|下午|周末|节假日|逢周末"
)
UNIT_CODES = {
    **dict.fromkeys(["天", "日", "晚", "夜", "早", "早晨", "早上", "清晨", "上午", "下午"], "d"),
    **dict.fromkeys(["周", "星期", "礼拜", "周末"], "wk"),
    **{"秒": "s", "秒钟": "s", "分钟": "min", "小时": "h", "钟头": "h", "月": "mo", "年": "a"},
}
TIMES = (
    r"(?:平均|约|各|至少|只|要)?"
    r"(?P<count>[0-9]{1,4}|[一二两三四五六七八九十几数]{1,3}|[一二两三四五六七八九]到[一二两三四五六七八九])"
    r"(?:次|回|趟)(?![元性生数日])(?:左右|以上)?"
)
EVERY = re.compile(
    rf"每(?:隔|逢)?(?:(?P<number>[0-9]{{1,3}}|[一二两三四五六七八九十几半]{{1,2}})个?(?:多|半)?|个)?"
    rf"(?P<unit>{DURATION_UNITS})(?![级份轮报饼球薪])"
    rf"(?:(?P<weekday>[一二三四五六日](?![次回趟])(?:[、和至到](?:每?周)?[一二三四五六日])*)"
    rf"|(?P<date>{MONTH_NUMBER}月(?:{DAY_NUMBER}日)?|{DAY_NUMBER}[日号]))?"
    r"(?:早中晚|早晚|晚上|早上|清晨|凌晨|上午|下午|傍晚|中午|早晨|白天|夜里|晚间|晚(?![会于])|早(?![就已]))?"
    rf"(?:{TIMES})?(?!经济新闻|邮报|电讯|优鲜|镜报|快报|新报|新闻|人物|一淘)"
)
RATE = re.compile(
    rf"(?:[一二两三四五六七八九十几]|[0-9]{{1,2}})个?(?P<unit>天|日|周|星期|礼拜|月|季度|年)(?:一度|[一二两三四五六七八九十几](?:届|换|检|审|聘|考|报)(?![0-9])|{TIMES})"
)
TRIGGER = re.compile(
    rf"[0-9{CN}几数半今昨明前后当同次翌转本这上下去来大中民光宣康雍乾嘉道咸昭平令洪永万崇贞公农阴旧正冬腊闰元新春除小清端七重感母父复开古泼妇国劳青护儿世建教双记医圣情植愚消每天年月日夜经常多时定隔逐屡无好一频偶寒节早近最不连那些往眼长整许过历自从截周星礼岁首“\"北美东伦格莫巴约暑夏秋明凌拂黎傍黄晚夜午白’'‘第]"
)
NO_YEAR_BEFORE = tuple("学全青少中老成近壮童")
IDIOM_BEFORE = re.compile(r"(?:时至|直到|直至|至)$")
BEFORE_CHRIST = re.compile(
    rf"(?:公元|西元|纪元)前(?:[0-9{CN}百千]{{1,5}}(?:年|世纪)(?:{MONTH_NUMBER}月)?(?:{DAY_NUMBER}日)?)?"
)
PRECEDING = re.compile(r"[0-9A-Za-z./:\-第]")
