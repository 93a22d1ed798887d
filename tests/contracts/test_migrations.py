"""Migrations are made, and their names say what they do."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

STOREYS = {"lms", "content", "assessments", "streaming"}
OURS = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in STOREYS}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_have_names_that_say_what_they_do():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for label, name in loader.disk_migrations:
        if label in OURS:
            assert not re.search(r"_auto_\d{8}", name), f"{label}.{name}"
