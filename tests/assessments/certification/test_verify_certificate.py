"""`newleaf manage verify_certificate`."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.certification.credentials import trust_bundle
from tests.factories import credentials as a
from tests.factories.altered import pdf


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: a.NOW)
    path = tmp_path / "bundle.json"
    path.write_bytes(trust_bundle.to_bytes(a.two_bodies(revoked=[5])))
    return path


def run(tmp_path, bundle, content, **options):
    path, out = tmp_path / "certificate", io.StringIO()
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    call_command("verify_certificate", str(path), bundle=bundle, language="en", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("content", [a.full(), a.short(), pdf(a.full())], ids=["JWT", "QR", "PDF"])
def test_a_valid_certificate_is_told_in_sentences(tmp_path, bundle, content):
    said = run(tmp_path, bundle, content)
    assert "张三丰 · Electrician, level 4 · S000033010004260000123" in said
    assert "Not revoked, going by the status list of 30 November 2026" in said
    assert said.endswith("This certificate is valid.\n")


def test_a_bad_one_ends_with_1(tmp_path, bundle):
    with pytest.raises(CommandError, match="Do not accept") as refused:
        run(tmp_path, bundle, a.full(by=a.key(seed="attacker")))
    assert refused.value.returncode == 1


def test_an_undecided_one_ends_with_2(tmp_path, bundle):
    with pytest.raises(CommandError, match="Not decided") as refused:
        run(tmp_path, bundle, a.full(a.facts(status=a.StatusFacts(7, 1))))
    assert refused.value.returncode == 2


def test_file_and_qr_are_compared(tmp_path, bundle):
    qr = tmp_path / "qr.txt"
    qr.write_text(a.short(a.facts("two")))
    with pytest.raises(CommandError):
        run(tmp_path, bundle, a.full(), beside=qr)


def test_a_damaged_bundle_is_named_as_that(tmp_path, bundle):
    bundle.write_bytes(b"{}")
    with pytest.raises(CommandError, match=r"核验资料|trust bundle"):
        run(tmp_path, bundle, a.full())


def test_a_missing_file_has_a_sentence(tmp_path, bundle):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("verify_certificate", str(tmp_path / "nowhere"), bundle=bundle)
