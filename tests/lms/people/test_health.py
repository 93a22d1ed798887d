from datetime import timedelta

import pytest
from django.utils import timezone

from lms.people import api as people
from lms.people.health import health_list
from lms.people.models import Device
from tests.factories import devices as d


def test_tablets_in_trouble_come_first(device_keeper, ward):
    now = timezone.now()
    names = ["fine", "silent", "full", "waiting", "old"]
    fine, silent, full, waiting, old = (d.device(device_keeper, ward, name=name) for name in names)
    for device in (fine, silent, full, waiting, old):
        people.record_contact(device, "1.10", 10**10, 0, 5)
    people.record_contact(full, free_bytes=1000)
    people.record_contact(waiting, waiting=3)
    people.record_contact(old, "1.9", serial=4)
    Device.objects.filter(pk=silent.pk).update(last_sync_at=now - timedelta(days=15))
    rows = health_list(Device.objects.all())
    assert [row.device.name for row in rows] == ["silent", "full", "waiting", "old", "fine"]
    assert [len(row.signs) for row in rows] == [1, 1, 1, 2, 0]


@pytest.mark.parametrize(("waiting", "signs"), [(0, 0), (2, 1)])
def test_a_revoked_tablet_counts_only_while_its_work_is_missing(device_keeper, ward, waiting, signs):
    device = d.device(device_keeper, ward)
    people.record_contact(device, waiting=waiting)
    people.revoke_device(device.pk, by=device_keeper)
    assert len(health_list(Device.objects.all())[0].signs) == signs
