"""A practice paper in a lesson: its questions, drawn once, with their keys, since feedback comes at once."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from lms.lib.errors import Invalid, NotFoundHere

from ..models import ItemVersion, Paper
from .blueprint import Blueprint
from .forms import TooFewItems, draw

PRACTISED = (Paper.Kind.PRACTICE, Paper.Kind.UNIT_TEST)


def practice_questions(paper_id: UUID | str, *, seed: str) -> list[tuple[str, UUID]]:
    """(title of the section, item) in order; the same for the same seed, as long as nothing new is approved.

    Raises NotFoundHere for an exam too, Invalid when nothing is approved or too few questions are left.
    """
    paper = Paper.objects.filter(pk=paper_id, kind__in=PRACTISED).first()
    if paper is None:
        raise NotFoundHere
    version = paper.newest
    if version is None or paper.retired_at:
        raise Invalid(_("The practice paper “%(title)s” is not approved, or out of use.") % {"title": paper.title})
    blueprint = Blueprint.model_validate(version.blueprint)
    pools = {part: [str(key) for key in keys] for part, keys in version.pools.items()}
    kept = ItemVersion.objects.in_bulk({int(key) for keys in pools.values() for key in keys})
    retired = set(ItemVersion.objects.filter(pk__in=kept, item__retired_at__isnull=False).values_list("pk", flat=True))
    try:
        placed = draw(blueprint, pools, seed=seed, mixed=version.mixed, without=frozenset(map(str, retired)))
    except TooFewItems as error:
        words = _("The practice paper “%(title)s” has too few questions left.")
        raise Invalid(words % {"title": paper.title}) from error
    titles = {section.id: section.title for section in blueprint.sections}
    return [(titles[one.section], kept[int(one.item)].item_id) for one in placed]
