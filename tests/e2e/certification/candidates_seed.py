"""`python -m tests.e2e.certification.candidates_seed` fills a test server for registration and for an awarding body's results; prints JSON."""

import json

import django

OURS, WARDS = "DG3", ("三监区", "五监区")
RESULT_HEADINGS = ["考生号", "姓名", "身份证号", "考试日期", "理论成绩", "实操成绩", "证书编号", "发证日期"]
LIST_HEADINGS = ["序号", "考生号", "姓名", "身份证号", "工种", "等级"]


def waiting():
    """A prison, a body outside whose columns are known, its scheme, eight learners free and four eligible candidates."""
    from django.utils import timezone

    from assessments.certification.bodies import mapping
    from tests.factories import certification as some
    from tests.factories import people as a

    prison = a.prison(code="qingshan", name="青山监狱")
    wards = [a.ward(prison, code=f"w{n}", name=name) for n, name in enumerate(WARDS)]
    a.officer(prison, "chief_evaluator", username="chief", name="韩立新")
    a.officer(prison, "education_office", username="office", name="秦素梅")
    by = a.officer(prison, "evaluator", username="evaluator", name="郑晓峰")
    a.officer(prison, "evaluator", username="evaluator2", name="马兰")
    body = some.a_body(
        by, code="SD", outside=True, name="山都市应急管理培训中心", name_en="Shandu Safety Training Centre"
    )
    scheme = some.a_scheme(
        by,
        body=body,
        code=OURS,
        kind="special_operation",
        level=None,
        title="低压电工作业",
        title_en="Low-voltage electrician",
    )
    free = [a.learner(wards[n % 2], number=f"Q{5001 + n}", name=name) for n, name in enumerate(FREE)]
    eligible = [
        some.a_candidacy(by, a.learner(wards[0], number=f"Q{6001 + n}", name=name), scheme)
        for n, name in enumerate(("陈志远", "林国栋", "买买提·吐尔逊", "黄启明"))
    ]
    for kind, headings in (("results", RESULT_HEADINGS), ("candidates", LIST_HEADINGS)):
        draft = mapping.begin_mapping(body.pk, kind, as_csv([headings]).encode(), f"{kind}.csv", by=by)
        mapping.save_mapping(
            draft.pk, by=by, columns=draft.columns, constants=draft.constants, date_format=draft.date_format
        )
    return {
        "body": str(body.pk),
        "scheme": str(scheme.pk),
        "free": [[one.number, one.name] for one in free],
        "eligible": [[one.learner.number, one.holder_name, one.number] for one in eligible],
        "today": timezone.localdate().isoformat(),
    }


FREE = ("王小明", "赵铁柱", "孙建军", "周海", "吴大勇", "郑和平", "扎西顿珠", "欧阳建国")


def as_csv(rows):
    return "\r\n".join(",".join(str(cell) for cell in row) for row in rows)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(waiting()))
