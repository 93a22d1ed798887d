"""People for tests, made through the real models and api."""

from lms.people.grants import grant_at_setup
from lms.people.models import Learner, Officer, Prison, Ward

PASSWORD = "correct horse battery"


def prison(*, code="north", name="北山监狱"):
    return Prison.objects.create(code=code, name=name)


def ward(prison, *, code="1", name="一监区", parent=None):
    return Ward.objects.create(prison=prison, code=code, name=name, parent=parent)


def administrator(username="admin"):
    return Officer.objects.create_superuser(username, PASSWORD, name="系统管理员")


def officer(prison, *roles, username, name="警官", ward=None):
    made = Officer.objects.create_user(username, PASSWORD, name=name, prison=prison)
    for role in roles:
        grant_at_setup(made, role, prison=prison, ward=ward, reason="test")
    return made


def learner(ward, *, number, name="王小明", **fields):
    return Learner.objects.create(prison=ward.prison, ward=ward, number=number, name=name, **fields)
