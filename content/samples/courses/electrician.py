"""低压电工: a vocational course from safety to first aid. Voltages, colours and steps follow GB/T 13869, GB 26860 and the training outline for low-voltage electricians."""

from content.samples.words import Course, T, Unit

from .electrician_practice import FIRST_AID, LAMP, REVIEW
from .electrician_questions import QUESTIONS
from .electrician_safety import FOUR_STEPS, SAFETY, TOOLS

COURSE = Course(
    name="electrician",
    kind="vocational",
    title=T("低压电工入门", "Low-voltage electrician: first steps"),
    summary=T(
        "从安全开始，学会认工具、停电检修、接一盏灯和触电急救。六课，学完可以参加实训。",
        "Begin with safety; then tools, working on dead equipment, wiring a lamp, first aid. Six lessons, then the workshop.",
    ),
    picture="lamp_circuit",
    units=[
        Unit(T("第一单元 安全和工具", "Unit 1: Safety and tools"), [SAFETY, TOOLS]),
        Unit(T("第二单元 动手", "Unit 2: Doing the work"), [FOUR_STEPS, LAMP]),
        Unit(T("第三单元 急救和复习", "Unit 3: First aid and review"), [FIRST_AID, REVIEW]),
    ],
    questions=QUESTIONS,
    open_enrolment=True,
)
