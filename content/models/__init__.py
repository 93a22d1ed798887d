"""What stands in the CMS and what travels from there, one module per noun."""

from content.media.models import Audio, Caption, Video
from content.search.models import SearchDocument, SearchPassage

from .clearances import Clearance, ClearedFile, ScanFinding
from .courses import CoursePage, CoursePrerequisite, UnitPage
from .derived import DerivedFile
from .lessons import LessonPage, LessonPrerequisite
from .libraries import LibraryPage
from .phrases import Phrase
from .publications import Publication
from .reviews import ReviewTask
from .themes import MonthlyTopicPage, ThemePage

__all__ = [
    "Audio",
    "Caption",
    "Clearance",
    "ClearedFile",
    "CoursePage",
    "CoursePrerequisite",
    "DerivedFile",
    "LessonPage",
    "LessonPrerequisite",
    "LibraryPage",
    "MonthlyTopicPage",
    "Phrase",
    "Publication",
    "ReviewTask",
    "ScanFinding",
    "SearchDocument",
    "SearchPassage",
    "ThemePage",
    "UnitPage",
    "Video",
]
