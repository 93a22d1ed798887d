"""The page of instructions in the template, in both languages at once: the file is passed on from hand to hand."""

from __future__ import annotations

INSTRUCTIONS = (
    "每种题型一张工作表，一行一题。橙色的列必须填写，其他列可以空着，也可以删除。表名和列名请不要改。",
    "One sheet for each kind of question, one row for each question. Orange columns are needed; others may stay empty or be deleted. Keep the names of sheets and columns.",
    "“名称”是“示例 Example”的行不会导入。",
    "Rows whose name is “示例 Example” are not imported.",
    "选择题：正确答案写字母，例如 A；可选多个时写 AC。 Choice: write the letters of the right answers, such as A, or AC where several may be chosen.",
    "判断题：对 或 错。 True or false: 对 (right) or 错 (wrong).",
    "排序题：按正确顺序填写步骤，学员看到的是打乱的顺序。 Put in order: write the steps in the right order; the learner sees them mixed.",
    "匹配题：左1 和 右1 是一对，依此类推；多余的右项每行一个。 Match: left 1 belongs to right 1, and so on; more choices for the right side stand one a line.",
    "填空题：答案写在双方括号里，几种写法都对时用 | 隔开，例如 [[36|三十六]]。区分大小写：是、否，或写空的序号，例如 1,3。 Fill in: put each answer in double square brackets, with | between answers that are equally right. Capital letters: 是, 否, or the numbers of the gaps such as 1,3.",
    "选词填空：正确的词前面写 =，例如 [[=禁止|警告|指令]]。 Choose for gaps: write = before the right word.",
    "数字题：允许误差和数值用同一个单位。单位每行一个，第一个是数值的单位，其他写换算，例如 mm = 0.1。 Number: the tolerance is in the unit of the number. One unit a line; the first is the number's, the others with their size in it, such as mm = 0.1.",
    "热点题：把图片插入“热点图”那一格。区域每行一个：rect 左,上,右,下 说明；circle 中心x,中心y,半径 说明；poly 各角的 x,y 说明。正确的区域前面写 *。 Hotspot: insert the picture over the cell. One area a line, in pixels of the picture; write * before the right ones.",
    "问答题、上传题、实操题：评分标准里，# 开头的是评分项，下面每行写“分数 = 要求”，从低到高。 Written answer, upload, practical: in the rubric a line with # begins a criterion; below it a line “points = words” for each level, from low to high.",
    "上传题：照片、录音、文件，用顿号隔开。 Upload: 照片 (photo), 录音 (voice), 文件 (file).",
    "图片：把图片插入“图片1”那一格（浮于单元格上），并在旁边写图片说明，给看不见图的人。 Pictures: insert the picture over the cell and write beside it what it shows.",
    "知识点：几个之间用分号隔开。难度：1 最容易，5 最难。 Topics: with a semicolon between them. Difficulty: 1 is easy, 5 is hard.",
    "题目里可以用少量格式：<b>粗体</b>、<i>斜体</i>、<sub>下标</sub>、<sup>上标</sup>。 A question may hold a little markup: <b>, <i>, <sub>, <sup>, <ol>, <ul>, <li>, <br>.",
    "给分规则：一般空着。不同答案分值不同时，每行写“A = 1”；匹配题写“1-2 = 0.5”，填空题写“1. 答案 = 0.5”；还可以写“其他 = -1”“最低 = 0”“最高 = 2”。 Points for answers: usually empty. Where answers are worth different points, write lines such as “A = 1”, “1-2 = 0.5” (match), “1. answer = 0.5” (gaps), “other = -1”, “min = 0”, “max = 2”.",
)
