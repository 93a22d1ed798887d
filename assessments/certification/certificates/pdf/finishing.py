"""What WeasyPrint leaves open in a PDF: the language of each piece of text, the ornament as an artifact, the attachment's type,
and the claim to be PDF/UA-1 beside PDF/A-3a."""

from __future__ import annotations

import functools
import io
import zlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pydyf
from weasyprint.css import ColorProfile
from weasyprint.formatting_structure import boxes

from . import ornament

CREDENTIAL_TYPE = "/application#2fvc+jwt"

# PDF/A allows foreign properties only with a description of their schema (ISO 19005-3, 6.6.2.3.2).
ACCESSIBLE = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """A finisher of WeasyPrint's write_pdf, for a certificate of one page."""
    _say_languages(document, pdf)
    _draw_ornament(pdf)
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and each.extra.get("Type") == "/EmbeddedFile":
            each.extra["Subtype"] = CREDENTIAL_TYPE
        elif isinstance(each, pydyf.Stream) and each.extra.get("Type") == "/Metadata":
            each.stream = [part.replace(b"</rdf:RDF>", ACCESSIBLE) for part in each.stream]
            each.compress = False
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))  # it names the attachment twice
    _compress(pdf)


def finish_text(document: Any, pdf: pydyf.PDF) -> None:
    """The same for a document of any length without ornament and attachment."""
    _say_languages(document, pdf)
    _compress(pdf)


def _compress(pdf: pydyf.PDF) -> None:
    """Once, here: pydyf would do it for the file's identifier and again for the file."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and each.compress:
            packed = zlib.compress(b"\n".join(pydyf._to_bytes(part) for part in each.stream), 6)
            each.stream, each.compress = [packed], False
            each.extra["Filter"] = "/FlateDecode"


def centre(document: Any) -> None:
    """Move what stands in <main> into its middle. Before write_pdf."""
    (page,) = document.pages
    main = next(box for box in page._page_box.descendants() if box.element_tag == "main")
    last = main.children[-1]
    free = main.content_box_y() + main.height - last.position_y - last.margin_height()
    for child in main.children:
        child.translate(dy=free / 2)


def say_colours(document: Any) -> None:
    """PDF/A names the profile of its colours. WeasyPrint would take the same file and leave it open."""
    profile = io.BytesIO(_profile())
    document.color_profiles["srgb"] = ColorProfile(
        profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


@functools.cache
def _profile() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _say_languages(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint makes one leaf of the structure tree for each piece of text, in the order of its boxes."""
    root = next(each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructTreeRoot")
    leaves = [leaf for top in root["K"] for leaf in _leaves(pdf, top)]
    texts = [text for page in document.pages for text in _texts(page._page_box)]
    if len(leaves) != len(texts):
        raise RuntimeError("The structure tree does not match the text.")
    for leaf, text in zip(leaves, texts, strict=True):
        language = text.style["lang"]
        if language and language != document.metadata.lang:
            leaf["Lang"] = pydyf.String(language)


def _leaves(pdf: pydyf.PDF, reference: Any) -> Iterator[Any]:
    element = pdf.objects[
        int(str(reference, "ascii").split()[0]) if isinstance(reference, bytes) else int(reference.split()[0])
    ]
    for kid in element.get("K", ()):  # the place of a link has none
        if isinstance(kid, int):
            yield element
        else:
            yield from _leaves(pdf, kid)


def _texts(box: Any) -> Iterator[Any]:
    """Pieces of text and pictures, as `weasyprint.pdf.tags` walks them."""
    box = getattr(box, "_box", box)  # a placeholder stands where something is placed absolutely
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _draw_ornament(pdf: pydyf.PDF) -> None:
    """Below everything, as an artifact: a screen reader passes over it."""
    picture = pydyf.Stream(
        [_compressed()],
        pydyf.Dictionary(
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, round(ornament.WIDTH, 2), round(ornament.HEIGHT, 2)]),
                "Filter": "/FlateDecode",
            }
        ),
    )
    pdf.add_object(picture)
    page = next(each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/Page")
    resources, content = (pdf.objects[int(page[key].split()[0])] for key in ("Resources", "Contents"))
    resources.setdefault("XObject", pydyf.Dictionary())["Ornament"] = picture.reference
    content.stream.insert(0, b"/Artifact <</Type /Background>> BDC /Ornament Do EMC")


@functools.cache
def _compressed() -> bytes:
    return zlib.compress(ornament.drawn(), 9)
