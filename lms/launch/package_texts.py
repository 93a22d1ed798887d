"""What the packages under the staff screens say, and what of it has no Chinese text yet.

Wagtail's Chinese lags behind its English. What it does not yet say, or says in other words than ours, stands in `lms/staff/locale`;
`python -m lms.launch.package_texts --update` puts the missing msgids there, to be filled in.
"""

from __future__ import annotations

import gettext
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from lms.launch.bootstrap import ROOT
from lms.launch.translations import extract

FOLDER = ROOT / "lms" / "staff" / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
BESIDE = ("django_filters",)  # no app of ours, but Wagtail's listings speak with its words
NO_SCREENS = {"tests", "test", "migrations", "management", "locale", "static", "static_src", "project_template"}
EMPTY = re.compile(r'msgstr(\[0\])? ""\s*\Z')
# As gettext's own catalogues have it: the context stands before the msgid, plurals have a number.
Key: TypeAlias = str | tuple[str, int]


def main(arguments: list[str]) -> int:
    import django

    django.setup()
    missing = {domain: missing_texts(domain) for domain in DOMAINS}
    if "--update" in arguments:
        for domain, keys in missing.items():
            update(FOLDER / f"{domain}.po", domain, keys)
    for domain, keys in missing.items():
        for key in keys:
            print(f"not translated ({domain}): {key!r}")
    print(f"{sum(map(len, missing.values()))} texts of the packages without a Chinese translation")
    return 1 if any(missing.values()) else 0


def missing_texts(domain: str) -> list[Key]:
    """What a Chinese screen would show in English."""
    shown = _shown(domain)
    return [key for key in _keys(said(domain)) if key not in shown]


def said(domain: str) -> str:
    """A template (.pot) of all texts of the packages."""
    if domain == "djangojs":  # of Wagtail's scripts only the built ones are installed, without marks
        return _english("wagtail.admin", domain).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        found = extract(Path(folder), list(_sources()))
        return _run("msgcat", "--use-first", str(found), str(_english("django.conf", domain)))


def update(catalogue: Path, domain: str, missing: list[Key]) -> None:
    """Missing texts stand empty at their place; those that no package says any more go."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "all.pot"
        template.write_text(said(domain), encoding="utf-8")
        merged = _run("msgmerge", "--quiet", "--no-fuzzy-matching", "--no-location", "--no-wrap", "--sort-output", str(catalogue), str(template))  # fmt: skip
    used = _run("msgattrib", "--no-obsolete", "--no-wrap", "-", given=merged)
    wanted = {_msgid(key) for key in missing}
    blocks = [block for block in used.split("\n\n") if not EMPTY.search(block) or _of(block) in wanted]
    text = re.sub(r'^"POT-Creation-Date:.*\n', "", "\n\n".join(blocks).rstrip() + "\n", flags=re.MULTILINE)
    catalogue.write_text(text, encoding="utf-8")


def _keys(catalogue: str) -> list[Key]:
    """The keys under which Chinese, which has no plural, looks these texts up."""
    filled = _run("msgen", "-", given=catalogue)
    compiled = subprocess.run(["msgfmt", "-o", "-", "-"], input=filled.encode(), check=True, capture_output=True)
    keys = gettext.GNUTranslations(io.BytesIO(compiled.stdout))._catalog  # type: ignore[attr-defined]
    return [key for key in keys if key and (isinstance(key, str) or key[1] == 0)]


def _shown(domain: str) -> set[Key]:
    """The keys of what Django puts together from all catalogues, in the way that a page or a script gets it."""
    from django.utils.translation import trans_real

    if domain == "django":
        return set(trans_real.translation("zh-hans")._catalog.keys())  # type: ignore[attr-defined]
    scripts = trans_real.DjangoTranslation("zh-hans", domain=domain, localedirs=[str(_folder("wagtail.admin") / "locale")])  # fmt: skip
    return set(scripts._catalog.keys())  # type: ignore[attr-defined]


def _sources() -> Iterator[Path]:
    from django.apps import apps

    ours = {ROOT / storey for storey in ("lms", "content", "assessments", "streaming")}
    packages = {
        Path(app.path) for app in apps.get_app_configs() if not ours & {Path(app.path), *Path(app.path).parents}
    }
    packages |= {_folder(name) for name in BESIDE}
    for package in sorted(packages):
        for name, folders, files in os.walk(package):
            folder = Path(name)
            folders[:] = [each for each in sorted(folders) if each not in NO_SCREENS and not _is_app(folder / each)]
            for path in sorted(folder / file for file in files):
                if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
                    yield path


def _is_app(folder: Path) -> bool:
    """Speaks for itself when it is installed, and not at all otherwise."""
    return (folder / "apps.py").exists()


def _english(package: str, domain: str) -> Path:
    return _folder(package) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def _msgid(key: Key) -> str:
    return (key if isinstance(key, str) else key[0]).rpartition("\x04")[2]


def _of(block: str) -> str:
    """The msgid of one entry of a catalogue that is not wrapped."""
    lines = re.search(r'^msgid ((?:".*"\n?)+)', block, re.MULTILINE)
    joined = "".join(re.findall(r'^"(.*)"$', lines.group(1), re.MULTILINE)) if lines else ""
    return joined.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def _run(*command: str, given: str | None = None) -> str:
    return subprocess.run(command, input=given, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
