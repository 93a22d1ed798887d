"""What can go wrong with packages, each with a sentence for a person."""

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Invalid, NotFoundHere


class BlobMissing(Invalid):
    code, sentence = (
        "blob_missing",
        _("A file of this lesson is missing from the store. Upload it again and publish once more."),
    )


class NotBuilt(NotFoundHere):
    code, sentence = "package_not_built", _("This lesson has not been built yet. Publish it first.")


class NothingToUndo(Conflict):
    code, sentence = "nothing_to_undo", _("There is no earlier version of this lesson to go back to.")


class CourseUnknown(NotFoundHere):
    code, sentence = "course_unknown", _("This course has not been published here.")
