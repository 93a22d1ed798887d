"""Where the samples' pictures and documents lie."""

from pathlib import Path

FOLDER = Path(__file__).parent

# Under these names authors find them in the library.
PICTURE_TITLES = {
    "constitution": "一本红色封面的宪法",
    "four_steps": "检修四步",
    "greeting": "两个人面对面微笑问好",
    "jasmine": "一枝白色的茉莉花",
    "ladder": "法律的四层台阶",
    "lamp_circuit": "照明电路图",
    "protection": "四样防护用品",
    "rescue": "触电急救三步图",
    "scales": "权利与义务的天平",
    "shock": "电流流过人体",
    "socket": "三孔插座正面",
    "step_earth": "检修第三步：接地",
    "step_off": "检修第一步：停电",
    "step_sign": "检修第四步：挂牌",
    "step_test": "检修第二步：验电",
    "strip": "剥线",
    "tester": "低压验电笔",
    "tools": "四种电工工具",
}
DOCUMENT_TITLES = {
    ("constitution", "zh"): "宪法小卡片",
    ("constitution", "en"): "The Constitution: a card",
}


def picture_path(name: str) -> Path:
    return FOLDER / "pictures" / f"{name}.webp"


def document_path(name: str, language: str) -> Path:
    return FOLDER / "documents" / f"{name}.{language}.pdf"
