"""The staff page of the search, and the way from a hit to its second."""

import pytest
from django.urls import reverse

from content.api import library_for
from content.media import api as media
from content.search import api as search
from content.search.models import SearchDocument
from tests.factories import content as a
from tests.factories import media as a_media

SRT = "1\n00:00:00,200 --> 00:00:00,400\n先看压力表\n\n2\n00:00:00,500 --> 00:00:00,900\n再打开气瓶阀门\n"


@pytest.fixture
def staff(client, settings):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    return client


@pytest.fixture
def filmed(author, reviewer, tmp_path):
    """A live lesson with a video of one second and two captions."""
    video = a_media.a_ready_video(author, tmp_path, title="气瓶")
    media.set_captions(video.pk, "zh-hans", SRT.encode(), "captions.srt", by=author)
    block = ("video", {"video": video, "title": "气瓶"})
    return a.a_published_lesson(by=author, reviewer=reviewer, title="气焊", blocks=[a.text(), block])


def page(staff, officer, **query):
    staff.force_login(officer)
    return staff.get(reverse("content_search"), query)


def test_what_was_said_is_found_with_its_second_and_the_hit_leads_there(staff, author, filmed):
    hit = search.search(author, "阀门").hits[0]
    assert (hit.seconds, hit.place) == (0.5, "3")
    reply = page(staff, author, q="阀门")
    (row,) = reply.context["rows"]
    assert row["address"].endswith(f"?block={hit.block}&t=0.5")
    preview = staff.get(row["address"])
    assert preview.status_code == 200
    assert f'"start": {{"block": "{hit.block}", "seconds": 0.5}}' in preview.content.decode()


def test_words_over_two_captions_are_found_at_the_first(author, filmed):
    (hit,) = search.search(author, "压力表再打开").hits
    assert hit.seconds == 0.2


def test_a_lesson_of_another_prison_cannot_be_opened_from_the_search(staff, outsider, author, filmed):
    for document in SearchDocument.objects.all():
        address = reverse("content_search_open", args=[document.pk])
        staff.force_login(outsider)
        assert staff.get(address).status_code == 404
    lesson = SearchDocument.objects.get(kind="lesson")
    staff.force_login(author)
    assert staff.get(reverse("content_search_open", args=[lesson.pk])).status_code == 200


def test_a_hit_in_a_recording_leads_to_its_own_page(staff, author, prison, client):
    search.index_captions(
        "recording:1", cues=[(63.5, "打开阀门")], title="录像", prison=prison, language="zh", address="/admin/x/"
    )
    (row,) = page(staff, author, q="阀门").context["rows"]
    assert row["clock"] == "1:03"
    assert staff.get(row["address"]).url == "/admin/x/?t=63.5"


def test_removed_captions_are_not_found(author, prison):
    search.index_captions("recording:1", cues=[(1.0, "阀门")], title="录像", prison=prison, language="zh", address="/x")
    search.forget_captions("recording:1")
    assert search.search(author, "阀门").hits == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_opens_empty_with_nothing_found_and_with_hits(staff, author, reviewer, language, settings):
    a.a_published_lesson(by=author, reviewer=reviewer, title="<b>气焊")
    staff.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for query in ("", "没有", "气焊", "%%%", '"; DROP', "' & !("):
        assert page(staff, author, q=query).status_code == 200
    assert "&lt;b&gt;" in page(staff, author, q="气焊").content.decode()


def test_the_page_does_not_open_for_a_device_keeper(staff, device_keeper):
    reply = page(staff, device_keeper, q="气焊")
    assert (reply.status_code, reply.url) == (302, "/admin/")


def test_many_hits_come_in_pages(staff, author, prison):
    for number in range(45):
        search.index_captions(
            f"recording:{number}", cues=[(1.0, "阀门")], title=f"{number}", prison=prison, language="zh", address="/x"
        )
    titles = []
    for number in (1, 2, 3):
        reply = page(staff, author, q="阀门", p=number)
        titles += [row["hit"].document.title for row in reply.context["rows"]]
    assert sorted(titles, key=int) == [str(number) for number in range(45)]


def test_the_choice_of_a_place_leaves_the_others_out(author, filmed):
    assert search.search(author, "气", places=["1"]).total == 1
    assert search.search(author, "阀门", places=["1", "2"]).hits == []


@pytest.mark.parametrize(
    "address", ["/admin/pages/search/", "/admin/pages/search/?q=安全", "/admin/pages/search/results/"]
)
def test_wagtails_own_search_of_pages_opens_beside_it(staff, author, address):
    library_for(author.prison)
    staff.force_login(author)
    assert staff.get(address).status_code == 200


def test_the_menu_has_one_search_and_it_asks_here(staff, author):
    library_for(author.prison)
    staff.force_login(type(author).objects.get(pk=author.pk))  # who may search the pages as well
    menu = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert f'"wagtail.sidebar.SearchModule", "_args": ["{reverse("content_search")}"]' in menu
    assert menu.count(reverse("content_search")) == 1
