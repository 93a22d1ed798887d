from django.apps import AppConfig


class PackagesConfig(AppConfig):
    name = "lms.packages"
    label = "packages"
