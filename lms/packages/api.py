"""What others may ask of packages: blobs, lesson packages, courses, catalogues, epochs."""

from .blobs import (
    BlobRef,
    blob,
    blob_path,
    collect_blobs,
    has_blob,
    in_object_store,
    keep_blobs,
    open_blob,
    release_blobs,
    restore_blob_file,
    store_blob,
)
from .catalogues import catalogue_jws, current_epoch, issue_catalogue, renew_catalogues, start_epoch
from .courses import CourseChange, CourseView, course, list_courses, preview_course, set_course, withdraw_course
from .errors import BlobMissing, CourseUnknown, NotBuilt, NothingToUndo
from .lessons import (
    build_lesson_package,
    lesson_manifest,
    live_package,
    live_package_ids,
    preview_lesson,
    set_live_lesson,
    undo_lesson,
)

__all__ = [
    "BlobMissing",
    "BlobRef",
    "CourseChange",
    "CourseUnknown",
    "CourseView",
    "NotBuilt",
    "NothingToUndo",
    "blob",
    "blob_path",
    "build_lesson_package",
    "catalogue_jws",
    "collect_blobs",
    "course",
    "current_epoch",
    "has_blob",
    "in_object_store",
    "issue_catalogue",
    "keep_blobs",
    "lesson_manifest",
    "list_courses",
    "live_package",
    "live_package_ids",
    "open_blob",
    "preview_course",
    "preview_lesson",
    "release_blobs",
    "renew_catalogues",
    "restore_blob_file",
    "set_course",
    "set_live_lesson",
    "start_epoch",
    "store_blob",
    "undo_lesson",
    "withdraw_course",
]
