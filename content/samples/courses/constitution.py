"""宪法宣传: the topic of the month."""

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

QUESTIONS = {
    "supreme": choice(
        T("<p>在我国，哪一部法律的效力最高？</p>", "<p>Which law stands highest in China?</p>"),
        [
            T("宪法", "The Constitution"),
            T("刑法", "The Criminal Law"),
            T("民法典", "The Civil Code"),
            T("监狱法", "The Prison Law"),
        ],
        "a",
        T(
            "对。宪法是国家的根本法，其他法律都不能和它抵触。",
            "Right. The Constitution is the fundamental law; no other law may conflict with it.",
        ),
        T("再想一想：所有法律都要依据它来制定。", "Think again: every other law is made on the basis of this one."),
    ),
    "day": fill_in(
        T("<p>把日期填完整。</p>", "<p>Complete the date.</p>"),
        T("每年的[[g1]]月[[g2]]日是国家宪法日。", "National Constitution Day is on the [[g2]]th of [[g1]] each year."),
        [T("12|十二", "December|Dec|12"), T("4|四", "4|four")],
        T("对。1982年12月4日，现行宪法公布施行。", "Right. The present Constitution was adopted on 4 December 1982."),
        T("提示：现行宪法是1982年12月4日通过的。", "A hint: the present Constitution was adopted on 4 December 1982."),
    ),
    "ladder": order(
        T("<p>按效力从高到低排一排。</p>", "<p>Put them in order, the highest first.</p>"),
        [
            T("地方性法规", "Local regulations"),
            T("宪法", "The Constitution"),
            T("行政法规", "Administrative regulations"),
            T("法律", "Laws"),
        ],
        "bdca",
        T("对。下面的都不能和上面的抵触。", "Right. None may conflict with those above it."),
        T(
            "再看一看图：最上面是宪法，接着是法律。",
            "Look at the picture again: the Constitution is on top, laws come next.",
        ),
    ),
    "rights": match(
        T("<p>生活里的事，和哪一项权利有关？</p>", "<p>Which right does each situation belong to?</p>"),
        [
            (T("上扫盲班，学认字", "Joining a class to learn to read"), T("受教育的权利", "The right to education")),
            (
                T("年老生病，得到社会帮助", "Getting help when old or ill"),
                T("获得物质帮助的权利", "The right to assistance"),
            ),
            (
                T("对工作提出意见和建议", "Making a suggestion to an office"),
                T("批评和建议的权利", "The right to criticise and suggest"),
            ),
        ],
        "312",
        T("对。宪法离生活并不远。", "Right. The Constitution is close to daily life."),
        T("再读一读第二课的表格，然后重新连一连。", "Read the table in lesson two again, then try once more."),
    ),
    "both": choice(
        T(
            "<p>下面哪些既是权利，也是义务？（选两项）</p>",
            "<p>Which of these are both a right and a duty? (Choose two.)</p>",
        ),
        [T("劳动", "Work"), T("受教育", "Education"), T("纳税", "Paying taxes"), T("休息", "Rest")],
        "ab",
        T("对。宪法第四十二条和第四十六条就是这样写的。", "Right. Articles 42 and 46 say so."),
        T(
            "纳税只是义务，休息是劳动者的权利。再选一次。",
            "Paying taxes is a duty only; rest is a right of those who work. Try again.",
        ),
    ),
}

