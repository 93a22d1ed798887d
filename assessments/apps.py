from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from lms.sync.state import register_candidacies, register_exams

        from . import events
        from .bank.permissions import ItemPolicy, PicturePolicy
        from .bank.screens.occupations import OccupationPolicy
        from .certification.learners import candidacies_of_learners
        from .exams.marking.sources import register_practicals
        from .exams.papers.policy import PaperPolicy
        from .exams.practical.marks import marks_of_practicals
        from .exams.sittings.learners import exams_of_learners
        from .exams.sittings.tablet import notices_of
        from .models import Item, ItemPicture, Occupation, Paper

        events.register()
        register_exams(notices_of, exams_of_learners)
        register_candidacies(candidacies_of_learners)
        register_practicals(marks_of_practicals)
        register_permission_policy(Item, ItemPolicy(Item))
        register_permission_policy(Occupation, OccupationPolicy(Occupation))
        register_permission_policy(Paper, PaperPolicy(Paper))
        register_permission_policy(ItemPicture, PicturePolicy(ItemPicture))
