import pytest
from django.core.management import CommandError, call_command

from lms.people.models import Officer
from lms.people.officers import accounts
from tests.factories import signin as at_the_door


def printed(capsys):
    lines = capsys.readouterr().out.splitlines()
    return lines[1].removeprefix("first password: "), lines[3].split()[1]


def test_the_first_account_can_sign_in_with_what_the_console_printed(db, capsys):
    call_command("first_administrator", "chief", "系统管理员")
    password, code = printed(capsys)
    client = at_the_door.browser()
    at_the_door.type_password(client, Officer.objects.get(), password)
    assert at_the_door.type_code(client, code)["Location"] == "/sign-in/password/"


def test_there_is_one_first_account(administrator):
    with pytest.raises(CommandError):
        call_command("first_administrator", "chief", "x")


def test_the_console_lets_a_locked_officer_back_in(administrator, capsys):
    Officer.objects.update(is_active=False)
    call_command("rescue_officer", administrator.username)
    password, _code = printed(capsys)
    administrator.refresh_from_db()
    assert administrator.may_sign_in
    assert administrator.check_password(password)
    assert accounts.can_manage(administrator, administrator)
