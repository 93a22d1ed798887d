"""低压电工, lessons four to six: wiring a lamp, first aid, review."""

from content.samples.words import Lesson, T, ask, note, show, steps, table, terms

LAMP = Lesson(
    title=T("接一盏灯：一灯一开关", "Wire one lamp with one switch"),
    minutes=30,
    objectives=[
        T("看懂一灯一开关的电路图", "Read the diagram of one lamp and one switch"),
        T("知道三种导线的颜色", "Know the colours of the wires"),
        T("能说出接线的步骤", "Say how the wiring is done"),
    ],
    blocks=[
        show(
            "lamp_circuit",
            T(
                "电路图：相线经过开关到灯，中性线直接到灯，黄绿保护线接灯具外壳",
                "Diagram: the live wire passes the switch to the lamp, the neutral goes straight to the lamp, green and yellow goes to the metal case",
            ),
            T("开关接在相线上", "The switch is in the live wire"),
        ),
        (
            "text",
            T(
                "<h2>看图</h2><p>相线（L）先到开关，再从开关到灯。中性线（N）直接到灯。灯具外壳是金属的，要接保护线（PE）。</p><p>螺口灯头：相线接<b>中心触点</b>，中性线接螺纹。</p>",
                "<h2>Reading it</h2><p>The live wire (L) goes to the switch, and from there to the lamp. The neutral (N) goes straight to the lamp. A metal case is connected to protective earth (PE).</p><p>Screw holder: live to the <b>centre contact</b>, neutral to the thread.</p>",
            ),
        ),
        table(
            (T("导线", "Wire"), T("颜色", "Colour")),
            (T("相线 L1、L2、L3", "Phases L1, L2, L3"), T("黄、绿、红", "Yellow, green, red")),
            (T("中性线 N", "Neutral N"), T("淡蓝", "Light blue")),
            (T("保护线 PE", "Protective earth PE"), T("黄绿双色", "Green and yellow")),
        ),
        ask("switch"),
        ask("colours"),
        steps(
            T("动手接线", "Doing it"),
            (
                T("断电并验电", "Switch off and test"),
                T("<p>断开断路器，验电，挂牌。</p>", "<p>Breaker off, test, sign.</p>"),
                "",
                T("", ""),
            ),
            (
                T("剥线", "Strip the wire"),
                T(
                    "<p>剥去8到10毫米绝缘皮，不要伤到铜芯。</p>",
                    "<p>Take off 8 to 10 mm of insulation; do not nick the copper.</p>",
                ),
                "strip",
                T(
                    "剥线钳剥开导线，露出一小段铜芯",
                    "A stripper takes the insulation off; a short piece of copper shows",
                ),
            ),
            (
                T("按图接线", "Wire as drawn"),
                T(
                    "<p>拧紧接线端，轻轻拉一拉，不松动才行。铜芯不能露在外面。</p>",
                    "<p>Tighten the terminals and pull gently. No copper may show.</p>",
                ),
                "",
                T("", ""),
            ),
            (
                T("查线", "Check"),
                T(
                    "<p>断电状态下用万用表通断档：开关合上，相线到灯头中心触点应该通；开关断开，应该不通。</p>",
                    "<p>With the power off, use the continuity range: switch closed, live to centre contact conducts; switch open, it does not.</p>",
                ),
                "",
                T("", ""),
            ),
            (
                T("试灯", "Try it"),
                T("<p>报告老师，经同意后合闸试灯。</p>", "<p>Tell the instructor; switch on when told to.</p>"),
                "",
                T("", ""),
            ),
        ),
        ask("wiring"),
        show(
            "socket",
            T(
                "三孔插座正面：左孔标N，右孔标L，上孔标接地符号",
                "Front of a three-hole socket: N on the left, L on the right, earth on top",
            ),
            T("插座：左零右火，上接地", "Socket: neutral left, live right, earth on top"),
        ),
        terms(
            (T("相线", "live wire"), T("对地有电压的线，俗称火线。", "The wire that has voltage against earth.")),
            (T("中性线", "neutral wire"), T("俗称零线。", "The return wire, near earth potential.")),
        ),
    ],
    rule="passed",
    percent=60,
)

