"""What the sample films say: scenes with a picture, a title, and sentences. Captions come from the same sentences."""

from dataclasses import dataclass

from content.samples.words import T


@dataclass(frozen=True)
class Scene:
    picture: str
    title: T
    sentences: list[T]


@dataclass(frozen=True)
class Film:
    """`languages`: those it is narrated in; captions exist in both."""

    title: T
    scenes: list[Scene]
    languages: tuple[str, ...] = ("zh-hans", "en")


CONSTITUTION = Film(
    T("三分钟认识宪法", "The Constitution in three minutes"),
    [
        Scene(
            "constitution",
            T("宪法是什么", "What is the Constitution?"),
            [
                T(
                    "大家好，今天我们用几分钟，认识一部很重要的法律。",
                    "Hello. In the next few minutes we get to know a very important law.",
                ),
                T("盖房子，先要打好地基。", "Whoever builds a house lays the foundation first."),
                T("地基稳了，房子才不会倒。", "A house stands only on firm ground."),
                T(
                    "一个国家的法律也有地基，这就是宪法。",
                    "The laws of a country have a foundation too: the Constitution.",
                ),
                T("宪法是国家的根本法。", "It is the fundamental law of the state."),
                T("它写明，我们的国家是什么样的国家。", "It says what kind of state ours is."),
                T(
                    "它也写明，公民有哪些权利，要尽哪些义务。",
                    "It also says which rights citizens have, and which duties.",
                ),
            ],
        ),
        Scene(
            "ladder",
            T("最高的法律", "The highest law"),
            [
                T(
                    "我国有很多法律，有民法典，有刑法，也有监狱法。",
                    "There are many laws: the Civil Code, the Criminal Law, the Prison Law.",
                ),
                T("它们都要依据宪法来制定。", "All of them are made on the basis of the Constitution."),
                T("请看这几级台阶。", "Look at these steps."),
                T("最上面的一级，是宪法。", "On top stands the Constitution."),
                T(
                    "往下是法律，再往下是行政法规，还有地方性法规。",
                    "Below come laws, then administrative regulations, then local regulations.",
                ),
                T("下面的规定，不能和上面的抵触。", "What stands below may not conflict with what stands above."),
                T(
                    "宪法说，任何组织或者个人，都不能有超越宪法和法律的特权。",
                    "The Constitution says: no organisation or person is privileged to be beyond it.",
                ),
            ],
        ),
        Scene(
            "constitution",
            T("宪法从哪里来", "Where it comes from"),
            [
                T(
                    "现在的宪法，是1982年12月4日通过的。",
                    "The present Constitution was adopted on the fourth of December 1982.",
                ),
                T("后来国家发展了，宪法也修改过五次。", "As the country developed, it was amended five times."),
                T("最近一次，是2018年。", "The last time was in 2018."),
                T(
                    "从2014年开始，每年的12月4日，就是国家宪法日。",
                    "Since 2014, the fourth of December has been National Constitution Day.",
                ),
                T(
                    "这一天，学校、机关和监狱，都会组织学习宪法。",
                    "On that day schools, offices and prisons study it together.",
                ),
            ],
        ),
        Scene(
            "scales",
            T("我们的权利", "Our rights"),
            [
                T("宪法的第二章，讲的是公民的权利和义务。", "Chapter two is about the rights and duties of citizens."),
                T("第一，公民在法律面前一律平等。", "First, all citizens are equal before the law."),
                T("第二，国家尊重和保障人权。", "Second, the state respects and protects human rights."),
                T("第三，公民有受教育的权利。", "Third, citizens have the right to education."),
                T(
                    "学认字，学技术，参加考试，都是在用好这项权利。",
                    "Learning to read, learning a trade, taking an exam: all of that is this right in use.",
                ),
                T(
                    "第四，年老、生病或者残疾的时候，有权得到国家和社会的帮助。",
                    "Fourth, in old age, illness or disability, citizens have the right to help.",
                ),
                T(
                    "第五，对国家机关的工作，可以提出批评和建议。",
                    "Fifth, citizens may criticise and make suggestions to state organs.",
                ),
            ],
        ),
        Scene(
            "scales",
            T("我们的义务", "Our duties"),
            [
                T(
                    "有权利，也有义务，就像天平的两边。",
                    "Where there are rights there are duties, like the two sides of a pair of scales.",
                ),
                T(
                    "要遵守宪法和法律，遵守劳动纪律和公共秩序。",
                    "Keep the Constitution and the law, labour discipline and public order.",
                ),
                T("要爱护公共财产，尊重社会公德。", "Care for public property and respect social ethics."),
                T("有了收入，要依法纳税。", "Whoever has an income pays taxes."),
                T("劳动和受教育，既是权利，也是义务。", "Work and education are both a right and a duty."),
                T(
                    "还要记住，用自己的权利，不能伤害别人的权利。",
                    "And remember: using your own rights must not harm the rights of others.",
                ),
            ],
        ),
        Scene(
            "constitution",
            T("宪法在我身边", "The Constitution and me"),
            [
                T("有人说，宪法离我很远。", "Some say the Constitution is far away."),
                T("其实，它就在每天的生活里。", "In fact it is part of every day."),
                T("你在教室里学习，背后有宪法。", "Behind your place in the classroom stands the Constitution."),
                T(
                    "你学一门手艺，将来靠劳动养活自己，背后也有宪法。",
                    "When you learn a trade to live by your own work, it stands behind that too.",
                ),
                T(
                    "服刑的时候，没有被法律剥夺的权利，仍然受到保护。",
                    "In custody, every right that the law has not taken stays protected.",
                ),
                T("有不懂的地方，可以在平板上问老师。", "If something is not clear, ask your teacher on the tablet."),
                T("学法，守法，用法，从今天开始。", "Know the law, keep it, use it: beginning today."),
                T("看完录像，请做一做后面的小练习，谢谢大家。", "Now try the short practice that follows. Thank you."),
            ],
        ),
    ],
)

