import json
from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time
from joserfc import jws

from lms.audit.models import AuditEvent
from lms.lib.canonical import sha256_hex
from lms.packages import api as packages
from lms.packages.keys import server_keys, verify_document
from lms.packages.models import Blob
from tests.factories import packages as a


def catalogue(prison):
    return verify_document(packages.catalogue_jws(prison)[1])


def test_a_package_is_named_by_the_hash_of_its_manifest(db):
    package = packages.build_lesson_package(a.manifest())
    assert package.pk == sha256_hex(package.manifest.encode())
    assert packages.blob_path(package.pk).read_bytes() == package.manifest.encode()


def test_a_manifest_with_a_missing_file_is_refused_whole(db):
    manifest = a.manifest()
    packages.blob_path(manifest.entries[0].sha256).unlink()
    with pytest.raises(packages.BlobMissing):
        packages.build_lesson_package(manifest)
    assert not packages.live_package(manifest.lesson)


def test_a_manifest_with_a_wrong_size_is_refused(db):
    manifest = a.manifest()
    manifest.entries[0].bytes += 1
    with pytest.raises(packages.BlobMissing):
        packages.build_lesson_package(manifest)


def test_building_twice_makes_one_package(db):
    manifest = a.manifest()
    assert packages.build_lesson_package(manifest) == packages.build_lesson_package(manifest)


def test_the_catalogue_lists_what_was_published_and_is_signed_for_thirty_days(prison, author):
    course, _ = a.a_course(prison=prison, by=author)
    serial, token = packages.catalogue_jws(prison)
    assert jws.extract_compact(token.encode()).headers()["kid"] == server_keys().signing.thumbprint()
    document = catalogue(prison)
    assert (document["serial"], document["audience"]) == (serial, f"urn:newleaf:prison:{prison.pk}")
    assert [entry["course"] for entry in document["courses"]] == [course]
    assert AuditEvent.objects.filter(verb="packages.course.set", target=course).exists()


def test_a_course_of_one_prison_is_not_in_the_catalogue_of_another(prison, other_prison, author):
    a.a_course(prison=prison, by=author)
    assert catalogue(other_prison)["courses"] == []
    assert packages.list_courses(other_prison) == []


def test_a_course_for_all_reaches_every_prison(prison, other_prison, author):
    a.a_course(by=author)
    assert len(catalogue(prison)["courses"]) == len(catalogue(other_prison)["courses"]) == 1


def test_a_prisons_own_edition_stands_before_the_one_for_all(prison, other_prison, author):
    course, built = a.a_course(by=author, title="全省")
    packages.set_course(a.course_manifest(course, built, title="本监"), prison=prison, by=author)
    assert [view.title() for view in packages.list_courses(prison)] == ["本监"]
    assert [view.title() for view in packages.list_courses(other_prison)] == ["全省"]


def test_the_serial_only_grows_even_when_the_clock_goes_back(prison, author):
    course, _ = a.a_course(prison=prison, by=author)
    before, _ = packages.catalogue_jws(prison)
    with freeze_time(timezone.now() - timedelta(days=3000)):
        packages.withdraw_course(course, by=author)
        assert packages.catalogue_jws(prison)[0] == before + 1


def test_the_serial_outruns_a_database_that_was_restored_from_an_old_backup(prison, author):
    a.a_course(prison=prison, by=author)
    seen, _ = packages.catalogue_jws(prison)
    packages.issue_catalogue(prison.pk)._meta.model.objects.update(serial=3)  # as a backup would
    with freeze_time(timezone.now() + timedelta(minutes=5)):
        assert packages.issue_catalogue(prison.pk).serial > seen


def test_a_catalogue_is_signed_again_before_it_runs_out(prison, author):
    a.a_course(prison=prison, by=author)
    before = catalogue(prison)
    assert packages.renew_catalogues() == 0
    with freeze_time(timezone.now() + timedelta(days=21)):
        assert packages.renew_catalogues() == 1
        after = catalogue(prison)
    assert after["expires_at"] > before["expires_at"]
    assert after["serial"] > before["serial"]


def test_a_new_package_goes_live_in_the_course_and_one_undo_goes_back(prison, author):
    course, (first,) = a.a_course(prison=prison, by=author)
    second = a.a_live_lesson(course=course, lesson=first.lesson, title="改过", by=author)
    assert [ref.package for ref in packages.course(course).lessons] == [second.pk]
    packages.undo_lesson(first.lesson, by=author)
    assert [ref.package for ref in packages.course(course).lessons] == [first.pk]
    with pytest.raises(packages.NothingToUndo):
        packages.undo_lesson(first.lesson, by=author)


def test_setting_the_same_package_twice_keeps_the_one_before(prison, author):
    course, (first,) = a.a_course(prison=prison, by=author)
    second = a.a_live_lesson(course=course, lesson=first.lesson, title="改过", by=author)
    packages.set_live_lesson(second.pk, by=author)
    assert packages.undo_lesson(first.lesson, by=author) == first


def test_a_course_with_a_package_that_is_not_built_is_refused(prison, author):
    course, built = a.a_course(prison=prison, by=author)
    manifest = a.course_manifest(course, built)
    manifest.lessons[0].package = "0" * 64
    with pytest.raises(packages.NotBuilt):
        packages.set_course(manifest, prison=prison, by=author)


def test_a_withdrawn_course_leaves_the_catalogue_and_can_still_be_named(prison, author):
    course, _ = a.a_course(prison=prison, by=author)
    packages.withdraw_course(course, by=author)
    assert catalogue(prison)["courses"] == []
    assert packages.course(course).title() == "宪法宣传"
    with pytest.raises(packages.CourseUnknown):
        packages.withdraw_course(course, by=author)


def test_the_preview_counts_only_the_bytes_that_a_tablet_would_fetch(prison, author):
    video = a.entry("video.mp4", b"v" * 50_000, "video/mp4", "media")
    course = "urn:newleaf:course:c"
    first = a.a_live_lesson(course=course, extra=[video])
    packages.set_course(a.course_manifest(course, [first]), prison=prison, by=author)
    second = packages.build_lesson_package(
        a.manifest(lesson=first.lesson, course=course, text="<p>一句</p>", extra=[video])
    )
    change = packages.preview_course(a.course_manifest(course, [second]), prison=prison)
    assert (change.added, change.changed, change.removed) == ([], [first.lesson], [])
    assert 0 < change.fetch_bytes < 4000


def test_a_package_holds_canonical_json(db):
    package = packages.build_lesson_package(a.manifest())
    assert list(json.loads(package.manifest)) == sorted(json.loads(package.manifest))


def test_a_replaced_course_manifest_has_the_whole_grace_period(db, author):
    """A tablet may be fetching what was replaced a minute ago, however old it is."""
    course, package = "urn:newleaf:course:1", a.a_live_lesson(by=author)
    old = packages.set_course(a.course_manifest(course, [package], title="一"), by=author).manifest_sha256
    Blob.objects.update(touched_at=timezone.now() - timedelta(days=30))
    packages.set_course(a.course_manifest(course, [package], title="二"), by=author)
    assert packages.collect_blobs() == 0
    assert packages.has_blob(old)
