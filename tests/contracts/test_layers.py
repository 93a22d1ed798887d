"""The tower: imports and foreign keys go one way."""

from django.apps import apps
from django.db import models
from importlinter.cli import lint_imports as lint

STOREYS = [
    "streaming",
    "content",
    "assessments",
    "staff",
    "tablet",
    "sync",
    "learning",
    "packages",
    "records",
    "people",
    "audit",
]
BESIDE = [{"packages", "records"}, {"tablet", "staff"}]


def test_imports_run_one_way():
    assert lint(config_filename="pyproject.toml", no_cache=True) == 0


def test_foreign_keys_point_down():
    for model in apps.get_models():
        if model._meta.app_label not in STOREYS:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField):
                continue
            target = field.related_model._meta.app_label
            if target in STOREYS and target != model._meta.app_label:
                assert STOREYS.index(model._meta.app_label) < STOREYS.index(target), f"{field} points up or sideways"
                assert {model._meta.app_label, target} not in BESIDE, f"{field} points to the app beside it"
