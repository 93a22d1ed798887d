from django.apps import AppConfig


class TabletConfig(AppConfig):
    name = "lms.tablet"
    label = "tablet"
