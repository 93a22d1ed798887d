"""What the shell adds to the tablet origin. The app's own addresses hold no dot and begin with nothing that others serve."""

from django.urls import path, re_path

from . import views

APP_ADDRESS = r"^(?!(?:api|media|blobs|assets|static)(?:/|$))[\w-]*(?:/[\w-]+){0,3}/?$"

urlpatterns = [
    path("config.json", views.config, name="tablet_config"),
    path("assets/<path:name>", views.asset, name="tablet_asset"),
    re_path(
        r"^(?P<name>(?:pictures/|icons/)?[\w-]+\.(?:js|webmanifest|svg|png|ico))$", views.plain_file, name="tablet_file"
    ),
    re_path(APP_ADDRESS, views.app_page, name="tablet_app"),
]
