"""Are all texts translated? Collects the marked strings anew and compares them with the Chinese catalogue."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from lms.launch.bootstrap import ROOT

CATALOGUE = ROOT / "lms" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
STOREYS = ("lms", "content", "assessments", "streaming")
KEYWORDS = (
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "_",
    "ngettext:1,2",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "pgettext_lazy:1c,2",
    "npgettext:1c,2,3",
)


def main(arguments: list[str]) -> int:
    if "--update" in arguments:
        update(CATALOGUE)
    wanted = collect()
    have = translated(CATALOGUE)
    missing = sorted(wanted - have)
    for text in missing:
        print(f"not translated: {text!r}")
    print(f"{len(wanted)} texts, {len(missing)} without a Chinese translation")
    return 1 if missing else 0


def update(catalogue: Path) -> None:
    """Bring the catalogue's msgids up to date; new ones stand empty at their place, unused ones go."""
    with tempfile.TemporaryDirectory() as folder:
        template = extract(Path(folder), _sources())
        merge = ["msgmerge", "--quiet", "--no-fuzzy-matching", "--sort-output", "--no-location", "--no-wrap"]
        merged = subprocess.run([*merge, str(catalogue), str(template)], check=True, capture_output=True, text=True)
        used = subprocess.run(
            ["msgattrib", "--no-obsolete", "--no-wrap", "-"],
            input=merged.stdout,
            check=True,
            capture_output=True,
            text=True,
        )
        catalogue.write_text(used.stdout, encoding="utf-8")


def collect() -> set[str]:
    """Every msgid in the Python code and the templates of the three storeys."""
    with tempfile.TemporaryDirectory() as folder:
        return set(_entries(extract(Path(folder), _sources()).read_text(encoding="utf-8"))) - {""}


def extract(folder: Path, files: list[Path]) -> Path:
    """A template (.pot) of all marked texts in Python files and templates."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()  # templatize asks for the charset
    sources: list[str] = []
    for number, path in enumerate(files):
        if path.suffix == ".py":
            sources.append(str(path))
            continue
        copy = folder / f"{number}.py"
        copy.write_text(templatize(path.read_text(encoding="utf-8"), origin=str(path)), encoding="utf-8")
        sources.append(str(copy))
    listing, out = folder / "sources", folder / "all.pot"
    listing.write_text("\n".join(sources), encoding="utf-8")
    command = ["xgettext", "--from-code=UTF-8", "--language=Python", "--no-location", "--output", str(out)]
    subprocess.run(
        [*command, *[f"--keyword={word}" for word in KEYWORDS], "--files-from", str(listing)],
        check=True,
        capture_output=True,
    )
    # xgettext leaves charset and plural forms open, the other tools want them named
    text = out.read_text(encoding="utf-8").replace("charset=CHARSET", "charset=UTF-8")
    out.write_text(text.replace("nplurals=INTEGER; plural=EXPRESSION", "nplurals=2; plural=n != 1"), encoding="utf-8")
    return out


def _sources() -> list[Path]:
    found = []
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*")):
            if {"node_modules", "migrations", "dist", "dist-verifier"} & set(path.parts) or not path.is_file():
                continue
            if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
                found.append(path)
    return found


def translated(path: Path) -> set[str]:
    """The msgids that have a text in the catalogue, fuzzy ones left out."""
    text = path.read_text(encoding="utf-8")
    return {msgid for msgid, msgstr in _entries(text).items() if msgstr}


def _entries(text: str) -> dict[str, str]:
    found = {}
    for block in re.split(r"\n\s*\n", text):
        if "\n#, fuzzy" in "\n" + block or "#~ " in block:
            continue
        msgid, msgstr = _field(block, "msgid"), _field(block, "msgstr") or _field(block, r"msgstr\[0\]")
        if msgid is not None:
            found[msgid] = msgstr or ""
    return found


def _field(block: str, name: str) -> str | None:
    match = re.search(rf'^{name} ((?:"(?:[^"\\]|\\.)*"\s*)+)', block, re.MULTILINE)
    if not match:
        return None
    joined = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1)))
    return joined.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
