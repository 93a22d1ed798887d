"""Why a mark, an answer or a page goes to a person, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = {  # of a mark or an answer
    "two_filled": _("Two circles are filled where one is asked for."),
    "faint": _("The mark is faint."),
    "partial": _("The circle is only partly filled, perhaps a tick, a cross or a dot."),
    "crossed_out": _("The mark goes beyond its circle. It may have been crossed out."),
    "erased": _("There is a trace of a mark. It may have been rubbed out."),
    "hidden": _("The circle cannot be seen well: covered, torn, in shadow or not flat."),
    "repeated": _("The same letter is filled in two lines."),
    "incomplete": _("Some lines are filled and some are empty."),
    "no_number": _("The filled figures make no number."),
    "contradiction": _("This sheet was read twice, with different marks."),
    "missing_page": _("The sheet with this question is missing."),
    "written": _("This answer is written by hand."),
}

UNREAD = {  # of a page
    "no_sheet": _("This is no answer sheet, or its corners cannot be seen. Scan the whole sheet."),
    "two_sheets": _("More than one answer sheet is in this picture. Scan one at a time."),
    "too_small": _("The picture is too small. Scan with at least 150 dpi, or take the photo closer."),
    "not_flat": _("The sheet is not flat in this picture. Lay it flat and scan it again."),
    "too_pale": _("The picture is too pale or too blurred. Scan it again."),
    "no_code": _("The code on this sheet cannot be read. Enter its answers by hand."),
    "other_sitting": _("This sheet belongs to another exam."),
    "unknown_seat": _("This sheet belongs to nobody in this exam."),
    "already_taken": _("The answers of this seat have been written already. This page changes nothing."),
    "other_layout": _("This sheet was printed for another version of the paper. Enter its answers by hand."),
}
