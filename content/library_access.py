"""Which groups may do what in a library: Wagtail's page and collection permissions, by the groups that follow the roles."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from lms.people.models import Prison
from lms.people.role_groups import role_group, server_group
from lms.people.roles import Role

from .models import LibraryPage

_PAGE = {
    Role.AUTHOR: ("add_page", "change_page"),
    Role.TEACHER: ("add_page", "change_page"),
    Role.SUPERVISOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    Role.EDUCATION_OFFICE: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
_CHOOSE = ("choose_image", "choose_document")


def groups_of(role: Role, prison: Prison | None) -> list[Group]:
    """Who holds the role over the prison (the whole server counts for it); without a prison: over the whole server."""
    return [role_group(role, prison)] if prison else [server_group(role)]


def reviewer_groups(prison: Prison | None) -> list[Group]:
    return [*groups_of(Role.SUPERVISOR, prison), *groups_of(Role.EDUCATION_OFFICE, prison)]


def grant_pages(library: LibraryPage) -> None:
    """Idempotent: the permissions of every role that works in this library."""
    permissions = _permissions({name for names in _PAGE.values() for name in names})
    for role, names in _PAGE.items():
        for group in groups_of(role, library.prison):
            for name in names:
                GroupPagePermission.objects.get_or_create(
                    group=group, page=library.page_ptr, permission=permissions[name]
                )


def grant_collection(collection: Collection, prison: Prison | None) -> None:
    """Who works in the library works with its files; those of the library for all prisons may be chosen by everybody who writes."""
    permissions = _permissions({*_FILES})
    for role in _PAGE:
        for group in groups_of(role, prison):
            for name in _FILES:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=permissions[name]
                )


def share_collection(collection: Collection, prison: Prison) -> None:
    """Officers of this prison may choose from a collection that is for all prisons."""
    permissions = _permissions({*_CHOOSE})
    for role in _PAGE:
        for name in _CHOOSE:
            GroupCollectionPermission.objects.get_or_create(
                group=role_group(role, prison), collection=collection, permission=permissions[name]
            )


def _permissions(names: set[str]) -> dict[str, Permission]:
    apps = ["wagtailcore", "wagtailimages", "wagtaildocs"]
    return {
        row.codename: row for row in Permission.objects.filter(codename__in=names, content_type__app_label__in=apps)
    }
