"""Programs and packed files by what they are, whatever they are called."""

from __future__ import annotations

import io
import re
import zipfile

import magic

from .archives import ArchiveBomb, check_archive, read_entry
from .findings import Finding, found

_PROGRAMS = re.compile(
    r"^(application/(x-(dosexec|executable|pie-executable|sharedlib|object|mach-binary|msdownload|msi|java-applet|java-vm|shockwave-flash|ms-shortcut|elc|bytecode.*|wine-extension.*)"
    r"|vnd\.(microsoft\.portable-executable|android\.package-archive)|java-archive|wasm|vnd\.rar-sfx)"
    r"|text/(x-(shellscript|python|perl|ruby|php|msdos-batch|lua|tcl|awk)|vbscript|javascript|x-javascript)|application/(javascript|x-php))$"
)
_PACKED = {"application/x-rar", "application/vnd.rar", "application/x-7z-compressed", "application/gzip", "application/x-tar", "application/x-bzip2", "application/x-xz", "application/zstd", "application/vnd.ms-cab-compressed", "application/x-iso9660-image", "application/x-apple-diskimage"}  # fmt: skip
_NAMES = re.compile(
    r"(?i)\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|apk|jar|sh|py|lnk|reg|cpl|pif|swf)\Z"
)
_MAGIC = (
    (b"\x7fELF", "ELF"),
    (b"#!", "script"),
    (b"\xca\xfe\xba\xbe", "Java"),
    (b"dex\n", "Android"),
    (b"\x00asm", "WebAssembly"),
)


def kind_of(data: bytes) -> str:
    """The media type by content."""
    return str(magic.from_buffer(data[: 1 << 20], mime=True))


def scan_program(name: str, data: bytes) -> list[Finding]:
    """A program by its first bytes, by libmagic, or by a name that Windows would run."""
    kind = kind_of(data)
    if _is_windows_program(data):
        return [found("executable", name, "PE")]
    for start, label in _MAGIC:
        if data.startswith(start):
            return [found("executable", name, label)]
    if _PROGRAMS.match(kind):
        return [found("executable", name, kind)]
    if _NAMES.search(name):
        return [found("executable", name, name.rpartition(".")[2])]
    return [found("archive", name)] if kind in _PACKED else []


def _is_windows_program(data: bytes) -> bool:
    if not data.startswith(b"MZ") or len(data) < 64:
        return False
    offset = int.from_bytes(data[60:64], "little")
    return data[offset : offset + 2] in (b"PE", b"NE", b"LE") or offset == 0 or offset > len(data)


def scan_archive(name: str, data: bytes, depth: int = 2) -> list[Finding]:
    """A ZIP that is no office file: what lies in it, two storeys deep."""
    findings = [found("archive", name)]
    try:
        with check_archive(io.BytesIO(data)) as archive:
            for entry in archive.infolist()[:1000]:
                if entry.flag_bits & 1:
                    return [*findings, found("encrypted", name)]
                if entry.is_dir():
                    continue
                where, inner = f"{name} › {entry.filename}", read_entry(archive, entry.filename)
                findings += scan_program(where, inner)
                if depth and inner.startswith(b"PK\x03\x04"):
                    findings += scan_archive(where, inner, depth - 1)
    except ArchiveBomb:
        findings.append(found("archive_bomb", name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        findings.append(found("unreadable", name))
    return findings
