"""The package that goes out has the structure that the specification of QTI 3.0 asks for."""

import io
import re
import zipfile

import pytest
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.bank.exchange.qti.export import write_package
from tests.factories.drafts import KINDS, drafts

ASI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
CP = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
ORDER = ["response-declaration", "outcome-declaration", "item-body", "response-processing", "modal-feedback"]
HTML = {"p", "b", "i", "strong", "em", "ol", "ul", "li", "sub", "sup", "br", "img", "div"}
REQUIRED = {
    "assessment-item": {"identifier", "title", "time-dependent"},
    "response-declaration": {"identifier", "cardinality", "base-type"},
    "outcome-declaration": {"identifier", "cardinality", "base-type"},
    "map-entry": {"map-key", "mapped-value"},
    "mapping": {"default-value"},
    "simple-choice": {"identifier"},
    "simple-associable-choice": {"identifier", "match-max"},
    "gap-text": {"identifier", "match-max"},
    "gap": {"identifier"},
    "inline-choice": {"identifier"},
    "hotspot-choice": {"identifier", "shape", "coords"},
    "modal-feedback": {"outcome-identifier", "identifier", "show-hide"},
    "rubric-block": {"view", "use"},
    "base-value": {"base-type"},
    "equal": {"tolerance-mode"},
}
NAME = r"^[A-Za-z_][\w.-]*$"


def plain(node):
    return node.tag.removeprefix(ASI).removeprefix("qti-")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_items_and_manifest_have_the_structure_of_the_specification(kind, data):

    made = data.draw(st.lists(drafts((kind,)), min_size=1, max_size=3))
    with zipfile.ZipFile(io.BytesIO(write_package(made))) as archive:
        names = set(archive.namelist())
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        assert [child.tag for child in manifest] == [f"{CP}metadata", f"{CP}organizations", f"{CP}resources"]
        assert manifest.findtext(f"{CP}metadata/{CP}schema") == "QTI Package"
        assert manifest.findtext(f"{CP}metadata/{CP}schemaversion") == "3.0.0"
        resources = manifest.findall(f"{CP}resources/{CP}resource")
        identifiers = [resource.get("identifier") for resource in resources]
        assert len(set(identifiers)) == len(identifiers)
        listed = {file.get("href") for file in manifest.iter(f"{CP}file")}
        assert listed == names - {"imsmanifest.xml"}
        assert {one.get("identifierref") for one in manifest.iter(f"{CP}dependency")} <= set(identifiers)
        items = [one.get("href") for one in resources if one.get("type") == "imsqti_item_xmlv3p0"]
        assert len(items) == len(made)
        for href in items:
            root = ElementTree.fromstring(archive.read(href))
            assert root.tag == f"{ASI}qti-assessment-item"
            order = [ORDER.index(plain(child)) for child in root]
            assert order == sorted(order)
            declared = {child.get("identifier") for child in root if "declaration" in child.tag}
            for node in root.iter():
                assert node.tag.startswith(f"{ASI}qti-") or plain(node) in HTML, node.tag
                assert REQUIRED.get(plain(node), set()) <= set(node.attrib), node.tag
                if plain(node).endswith("-interaction"):
                    assert node.get("response-identifier") in declared
                if node.get("identifier") is not None:
                    assert re.match(NAME, node.get("identifier"))
                if plain(node) in ("variable", "correct", "map-response", "set-outcome-value"):
                    assert node.get("identifier") in declared
                if plain(node) == "img":
                    assert node.get("src").removeprefix("../") in names
                    assert node.get("alt") is not None