FIRST = Lesson(
    title=T("宪法是什么", "What the Constitution is"),
    minutes=20,
    objectives=[
        T("能说出宪法是国家的根本法", "Say that the Constitution is the fundamental law of the state"),
        T("知道国家宪法日是哪一天", "Know the date of National Constitution Day"),
        T("知道法律也分上下级", "Know that laws have an order of rank"),
    ],
    blocks=[
        (
            "text",
            T(
                "<p>盖房子先要打地基。一个国家的法律也有地基，这就是<b>宪法</b>。</p><p>宪法写明国家是什么样的国家，国家机关怎样工作，公民有哪些权利和义务。</p>",
                "<p>A house needs a foundation. The laws of a country have one too: the <b>Constitution</b>.</p><p>It says what kind of state this is, how its organs work, and which rights and duties citizens have.</p>",
            ),
        ),
        show(
            "constitution",
            T(
                "一本红色封面的宪法，放在翻开的书和绿色的新叶旁边",
                "A red copy of the Constitution beside an open book and a green leaf",
            ),
            T("宪法：国家的根本法", "The Constitution: the fundamental law"),
        ),
        film("constitution", T("三分钟认识宪法", "The Constitution in three minutes")),
        (
            "text",
            T(
                "<h2>最高的法律</h2><p>法律有很多，宪法在最上面。下面的法律、法规，都不能和宪法抵触。宪法第五条说：任何组织或者个人都不得有超越宪法和法律的特权。</p>",
                "<h2>The highest law</h2><p>There are many laws, and the Constitution stands above them. No law or regulation may conflict with it. Article 5 says: no organisation or individual is privileged to be beyond the Constitution or the law.</p>",
            ),
        ),
        show(
            "ladder",
            T(
                "四层台阶，从上到下是宪法、法律、行政法规、地方性法规",
                "Four steps, from top to bottom: Constitution, laws, administrative regulations, local regulations",
            ),
            T("越往上，效力越高", "The higher, the stronger"),
        ),
        ask("supreme"),
        ask("ladder"),
        (
            "text",
            T(
                "<h2>国家宪法日</h2><p>现行宪法在1982年12月4日通过，后来修改过五次：1988年、1993年、1999年、2004年和2018年。从2014年起，每年12月4日是<b>国家宪法日</b>。</p>",
                "<h2>Constitution Day</h2><p>The present Constitution was adopted on 4 December 1982 and has been amended five times: in 1988, 1993, 1999, 2004 and 2018. Since 2014, 4 December has been <b>National Constitution Day</b>.</p>",
            ),
        ),
        ask("day"),
        terms(
            (
                T("宪法", "Constitution"),
                T("国家的根本法，效力最高。", "The fundamental law of the state, above all other laws."),
            ),
            (T("公民", "citizen"), T("有我国国籍的人。", "A person who holds the nationality of the country.")),
            (T("抵触", "conflict"), T("两条规定互相矛盾。", "Two rules that contradict each other.")),
        ),
        (
            "file",
            {
                "title": T("宪法小卡片（PDF，可打印）", "A card on the Constitution (PDF, to print)"),
                "file": Named("document", "constitution"),
            },
        ),
        (
            "reflection",
            {
                "prompt": T(
                    "如果没有规矩，生活会变成什么样？想一件你见过的事。",
                    "What would life be like without rules? Think of something you have seen.",
                )
            },
        ),
    ],
    plain=[
        (
            "text",
            T(
                "<p>宪法是最大的法律。</p><p>所有的人都要守宪法。</p><p>所有的法律都要听宪法的。</p>",
                "<p>The Constitution is the highest law.</p><p>Everybody must keep to it.</p><p>All other laws must follow it.</p>",
            ),
        ),
        show("constitution", T("一本红色的宪法", "A red copy of the Constitution")),
        film("constitution", T("看一看：宪法", "Watch: the Constitution")),
        ("text", T("<p>12月4日是国家宪法日。</p>", "<p>4 December is Constitution Day.</p>")),
        ask("supreme"),
        ask("day"),
    ],
    rule="watched",
    percent=80,
)

