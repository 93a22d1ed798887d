from django.apps import AppConfig


class LaunchConfig(AppConfig):
    name = "lms.launch"
    label = "launch"
