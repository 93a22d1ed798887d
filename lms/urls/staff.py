"""Staff origin: Wagtail's admin with all staff screens. Never reachable from the tablet network."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.people import access
from lms.tablet.preview import preview_asset

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="home"),
    path("", include("lms.people.signin.urls")),
    path("", include("lms.people.officers.closed")),
    path("", include("assessments.placement.urls")),
    path("assets/<path:name>", access.officers()(preview_asset), name="preview_asset"),
    path("", include("content.urls")),
    path("", include("streaming.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.DEMO:
    from lms.launch.start_page import enter

    urlpatterns.insert(0, path("demo/enter/", enter, name="demo_enter"))
