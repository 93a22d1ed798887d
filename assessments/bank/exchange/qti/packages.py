"""Content packages: a zip with imsmanifest.xml, its items and their pictures; or a single item."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from ...drafts import Note, Verdict
from ..judging import refused
from ..notes import note
from ..opening import MAX_ITEMS, Archive, Damaged, Unreadable, inside, parse_xml, too_many_items
from .items import read_item
from .metadata import metadata_of
from .names import plain_names

MANIFEST = "imsmanifest.xml"


def read_single(root: Element, place: str) -> list[Verdict]:
    """An item that came without its package: its pictures are missing."""
    return [read_item(place, plain_names(root), lambda _address: None, {}, [])]


def manifest_of(archive: Archive) -> str | None:
    """The manifest that lies highest; some tools put everything into one folder."""
    found = [name for name in archive.names if name.rpartition("/")[2].casefold() == MANIFEST]
    return min(found, key=lambda name: (name.count("/"), name), default=None)


def read_package(archive: Archive, manifest: str) -> list[Verdict]:
    """Raises Unreadable when the manifest cannot be read."""
    try:
        root = plain_names(parse_xml(archive.read(manifest) or b""))
    except Damaged as error:
        raise Unreadable(
            _("The list of contents (imsmanifest.xml) in this package is damaged (%(where)s). Export it again.")
            % {"where": error}
        ) from error
    base = manifest[: -len(MANIFEST)]
    verdicts: list[Verdict] = []
    for resource in root.iter("resource"):
        kind = resource.get("type", "").casefold()
        if not kind.startswith(
            ("imsqti_item", "imsqti_test", "imsqti_assessment", "imsqti_section", "imsqti_stimulus")
        ):
            continue
        if len(verdicts) >= MAX_ITEMS:
            raise Unreadable(too_many_items())
        address = resource.get("href") or next((file.get("href", "") for file in resource.iter("file")), "")
        verdicts.append(_resource(archive, base, address, resource))
    return verdicts or _without_list(archive)


def _resource(archive: Archive, base: str, address: str, resource: Element) -> Verdict:
    notes: list[Note] = []
    path = inside(base + unquote(address).split("?")[0])
    content = archive.read(path) if path else None
    if path is None or content is None:
        return refused(address or "?", note("file_missing", what=address))
    place = path[len(base) :] if path.startswith(base) else path
    return _file(archive, path, place, content, metadata_of(resource, notes), notes)


def _file(
    archive: Archive, path: str, place: str, content: bytes, stated: dict[str, Any], notes: list[Note]
) -> Verdict:
    try:
        root = plain_names(parse_xml(content))
    except Damaged as error:
        return refused(place, note("xml_damaged", what=error))
    except Unreadable as error:
        return refused(place, note("xml_damaged", what=error))
    folder = path.rpartition("/")[0]

    def find(address: str) -> bytes | None:
        plain = unquote(address).split("?")[0].split("#")[0]
        wanted = inside(f"{folder}/{plain}" if folder else plain)
        return archive.read(wanted) if wanted else None

    return read_item(place, root, find, stated, notes)


def _without_list(archive: Archive) -> list[Verdict]:
    """A manifest that names no items: every XML file that is an item is one."""
    verdicts = []
    for path in archive.names:
        if not path.casefold().endswith(".xml") or path.rpartition("/")[2].casefold() == MANIFEST:
            continue
        content = archive.read(path) or b""
        if b"assessmentItem" in content or b"qti-assessment-item" in content:
            verdicts.append(_file(archive, path, path, content, {}, []))
            if len(verdicts) > MAX_ITEMS:
                raise Unreadable(too_many_items())
    return verdicts
