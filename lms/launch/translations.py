"""Are all texts translated? Collects the marked strings anew and compares them with the Chinese catalogue."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from lms.launch.bootstrap import ROOT

CATALOGUE = ROOT / "lms" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
STOREYS = ("lms", "content", "assessments")


def main() -> int:
    wanted = collect()
    have = translated(CATALOGUE)
    missing = sorted(wanted - have)
    for text in missing:
        print(f"not translated: {text!r}")
    print(f"{len(wanted)} texts, {len(missing)} without a Chinese translation")
    return 1 if missing else 0


def collect() -> set[str]:
    """Every msgid in the Python code and the templates of the three storeys."""
    from django.utils.translation.template import templatize

    with tempfile.TemporaryDirectory() as folder:
        sources: list[str] = []
        for storey in STOREYS:
            for path in sorted((ROOT / storey).rglob("*")):
                if "node_modules" in path.parts or "migrations" in path.parts or not path.is_file():
                    continue
                if path.suffix == ".py":
                    sources.append(str(path))
                elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                    copy = Path(folder) / (str(path.relative_to(ROOT)).replace("/", "__") + ".py")
                    copy.write_text(templatize(path.read_text(encoding="utf-8"), origin=str(path)), encoding="utf-8")
                    sources.append(str(copy))
        out = Path(folder) / "all.pot"
        words = [
            "gettext",
            "gettext_lazy",
            "ngettext:1,2",
            "ngettext_lazy:1,2",
            "pgettext:1c,2",
            "pgettext_lazy:1c,2",
            "_",
            "gettext_noop",
        ]
        command = [
            "xgettext",
            "--from-code=UTF-8",
            "--language=Python",
            "--output",
            str(out),
            "--no-location",
            *[f"--keyword={word}" for word in words],
        ]
        listing = Path(folder) / "sources"
        listing.write_text("\n".join(sources), encoding="utf-8")
        subprocess.run([*command, "--files-from", str(listing)], check=True, capture_output=True)
        return set(_entries(out.read_text(encoding="utf-8"))) - {""}


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
    sys.exit(main())