FOUR_STEPS = Film(
    T("停电检修四步", "Four steps before you touch"),
    [
        Scene(
            "four_steps",
            T("四步，一步不能少", "Four steps, none left out"),
            [
                T("在停电的设备上工作，先做四件事。", "Before working on dead equipment, do four things."),
                T("停电，验电，接地，挂牌。", "Switch off, test, earth, sign."),
                T("四步没有做完，不动手。", "Until all four are done, keep your hands off."),
            ],
        ),
        Scene(
            "step_off",
            T("第一步：停电", "Step one: switch off"),
            [
                T("第一步，停电。", "Step one: switch off."),
                T("断开断路器，再拉开隔离开关。", "Open the breaker, then the isolator."),
                T("要看得见断开点，才算停好。", "Only a visible gap counts."),
            ],
        ),
        Scene(
            "step_test",
            T("第二步：验电", "Step two: test"),
            [
                T("第二步，验电。", "Step two: test."),
                T("先在有电的地方试一试验电笔。", "First try the tester where there is voltage."),
                T("笔是好的，再去验每一根线。", "If it works, test every single wire."),
                T("三相都要验，中性线也要验。", "All three phases, and the neutral."),
            ],
        ),
        Scene(
            "step_earth",
            T("第三步：接地", "Step three: earth"),
            [
                T("第三步，装设接地线。", "Step three: fit the earthing leads."),
                T("先接接地端，后接导体端。", "The earth end first, the conductor end second."),
                T("拆的时候，正好反过来。", "When removing, the other way round."),
            ],
        ),
        Scene(
            "step_sign",
            T("第四步：挂牌", "Step four: sign"),
            [
                T("第四步，挂牌，设遮栏。", "Step four: hang the sign, set up the barrier."),
                T("牌子上写着，禁止合闸，线路有人工作。", "The sign says: do not switch on, people at work."),
                T("谁挂的牌，由谁来摘。", "Whoever hung it takes it off."),
                T("四步做完，才可以开始工作。", "Now, and only now, the work may begin."),
            ],
        ),
    ],
)

GREETING = Film(
    T("你好，您好", "Hello"),
    [
        Scene(
            "greeting",
            T("你好", "你好 nǐ hǎo"),
            [
                T("你好。", "Hello."),
                T("请跟我说：你好。", "Please repeat: hello."),
                T("对老师，我们说：您好。", "To a teacher we say 您好, which is more polite."),
            ],
        ),
        Scene(
            "greeting",
            T("谢谢　不客气", "谢谢 xièxie · 不客气 bú kèqi"),
            [
                T("别人帮了你，说：谢谢。", "When somebody has helped you, say 谢谢, thank you."),
                T("回答是：不客气。", "The answer is 不客气, you are welcome."),
            ],
        ),
        Scene(
            "greeting",
            T("对不起　没关系", "对不起 duìbuqǐ · 没关系 méi guānxi"),
            [
                T("做错了，说：对不起。", "If you made a mistake, say 对不起, sorry."),
                T("回答是：没关系。", "The answer is 没关系, never mind."),
            ],
        ),
        Scene(
            "jasmine",
            T("再见", "再见 zàijiàn"),
            [
                T("离开的时候，说：再见。", "When you leave, say 再见, goodbye."),
                T("每天说一遍，很快就会了。", "Say them every day, and you will soon know them."),
                T("再见！", "Goodbye!"),
            ],
        ),
    ],
    languages=("zh-hans",),
)

FILMS = {"constitution": CONSTITUTION, "four_steps": FOUR_STEPS, "greeting": GREETING}
DIALOGUE = [
    ("a", "你好！"),
    ("b", "您好！"),
    ("a", "我是小王。你是学生吗？"),
    ("b", "是，我是学生。"),
    ("a", "谢谢！"),
    ("b", "不客气。再见！"),
]
