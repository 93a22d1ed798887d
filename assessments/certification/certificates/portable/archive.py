"""The record as one zip file. The same contents on the same day give the same bytes, but for the checking page, whose status has its time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

from lms.people.models import Learner

from ...credentials.signing import enveloped
from ...errors import NoKey
from ...models import AwardingBody, Certificate
from ..printing import pdf_of
from ..publishing import verifier_of
from . import pages
from .contents import Contents, contents_of

PRIVATE = "private-私人"

README = """\
学习档案
========
打开 index.html 就能看到全部内容，用任何一台电脑的浏览器都行，不用上网。

certificates/     证书。PDF 用来打印，JSON 和 JWT 是带签名的文件，用来核验。
transcript.pdf    课程清单，用来打印。
transcript.json   课程清单，给电脑程序用。
{verifier_zh}
请把这个文件夹多存几份。


Learning record
===============
Open index.html to read everything, in the browser of any computer, without internet.

certificates/     Certificates. The PDF is for printing; JSON and JWT are the signed files for checking.
transcript.pdf    The list of courses, for printing.
transcript.json   The list of courses, for programs.
{verifier_en}
Keep more than one copy of this folder.
"""
VERIFIER_ZH = "verifier.html     核验证书真伪的网页，不用上网。可以交给用人单位。\n"
VERIFIER_EN = (
    "verifier.html     A page that checks the certificates without internet. You may hand it to an employer.\n"
)

PRIVATE_README = """\
这个文件夹里是另外一些课程，只给您自己看。
您不必给任何人看。要把学习档案交给别人时，先删掉这个文件夹。

This folder holds further courses. They are for you alone.
You need not show them to anybody. Before you hand the record to somebody, delete this folder.
"""


def portable_record(learner: Learner, *, made_on: date) -> bytes:
    """Certificates, transcript, the page that checks, a readme in both languages; what tells of custody in a folder of its own."""
    contents = contents_of(learner)
    files = _certificates(contents)
    names = _names(contents)
    public = {"made_on": made_on, "files": names, "private": False}
    html = pages.page(contents, contents.public, **public)  # type: ignore[arg-type]
    files["index.html"] = html.encode()
    plain = pages.page(contents, contents.public, **{**public, "files": {}})  # type: ignore[arg-type]
    files["transcript.pdf"] = pages.pdf(plain, made_on=made_on)
    files["transcript.json"] = pages.data(contents, contents.public, **public)  # type: ignore[arg-type]
    verifier = _verifier(contents)
    if verifier:
        files["verifier.html"] = verifier
    readme = README.format(verifier_zh=VERIFIER_ZH if verifier else "", verifier_en=VERIFIER_EN if verifier else "")
    files["README.txt"] = _text(readme)
    if contents.private:
        own = {"made_on": made_on, "files": {}, "private": True}
        html = pages.page(contents, contents.private, **own)  # type: ignore[arg-type]
        files[f"{PRIVATE}/index.html"] = html.encode()
        files[f"{PRIVATE}/transcript.pdf"] = pages.pdf(html, made_on=made_on)
        files[f"{PRIVATE}/transcript.json"] = pages.data(contents, contents.private, **own)  # type: ignore[arg-type]
        files[f"{PRIVATE}/README.txt"] = _text(PRIVATE_README)
    return _zipped(files, made_on)


def _names(contents: Contents) -> dict[str, str]:
    """Certificate id → name of its files. Those that a body printed itself have none."""
    names: dict[str, str] = {}
    for one in contents.certificates:
        if not one.outside:
            name = re.sub(r"[^A-Za-z0-9-]+", "-", one.number).strip("-") or "certificate"
            names[str(one.pk)] = name if name not in names.values() else f"{name}-{one.body.code}-{len(names)}"
    return names


def _certificates(contents: Contents) -> dict[str, bytes]:
    files = {}
    names = _names(contents)
    for one in contents.certificates:
        name = names.get(str(one.pk))
        if name:
            files[f"certificates/{name}.pdf"] = pdf_of(one)
            files[f"certificates/{name}.json"] = enveloped(one.credential)
            files[f"certificates/{name}.jwt"] = one.credential.encode()
    return files


def _verifier(contents: Contents) -> bytes:
    """For the bodies of these certificates; nothing where none of them signs."""
    signed: list[Certificate] = [one for one in contents.certificates if not one.outside]
    if not signed:
        return b""
    bodies = AwardingBody.objects.filter(pk__in={one.body_id for one in signed}).order_by("code")
    try:
        return verifier_of(bodies)
    except NoKey:
        return b""


def _text(text: str) -> bytes:
    """With a mark and line ends that every computer's editor knows."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def _zipped(files: dict[str, bytes], made_on: date) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return target.getvalue()
