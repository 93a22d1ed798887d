"""低压电工, lessons one to three: danger, tools, the four steps."""

from content.samples.words import Lesson, T, ask, film, note, show, steps, table, terms

SAFETY = Lesson(
    title=T("安全第一：电的危险", "Safety first: the danger of electricity"),
    minutes=25,
    objectives=[
        T("知道电流怎样伤人", "Know how current hurts people"),
        T("能说出影响危险程度的三件事", "Name three things that make it worse"),
        T("会检查自己的防护用品", "Check your own protective equipment"),
    ],
    blocks=[
        note(
            "danger",
            T("记住这一句", "Remember this one"),
            T(
                "<p>没有验过电的导线，一律当作<b>有电</b>。</p>",
                "<p>A wire that has not been tested is <b>live</b>.</p>",
            ),
        ),
        (
            "text",
            T(
                "<h2>电怎样伤人</h2><p>交流1000伏、直流1500伏以下叫低压。低压也会要人命：我们用的照明电是220伏。</p><p>伤人的是通过身体的<b>电流</b>。人站在地上，手碰到带电的线，电流就从手到脚流过身体。</p>",
                "<h2>How electricity hurts</h2><p>Up to 1,000 volts AC or 1,500 volts DC is called low voltage. It kills too: lighting runs on 220 volts.</p><p>What hurts is the <b>current</b> through the body. Touch a live wire while standing on the ground, and current flows from hand to foot.</p>",
            ),
        ),
        show(
            "shock",
            T(
                "一个人站在地上，手碰到带电的红线，箭头表示电流从手流到脚再到大地",
                "A person on the ground touches a red live wire; arrows show the current from hand to foot into the earth",
            ),
            T("单相触电：手到脚", "Shock from one phase: hand to foot"),
        ),
        table(
            (T("电流（毫安，工频）", "Current (mA, mains)"), T("身体的感觉", "What happens")),
            (T("约1", "about 1"), T("有一点麻", "A slight tingle")),
            (T("约10", "about 10"), T("肌肉收缩，手可能松不开", "Muscles cramp; the hand may not let go")),
            (T("30以上", "above 30"), T("呼吸困难，有生命危险", "Breathing is hard; life is in danger")),
            (T("50以上，超过一秒", "above 50 for over a second"), T("心脏可能停跳", "The heart may stop")),
        ),
        (
            "text",
            T(
                "<p>所以插座回路的剩余电流保护器（漏电保护器），动作电流不大于<b>30毫安</b>，动作时间不超过0.1秒。</p><h2>什么让危险变大</h2><ul><li>电压越高，越危险</li><li>时间越长，越危险</li><li>皮肤和地面越湿，越危险</li></ul><p>潮湿的地方用的手提灯，电压不能超过24伏；在金属容器里，不能超过12伏。</p>",
                "<p>That is why the residual-current device of a socket circuit trips at no more than <b>30 milliamperes</b>, within 0.1 second.</p><h2>What makes it worse</h2><ul><li>higher voltage</li><li>longer time</li><li>wet skin, wet ground</li></ul><p>Hand lamps in damp places use at most 24 volts; inside metal vessels at most 12.</p>",
            ),
        ),
        ask("danger"),
        show(
            "protection",
            T(
                "安全帽、护目镜、绝缘手套和绝缘鞋四样防护用品",
                "Four items of protection: helmet, goggles, insulating gloves, insulating shoes",
            ),
            T("进场前，四样都要查", "Check all four before work"),
        ),
        ask("protect"),
        terms(
            (T("触电", "electric shock"), T("电流通过人体。", "Current passing through the body.")),
            (T("绝缘", "insulation"), T("不让电流通过的材料或办法。", "What keeps current from passing.")),
            (
                T("剩余电流保护器", "residual-current device"),
                T(
                    "发现漏电就马上断电的开关，也叫漏电保护器。",
                    "A switch that cuts the power as soon as current leaks.",
                ),
            ),
        ),
        (
            "reflection",
            {
                "prompt": T(
                    "你见过哪些不安全的用电？当时可以怎样做？",
                    "Which unsafe use of electricity have you seen? What could have been done?",
                )
            },
        ),
    ],
    plain=[
        note(
            "danger",
            T("记住", "Remember"),
            T(
                "<p>电看不见，会伤人。没有验过，就当有电。</p>",
                "<p>You cannot see electricity, and it hurts. Not tested means live.</p>",
            ),
        ),
        show("shock", T("人碰到电线，电流过身体", "A person touches a wire; current goes through the body")),
        (
            "text",
            T(
                "<p>手湿，不碰电。</p><p>脚湿，不碰电。</p><p>电线破了，不碰，马上报告。</p>",
                "<p>Wet hands: do not touch.</p><p>Wet feet: do not touch.</p><p>A broken wire: do not touch, tell an officer.</p>",
            ),
        ),
        ask("danger"),
    ],
    rule="passed",
    percent=50,
)

