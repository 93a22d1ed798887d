"""QTI as other tools write it."""

import io
import zipfile

import pytest

from assessments.bank.drafts import Outcome
from assessments.bank.exchange.opening import Unreadable
from assessments.bank.exchange.reading import read_items
from tests.factories import item_files as f


def only(content, name="q.xml"):
    (verdict,) = read_items(content, name).verdicts
    return verdict


def codes(verdict):
    return {note.code for note in verdict.notes}


def test_a_choice_of_tao():
    verdict = only(f.sample("tao_choice.xml"))
    draft = verdict.draft
    assert (draft.name, draft.language, draft.points) == ("Planets", "en", 2.0)
    assert draft.item.prompt_html == "<p>Which are planets?</p>"
    assert (draft.item.correct, draft.item.multiple) == (["choice_1", "choice_2"], True)
    assert draft.item.mapping.values["choice_3"] == -1
    assert codes(verdict) == {"styling_lost"}


def test_a_template_is_known_by_its_name():
    verdict = only(f.choice21())
    assert (verdict.outcome, verdict.draft.item.correct, verdict.draft.item.mapping) == (Outcome.TAKEN, ["A"], None)


def test_a_template_is_known_by_its_content():
    processing = (
        "<responseProcessing><responseCondition><responseIf><match><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></match>"
        "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>3</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    body = (
        f'<p>What?</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">{f.CHOICES}</choiceInteraction>'
    )
    verdict = only(f.item21(body, f.declaration(["A"]), processing))
    assert (verdict.outcome, verdict.draft.points) == (Outcome.TAKEN, 3.0)


def test_all_or_nothing_is_named():
    body = (
        f'<p>What?</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="0">{f.CHOICES}</choiceInteraction>'
    )
    verdict = only(f.item21(body, f.declaration(["A", "B"], cardinality="multiple"), f.template("match_correct")))
    assert codes(verdict) == {"all_or_nothing"}


def test_order_match_and_associate():
    body = f'<orderInteraction responseIdentifier="RESPONSE"><prompt>Sort</prompt>{f.CHOICES}</orderInteraction>'
    verdict = only(f.item21(body, f.declaration(["B", "A"], cardinality="ordered"), f.template("match_correct")))
    assert verdict.draft.item.correct == ["B", "A"]
    one = '<simpleAssociableChoice identifier="{0}" matchMax="1">{0}</simpleAssociableChoice>'
    sets = "".join(
        "<simpleMatchSet>" + "".join(one.format(key) for key in keys) + "</simpleMatchSet>" for keys in ("AB", "CDE")
    )
    mapping = '<mapping defaultValue="-1" lowerBound="0"><mapEntry mapKey="A C" mappedValue="1"/><mapEntry mapKey="B D" mappedValue="1"/></mapping>'
    body = f'<p>Match</p><matchInteraction responseIdentifier="RESPONSE">{sets}</matchInteraction>'
    pairs = f.declaration(["A C", "B D"], cardinality="multiple", base_type="directedPair", mapping=mapping)
    verdict = only(f.item21(body, pairs, f.template("map_response")))
    assert (verdict.draft.item.correct, verdict.draft.item.mapping, verdict.draft.points) == (
        [("A", "C"), ("B", "D")],
        None,
        2.0,
    )
    assert verdict.outcome == Outcome.TAKEN
    body = f'<p>Pairs</p><associateInteraction responseIdentifier="RESPONSE">{"".join(one.format(key) for key in "ABCD")}</associateInteraction>'
    pairs = f.declaration(["A B", "C D"], cardinality="multiple", base_type="pair")
    verdict = only(f.item21(body, pairs, f.template("match_correct")))
    assert verdict.draft.item.correct == [("A", "B"), ("C", "D")]
    assert "associate_as_match" in codes(verdict)


def test_several_partners_are_refused():
    one = '<simpleAssociableChoice identifier="{0}" matchMax="2">{0}</simpleAssociableChoice>'
    sets = "".join(
        "<simpleMatchSet>" + "".join(one.format(key) for key in keys) + "</simpleMatchSet>" for keys in ("AB", "CD")
    )
    body = f'<p>Match</p><matchInteraction responseIdentifier="RESPONSE">{sets}</matchInteraction>'
    pairs = f.declaration(["A C", "A D", "B D"], cardinality="multiple", base_type="directedPair")
    assert codes(only(f.item21(body, pairs, f.template("match_correct")))) >= {"several_partners"}


