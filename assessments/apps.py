from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from .bank.permissions import ItemPolicy, PicturePolicy
        from .models import Item, ItemPicture

        register_permission_policy(Item, ItemPolicy(Item))
        register_permission_policy(ItemPicture, PicturePolicy(ItemPicture))
