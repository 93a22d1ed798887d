"""From a written course to pages, questions and a published package: through the real api, author, reviewer and clearance apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.blocks import StreamValue

from assessments.bank import api as bank
from assessments.bank.models import Item
from content import api as content
from content.models import CoursePage, LessonPage, Publication, UnitPage
from content.publishing.run import run_publication
from content.states import MACHINE, PublicationState
from lms.people.models import Officer

from .assets import Assets
from .waiting import until
from .words import Block, Course, Lesson, Named, Question, T

LANGUAGES = ("zh-hans", "en")


class Builder:
    """Builds one course. `writer` writes, `reviewer` approves, `clearer` clears: three officers."""

    def __init__(self, course: Course, writer: Officer, reviewer: Officer, clearer: Officer) -> None:
        self.course = course
        self.writer, self.reviewer, self.clearer = writer, reviewer, clearer
        self.assets = Assets(writer)
        self._retried: set[Any] = set()

    def build(self, report: Callable[[str], None], *, topic: Any = None, keep_last_in_review: bool = False) -> str:
        """Make and publish what is not there yet; returns the course's IRI."""
        page = self._course_page(topic)
        english = self._english(page, title=self.course.title.en, summary=self.course.summary.en)
        lessons = [(self._unit_page(page, unit.title), lesson) for unit in self.course.units for lesson in unit.lessons]
        self.publish([page, english])  # the units stand on its card
        for number, (unit, lesson) in enumerate(lessons, start=1):
            report(lesson.title.zh)
            versions = self._lesson_pages(unit, lesson)
            if keep_last_in_review and number == len(lessons):
                self._hand_in(versions)
            else:
                self.publish(versions)
        until(lambda: self._is_live(page.iri), what=str(page))
        return page.iri

    def _course_page(self, topic: Any) -> CoursePage:
        library = content.library_for(self.writer.prison)
        found = CoursePage.objects.child_of(library).filter(title=self.course.title.zh).first()
        return found or content.new_course(
            library,
            self.course.title.zh,
            kind=self.course.kind,
            summary=self.course.summary.zh,
            by=self.writer,
            picture=self.assets.find("picture", self.course.picture, "zh-hans"),
            topic=topic,
            open_enrolment=self.course.open_enrolment,
        )

    def _unit_page(self, course: CoursePage, title: T) -> UnitPage:
        found = UnitPage.objects.child_of(course).filter(title=title.zh).first()
        unit = found or content.new_unit(course, title.zh, by=self.writer)
        self._english(unit, title=title.en)
        return unit

    def _lesson_pages(self, unit: UnitPage, lesson: Lesson) -> list[LessonPage]:
        chinese = LessonPage.objects.child_of(unit).filter(title=lesson.title.zh).first()
        if chinese is None:
            chinese = content.new_lesson(
                unit,
                lesson.title.zh,
                self.blocks(lesson.blocks, "zh-hans"),
                by=self.writer,
                plain_blocks=self.blocks(lesson.plain, "zh-hans"),
                objectives=[one.zh for one in lesson.objectives],
                minutes=lesson.minutes,
                completion_rule=lesson.rule,
                completion_percent=lesson.percent,
            )
        objectives = "\n".join(one.en for one in lesson.objectives)
        bodies = {
            name: self._translated(getattr(chinese, name), blocks)
            for name, blocks in (("body", lesson.blocks), ("plain_body", lesson.plain))
        }
        return [chinese, self._english(chinese, title=lesson.title.en, objectives=objectives, **bodies)]

    def _english(self, page: Any, **fields: Any) -> Any:
        """The English version, written once."""
        copy = content.add_language(page, "en", by=self.writer)
        if copy.get_latest_revision_as_object().title != fields["title"]:
            content.edit_page(copy, by=self.writer, **fields)
        return copy

    def _translated(self, body: StreamValue, blocks: list[Block]) -> StreamValue:
        """The English blocks under the ids of the Chinese ones, so that both count as the same."""
        fresh = body.stream_block.normalize(self.blocks(blocks, "en"))
        return StreamValue(
            body.stream_block, [(new.block_type, new.value, old.id) for new, old in zip(fresh, body, strict=True)]
        )

    def blocks(self, blocks: list[Block], language: str) -> list[Block]:
        return [(kind, self._resolve(value, language)) for kind, value in blocks]

    def _resolve(self, value: Any, language: str) -> Any:
        if isinstance(value, T):
            return value.in_language(language)
        if isinstance(value, Named):
            if value.kind == "question":
                return self._item(self.course.questions[value.name], language)
            return self.assets.find(value.kind, value.name, language)
        if isinstance(value, dict):
            return {key: self._resolve(inner, language) for key, inner in value.items()}
        return [self._resolve(inner, language) for inner in value] if isinstance(value, list) else value

    def _item(self, question: Question, language: str) -> Item:
        prompt = question.prompt.in_language(language)
        tag = f"sample-{self.course.name}"
        found = Item.objects.filter(prompt=prompt, language=language, tags__name=tag).first()
        if found is not None:
            return found
        feedback = (question.right.in_language(language), question.wrong.in_language(language))
        answers = _answers(question, language)
        return bank.create_item(
            question.kind, prompt, answers, by=self.writer, language=language, feedback=feedback, tags=[tag]
        )

    def _hand_in(self, pages: list[Any]) -> None:
        for page in pages:
            page.refresh_from_db()
            if not page.live and not page.workflow_in_progress:
                content.hand_in(page, by=self.writer)

    def publish(self, pages: list[Any]) -> None:
        """All language versions, then one look at the package. What is live already is left as it is."""
        if Publication.objects.filter(iri=pages[0].iri, state=PublicationState.LIVE).exists() and all(
            page.live for page in pages
        ):
            return
        self._hand_in(pages)
        for page in pages:
            page.refresh_from_db()
            if page.workflow_in_progress:
                content.approve(page, by=self.reviewer)
        until(lambda: self._is_live(pages[0].iri), what=str(pages[0]))

    def _is_live(self, iri: str) -> bool:
        publication = (
            Publication.objects.filter(iri=iri)
            .exclude(state=PublicationState.SUPERSEDED)
            .order_by("-created_at")
            .first()
        )
        if publication is None or publication.state == PublicationState.LIVE:
            return True
        if publication.state in MACHINE:
            run_publication(publication)
        elif publication.state == PublicationState.WAITING:
            content.clear(publication.pk, by=self.clearer)
        elif publication.state == PublicationState.FAILED and publication.pk not in self._retried:
            self._retried.add(publication.pk)
            content.retry(publication.pk, by=self.reviewer)
        else:
            raise RuntimeError(
                f"{publication}: {publication.state} {publication.error} {list(publication.findings.values_list('code', 'path', 'place'))}"
            )
        return False


def _answers(question: Question, language: str) -> dict[str, Any]:
    """The key and the texts as the item bank takes them."""
    fields = question.fields
    if question.kind == "choice":
        options = [
            {"text": one["text"].in_language(language), "correct": one["id"] in fields["correct"]}
            for one in fields["options"]
        ]
        return {"options": options, "multiple": fields["multiple"]}
    if question.kind == "order":
        texts = {one["id"]: one["text"].in_language(language) for one in fields["entries"]}
        return {"entries": [texts[key] for key in fields["correct"]]}
    if question.kind == "match":
        right = {one["id"]: one["text"].in_language(language) for one in fields["right"]}
        pairs = [
            {"left": one["text"].in_language(language), "right": right[key]}
            for one, (_left, key) in zip(fields["left"], fields["correct"], strict=True)
        ]
        return {"pairs": pairs, "extra": []}
    text = fields["text"].in_language(language)
    for gap in fields["gaps"]:
        text = text.replace(f"[[{gap['id']}]]", f"[[{gap['accept'].in_language(language)}]]")
    return {"text": text, "exact_case": False}