def test_text_entries_and_inline_choices_stand_in_their_text():
    mapping = '<mapping><mapEntry mapKey="York" mappedValue="1" caseSensitive="false"/><mapEntry mapKey="york city" mappedValue="0.5" caseSensitive="false"/></mapping>'
    body = '<p>Fill in.</p><p>Richard of <textEntryInteraction responseIdentifier="RESPONSE" expectedLength="15"/>!</p>'
    verdict = only(
        f.item21(body, f.declaration(["York"], base_type="string", mapping=mapping), f.template("map_response"))
    )
    item = verdict.draft.item
    assert (item.text, item.prompt_html) == ("Richard of [[g1]]!", "<p>Fill in.</p>")
    assert (item.gaps[0].accept, item.gaps[0].ignore_case) == (["York", "york city"], True)
    assert item.mapping.values == {"g1[.]York": 1.0, "g1[.]york city": 0.5}
    choices = (
        '<inlineChoice identifier="G">Gloucester</inlineChoice><inlineChoice identifier="L">Lancaster</inlineChoice>'
    )
    body = f'<p>Sun of <inlineChoiceInteraction responseIdentifier="RESPONSE" shuffle="false">{choices}</inlineChoiceInteraction>.</p>'
    item = only(f.item21(body, f.declaration(["L"]), f.template("match_correct"))).draft.item
    assert (item.kind, item.text, item.gaps[0].correct) == ("inline_choice", "Sun of [[g1]].", "L")


@pytest.mark.parametrize(
    ("attributes", "tolerance", "loss"),
    [
        ('toleranceMode="absolute" tolerance="0.5 0.5"', 0.5, set()),
        ('toleranceMode="relative" tolerance="10"', 1.0, {"relative_tolerance"}),
        ('toleranceMode="exact"', 0.0, set()),
    ],
)
def test_a_number_has_the_tolerance_of_its_processing(attributes, tolerance, loss):
    processing = (
        f"<responseProcessing><responseCondition><responseIf><equal {attributes}><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></equal>"
        "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    body = '<p>How many? <textEntryInteraction responseIdentifier="RESPONSE"/> mm</p>'
    verdict = only(f.item21(body, f.declaration(["10"], base_type="float"), processing))
    assert (verdict.draft.item.value, verdict.draft.item.tolerance) == (10.0, tolerance)
    assert verdict.draft.item.prompt_html == "<p>How many? _____ mm</p>"
    assert codes(verdict) == loss


def test_gap_match_is_a_choice_for_gaps_that_are_used_once():
    body = (
        '<gapMatchInteraction responseIdentifier="RESPONSE" shuffle="false"><prompt>Put them in.</prompt>'
        '<gapText identifier="W" matchMax="1">winter</gapText><gapText identifier="S" matchMax="1">summer</gapText>'
        '<blockquote><p>Now is the <gap identifier="G1"/> of our discontent made glorious <gap identifier="G2"/>.</p></blockquote></gapMatchInteraction>'
    )
    pairs = f.declaration(["W G1", "S G2"], cardinality="multiple", base_type="directedPair")
    item = only(f.item21(body, pairs, f.template("match_correct"))).draft.item
    assert item.text == "Now is the [[g1]] of our discontent made glorious [[g2]]."
    assert (item.once, [gap.correct for gap in item.gaps], item.prompt_html) == (
        True,
        ["W", "S"],
        "<p>Put them in.</p>",
    )


HOTSPOT = (
    '<p>Where?</p><hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1"><object data="img/map.png" type="image/png" width="8" height="8">a map</object>'
    '<hotspotChoice identifier="A" shape="circle" coords="2,2,1"/><hotspotChoice identifier="B" shape="rect" coords="4,4,6,6"/></hotspotInteraction>'
)


def test_a_hotspot_takes_its_picture_from_the_package():
    item = f.item21(HOTSPOT, f.declaration(["A"]), f.template("match_correct"))
    verdict = only(f.package({"items/q.xml": item, "items/img/map.png": f.png()}), "p.zip")
    assert verdict.place == "items/q.xml"
    assert (verdict.draft.item.picture.width, verdict.draft.item.picture.alt) == (8, "a map")
    assert verdict.draft.files[verdict.draft.item.picture.path] == f.png()
    assert codes(verdict) == {"areas_numbered"}


def test_a_hotspot_without_its_picture_is_refused():
    item = f.item21(HOTSPOT, f.declaration(["A"]), f.template("match_correct"))
    verdict = only(item)
    assert (verdict.outcome, codes(verdict)) == (
        Outcome.REFUSED,
        {"areas_numbered", "picture_missing", "picture_needed"},
    )


def test_points_on_a_picture_become_areas_that_are_shown():
    body = '<p>Where?</p><selectPointInteraction responseIdentifier="RESPONSE" maxChoices="1"><object data="m.png" type="image/png"/></selectPointInteraction>'
    areas = '<areaMapping defaultValue="0"><areaMapEntry shape="circle" coords="4,4,2" mappedValue="1"/></areaMapping>'
    item = f.item21(body, f.declaration(["4 4"], base_type="point", mapping=areas), f.template("map_response_point"))
    verdict = only(f.package({"q.xml": item, "m.png": f.png()}))
    assert verdict.draft.item.areas[0].coords == [4, 4, 2]
    assert "areas_shown" in codes(verdict)


def test_a_written_answer_and_an_upload():
    body = '<p>Write.</p><extendedTextInteraction responseIdentifier="RESPONSE" expectedLength="500"/><rubricBlock view="scorer"><p>Look for courage.</p></rubricBlock>'
    verdict = only(
        f.item21(body, '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>')
    )
    assert (verdict.draft.item.most_characters, verdict.draft.item.model_answer) == (500, "Look for courage.")
    assert codes(verdict) == {"no_rubric", "rubric_as_text"}
    body = '<p>Show it.</p><uploadInteraction responseIdentifier="RESPONSE" type="image/jpeg"/>'
    assert only(f.item21(body)).draft.item.accepts == ["photo"]


def test_feedback_of_the_choices_and_of_the_whole():
    choices = (
        '<simpleChoice identifier="A">yes<feedbackInline outcomeIdentifier="FB" identifier="A" showHide="show">well done</feedbackInline></simpleChoice>'
        '<simpleChoice identifier="B">no<feedbackInline outcomeIdentifier="FB" identifier="B" showHide="show">think again</feedbackInline></simpleChoice>'
    )
    body = (
        f'<p>Really?</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">{choices}</choiceInteraction>'
    )
    item = only(f.item21(body, f.declaration(["A"]), f.template("match_correct"))).draft.item
    assert [option.text for option in item.options] == ["yes", "no"]
    assert (item.feedback_correct, item.feedback_incorrect) == ("well done", "think again")


@pytest.mark.parametrize("version", ["imsqti_item_xmlv2p1", "imsqti_item_xmlv2p2", "imsqti_item_xmlv3p0"])
@pytest.mark.parametrize("folder", ["", "export/"])
def test_a_package_with_metadata(version, folder):
    content = f.package({"a.xml": f.choice21(title="")}, kind=version, metadata=f.LOM, folder=folder)
    draft = only(content).draft
    assert (draft.name, draft.topics, draft.difficulty, draft.occupation) == ("面罩", ["焊接", "安全"], 4, "焊工")


def test_one_damaged_item_does_not_keep_the_others_out():
    content = f.package({"a.xml": f.choice21(), "b.xml": b"<assessmentItem><oops", "c.xml": f.choice21()})
    assert [verdict.outcome for verdict in read_items(content).verdicts] == [
        Outcome.TAKEN,
        Outcome.REFUSED,
        Outcome.TAKEN,
    ]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (
            f.item21('<p>x</p><sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="9"/>'),
            "kind_unknown",
        ),
        (f.item21('<p>x</p><customInteraction responseIdentifier="RESPONSE"/>'), "kind_unknown"),
        (f.item21("<p>only text</p>"), "no_interaction"),
        (f.choice21().replace(b'adaptive="false"', b'adaptive="true"'), "adaptive"),
        (f.choice21().replace(b"<value>A</value>", b"<value>Z</value>"), "key_unknown"),
        (f.choice21().replace(b"<value>A</value>", b""), "no_key"),
        (
            f.choice21().replace(b"<itemBody>", b"<itemBody><extendedTextInteraction responseIdentifier='R2'/>"),
            "several_interactions",
        ),
        (
            b'<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="Paper"/>',
            "section_only",
        ),
    ],
)
def test_what_cannot_be_taken_says_why(item, code):
    verdict = only(item)
    assert (verdict.outcome, verdict.draft) == (Outcome.REFUSED, None)
    assert code in codes(verdict)