SECOND = Lesson(
    title=T("权利和义务", "Rights and duties"),
    minutes=25,
    objectives=[
        T("能说出三项公民的基本权利", "Name three basic rights of citizens"),
        T("明白权利和义务分不开", "Understand that rights and duties belong together"),
        T("知道服刑期间哪些权利仍然受保护", "Know which rights stay protected in custody"),
    ],
    blocks=[
        (
            "text",
            T(
                "<p>宪法第二章讲公民的基本权利和义务。权利是法律保护你可以做的事，义务是法律要求你必须做的事。</p>",
                "<p>Chapter II of the Constitution is about the basic rights and duties of citizens. A right is something the law protects you in doing; a duty is something the law asks of you.</p>",
            ),
        ),
        show(
            "scales",
            T(
                "一架天平，左边放着写有权利的书，右边放着写有义务的砝码，两边一样高",
                "A pair of scales in balance: a book for rights on the left, a weight for duties on the right",
            ),
            T("权利和义务，两边一样重", "Rights and duties weigh the same"),
        ),
        table(
            (T("权利", "Right"), T("宪法条文", "Article"), T("生活里的例子", "An example from life")),
            (
                T("法律面前一律平等", "Equality before the law"),
                T("第三十三条", "33"),
                T("不管是谁，同样的事用同样的法律", "The same law for the same thing, whoever it is"),
            ),
            (T("受教育", "Education"), T("第四十六条", "46"), T("参加扫盲班、技能班", "Literacy and skills classes")),
            (
                T("劳动", "Work"),
                T("第四十二条", "42"),
                T("学一门手艺，靠劳动生活", "Learning a trade and living by one's work"),
            ),
            (
                T("获得物质帮助", "Assistance"),
                T("第四十五条", "45"),
                T("年老、生病、残疾时得到帮助", "Help in old age, illness or disability"),
            ),
            (
                T("批评和建议", "Criticism and suggestions"),
                T("第四十一条", "41"),
                T("按规定的渠道反映问题", "Raising a problem through the proper channel"),
            ),
        ),
        ask("rights"),
        (
            "text",
            T(
                "<h2>义务</h2><ul><li>遵守宪法和法律，保守国家秘密，爱护公共财产，遵守劳动纪律，遵守公共秩序，尊重社会公德</li><li>依法纳税</li><li>维护国家统一和民族团结</li></ul><p>行使自己的权利时，不能损害国家、社会和别人的权利。</p>",
                "<h2>Duties</h2><ul><li>Keep the Constitution and the law, care for public property, observe labour discipline and public order, respect social ethics</li><li>Pay taxes as the law provides</li><li>Safeguard national unity</li></ul><p>Nobody may use their own rights to harm the state, society or the rights of others.</p>",
            ),
        ),
        ask("both"),
        note(
            "info",
            T("服刑期间，哪些权利还在？", "Which rights remain in custody?"),
            T(
                "<p>监狱法第七条：人格不受侮辱，人身安全、合法财产和辩护、申诉、控告、检举以及其他未被依法剥夺或者限制的权利不受侵犯。有疑问，可以问民警，也可以向驻监检察室反映。</p>",
                "<p>Article 7 of the Prison Law: human dignity may not be insulted; personal safety, lawful property, the rights to defence, petition, complaint and accusation, and all rights not taken or restricted by law may not be infringed. If in doubt, ask an officer or write to the procurator's office at the prison.</p>",
            ),
        ),
        (
            "reflection",
            {
                "prompt": T(
                    "你最想用好的一项权利是什么？打算怎样用？", "Which right do you most want to make good use of? How?"
                )
            },
        ),
    ],
    plain=[
        (
            "text",
            T(
                "<p>权利：你可以做，法律保护你。</p><p>义务：你必须做。</p><p>读书是权利，也是义务。劳动也是这样。</p>",
                "<p>A right: you may do it, and the law protects you.</p><p>A duty: you must do it.</p><p>Learning is both. Work is both.</p>",
            ),
        ),
        show("scales", T("一架两边一样高的天平", "A pair of scales in balance")),
        ask("both"),
    ],
    rule="passed",
    percent=50,
)

COURSE = Course(
    name="constitution",
    kind="civic",
    title=T("宪法宣传", "Knowing the Constitution"),
    summary=T(
        "认识国家的根本法，知道自己的权利和义务。两课，一共四十五分钟。",
        "The fundamental law of the state, and your own rights and duties. Two lessons, 45 minutes in all.",
    ),
    picture="constitution",
    units=[Unit(T("宪法就在身边", "The Constitution and you"), [FIRST, SECOND])],
    questions=QUESTIONS,
    everywhere=True,
    of_the_month=True,
)
