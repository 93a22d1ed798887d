"""`python -m tests.e2e.certification.seed` fills a test server with candidates who wait for a certificate; prints JSON."""

import json

import django


def awarded(count=12):
    """A prison with evaluators, a body that signs, a scheme, and awarded candidates with names of all sorts."""
    from tests.factories import certificates as some
    from tests.factories import people as a

    prison = a.prison(code="qingshan", name="青山监狱")
    ward = a.ward(prison, name="三监区")
    chief = a.officer(prison, "chief_evaluator", username="chief", name="韩立新")
    a.officer(prison, "chief_evaluator", username="chief2", name="秦素梅")
    for name, words in (("evaluator", "郑晓峰"), ("evaluator2", "马兰")):
        a.officer(prison, "evaluator", username=name, name=words)
    body = some.a_signing_body(by=chief, prison=prison)
    scheme = some.a_live_scheme(body)
    names = ["王小明", "古丽娜尔·买买提", "扎西顿珠", "欧阳建国", "阿不都热合曼·阿不都克里木·艾尔肯"]
    for n in range(count):
        learner = a.learner(ward, number=f"Q{4001 + n}", name=names[n] if n < len(names) else f"考生{n}")
        some.a_candidate(scheme, learner)
    return {"body": str(body.pk), "password": a.PASSWORD}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(awarded()))
