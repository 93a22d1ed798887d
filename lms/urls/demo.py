"""Demo origin: the start page with a button per role, the line switch and a live lesson to look at. Exists in the demo only."""

from django.urls import path
from django.views.i18n import set_language

from lms.launch import start_page
from lms.people import access

urlpatterns = [
    path("", start_page.start, name="demo_start"),
    path("state/", start_page.state, name="demo_state"),
    path("line/", start_page.switch_line, name="demo_line"),
    path("lesson/", start_page.switch_lesson, name="demo_lesson"),
    path("language/", access.public("chooses the start page's language")(set_language), name="set_language"),
    path("officer/<slug:username>/", start_page.open_as_officer, name="demo_officer"),
    path("learner/<str:number>/", start_page.open_as_learner, name="demo_learner"),
]
