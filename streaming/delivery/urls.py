"""/live/… on the tablet origin."""

from django.urls import re_path

from .views import live_file

NAME = (
    r"(?P<name>(?:index-)?(?:live|dvr)\.m3u8|(?:live|dvr)-sound\.m3u8|(?:init|a)-[0-9]{1,6}\.mp4"
    r"|[sa]-[0-9]{1,6}-[0-9]{1,9}(?:-[0-9]{1,3})?\.m4s|[a-zA-Z0-9-]{1,40}\.vtt|room\.json)"
)
urlpatterns = [
    re_path(
        r"^live/(?P<expires>[0-9]{1,12})/(?P<signature>[A-Za-z0-9_-]{22})/(?P<broadcast>[0-9a-f-]{36})/" + NAME + "$",
        live_file,
        name="live_file",
    )
]
