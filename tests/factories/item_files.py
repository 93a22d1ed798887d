"""Item files as other tools write them, from the formats' specifications."""

import io
import zipfile
from pathlib import Path

from PIL import Image

SAMPLES = Path(__file__).parent.parent / "samples" / "items"
V21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
V3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"


def sample(name):
    return (SAMPLES / name).read_bytes()


def png(size=(8, 8), color="red"):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def item21(body, declarations="", processing="", *, title="Item", lang="en", extra=""):
    """An assessmentItem of QTI 2.1."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><assessmentItem xmlns="{V21}" identifier="q1" title="{title}" '
        f'adaptive="false" timeDependent="false" xml:lang="{lang}"{extra}>{declarations}'
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"<itemBody>{body}</itemBody>{processing}</assessmentItem>"
    ).encode()


def declaration(values, *, cardinality="single", base_type="identifier", mapping="", identifier="RESPONSE"):
    correct = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="{identifier}" cardinality="{cardinality}" baseType="{base_type}">'
        f"<correctResponse>{correct}</correctResponse>{mapping}</responseDeclaration>"
    )


def template(name):
    return f'<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}"/>'


CHOICES = '<simpleChoice identifier="A">wear it</simpleChoice><simpleChoice identifier="B">leave it</simpleChoice>'


def choice21(**more):
    body = f'<p>What now?</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">{CHOICES}</choiceInteraction>'
    return item21(body, declaration(["A"]), template("match_correct"), **more)


def package(files, *, kind="imsqti_item_xmlv2p1", metadata="", folder="", manifest=True):
    """A content package: {path: bytes}; XML files are its items."""
    resources = "".join(
        f'<resource identifier="r{n}" type="{kind}" href="{path}"><metadata>{metadata}</metadata><file href="{path}"/></resource>'
        for n, path in enumerate(files)
        if path.endswith(".xml")
    )
    listed = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
        f'identifier="m1"><metadata><schema>QTIv2.1 Package</schema></metadata><organizations/><resources>{resources}</resources></manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if manifest:
            archive.writestr(f"{folder}imsmanifest.xml", listed)
        for path, content in files.items():
            archive.writestr(f"{folder}{path}", content)
    return out.getvalue()


LOM = """<lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><title><string language="zh">面罩</string></title>
<keyword><string>焊接</string></keyword><keyword><string>安全</string></keyword></general>
<educational><difficulty><source>LOMv1.0</source><value>difficult</value></difficulty></educational>
<classification><purpose><value>discipline</value></purpose><taxonPath><taxon><entry><string>焊工</string></entry></taxon></taxonPath></classification></lom>"""
