"""Write the table of simplified characters for the search, on the server and on the tablet, from OpenCC's data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import opencc
from django.conf import settings
from django.core.management.base import BaseCommand

from lms.lib.search_text import TABLE

TABLET = Path("lms/tablet/frontend/src/simplified.gen.ts")
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))


def pairs() -> dict[str, str]:
    """Traditional → simplified, one character each: the search looks at one character at a time, never at words."""
    converter = opencc.OpenCC("t2s")
    every = (chr(point) for first, last in _HAN for point in range(first, last + 1))
    found = {character: converter.convert(character) for character in every}
    return {old: new for old, new in found.items() if old != new and len(new) == 1}


def tablet_source(table: dict[str, str]) -> str:
    """The same table as a TypeScript module."""
    old, new = "".join(table), "".join(table.values())
    return (
        "// Written by `manage search_table` from OpenCC's data (Apache License 2.0). Do not edit.\n"
        "/* prettier-ignore */\n"
        f'export const TRADITIONAL = "{old}";\n'
        "/* prettier-ignore */\n"
        f'export const SIMPLIFIED = "{new}";\n'
    )


class Command(BaseCommand):
    help = "Write lms/lib/simplified.json and the tablet's twin of it from OpenCC's data."

    def handle(self, *args: Any, **options: Any) -> None:
        table = pairs()
        stored = {"from": "".join(table), "to": "".join(table.values())}
        TABLE.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        (Path(settings.BASE_DIR) / TABLET).write_text(tablet_source(table), encoding="utf-8")
        self.stdout.write(f"{len(table)} characters")
