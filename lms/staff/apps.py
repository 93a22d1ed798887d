from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "lms.staff"
    label = "staff"

    def ready(self) -> None:
        from .exports import make_exports_safe

        make_exports_safe()