FIRST_AID = Lesson(
    title=T("触电急救", "First aid after a shock"),
    minutes=20,
    objectives=[
        T("记住先断电、后救人", "Remember: power off first, then help"),
        T("知道心肺复苏的做法", "Know how CPR is done"),
    ],
    blocks=[
        note(
            "danger",
            T("第一件事", "The first thing"),
            T(
                "<p>看见有人触电，<b>不要用手去拉</b>。先切断电源。</p>",
                "<p>When somebody gets a shock, <b>do not pull them with your hands</b>. Cut the power first.</p>",
            ),
        ),
        show(
            "rescue",
            T(
                "三步图：1 拉下闸刀切断电源，2 用干燥木棒挑开电线，3 双手按压胸口做心肺复苏",
                "Three pictures: 1 switch off, 2 move the wire with a dry stick, 3 press the chest with both hands",
            ),
            T("断电，挑开，急救", "Off, away, help"),
        ),
        steps(
            T("怎么做", "What to do"),
            (
                T("切断电源", "Cut the power"),
                T(
                    "<p>拉闸、拔插头。够不着开关，就站在干燥的木板上，用干燥的木棒把电线挑开。</p>",
                    "<p>Switch off, pull the plug. If you cannot reach it, stand on a dry board and move the wire with a dry wooden stick.</p>",
                ),
                "",
                T("", ""),
            ),
            (
                T("呼救", "Call for help"),
                T(
                    "<p>大声呼救，马上报告值班民警，请医生来。</p>",
                    "<p>Shout, tell the officer on duty, ask for the doctor.</p>",
                ),
                "",
                T("", ""),
            ),
            (
                T("检查", "Check"),
                T(
                    "<p>拍肩膀，大声叫。看胸口有没有起伏，十秒钟内看完。</p>",
                    "<p>Tap the shoulder and call. Watch the chest, for no longer than ten seconds.</p>",
                ),
                "",
                T("", ""),
            ),
            (
                T("心肺复苏", "CPR"),
                T(
                    "<p>没有反应、没有正常呼吸，马上开始：在两乳头连线的中点用力按，深5到6厘米，每分钟100到120次。每按30次，吹2口气，一直做到医生接手。</p>",
                    "<p>No response, no normal breathing: begin. Press the middle of the chest 5 to 6 cm deep, 100 to 120 times a minute. After every 30, give 2 breaths, until the doctor takes over.</p>",
                ),
                "",
                T("", ""),
            ),
        ),
        ask("rescue"),
        ask("cpr"),
        (
            "text",
            T(
                "<h2>电气火灾</h2><p>先断电，再灭火。没有断电以前，只能用干粉或二氧化碳灭火器，<b>不能用水和泡沫</b>。</p>",
                "<h2>Electrical fire</h2><p>Power off, then put it out. While it is live use only powder or carbon dioxide, <b>never water or foam</b>.</p>",
            ),
        ),
        ask("fire"),
        note(
            "info",
            T("学这一课心里难受？", "Does this lesson upset you?"),
            T(
                "<p>如果想起难过的事，可以找民警或心理辅导老师说一说。</p>",
                "<p>If it brings back something painful, talk to an officer or the counsellor.</p>",
            ),
        ),
    ],
    rule="passed",
    percent=60,
)

REVIEW = Lesson(
    title=T("复习：从断电到急救", "Review: from power off to first aid"),
    minutes=15,
    objectives=[T("把五课的要点连起来", "Put the five lessons together")],
    blocks=[
        (
            "text",
            T(
                "<h2>五句话</h2><ol><li>没有验过电，就当有电。</li><li>工具先检查，再使用。</li><li>一停二验三接地，四挂牌子围起来。</li><li>开关接相线，黄绿是保护线。</li><li>先断电，后救人。</li></ol>",
                "<h2>Five sentences</h2><ol><li>Not tested means live.</li><li>Check tools before use.</li><li>Off, test, earth, sign.</li><li>The switch is in the live wire; green and yellow is earth.</li><li>Power off first, then help.</li></ol>",
            ),
        ),
        show(
            "four_steps",
            T("四个方框：停电、验电、接地、挂牌，用箭头连起来", "Four boxes joined by arrows: off, test, earth, sign"),
            T("检修四步", "The four steps"),
        ),
        ask("review"),
        ask("four"),
        ask("rescue"),
        (
            "reflection",
            {"prompt": T("这门课里，哪一点你以后一定会用到？", "What from this course will you surely use one day?")},
        ),
    ],
    rule="passed",
    percent=60,
)
