import time

import pytest
from django_otp.oath import hotp

from lms.lib.errors import Invalid
from lms.people.models import OathToken
from lms.people.signin import codes, tokens
from tests.factories import signin as at_the_door

SEED = b"12345678901234567890"  # the seed of RFC 4226, appendix D
HEX = SEED.hex()


def imported(text, by):
    return tokens.import_tokens(text.encode(), by=by)


@pytest.fixture
def by_the_clock(administrator, teacher):
    imported(f"serial,seed\nT1,{HEX}\n", administrator)
    OathToken.objects.update(officer=teacher)


@pytest.fixture
def by_a_button(administrator, teacher):
    imported(f"serial,seed,type\nH1,{HEX},hotp\n", administrator)
    OathToken.objects.update(officer=teacher)


def shown_now(drift=0):
    return f"{hotp(SEED, int(time.time()) // 30 + drift):06d}"


def test_a_clock_token_signs_in(teacher, by_the_clock):
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    assert at_the_door.type_code(client, shown_now())["Location"] == "/admin/"


def test_a_code_works_once(teacher, by_the_clock):
    code = shown_now()
    assert tokens.use_token(teacher, code)
    assert not tokens.use_token(teacher, code)


def test_a_token_that_is_a_minute_off_still_works_and_an_hour_off_does_not(teacher, by_the_clock):
    assert not tokens.use_token(teacher, shown_now(-120))
    assert tokens.use_token(teacher, shown_now(-2))


def test_full_width_digits_are_digits(teacher, by_the_clock):
    assert tokens.use_token(teacher, shown_now().translate(str.maketrans("0123456789", "０１２３４５６７８９")))


def test_button_presses_that_nobody_typed_in_are_skipped_and_cannot_come_back(teacher, by_a_button):
    assert tokens.use_token(teacher, "338314")  # the fifth code of the RFC
    assert not tokens.use_token(teacher, "755224")  # the first
    assert tokens.use_token(teacher, "254676")  # the sixth


def test_somebody_elses_token_is_of_no_use(author, teacher, by_the_clock):
    assert not tokens.use_token(author, shown_now())


def test_seeds_are_not_readable_in_the_database(by_the_clock):
    assert SEED not in bytes(OathToken.objects.get().sealed_seed)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("serial,seed\nA,zz!\n", "cannot be read"),
        ("serial,seed\nA,abcd\n", "too short"),
        (f"serial,seed\n,{HEX}\n", "serial number is missing"),
        (f"serial,seed\nA,{HEX}\nA,{HEX}\n", "already here"),
        (f"serial,seed,algorithm\nA,{HEX},SHA256\n", "SHA-1"),
        (f"serial,seed,digits\nA,{HEX},9\n", "out of range"),
        (f"serial,seed,digits\nA,{HEX},six\n", "cannot be read"),
        ("name,other\n1,2\n", "name the columns"),
        ("", "name the columns"),
    ],
)
def test_a_bad_list_is_refused_whole_with_the_reason(administrator, text, why, settings):
    from django.utils.translation import override

    with override("en"), pytest.raises(Invalid, match=why):
        imported(text, administrator)
    assert not OathToken.objects.exists()


def test_noise_is_no_list(administrator):
    for noise in (b"\xff\xfe\x00\x01" * 50, b"\x00" * 500, b"a" * 2_000_000):
        with pytest.raises(Invalid):
            tokens.import_tokens(noise, by=administrator)


def test_a_code_of_the_printed_list_works_once_and_however_it_is_typed(teacher, author):
    code = codes.new_list(teacher)[0]
    assert not codes.use_code(author, code)
    assert codes.use_code(teacher, f" {code.lower()} ")
    assert not codes.use_code(teacher, code)
    assert codes.codes_left(teacher) == codes.LIST_LENGTH - 1


def test_codes_are_not_readable_in_the_database(teacher):
    made = codes.new_list(teacher)
    stored = " ".join(teacher.one_time_codes.values_list("code_hash", flat=True))
    assert codes.plain(made[0]) not in stored


def test_an_authenticator_app_is_refused_unless_the_prison_allows_it(teacher, settings):
    client = at_the_door.browser()
    at_the_door.sign_in(client, teacher)
    assert client.get("/admin/my-sign-in/app/").status_code in (302, 403)
    settings.AUTHENTICATOR_APPS_ALLOWED = True
    assert "svg" in client.get("/admin/my-sign-in/app/").content.decode()
    seed = client.session["app_seed"]
    code = f"{hotp(tokens._seed(seed), int(time.time()) // 30):06d}"
    client.post("/admin/my-sign-in/app/", {"code": code})
    assert teacher.oath_tokens.get().is_app
