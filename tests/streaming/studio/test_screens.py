"""Schedule, plan, studio page and the duty officer's page."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from content import api as content
from lms.audit.models import AuditEvent
from streaming import api
from streaming.models import Broadcast
from tests.factories import people as a

pytestmark = pytest.mark.django_db
HOST = {"host": "staff.newleaf.localhost"}


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def planned(prison, ward, teacher):
    def plan(**fields):
        start = timezone.now() + timedelta(minutes=30)
        said = {"title": "焊接安全", "planned_start": start, "wards": [ward], "by": teacher} | fields
        return api.plan_broadcast(prison, **said)

    return plan


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query, headers=HOST)


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, headers=HOST)


def a_plan(teacher, **fields):
    start = timezone.localtime() + timedelta(hours=1)
    said = {"title": "工具", "planned_start": f"{start:%Y-%m-%dT%H:%M}", "planned_minutes": 45, "teacher": teacher.pk}
    return said | {"language": "", "source": "browser"} | fields


def test_a_teacher_plans_a_lesson_in_one_form(client, teacher, ward):
    content.ensure_libraries()
    client.force_login(teacher)
    response = post(client, "streaming_plan", **a_plan(teacher, wards=[ward.pk]))
    assert response.status_code == 302, response.context["form"].errors
    broadcast = Broadcast.objects.get()
    assert (broadcast.title, broadcast.teacher, list(broadcast.wards.all())) == ("工具", teacher, [ward])


def test_an_auditor_plans_nothing(client, auditor, teacher):
    client.force_login(auditor)
    assert post(client, "streaming_plan", **a_plan(teacher)).status_code == 302
    assert not Broadcast.objects.exists()


def test_a_collision_is_named_and_can_be_planned_all_the_same(client, teacher, ward, planned):
    content.ensure_libraries()
    planned()
    client.force_login(teacher)
    said = a_plan(teacher, wards=[ward.pk])
    response = post(client, "streaming_plan", **said)
    assert "李警官 teaches “焊接安全”" in response.content.decode()
    assert Broadcast.objects.count() == 1
    post(client, "streaming_plan", **said, all_the_same="1")
    assert Broadcast.objects.count() == 2


def test_a_ward_cannot_be_in_two_lessons_unnoticed(client, teacher, prison, ward, second_ward, planned):
    content.ensure_libraries()
    planned()
    other = a.officer(prison, "teacher", username="other", name="王警官")
    client.force_login(other)
    assert "一监区 has “焊接安全”" in post(client, "streaming_plan", **a_plan(other, wards=[ward.pk])).content.decode()
    assert post(client, "streaming_plan", **a_plan(other, wards=[second_ward.pk])).status_code == 302


def test_a_plan_is_changed_and_cancelled(client, teacher, planned):
    content.ensure_libraries()
    broadcast = planned()
    client.force_login(teacher)
    post(client, "streaming_change", broadcast.pk, **a_plan(teacher, title="电弧"))
    broadcast.refresh_from_db()
    assert broadcast.title == "电弧"
    post(client, "streaming_cancel", broadcast.pk)
    broadcast.refresh_from_db()
    assert broadcast.state == "cancelled"


def test_another_teacher_cannot_change_the_plan(client, prison, planned):
    broadcast = planned()
    client.force_login(a.officer(prison, "teacher", username="other"))
    post(client, "streaming_cancel", broadcast.pk)
    broadcast.refresh_from_db()
    assert broadcast.state == "scheduled"


@pytest.mark.parametrize("query", ["焊接", "一监区", "李警官"])
def test_the_schedule_is_searched_by_title_ward_and_teacher(client, teacher, planned, query):
    planned()
    client.force_login(teacher)
    assert "焊接安全" in get(client, "streaming_schedule", q=query).content.decode()
    assert "焊接安全" not in get(client, "streaming_schedule", q="没有的").content.decode()


def test_the_schedule_shows_the_days_that_are_asked_for(client, teacher, planned):
    broadcast = planned()
    client.force_login(teacher)
    day = timezone.localdate(broadcast.planned_start)
    for show in ("day", "week"):
        assert (
            "焊接安全" in get(client, "streaming_schedule", show=show, **{"from": f"{day:%Y-%m-%d}"}).content.decode()
        )
        later = f"{day + timedelta(days=8):%Y-%m-%d}"
        page = get(client, "streaming_schedule", show=show, **{"from": later}).content.decode()
        assert "No lesson is planned here." in page


def test_a_long_day_has_pages(client, teacher, planned):
    start = timezone.localtime().replace(hour=0, minute=5)
    for number in range(31):
        planned(title=f"第{number}课", planned_start=start + timedelta(minutes=number))
    client.force_login(teacher)
    assert "1 / 2" in get(client, "streaming_schedule", show="day").content.decode()
    assert "第30课" in get(client, "streaming_schedule", show="day", p=2).content.decode()


def test_the_other_prison_sees_nothing_of_it(client, outsider, planned):
    broadcast = planned()
    client.force_login(outsider)
    assert "焊接安全" not in get(client, "streaming_schedule").content.decode()
    assert get(client, "streaming_studio", broadcast.pk).status_code == 404


def test_go_live_leads_to_the_next_lesson_and_to_the_schedule_when_there_is_none(client, teacher, planned):
    client.force_login(teacher)
    assert get(client, "streaming_next").url == reverse("streaming_schedule")
    planned(title="明天以后", planned_start=timezone.now() + timedelta(days=3))
    assert get(client, "streaming_next").url == reverse("streaming_schedule")
    soon = planned(planned_start=timezone.now() + timedelta(hours=3))
    assert get(client, "streaming_next").url == reverse("streaming_studio", args=[soon.pk])


def test_the_teachers_start_page_offers_to_go_live(client, teacher, planned):
    planned()
    client.force_login(teacher)
    page = client.get("/admin/", headers=HOST).content.decode()
    assert reverse("streaming_next") in page
    assert "焊接安全" in page


def test_the_studio_gets_its_words_in_the_officers_language(client, teacher, planned):
    broadcast = planned()
    client.force_login(teacher)
    assert config_of(get(client, "streaming_studio", broadcast.pk))["words"]["goLive"] == "Go live"


def config_of(response):
    text = response.content.decode().split('id="studio-config" type="application/json">')[1].split("</script>")[0]
    return json.loads(text)


def test_a_teacher_gets_a_token_for_the_ingest_and_a_supervisor_does_not(client, prison, teacher, planned):
    broadcast = planned()
    client.force_login(teacher)
    reply = post(client, "streaming_token", broadcast.pk).json()
    assert reply["token"] and reply["url"] == settings.INGEST_URL
    client.force_login(a.officer(prison, "supervisor", username="super"))
    assert post(client, "streaming_token", broadcast.pk).status_code == 302
    assert config_of(get(client, "streaming_studio", broadcast.pk))["sends"] is False


def test_the_state_says_when_a_lesson_is_due(client, teacher, planned):
    broadcast = planned(planned_start=timezone.now() - timedelta(seconds=5))
    client.force_login(teacher)
    assert get(client, "streaming_state", broadcast.pk).json()["due"] is True
    later = planned()
    assert get(client, "streaming_state", later.pk).json()["due"] is False


def test_the_state_names_who_is_teaching(client, prison, teacher, planned):
    broadcast = planned()
    api.go_live(broadcast, by=teacher)
    api.take_over(broadcast.pk, by=teacher)
    client.force_login(a.officer(prison, "teacher", username="other"))
    state = get(client, "streaming_state", broadcast.pk).json()
    assert (state["state"], state["holder"], state["mine"]) == ("live", "李警官", False)
    assert state["elapsed"] >= 0


def test_a_second_teacher_takes_over(client, prison, teacher, planned):
    broadcast = planned()
    api.go_live(broadcast, by=teacher)
    other = a.officer(prison, "teacher", username="other")
    client.force_login(other)
    assert post(client, "streaming_take_over", broadcast.pk).status_code == 200
    broadcast.refresh_from_db()
    assert broadcast.sender == f"officer:{other.pk}"


def test_ending_twice_is_no_mistake(client, teacher, planned):
    broadcast = planned()
    api.go_live(broadcast, by=teacher)
    client.force_login(teacher)
    for _time in range(2):
        assert post(client, "streaming_end", broadcast.pk).status_code == 200
    broadcast.refresh_from_db()
    assert broadcast.state == "ended"


def test_notes_are_saved_and_too_long_ones_refused(client, teacher, planned):
    broadcast = planned()
    client.force_login(teacher)
    url = reverse("streaming_notes", args=[broadcast.pk])
    said = {"content_type": "application/json", "headers": HOST | {"accept": "application/json"}}
    assert client.post(url, json.dumps({"notes": "先讲安全"}), **said).status_code == 200
    assert client.post(url, json.dumps({"notes": "长" * 20_001}), **said).status_code == 422
    broadcast.refresh_from_db()
    assert broadcast.notes == "先讲安全"


def test_the_stream_key_is_shown_to_its_teacher_only(client, prison, teacher, planned):
    broadcast = planned(source="encoder")
    client.force_login(teacher)
    post(client, "streaming_stream_key", broadcast.pk)
    broadcast.refresh_from_db()
    key = api.stream_key_of(broadcast)
    assert key in get(client, "streaming_studio", broadcast.pk).content.decode()
    client.force_login(a.officer(prison, "supervisor", username="super"))
    assert key not in get(client, "streaming_studio", broadcast.pk).content.decode()


def test_the_duty_officer_sees_age_lag_and_difference(client, teacher, planned, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    broadcast = planned()
    api.go_live(broadcast, by=teacher)
    folder = tmp_path / "live" / str(broadcast.pk)
    folder.mkdir(parents=True)
    newest = (timezone.now() - timedelta(seconds=40)).isoformat()
    health = {"newest_segment_at": newest, "lag_ms": 812, "av_ms": -140, "restarts": 3}
    (folder / "health.json").write_text(json.dumps(health))
    client.force_login(teacher)
    page = get(client, "streaming_duty_rows").content.decode()
    for said in (
        "40 s ago",
        "812 ms",
        "-140 ms",
        "No new picture reaches the tablets",
        "a tenth of a second",
        "GB free",
    ):
        assert said in page


def test_the_watch_names_a_lesson_that_has_not_begun(client, teacher, planned):
    planned(planned_start=timezone.now() - timedelta(minutes=10))
    client.force_login(teacher)
    assert "should have begun at" in get(client, "streaming_duty_rows").content.decode()


def test_consent_is_asked_for_in_words_and_recorded(client, teacher, planned):
    broadcast = planned()
    api.go_live(broadcast, by=teacher)
    api.end_broadcast(broadcast.pk, by=teacher)
    client.force_login(teacher)
    assert post(client, "streaming_after", broadcast.pk, seen="yes", heard="no", note="").status_code == 200
    assert post(client, "streaming_after", broadcast.pk, seen="yes", heard="no", note="全体签字").status_code == 302
    broadcast.refresh_from_db()
    assert (broadcast.learners_seen, broadcast.learners_heard) == (True, False)
    assert AuditEvent.objects.filter(verb="streaming.consent.noted").exists()
