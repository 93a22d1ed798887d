"""学中文: first words for learners who speak another language, with characters and a folk song in the public domain."""

from content.samples.words import (
    Course,
    Lesson,
    Named,
    T,
    Unit,
    ask,
    choice,
    fill_in,
    film,
    match,
    note,
    order,
    show,
    table,
    terms,
)

SONG = T(
    "[00:00.40]好一朵茉莉花\n[00:05.20]好一朵茉莉花\n[00:10.00]满园花草，香也香不过它\n[00:14.80]我有心采一朵戴\n[00:19.60]又怕看花的人儿将我骂\n[00:30.00]好一朵茉莉花\n[00:34.80]好一朵茉莉花\n[00:39.60]满园花草，香也香不过它\n[00:44.40]我有心采一朵戴\n[00:49.20]又怕看花的人儿将我骂",
    "[00:00.40]好一朵茉莉花|What a beautiful jasmine flower\n[00:05.20]好一朵茉莉花|What a beautiful jasmine flower\n[00:10.00]满园花草，香也香不过它|Nothing in the garden smells as sweet\n[00:14.80]我有心采一朵戴|I would like to pick one and wear it\n[00:19.60]又怕看花的人儿将我骂|but the gardener might scold me\n[00:30.00]好一朵茉莉花|What a beautiful jasmine flower\n[00:34.80]好一朵茉莉花|What a beautiful jasmine flower\n[00:39.60]满园花草，香也香不过它|Nothing in the garden smells as sweet\n[00:44.40]我有心采一朵戴|I would like to pick one and wear it\n[00:49.20]又怕看花的人儿将我骂|but the gardener might scold me",
)

QUESTIONS = {
    "hello": match(
        T("<p>什么时候说什么话？连一连。</p>", "<p>What do you say when? Match them.</p>"),
        [
            (T("早上见面", "Meeting in the morning"), T("早上好", "早上好 (zǎoshang hǎo)")),
            (T("别人帮了你", "Somebody helped you"), T("谢谢", "谢谢 (xièxie)")),
            (T("离开的时候", "Leaving"), T("再见", "再见 (zàijiàn)")),
        ],
        "312",
        T("对，说得很好。", "Right, well said."),
        T("再听一遍对话，然后重新连。", "Listen to the dialogue again, then retry."),
    ),
    "you": choice(
        T("<p>对老师说“你好”，怎样说更有礼貌？</p>", "<p>How do you greet a teacher politely?</p>"),
        [T("您好", "您好 (nín hǎo)"), T("喂", "喂 (wèi)"), T("再见", "再见 (zàijiàn)")],
        "a",
        T("对。“您”是有礼貌的“你”。", "Right. 您 is the polite form of 你."),
        T("“您”比“你”更有礼貌。", "您 is more polite than 你."),
    ),
    "sentence": order(
        T("<p>排成一句话：我是中国人。</p>", "<p>Make a sentence: I am Chinese.</p>"),
        [T("中国", "中国 (China)"), T("我", "我 (I)"), T("人", "人 (person)"), T("是", "是 (am)")],
        "bdac",
        T("对：我是中国人。", "Right: 我是中国人 (wǒ shì Zhōngguó rén)."),
        T("先说“我”，再说“是”。", "Begin with 我 (I), then 是 (am)."),
    ),
    "thanks": fill_in(
        T("<p>填一填，完成对话。</p>", "<p>Complete the dialogue.</p>"),
        T("甲：谢谢！　乙：[[g1]]！", "A: 谢谢！ B: [[g1]]！ (You are welcome.)"),
        [T("不客气|不用谢|不谢", "不客气|不用谢|bu keqi|bú kèqi|bukeqi")],
        T("对。也可以说“不用谢”。", "Right. 不用谢 is fine as well."),
        T("想一想：别人谢你，你说“不……”。", "Think: the answer begins with 不 (bù)."),
    ),
    "flower": choice(
        T("<p>歌里唱的是什么花？</p>", "<p>Which flower is the song about?</p>"),
        [T("梅花", "梅花 plum blossom"), T("茉莉花", "茉莉花 jasmine"), T("荷花", "荷花 lotus")],
        "b",
        T("对，茉莉花是白色的，很香。", "Right. Jasmine is white and smells sweet."),
        T("再听一遍第一句。", "Listen to the first line again."),
    ),
}

GREETINGS = Lesson(
    title=T("你好！第一次见面", "Hello! Meeting for the first time"),
    minutes=20,
    objectives=[T("会打招呼、道谢、道别", "Greet, thank and say goodbye"), T("会说“我是……”", "Say “I am …”")],
    blocks=[
        show(
            "greeting",
            T(
                "两个人面对面微笑，一个说你好，一个说您好",
                "Two people smile at each other; one says 你好, the other 您好",
            ),
            T("你好！您好！", "你好 nǐ hǎo · 您好 nín hǎo"),
        ),
        film("greeting", T("看一看，跟着说", "Watch and repeat")),
        (
            "audio",
            {
                "title": T("听对话", "Listen to the dialogue"),
                "audio": Named("sound", "dialogue"),
                "transcript": T(
                    "<p>甲：你好！<br/>乙：您好！<br/>甲：我是小王。你是学生吗？<br/>乙：是，我是学生。<br/>甲：谢谢！<br/>乙：不客气。再见！</p>",
                    "<p>A: 你好！ Hello!<br/>B: 您好！ Hello!<br/>A: 我是小王。你是学生吗？ I am Xiao Wang. Are you a student?<br/>B: 是，我是学生。 Yes, I am a student.<br/>A: 谢谢！ Thank you!<br/>B: 不客气。再见！ You are welcome. Goodbye!</p>",
                ),
            },
        ),
        table(
            (T("中文", "Chinese"), T("拼音", "Pinyin"), T("什么时候说", "When")),
            (T("你好", "你好"), T("nǐ hǎo", "nǐ hǎo"), T("见面", "Hello")),
            (T("早上好", "早上好"), T("zǎoshang hǎo", "zǎoshang hǎo"), T("早上见面", "Good morning")),
            (T("谢谢", "谢谢"), T("xièxie", "xièxie"), T("道谢", "Thank you")),
            (T("不客气", "不客气"), T("bú kèqi", "bú kèqi"), T("别人道谢以后", "You are welcome")),
            (T("对不起", "对不起"), T("duìbuqǐ", "duìbuqǐ"), T("道歉", "Sorry")),
            (T("再见", "再见"), T("zàijiàn", "zàijiàn"), T("离开", "Goodbye")),
        ),
        ask("hello"),
        ask("you"),
        note(
            "tip",
            T("四个声调", "Four tones"),
            T(
                "<p>妈 mā、麻 má、马 mǎ、骂 mà：声调不同，意思就不同。</p>",
                "<p>妈 mā mother, 麻 má hemp, 马 mǎ horse, 骂 mà scold: another tone, another word.</p>",
            ),
        ),
        ask("thanks"),
    ],
    rule="passed",
    percent=50,
)

