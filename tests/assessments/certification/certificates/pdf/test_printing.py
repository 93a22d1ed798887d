"""The certificate as PDF: what stands on it, what lies in it, that it is the same each time, and that it can be read by all."""

import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime

import numpy as np
import pikepdf
import pytest
import zxingcpp
from django.utils import timezone, translation
from PIL import Image

from assessments.certification.certificates.pdf.printing import certificate_pdf
from assessments.certification.credentials.facts import ResultFacts, Words
from lms.lib.errors import Invalid
from tests.factories import printed_certificates as a
from tests.faults import clocks

FIVE_PARTS = tuple(
    ResultFacts(Words(zh, en), score)
    for zh, en, score in (
        ("理论知识", "Theory", "78 / 100"),
        ("操作技能", "Practical skills", "85 / 100"),
        ("工作业绩评审", "Review of work", "92 / 100"),
        ("论文答辩", "Thesis defence", "80 / 100"),
        ("综合评审", "Overall review", ""),
    )
)


def made(facts=None, *, compact=a.COMPACT):
    return certificate_pdf(facts or a.facts(), credential=a.CREDENTIAL, compact=compact)


def opened(data):
    return pikepdf.open(io.BytesIO(data))


def words_on(data):
    """As a reader copies them out, without spaces."""
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    return "".join(text.split())