def test_rules_of_its_own_are_taken_with_a_named_loss():
    processing = "<responseProcessing><setOutcomeValue identifier='SCORE'><product><mapResponse identifier='RESPONSE'/><customOperator/></product></setOutcomeValue></responseProcessing>"
    item = f.choice21().replace(f.template("match_correct").encode(), processing.encode())
    assert codes(only(item)) == {"processing_simplified"}


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        zipped({"../../etc/passwd": b"x", "imsmanifest.xml": b"<manifest/>"}),
        zipped({"/etc/passwd": b"x"}),
        zipped({"bomb.xml": b"a" * 300_000_000}),
        zipped({"imsmanifest.xml": b"<manifest>"}),
        zipped({"imsmanifest.xml": b'<!DOCTYPE m [<!ENTITY a "b">]><manifest>&a;</manifest>'}),
        zipped({"nothing.txt": b""}),
    ],
)
def test_a_hostile_package_is_refused_with_a_sentence(content):
    with pytest.raises(Unreadable) as refusal:
        read_items(content, "p.zip")
    assert str(refusal.value)


def test_a_path_in_an_item_never_leaves_the_package():
    item = f.item21(
        HOTSPOT.replace("img/map.png", "../../../etc/passwd"), f.declaration(["A"]), f.template("match_correct")
    )
    assert "picture_missing" in codes(only(f.package({"q.xml": item})))