CHARACTERS = Lesson(
    title=T("写一写：十个汉字", "Write: ten characters"),
    minutes=30,
    objectives=[
        T("按笔顺写十个汉字", "Write ten characters in the right order of strokes"),
        T("会用“是”说句子", "Make sentences with 是"),
    ],
    blocks=[
        (
            "text",
            T(
                "<p>汉字一笔一笔写：先上后下，先左后右，先外后里再封口。看动画，用手指跟着写。</p>",
                "<p>Characters are written stroke by stroke: top before bottom, left before right, outside before inside, closing last. Watch, then follow with your finger.</p>",
            ),
        ),
        (
            "characters",
            {
                "title": T("人和国家", "People and country"),
                "characters": [
                    {"character": c, "pinyin": p, "meaning": m}
                    for c, p, m in (
                        ("人", "rén", T("人", "person")),
                        ("中", "zhōng", T("中间", "middle")),
                        ("国", "guó", T("国家", "country")),
                        ("大", "dà", T("大小的大", "big")),
                        ("小", "xiǎo", T("大小的小", "small")),
                    )
                ],
            },
        ),
        (
            "characters",
            {
                "title": T("打招呼用的字", "For greetings"),
                "characters": [
                    {"character": c, "pinyin": p, "meaning": m}
                    for c, p, m in (
                        ("你", "nǐ", T("对方", "you")),
                        ("我", "wǒ", T("自己", "I")),
                        ("好", "hǎo", T("好坏的好", "good")),
                        ("是", "shì", T("对，正确", "to be")),
                        ("谢", "xiè", T("感谢", "thank")),
                    )
                ],
            },
        ),
        ask("sentence"),
        terms(
            (
                T("笔画", "笔画 bǐhuà"),
                T("写字时，从落笔到抬笔写成的一条线或一个点。", "A stroke: what you write without lifting the pen."),
            ),
            (T("笔顺", "笔顺 bǐshùn"), T("写笔画的先后顺序。", "The order of the strokes.")),
        ),
    ],
)

JASMINE = Lesson(
    title=T("唱一唱：茉莉花", "Sing: Jasmine Flower"),
    minutes=15,
    objectives=[
        T("听懂歌里的五句话", "Understand the five lines of the song"),
        T("跟着音乐读歌词", "Say the words along with the music"),
    ],
    blocks=[
        show(
            "jasmine",
            T(
                "一枝白色的茉莉花，三朵开放，两个花苞，绿色的叶子",
                "A branch of white jasmine: three open flowers, two buds, green leaves",
            ),
            T("茉莉花", "茉莉花 mòlìhuā: jasmine"),
        ),
        (
            "text",
            T(
                "<p>《茉莉花》是江苏民歌，清代就有人唱，全世界很多人都听过。</p>",
                "<p>“Jasmine Flower” is a folk song from Jiangsu. It was sung in the Qing dynasty and is known all over the world.</p>",
            ),
        ),
        (
            "song",
            {
                "title": T("茉莉花", "茉莉花 Jasmine Flower"),
                "audio": Named("song", "jasmine"),
                "credit": T("江苏民歌，清代，公有领域", "Folk song from Jiangsu, Qing dynasty, public domain"),
                "lyrics": SONG,
            },
        ),
        ask("flower"),
        terms(
            (
                T("茉莉花", "茉莉花 mòlìhuā"),
                T("一种白色的花，很香，可以泡茶。", "Jasmine: a white flower, also used for tea."),
            ),
            (T("香", "香 xiāng"), T("好闻。", "Smelling sweet.")),
            (T("采", "采 cǎi"), T("摘下来。", "To pick.")),
        ),
        (
            "reflection",
            {"prompt": T("你家乡有什么歌？歌里唱了什么？", "Which song comes from your home? What is it about?")},
        ),
    ],
)

COURSE = Course(
    name="chinese",
    kind="language",
    title=T("学中文：你好", "Learning Chinese: Hello"),
    summary=T(
        "给外国学员：打招呼，写汉字，唱一首中国民歌。三课。",
        "For learners from abroad: greetings, characters, and a folk song. Three lessons.",
    ),
    picture="greeting",
    units=[Unit(T("开始", "Beginnings"), [GREETINGS, CHARACTERS, JASMINE])],
    questions=QUESTIONS,
    everywhere=True,
    open_enrolment=True,
)