TOOLS = Lesson(
    title=T("认识工具", "Know your tools"),
    minutes=20,
    objectives=[
        T("能叫出四种常用工具的名字", "Name four common tools"),
        T("会用验电笔和万用表", "Use a voltage tester and a multimeter"),
    ],
    blocks=[
        show(
            "tools",
            T(
                "四种工具：1 钢丝钳，2 剥线钳，3 低压验电笔，4 万用表",
                "Four tools: 1 combination pliers, 2 wire stripper, 3 voltage tester, 4 multimeter",
            ),
            T("1 钢丝钳　2 剥线钳　3 验电笔　4 万用表", "1 pliers, 2 wire stripper, 3 voltage tester, 4 multimeter"),
        ),
        (
            "text",
            T(
                "<p>工具用之前先看一看：手柄的绝缘套有没有破，表笔的线有没有裂。破了就换，不要用胶布凑合。</p>",
                "<p>Look before you use a tool: is the insulation of the handle whole, are the leads free of cracks? If not, change it. Tape is no repair.</p>",
            ),
        ),
        ask("tools"),
        steps(
            T("用验电笔", "Using a voltage tester"),
            (
                T("先试笔", "Try the tester"),
                T(
                    "<p>在确认有电的插座上试一下，氖管亮，说明笔是好的。</p>",
                    "<p>On a socket that you know is live. If the lamp glows, the tester works.</p>",
                ),
                "tester",
                T(
                    "手指按住验电笔尾部的金属帽，笔尖碰插座的右孔，氖管发亮",
                    "A finger on the metal cap of the tester; its tip in the right hole of a socket; the lamp glows",
                ),
            ),
            (
                T("手指按住金属帽", "Finger on the metal cap"),
                T(
                    "<p>按住笔尾的金属帽。手不能碰笔尖的金属。</p>",
                    "<p>Touch the cap at the end. Never touch the metal tip.</p>",
                ),
                "",
                T("", ""),
            ),
            (
                T("再测要查的地方", "Test the place itself"),
                T("<p>每一根线都要测：相线、中性线都测到。</p>", "<p>Test every wire, neutral as well.</p>"),
                "",
                T("", ""),
            ),
        ),
        note(
            "warning",
            T("万用表三不要", "Three don'ts with a multimeter"),
            T(
                "<ul><li>不要带电量电阻</li><li>不要用电流档量电压</li><li>量的时候不要转换档位</li></ul>",
                "<ul><li>Do not measure resistance on a live circuit</li><li>Do not measure voltage on a current range</li><li>Do not change the range while measuring</li></ul>",
            ),
        ),
        (
            "text",
            T(
                "<p>量220伏交流电压：选交流电压档，量程大于220伏，两支表笔<b>并联</b>接在要量的两点上。</p>",
                "<p>To measure 220 volts AC: choose an AC voltage range above 220, and connect the probes <b>in parallel</b> with what you measure.</p>",
            ),
        ),
        ask("meter"),
    ],
    rule="passed",
    percent=50,
)

FOUR_STEPS = Lesson(
    title=T("停电检修四步", "Four steps before you touch"),
    minutes=25,
    objectives=[
        T("能按顺序说出四步", "Say the four steps in order"),
        T("知道每一步为什么不能少", "Know why none may be left out"),
    ],
    blocks=[
        (
            "text",
            T(
                "<p>在停电的设备上工作，先做四件事：<b>停电、验电、装设接地线、悬挂标示牌和装设遮栏</b>。四步没做完，不动手。</p>",
                "<p>Before working on dead equipment do four things: <b>switch off, test, earth, sign and fence</b>. Until all are done, keep your hands off.</p>",
            ),
        ),
        film("four_steps", T("停电检修四步（录像）", "Four steps before you touch (film)")),
        steps(
            T("四步怎么做", "How to do it"),
            (
                T("停电", "Switch off"),
                T(
                    "<p>断开断路器，再拉开隔离开关。要有明显的断开点，看得见才算数。</p>",
                    "<p>Open the breaker, then the isolator. The gap must be visible.</p>",
                ),
                "step_off",
                T("手把断路器的手柄扳到断开位置", "A hand moves the handle of the breaker to off"),
            ),
            (
                T("验电", "Test"),
                T(
                    "<p>先试笔，再逐相验电。三相都要验，中性线也要验。</p>",
                    "<p>Try the tester first, then test each phase, and the neutral.</p>",
                ),
                "step_test",
                T("验电笔依次测三根导线，氖管不亮", "A tester on three wires one after another; its lamp stays dark"),
            ),
            (
                T("装设接地线", "Earth"),
                T(
                    "<p>先接接地端，后接导体端。拆的时候反过来：先拆导体端，后拆接地端。</p>",
                    "<p>Earth end first, conductor end second. When removing, the other way round.</p>",
                ),
                "step_earth",
                T(
                    "三根导线用接地线连在一起，再接到大地",
                    "Three wires joined by an earthing lead that goes into the earth",
                ),
            ),
            (
                T("悬挂标示牌、装设遮栏", "Sign and fence"),
                T(
                    "<p>在开关把手上挂“禁止合闸，线路有人工作！”。谁挂的牌，由谁来摘。</p>",
                    "<p>Hang “Do not switch on! People at work” on the handle. Whoever hung it takes it off.</p>",
                ),
                "step_sign",
                T(
                    "断路器上挂着红字的标示牌，前面有遮栏",
                    "A sign with red letters hangs on the breaker, a barrier stands in front",
                ),
            ),
        ),
        ask("four"),
        ask("tester"),
        ask("sign"),
        note(
            "tip",
            T("背一背", "A rhyme to remember"),
            T("<p>一停二验三接地，四挂牌子围起来。</p>", "<p>Off, test, earth, sign: then the work is fine.</p>"),
        ),
    ],
    plain=[
        (
            "text",
            T(
                "<p>一，关电。</p><p>二，用笔测。</p><p>三，接地线。</p><p>四，挂牌子。</p>",
                "<p>One: power off.</p><p>Two: test.</p><p>Three: earth.</p><p>Four: hang the sign.</p>",
            ),
        ),
        film("four_steps", T("看录像", "Watch the film")),
        ask("four"),
    ],
    rule="watched",
    percent=80,
)
