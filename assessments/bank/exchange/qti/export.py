"""A QTI 3.0 content package: a file for each item, their pictures, and the manifest with what the bank knows of each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from uuid import uuid4
from xml.etree.ElementTree import Element, SubElement, tostring

from ...drafts import Draft
from .metadata import DIFFICULTIES
from .writing import write_item

_CP = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_CP_XSD = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"
_LOM = "http://ltsc.ieee.org/xsd/LOM"


def write_package(drafts: Iterable[Draft]) -> bytes:
    """A zip. Items that the bank has keep their name (i + UUID); the others are counted."""
    manifest, resources = _manifest()
    kept: set[str] = set()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, draft in enumerate(drafts, 1):
            identifier = _identifier(draft, number)
            archive.writestr(f"items/{identifier}.xml", write_item(draft, identifier))
            _resource(resources, draft, identifier)
            for path, content in draft.files.items():
                if path not in kept:
                    kept.add(path)
                    archive.writestr(path, content)
        for path in sorted(kept):
            picture = {"identifier": _of_file(path), "type": "webcontent", "href": path}
            SubElement(SubElement(resources, "resource", picture), "file", {"href": path})
        archive.writestr("imsmanifest.xml", tostring(manifest, encoding="utf-8", xml_declaration=True))
    return out.getvalue()


def _identifier(draft: Draft, number: int) -> str:
    key = draft.item.id.rpartition(":")[2]
    return f"i{key}" if key and all(sign.isalnum() or sign == "-" for sign in key) else f"item{number:05d}"


def _of_file(path: str) -> str:
    return "f_" + "".join(sign if sign.isalnum() else "_" for sign in path)


def _manifest() -> tuple[Element, Element]:
    root = Element(
        "manifest",
        {
            "xmlns": _CP,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{_CP} {_CP_XSD} {_LOM} https://purl.imsglobal.org/spec/md/v1p3/schema/xsd/imsmd_loose_v1p3p2.xsd",
            "identifier": f"m{uuid4().hex}",
        },
    )
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "QTI Package"
    SubElement(metadata, "schemaversion").text = "3.0.0"
    SubElement(root, "organizations")
    return root, SubElement(root, "resources")


def _resource(resources: Element, draft: Draft, identifier: str) -> None:
    address = f"items/{identifier}.xml"
    made = SubElement(resources, "resource", {"identifier": identifier, "type": "imsqti_item_xmlv3p0", "href": address})
    lom = SubElement(SubElement(made, "metadata"), "lom", {"xmlns": _LOM})
    general = SubElement(lom, "general")
    if draft.name:
        _words(SubElement(general, "title"), draft, draft.name)
    for topic in draft.topics:
        _words(SubElement(general, "keyword"), draft, topic)
    if draft.difficulty:
        educational = SubElement(lom, "educational")
        _vocabulary(SubElement(educational, "difficulty"), DIFFICULTIES[draft.difficulty - 1])
    if draft.source:
        relation = SubElement(lom, "relation")
        _vocabulary(SubElement(relation, "kind"), "isbasedon")
        _words(SubElement(SubElement(relation, "resource"), "description"), draft, draft.source)
    if draft.occupation:
        classification = SubElement(lom, "classification")
        _vocabulary(SubElement(classification, "purpose"), "discipline")
        taxon = SubElement(SubElement(classification, "taxonPath"), "taxon")
        _words(SubElement(taxon, "entry"), draft, draft.occupation)
    SubElement(made, "file", {"href": address})
    for path in draft.files:
        SubElement(made, "dependency", {"identifierref": _of_file(path)})


def _words(parent: Element, draft: Draft, text: str) -> None:
    """A LangString with one text."""
    SubElement(parent, "string", {"language": draft.language}).text = text


def _vocabulary(parent: Element, value: str) -> None:
    SubElement(parent, "source").text = "LOMv1.0"
    SubElement(parent, "value").text = value