def elements(node):
    """The structure tree, depth first."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def scanned(data, dpi):
    shot = subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-"], input=data, capture_output=True, check=True)
    return np.asarray(Image.open(io.BytesIO(shot.stdout)))


# ── What stands on it ──


def test_it_says_who_holds_what_from_whom_since_when_and_how_good():
    words = words_on(made())
    for each in (
        "江南省职业技能评价中心",
        "JiangnanVocationalSkillsAssessmentCentre",
        "职业技能等级证书",
        "李明远",
        "LiMingyuan",
        "1990年3月2日出生",
        "born2March1990",
        "电工",
        "Electrician",
        "三级/高级工",
        "Level3,SeniorSkilledWorker",
        "78/100",
        "85/100",
        "2026年11月30日",
        "30November2026",
        "长期有效",
        "JN-2026-DG3-000417",
        "awards.example.org",
    ):
        assert each in words, each


@pytest.mark.parametrize("level", [5, 4, 3, 2, 1])
def test_each_level_has_its_name_in_both_languages(level):
    chinese = {5: "五级/初级工", 4: "四级/中级工", 3: "三级/高级工", 2: "二级/技师", 1: "一级/高级技师"}
    words = words_on(made(a.facts(level=level)))
    assert chinese[level] in words
    assert f"Level{level}," in words


@pytest.mark.parametrize(
    ("kind", "heading"),
    [("special_skill", "专项职业能力证书"), ("special_operation", "特种作业证书"), ("academic", "学业证书")],
)
def test_each_kind_has_its_heading_and_no_level(kind, heading):
    words = words_on(made(a.facts(kind=kind)))
    assert heading in words
    assert "Level3" not in words


def test_the_last_day_is_printed():
    words = words_on(made(a.facts(valid_until=date(2029, 11, 29))))
    assert "有效期至Validuntil2029年11月29日29November2029" in words


def test_without_english_the_chinese_stand_alone():
    facts = a.facts(title=Words("中式烹调师"), body=Words("江南省中心"), latin_name="", born_on=None, results=())
    words = words_on(made(facts))
    assert "中式烹调师" in words
    assert "None" not in words
    assert "born" not in words


def test_a_part_without_points_is_passed():
    words = words_on(made(a.facts(results=(ResultFacts(Words("操作技能"), ""),))))
    assert "合格Passed" in words


def test_the_day_is_that_of_the_country_whatever_the_zone_of_who_prints():
    facts = a.facts(issued_at=datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    with timezone.override("America/Lima"):
        assert "2026年12月1日" in words_on(made(facts))


def test_the_language_of_the_screen_changes_nothing():
    with translation.override("en"):
        english = made()
    with translation.override("zh-hans"):
        assert made() == english


@pytest.mark.parametrize("name", a.NAMES)
def test_names_of_every_script_and_length_stay_whole_on_one_page(name):
    data = made(a.facts(name=a.NAMES[name], latin_name=""))
    pdf = opened(data)
    assert len(pdf.pages) == 1
    assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts(pdf))


def fonts(pdf):
    return [
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]


def test_every_font_is_embedded():
    pdf = opened(made())
    found = fonts(pdf)
    assert len(found) >= 2
    assert all("/FontFile3" in font or "/FontFile2" in font for font in found)


def test_long_words_in_every_place_still_fit():
    facts = a.facts(
        name=a.NAMES["sixty characters"],
        latin_name="Maimaitituerxunjiang Abudureheman Yibulayin Muhanmode Aihemaiti",
        title=Words(
            "工业机器人系统操作员（装配与调试方向）" * 2,
            "Industrial Robot System Operator (Assembly and Commissioning) " * 2,
        ),
        body=Words(
            "江南省人力资源和社会保障厅职业技能鉴定指导中心（第一评价组织）",
            "Vocational Skill Testing Guidance Centre " * 3,
        ),
        results=FIVE_PARTS,
        number="JN-2026-0000-0000-0000-0000-000417",
    )
    assert len(opened(made(facts)).pages) == 1


def test_words_that_fit_on_no_page_are_refused_with_a_sentence():
    with translation.override("en"), pytest.raises(Invalid, match="do not fit on one page"):
        made(a.facts(title=Words("工业机器人系统操作员" * 200)))


def test_a_character_that_no_font_has_is_refused_and_named():
    with translation.override("en"), pytest.raises(Invalid, match="cannot be printed: \U0001f642"):
        made(a.facts(name="王🙂"))


def test_markup_in_a_name_is_text():
    assert "<b>王</b>&amp;" in words_on(made(a.facts(name="<b>王</b>&amp;")))


# ── The code ──


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_the_code_is_read_from_the_page(dpi):
    (found,) = zxingcpp.read_barcodes(
        scanned(made(), dpi), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    assert found.text == a.COMPACT


def test_a_long_code_is_larger_and_still_read_at_150_dpi():
    compact = a.COMPACT * 2
    (found,) = zxingcpp.read_barcodes(
        scanned(made(compact=compact), 150), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    assert found.text == compact


def test_a_code_that_is_upside_down_and_half_covered_by_a_stain_is_read():
    page = np.rot90(scanned(made(), 150), 2).copy()
    (found,) = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    corner = found.position.top_left
    page[corner.y - 90 : corner.y - 78, corner.x - 90 : corner.x - 78] = 255
    assert zxingcpp.read_barcodes(page)[0].text == a.COMPACT


# ── What lies in it ──


def test_the_whole_credential_is_attached_as_an_associated_file():
    pdf = opened(made())
    attached = pdf.attachments["credential.jwt"]
    assert attached.get_file().read_bytes().decode() == a.CREDENTIAL
    assert attached.get_file().mime_type == "application/vc+jwt"
    (associated,) = pdf.Root.AF
    assert associated.AFRelationship == "/Alternative"


def test_metadata_have_title_awarding_body_and_the_day_of_issue():
    pdf = opened(made())
    assert pdf.docinfo.Title == "职业技能等级证书 Vocational Skill Level Certificate: 电工, 李明远"
    assert pdf.docinfo.Author == "江南省职业技能评价中心"
    assert pdf.docinfo.CreationDate == "D:20261130023000Z"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        assert xmp["pdfaid:part"] == "3"
        assert xmp["pdfaid:conformance"] == "A"
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["xmp:CreateDate"] == "2026-11-30T02:30:00Z"


# ── Read by everybody ──


def test_it_is_tagged_with_headings_list_and_language():
    pdf = opened(made())
    kinds = [str(each.S) for each in elements(pdf.Root.StructTreeRoot.K)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 1
    assert kinds.count("/LI") == 2
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.Lang == "zh-Hans"


def test_each_piece_of_english_is_marked_as_english():
    data = made()
    pdf = opened(data)
    marked = {
        int(leaf.K[0]): str(leaf.get("/Lang", "zh-Hans"))
        for leaf in elements(pdf.Root.StructTreeRoot.K)
        if "/K" in leaf and len(leaf.K) and isinstance(leaf.K[0], int)
    }
    shown = texts_by_mark(pdf)
    assert set(marked) == set(shown)
    for mark, text in shown.items():
        if (
            "Electrician" in text
            or "Centre" in text
            or "Practical" in text
            or "checking page" in text
            or "born" in text
        ):
            assert marked[mark] == "en", text
        elif any("\u4e00" <= each <= "\u9fff" for each in text):
            assert marked[mark] == "zh-Hans", text
        elif text == "Li Mingyuan":
            assert marked[mark] == "und-Latn"


def texts_by_mark(pdf):
    """Mark → the text shown inside it, by the fonts' own tables to Unicode. A picture's mark has none."""
    page = pdf.pages[0]
    tables = {str(name): to_unicode(font.ToUnicode.read_bytes().decode()) for name, font in page.Resources.Font.items()}
    shown, mark, table = {}, None, {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and "/MCID" in operands[1]:
            mark = int(operands[1].MCID)
            shown[mark] = ""
        elif str(operator) == "EMC":
            mark = None
        elif str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) in {"TJ", "Tj"} and mark is not None:
            for piece in operands[0] if str(operator) == "TJ" else operands:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    shown[mark] += "".join(table.get(codes[n : n + 2].hex(), "") for n in range(0, len(codes), 2))
    return shown


def to_unicode(table):
    pairs = {}
    for line in table.splitlines():
        parts = line.replace("<", " ").replace(">", " ").split()
        if line.startswith("<") and len(parts) == 2 and len(parts[0]) == 4:
            pairs[parts[0].lower()] = bytes.fromhex(parts[1]).decode("utf-16-be")
    return pairs


def test_the_code_has_words_for_who_cannot_see_it():
    pdf = opened(made())
    (figure,) = [each for each in elements(pdf.Root.StructTreeRoot.K) if each.S == "/Figure"]
    assert str(figure.Alt) == "用于核验的二维码 QR code for checking: JN-2026-DG3-000417"


def test_all_that_is_drawn_is_text_figure_or_artifact():
    pdf, inside, painted = opened(made()), 0, []
    for _operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            inside += 1
        elif name == "EMC":
            inside -= 1
        elif name in {"Tj", "TJ", "Do", "f", "f*", "S", "s", "B", "sh"}:
            painted.append(inside)
    assert painted
    assert 0 not in painted


# ── The same each time ──


PROGRAM = """
import sys, tests.environment
import django; django.setup()
from assessments.certification.certificates.pdf.printing import certificate_pdf
from tests.factories import printed_certificates as a
for facts in (a.facts(name="张三"), a.facts()):
    data = certificate_pdf(facts, credential=a.CREDENTIAL, compact=a.COMPACT)
sys.stdout.buffer.write(data)
"""


@pytest.mark.slow
@pytest.mark.skipif(not clocks.AVAILABLE, reason="needs a C compiler")
def test_two_processes_on_different_days_make_the_same_bytes(tmp_path):
    clock = clocks.WallClock(tmp_path)
    clock.move(400 * 86_400)
    later = {"PYTHONHASHSEED": "77", "TZ": "America/Lima", "LC_ALL": "C", **clock.environment}
    one, two = (
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings", **extra},
            capture_output=True,
            check=True,
        ).stdout
        for extra in ({"PYTHONHASHSEED": "1"}, later)
    )
    assert one == two == made()


def test_another_number_gives_another_file_and_another_identifier():
    one, two = opened(made()), opened(made(a.facts(number="JN-2026-DG3-000418")))
    assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])


def test_a_larger_page_of_words_before_leaves_nothing_behind():
    before = made()
    made(a.facts(name="王" * 60, results=FIVE_PARTS))
    assert made() == before
