"""The practice questions of 低压电工."""

from content.samples.words import T, choice, fill_in, match, order

QUESTIONS = {
    "danger": choice(
        T("<p>同样碰到漏电的设备，哪种情况最危险？</p>", "<p>Touching a live machine: when is it most dangerous?</p>"),
        [
            T("手是干的，穿绝缘鞋", "Dry hands, insulating shoes"),
            T("手是湿的，光脚站在地上", "Wet hands, barefoot on the floor"),
            T("戴干的绝缘手套", "Dry insulating gloves"),
        ],
        "b",
        T("对。湿的皮肤电阻很小，电流就大。", "Right. Wet skin has little resistance, so more current flows."),
        T("想一想：水会让电流更容易通过身体。", "Think: water makes it easier for current to pass through the body."),
    ),
    "protect": choice(
        T("<p>进场前要检查哪些东西？（选三项）</p>", "<p>What do you check before work? (Choose three.)</p>"),
        [
            T("安全帽有没有裂纹", "Helmet: any cracks?"),
            T("绝缘鞋是不是干的", "Insulating shoes: dry?"),
            T("手机有没有电", "Telephone: charged?"),
            T("绝缘手套漏不漏气", "Insulating gloves: airtight?"),
        ],
        "abd",
        T("对。有裂纹、受潮、漏气，都不能用。", "Right. Cracked, damp or leaking: do not use it."),
        T("这三样都是保护身体的，再选一次。", "All three protect your body. Choose again."),
    ),
    "tools": match(
        T("<p>工具和用途连一连。</p>", "<p>Match each tool with its use.</p>"),
        [
            (T("剥线钳", "Wire stripper"), T("剥掉导线的绝缘皮", "Takes the insulation off a wire")),
            (T("低压验电笔", "Voltage tester"), T("查一查有没有电", "Shows whether there is voltage")),
            (T("万用表", "Multimeter"), T("量电压、电阻和电流", "Measures voltage, resistance, current")),
            (T("钢丝钳", "Combination pliers"), T("夹住、弯曲和剪断导线", "Grips, bends and cuts wire")),
        ],
        "3142",
        T("全对。选对工具，活就干好了一半。", "All right. The right tool is half of the work."),
        T("有的连错了。看一看工具图上的说明再试。", "Some are wrong. Look at the tools again and retry."),
    ),
    "meter": choice(
        T("<p>用万用表量电阻之前，必须先做什么？</p>", "<p>What must be done before measuring resistance?</p>"),
        [
            T("把表调到最大电压档", "Set the meter to the highest voltage"),
            T("断开被测电路的电源", "Disconnect the circuit from the supply"),
            T("把两支表笔擦干净", "Clean the probes"),
        ],
        "b",
        T(
            "对。带电量电阻，会烧表，也会伤人。",
            "Right. Measuring resistance on a live circuit burns the meter and hurts people.",
        ),
        T("带电不能量电阻。再选一次。", "Resistance is never measured live. Choose again."),
    ),
    "four": order(
        T("<p>停电检修，四步的顺序是什么？</p>", "<p>Put the four steps of working on dead equipment in order.</p>"),
        [
            T("验电", "Test for voltage"),
            T("悬挂标示牌、装设遮栏", "Hang warning signs, set up barriers"),
            T("停电", "Switch off"),
            T("装设接地线", "Fit earthing leads"),
        ],
        "cadb",
        T("对：停电、验电、接地、挂牌。一步也不能少。", "Right: off, test, earth, sign. None may be left out."),
        T("先停电，再用验电笔确认，然后接地，最后挂牌。", "First off, then test, then earth, signs last."),
    ),
    "tester": fill_in(
        T("<p>验电之前要做什么？填一填。</p>", "<p>What comes before testing? Fill in the gap.</p>"),
        T(
            "验电前，先在确认[[g1]]的电源上试一试，看验电笔好不好用。",
            "Before testing, try the tester on a source that you know is [[g1]].",
        ),
        [T("有电|带电", "live|on|energised|energized")],
        T(
            "对。笔坏了不亮，会让人以为没有电。",
            "Right. A broken tester stays dark and makes you believe there is no voltage.",
        ),
        T("如果验电笔坏了，会怎么样？想一想再填。", "What if the tester is broken? Think, then fill in."),
    ),
    "sign": choice(
        T(
            "<p>线路上有人工作，断路器的操作把手上要挂哪块牌？</p>",
            "<p>People work on the line. Which sign goes on the handle of the breaker?</p>",
        ),
        [
            T("止步，高压危险！", "Stop! High voltage"),
            T("禁止合闸，线路有人工作！", "Do not switch on! People at work on the line"),
            T("从此上下", "Climb here"),
        ],
        "b",
        T("对。谁挂的牌，由谁来摘。", "Right. Whoever hung the sign takes it off."),
        T("要让别人知道：现在不能合闸。", "It must tell others not to switch on."),
    ),
    "switch": choice(
        T(
            "<p>家用照明电路里，开关应该接在哪根线上？</p>",
            "<p>In a lighting circuit, which wire goes through the switch?</p>",
        ),
        [
            T("相线（火线）L", "The live wire L"),
            T("中性线（零线）N", "The neutral wire N"),
            T("保护线（地线）PE", "The protective earth PE"),
        ],
        "a",
        T("对。开关断开以后，灯头才不带电。", "Right. Only then is the lamp holder dead when the switch is off."),
        T("如果开关接在零线上，关灯后灯头还带电。", "With the switch in the neutral, the lamp holder stays live."),
    ),
    "colours": match(
        T("<p>导线的颜色和作用连一连。</p>", "<p>Match the colour of the wire with its purpose.</p>"),
        [
            (T("淡蓝色", "Light blue"), T("中性线 N", "Neutral N")),
            (T("黄绿双色", "Green and yellow"), T("保护线 PE", "Protective earth PE")),
            (T("红色", "Red"), T("相线 L3", "Phase L3")),
        ],
        "231",
        T("对。黄绿双色线只能做保护线。", "Right. Green and yellow is for protective earth only."),
        T("记住：黄绿双色，永远是保护线。", "Remember: green and yellow is always protective earth."),
    ),
    "wiring": order(
        T("<p>接一盏灯，按先后排一排。</p>", "<p>Wiring a lamp: put the work in order.</p>"),
        [
            T("合闸试灯", "Switch on and try the lamp"),
            T("断电并验电", "Switch off and test"),
            T("用万用表查线", "Check the wiring with a meter"),
            T("按图接线", "Wire it as drawn"),
        ],
        "bdca",
        T("对。先查线，后送电。", "Right. Check first, then switch on."),
        T("开头是断电验电，最后才合闸。", "It begins with switching off; switching on comes last."),
    ),
    "rescue": order(
        T("<p>看见有人触电，先做什么，后做什么？</p>", "<p>Somebody gets a shock. What first, what then?</p>"),
        [
            T("检查有没有反应和呼吸", "Check for response and breathing"),
            T("切断电源", "Cut the power"),
            T("没有呼吸，马上做心肺复苏", "No breathing: start CPR at once"),
            T("大声呼救，报告民警", "Shout for help, tell an officer"),
        ],
        "bdac",
        T("对。先断电，再救人，自己才安全。", "Right. Power off first: only then are you safe too."),
        T("最先要做的，是让电流停下来。", "The very first thing is to stop the current."),
    ),
    "cpr": fill_in(
        T("<p>心肺复苏的数字，填一填。</p>", "<p>Fill in the numbers of CPR.</p>"),
        T(
            "每按压[[g1]]次，人工呼吸[[g2]]次；每分钟按压100到120次。",
            "[[g1]] compressions, then [[g2]] breaths; 100 to 120 compressions a minute.",
        ),
        [T("30|三十", "30|thirty"), T("2|两|二", "2|two")],
        T("对，30比2，一直做到医生来。", "Right, 30 to 2, until the doctor takes over."),
        T("记住30比2。", "Remember 30 to 2."),
    ),
    "fire": choice(
        T(
            "<p>电气设备着火，还没有断电，能用什么灭火？</p>",
            "<p>Electrical equipment burns and is still live. What may you use?</p>",
        ),
        [T("水", "Water"), T("干粉灭火器", "A dry powder extinguisher"), T("泡沫灭火器", "A foam extinguisher")],
        "b",
        T("对。干粉不导电。能断电时，先断电。", "Right. Powder does not conduct. Cut the power first if you can."),
        T("水和泡沫都会导电。", "Water and foam conduct electricity."),
    ),
    "review": choice(
        T("<p>下面哪些做法是对的？（选三项）</p>", "<p>Which of these are right? (Choose three.)</p>"),
        [
            T("停电后，不验电就动手", "Working after switching off, without testing"),
            T("开关接在相线上", "The switch in the live wire"),
            T("谁挂的牌，由谁来摘", "Whoever hung the sign takes it off"),
            T("看见有人触电，先切断电源", "Cutting the power first when somebody gets a shock"),
        ],
        "bcd",
        T("全对，可以去实训室了。", "All right. You are ready for the workshop."),
        T("有一项不对：停了电，还要验电。", "One is wrong: after switching off, you still have to test."),
    ),
}
