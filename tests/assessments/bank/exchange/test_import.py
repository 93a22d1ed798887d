"""From an upload to the bank: nothing before it is said, all or nothing then."""

import io

import pytest
from django.core.exceptions import PermissionDenied

from assessments.bank.exchange import api, jobs, taking
from assessments.bank.exchange.models import ImportedItem, ItemImport
from assessments.bank.exchange.reading import read_items
from assessments.bank.models import Item
from lms.audit.models import AuditEvent
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from tests.factories import item_files as f
from tests.factories.bank import an_item
from tests.lms.learning.pages import staff

GIFT = "焊接时戴什么？ {=面罩 ~墨镜}\n\n乱写 {=a ~\n\n红色是什么意思？ {=禁止#对 ~警告#不对 ~指令#不是}\n"


def uploaded(by, content=None, name="题.txt"):
    found = api.preview_import(io.BytesIO(GIFT.encode() if content is None else content), name, by=by)
    jobs.run_import(found.pk)
    found.refresh_from_db()
    return found


def applied(found, by, **options):
    api.apply_import(found.pk, by=by, **options)
    jobs.run_import(found.pk)
    found.refresh_from_db()
    return found


def test_an_upload_is_only_reported_on(author):
    found = uploaded(author)
    assert (found.phase, found.format) == ("preview", "gift")
    assert [row.outcome for row in found.rows.all()] == ["taken", "refused", "with_loss"]
    assert not Item.objects.exists()
    assert all(text for row in found.rows.all() for _bad, text in row.sentences)


def test_applying_takes_all_that_can_be_taken_and_says_so_in_the_audit_log(author):
    found = applied(uploaded(author), author)
    assert found.phase == "applied"
    assert found.content is None
    assert {str(item) for item in Item.objects.all()} == {"焊接时戴什么？", "红色是什么意思？"}
    assert Item.objects.filter(prison=author.grants.get().prison).count() == 2
    assert [row.item is not None for row in found.rows.all()] == [True, False, True]
    event = AuditEvent.objects.get(verb="assessments.items.imported")
    assert '"taken_items":2' in event.detail


def test_only_the_chosen_ones_are_taken(author):
    applied(uploaded(author), author, chosen=[3])
    assert [str(item) for item in Item.objects.all()] == ["红色是什么意思？"]


@pytest.mark.parametrize("chosen", [[2], [1, 99], []])
def test_a_choice_that_cannot_be_taken_changes_nothing(author, chosen):
    found = uploaded(author)
    with pytest.raises(Conflict):
        api.apply_import(found.pk, by=author, chosen=chosen)
    found.refresh_from_db()
    assert found.phase == "preview"
    assert not Item.objects.exists()


