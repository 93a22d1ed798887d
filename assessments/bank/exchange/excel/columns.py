"""Sheets and columns: what they are called, how a heading is recognised, what stands in the example."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from ...streams.texts import MAX_ENTRIES

LETTERS = "ABCDEFGHIJKL"[:MAX_ENTRIES]
EXAMPLE = "示例 Example"


@dataclass(frozen=True)
class Column:
    """`choices`: a drop-down. `note`: what belongs here, in both languages, for the page of instructions."""

    field: str
    chinese: str
    english: str
    example: str = ""
    required: bool = False
    also: tuple[str, ...] = ()
    width: int = 16
    choices: str = ""
    note: str = ""

    @property
    def heading(self) -> str:
        return f"{self.chinese} {self.english}" + ("*" if self.required else "")


@dataclass(frozen=True)
class SheetKind:
    kind: str
    chinese: str
    english: str
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.chinese} {self.english}"


YES_NO = '"是,否"'


def _c(field: str, chinese: str, english: str, example: str = "", **more: object) -> Column:
    return Column(field, chinese, english, example, **more)  # type: ignore[arg-type]


def _question(example: str) -> Column:
    return _c(
        "prompt", "题目", "Question", example, required=True, width=46, also=("题干", "问题", "试题", "stem", "prompt")
    )


_BASE = (
    _c("feedback_correct", "答对时显示", "When right", also=("正确反馈", "解析", "feedback when right"), width=24),
    _c("feedback_incorrect", "答错时显示", "When wrong", also=("错误反馈", "feedback when wrong"), width=24),
    _c("topics", "知识点", "Topics", "焊接安全；电焊", also=("标签", "tags", "topic"), width=22),
    _c("occupation", "职业", "Occupation", "焊工", also=("工种", "职业工种")),
    _c("difficulty", "难度", "Difficulty", "2", choices='"1,2,3,4,5"', width=10),
    _c("language", "语言", "Language", "简体中文", choices="languages", width=12),
    _c("source", "来源", "Source", "", also=("出处",), width=20),
    _c("points", "分值", "Points", "1", also=("分数",), width=10),
    _c("name", "名称", "Name", EXAMPLE, also=("题目名称", "编号", "title"), width=20),
)
_RULE = _c("rule", "给分规则", "Points for answers", also=("points rule",), width=24)
_RUBRIC = _c(
    "rubric",
    "评分标准",
    "Rubric",
    "# 操作规范\n0 = 有严重错误\n3 = 基本规范\n5 = 完全规范",
    required=True,
    width=36,
)
_MODEL = _c("model_answer", "参考答案", "Model answer", also=("标准答案",), width=36)


def pictures(count: int) -> tuple[Column, ...]:
    made: list[Column] = []
    for number in range(1, count + 1):
        made.append(_c(f"picture{number}", f"图片{number}", f"Picture {number}", also=(f"图{number}",), width=18))
        made.append(_c(f"alt{number}", f"图片{number}说明", f"Picture {number} in words", width=22))
    return tuple(made)


def _kind(
    kind: str, chinese: str, english: str, *columns: Column, rule: bool = True, also: tuple[str, ...] = ()
) -> SheetKind:
    return SheetKind(kind, chinese, english, (*columns, *_BASE, *([_RULE] if rule else [])), also)


def _many(
    fields: str, chinese: str, english: str, signs: list[str], examples: list[str], also: tuple[str, ...] = ()
) -> list[Column]:
    return [
        _c(
            f"{fields}{sign}",
            f"{chinese}{sign}",
            f"{english} {sign}",
            examples[number] if number < len(examples) else "",
            required=number < 2,
            also=tuple(f"{one}{sign}" for one in also),
        )
        for number, sign in enumerate(signs)
    ]


_NUMBERS = [str(number) for number in range(1, MAX_ENTRIES + 1)]


def _sides() -> list[Column]:
    left = _many("left", "左", "Left", _NUMBERS, ["红色", "黄色", "蓝色"])
    right = _many("right", "右", "Right", _NUMBERS, ["禁止", "警告", "指令"])
    return [column for pair in zip(left, right, strict=True) for column in pair]


SHEETS = (
    _kind(
        "choice", "选择题", "Choice",
        _question("焊接时必须戴什么？"),
        *_many("option", "答案", "Answer", list(LETTERS), ["焊工面罩", "太阳镜", "不用戴"], ("选项", "option", "choice")),
        _c("correct", "正确答案", "Right answer", "A", required=True, also=("答案", "标准答案", "right", "key", "correct", "correct answer"), width=14),
        _c("multiple", "可选多个", "Several", "否", choices=YES_NO, also=("多选", "multiple"), width=10),
        also=("单选题", "多选题", "单项选择题", "多项选择题", "multiple choice"),
    ),
    _kind(
        "true_false", "判断题", "True or false",
        _question("焊接前要检查接地线。"),
        _c("truth", "答案", "Answer", "对", required=True, choices='"对,错"', also=("正确答案", "right answer", "key"), width=10),
        rule=False,
    ),
    _kind(
        "order", "排序题", "Put in order",
        _question("停电作业的步骤是什么？"),
        *_many("step", "步骤", "Step", _NUMBERS, ["断电", "验电", "挂牌"]),
        rule=False,
    ),
    _kind(
        "match", "匹配题", "Match",
        _question("安全色是什么意思？"),
        *_sides(),
        _c("extra", "多余的右项", "More on the right", "提示", also=("干扰项", "extra"), width=22),
        also=("连线题", "配对题", "matching"),
    ),
    _kind(
        "fill_in", "填空题", "Fill in",
        _question("填空。"),
        _c("text", "带空的文字", "Text with gaps", "安全电压是[[36|三十六]]伏。", required=True, width=46),
        _c("exact_case", "区分大小写", "Capital letters count", "否", choices=YES_NO, width=12),
    ),
    _kind(
        "inline_choice", "选词填空", "Choose for gaps",
        _question("选择正确的词。"),
        _c("text", "带空的文字", "Text with gaps", "红色表示[[=禁止|警告|指令]]。", required=True, width=46),
        _c("once", "每个词只用一次", "Each word once", "否", choices=YES_NO, width=12),
        also=("完形填空", "inline choice", "cloze"),
    ),
    _kind(
        "numeric", "数字题", "Number",
        _question("这根管子长多少？"),
        _c("value", "正确数值", "Right number", "12.5", required=True, also=("答案", "正确答案", "right answer")),
        _c("tolerance", "允许误差", "Tolerance", "0.1", also=("误差",)),
        _c("units", "单位", "Units", "cm; mm = 0.1", width=22),
        _c("unit_required", "必须写单位", "Unit needed", "否", choices=YES_NO, width=12),
        rule=False, also=("计算题", "numeric"),
    ),
    _kind(
        "hotspot", "热点题", "Hotspot",
        _question("急停按钮在哪里？点一点。"),
        _c("picture", "热点图", "Hotspot picture", required=True, width=30, also=("底图",)),
        _c("alt", "热点图说明", "Hotspot picture in words", "机床正面", width=22),
        _c("areas", "区域", "Areas", "* rect 10,10,60,60 急停按钮\ncircle 90,40,20 启动按钮", required=True, width=40),
        _c("multiple", "可选多个", "Several", "否", choices=YES_NO, also=("多选",), width=10),
        also=("图片题",),
    ),
    _kind(
        "extended_text", "问答题", "Written answer",
        _question("说说触电以后怎样急救。"),
        _RUBRIC, _MODEL,
        _c("most_characters", "最多字数", "Most characters", "2000", width=12),
        rule=False, also=("简答题", "论述题", "essay", "extended text"),
    ),
    _kind(
        "upload", "上传题", "Upload",
        _question("把你的焊缝拍下来。"),
        _c("accepts", "可以上传", "May upload", "照片", also=("accepts",), width=16),
        _RUBRIC, _MODEL,
        rule=False,
    ),
    _kind(
        "practical", "实操题", "Practical",
        _question("完成一条平角焊缝。"),
        _c("minutes", "时间（分钟）", "Minutes", "30", also=("时间", "分钟"), width=12),
        _c("materials", "材料和工具", "Materials", "钢板两块、焊条五根", width=30),
        _RUBRIC,
        rule=False, also=("实践题", "技能题", "操作题"),
    ),
)  # fmt: skip
BY_KIND = {sheet.kind: sheet for sheet in SHEETS}
NOTES_TITLE = "说明 Notes"


def plain(text: object) -> str:
    """A heading without case, spaces, punctuation and width."""
    folded = unicodedata.normalize("NFKC", str(text or "")).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def sheet_of(title: str) -> SheetKind | None:
    wanted = plain(title)
    return next(
        (s for s in SHEETS if wanted in {plain(n) for n in (s.title, s.chinese, s.english, s.kind, *s.also)}), None
    )


def field_of(sheet: SheetKind, heading: object) -> str | None:
    """The field that a heading names; remarks in brackets do not count."""
    text = unicodedata.normalize("NFKC", str(heading or ""))[:200]
    known = _KNOWN[sheet.kind]
    return known.get(plain(text)) or known.get(plain(text.partition("(")[0]))


_KNOWN: dict[str, dict[str, str]] = {
    sheet.kind: {
        plain(name): column.field
        for column in reversed((*sheet.columns, *pictures(20)))
        for name in (*column.also, column.field, column.english, column.chinese, column.heading)
    }
    for sheet in SHEETS
}
