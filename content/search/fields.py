"""The words of a row as each database indexes them: a tsvector with places on PostgreSQL, plain text beside an FTS5 table on SQLite."""

from __future__ import annotations

from typing import Any

from django.db import models


class WordsField(models.TextField):
    """Takes what `content.search.backends` has written for the database in use; nobody reads it back."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """Our own words, not PostgreSQL's parser: what one database finds, the other finds."""
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"
