"""What others may ask of the CMS: libraries, drafts, the way from a draft to the tablets."""

from .clearance.decisions import clear, refuse
from .errors import NothingLive, NotReady, OwnWork, StillBlocked
from .glossaries import Explained, explained_in, terms_of_course
from .libraries import collection_for, ensure_libraries, library_for
from .models import CoursePage, LessonPage, LibraryPage, Publication, UnitPage
from .permissions import libraries_for, publication_for, publications_for
from .review import approve, ask_for_changes, hand_in, retry, undo, withdraw
from .search.api import RECORDING_ROLES, forget_captions, index_captions, recording_scope
from .states import PublicationState
from .writing import add_language, edit_page, language_versions, new_course, new_lesson, new_theme, new_topic, new_unit

__all__ = [
    "RECORDING_ROLES",
    "CoursePage",
    "Explained",
    "LessonPage",
    "LibraryPage",
    "NotReady",
    "NothingLive",
    "OwnWork",
    "Publication",
    "PublicationState",
    "StillBlocked",
    "UnitPage",
    "add_language",
    "approve",
    "ask_for_changes",
    "clear",
    "collection_for",
    "edit_page",
    "ensure_libraries",
    "explained_in",
    "forget_captions",
    "hand_in",
    "index_captions",
    "language_versions",
    "libraries_for",
    "library_for",
    "new_course",
    "new_lesson",
    "new_theme",
    "new_topic",
    "new_unit",
    "publication_for",
    "publications_for",
    "recording_scope",
    "refuse",
    "retry",
    "terms_of_course",
    "undo",
    "withdraw",
]
