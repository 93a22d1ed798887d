from django.conf import settings

from lms.sync import protocol, typescript


def test_the_wire_shapes_are_those_of_the_committed_snapshot():
    assert typescript.snapshot() == (settings.BASE_DIR / typescript.SNAPSHOT).read_text(), (
        "run ./newleaf manage tablet_types"
    )


def test_the_tablets_types_are_fresh():
    assert typescript.types() == (settings.BASE_DIR / typescript.TARGET).read_text(), (
        "run ./newleaf manage tablet_types"
    )


def test_a_changed_shape_is_noticed(monkeypatch):
    before = typescript.snapshot()
    fields = dict(protocol.Receipt.model_fields)

    class Receipt(protocol.Receipt):
        surprise: int

    monkeypatch.setattr(protocol, "Receipt", Receipt)
    assert typescript.snapshot() != before
    assert "surprise" not in fields