def test_when_the_bank_refuses_one_nothing_is_written(author, monkeypatch):
    found = uploaded(author)
    calls = []

    def refuse_the_second(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise Invalid
        return real(*args, **kwargs)

    real = taking.fields_of
    monkeypatch.setattr(taking, "fields_of", refuse_the_second)
    applied(found, author)
    assert (found.phase, Item.objects.count()) == ("refused", 0)
    assert found.error
    assert not AuditEvent.objects.filter(verb="assessments.items.imported").exists()


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(author):
    found = uploaded(author, b"not a question")
    assert (found.phase, found.content) == ("refused", None)
    assert found.error


def test_a_file_is_dealt_with_once(author):
    found = applied(uploaded(author), author)
    for act in (api.apply_import, api.discard_import):
        with pytest.raises(Conflict):
            act(found.pk, by=author)
    assert Item.objects.count() == 2


def test_a_discarded_file_is_forgotten_and_its_report_kept(author):
    found = api.discard_import(uploaded(author).pk, by=author)
    found.refresh_from_db()
    assert (found.phase, found.content, found.rows.count()) == ("discarded", None, 3)
    assert AuditEvent.objects.filter(verb="assessments.import.discarded").exists()


def test_an_import_run_twice_writes_once(author):
    found = applied(uploaded(author), author)
    jobs.run_import(found.pk)
    assert Item.objects.count() == 2


@pytest.mark.parametrize("who", ["device_keeper", "auditor", "education_office"])
def test_those_who_do_not_write_questions_import_and_export_none(request, author, who):
    found, officer = uploaded(author), request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        uploaded(officer)
    with pytest.raises(PermissionDenied):
        api.import_for(officer, found.pk)
    with pytest.raises(PermissionDenied):
        api.export_items([an_item(author)], "qti", by=officer)


def test_anothers_import_is_not_found(author, teacher):
    with pytest.raises(NotFoundHere):
        api.import_for(teacher, uploaded(author).pk)


@pytest.mark.parametrize("kind", ["qti", "excel"])
def test_what_the_bank_exports_it_takes_again(author, kind):
    made = [
        an_item(author, one, prompt=f"<p>{one}？</p>", tags=["安全"]) for one in ("choice", "order", "match", "fill_in")
    ]
    content = api.export_items(made, kind, by=author)
    Item.objects.all().delete()
    found = applied(uploaded(author, content, "x.zip"), author)
    assert {row.outcome for row in found.rows.all()} == {"taken"}
    assert {(item.kind, str(item), *item.tags.names()) for item in Item.objects.all()} == {
        (one, f"{one}？", "安全") for one in ("choice", "order", "match", "fill_in")
    }
    assert AuditEvent.objects.filter(verb="assessments.items.exported").exists()


def test_what_the_bank_cannot_keep_is_said_before(author):
    found = uploaded(author, f.sample("moodle.xml"))
    kept = {row.place.rpartition(" · ")[2]: {note["code"] for note in row.notes} for row in found.rows.all()}
    assert not Item.objects.exists()
    assert kept["面罩"] >= {"penalty_lost", "negative_marks"}
    assert kept["算"] == {"kind_unknown"}


# ── Screens ──


def test_upload_report_take_on_the_screens(client, author, django_capture_on_commit_callbacks):
    browser = staff(client, author)
    file = io.BytesIO(GIFT.encode())
    file.name = "题.txt"
    with django_capture_on_commit_callbacks(execute=False):
        reply = browser.post("/admin/item-exchange/", {"file": file})
    assert reply.status_code == 302
    found = ItemImport.objects.get()
    assert "data-watch" in browser.get(reply.url).content.decode()
    jobs.run_import(found.pk)
    page = browser.get(reply.url).content.decode()
    assert "焊接时戴什么" in page
    assert "This cannot be understood as a question" in page
    assert "焊接时戴什么" not in browser.get(f"{reply.url}?outcome=refused").content.decode()
    assert browser.get(f"{reply.url}report/").status_code == 200
    assert browser.post(f"{reply.url}apply/", {"which": "chosen", "number": ["1"]}).status_code == 302
    jobs.run_import(found.pk)
    assert "1 question is in the bank now" in browser.get(reply.url).content.decode()
    assert Item.objects.count() == 1


def test_only_those_without_a_loss(client, author):
    found = uploaded(author)
    staff(client, author).post(f"/admin/item-exchange/{found.pk}/apply/", {"which": "complete"})
    jobs.run_import(found.pk)
    assert [str(item) for item in Item.objects.all()] == ["焊接时戴什么？"]


def test_two_thousand_items_are_shown_in_pages(client, author, django_assert_max_num_queries):
    text = "".join(f"第 {n} 题？ {{=甲 ~乙}}\n\n" for n in range(2000))
    found = uploaded(author, text.encode())
    assert found.rows.count() == 2000
    browser = staff(client, author)
    with django_assert_max_num_queries(40):
        page = browser.get(f"/admin/item-exchange/{found.pk}/?p=20").content.decode()
    assert "第 1999 题" in page
    assert "第 1 题？" not in page


def test_the_list_and_a_selection_go_out(client, author):
    first, _second = an_item(author, prompt="<p>甲题？</p>"), an_item(author, "order", prompt="<p>乙题？</p>")
    browser = staff(client, author)
    assert "/admin/item-exchange/export/?kind=order" in browser.get("/admin/item-bank/?kind=order").content.decode()
    content = browser.post("/admin/item-exchange/export/?kind=order", {"format": "qti"}).content
    assert [str(one.draft.item.prompt_html) for one in read_items(content).verdicts] == ["<p>乙题？</p>"]
    reply = browser.get(f"/admin/bulk/assessments/item/export_items/?id={first.pk}&next=/admin/item-bank/")
    assert reply.status_code == 302
    content = browser.post(reply.url, {"format": "excel"}).content
    assert [str(one.draft.item.prompt_html) for one in read_items(content).verdicts] == ["<p>甲题？</p>"]
    assert "1 question" in browser.get(reply.url).content.decode()


def test_the_template_can_be_downloaded(client, author):
    assert staff(client, author).get("/admin/item-exchange/template/").content.startswith(b"PK")


def test_an_empty_or_a_big_upload_is_sent_back(client, author, monkeypatch):
    browser = staff(client, author)
    assert browser.post("/admin/item-exchange/", {}).status_code == 422
    monkeypatch.setattr("assessments.bank.exchange.api.MAX_BYTES", 10)
    big = io.BytesIO(b"x" * 11)
    big.name = "x.txt"
    assert browser.post("/admin/item-exchange/", {"file": big}).status_code == 422
    assert not ItemImport.objects.exists()
    assert not ImportedItem.objects.exists()
