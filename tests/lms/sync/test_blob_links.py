import pytest
from freezegun import freeze_time

from lms.packages import api as packages

DATA = bytes(range(256)) * 8


@pytest.fixture
def path(tablet):
    """The signed address of a stored blob."""
    ref = packages.store_blob(DATA, "video/mp4")
    _, access = tablet.json("GET", "/api/v1/blob-access")
    return access["prefix"] + ref.sha256


def test_a_signed_path_gives_the_blob_and_may_be_cached_for_ever(send, path):
    status, headers, body = send("GET", path, {}, b"")
    assert (status, body) == (200, DATA)
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "asked, first, last",
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-", 100, 2047),
        ("bytes=-10", 2038, 2047),
        ("bytes=2000-9999", 2000, 2047),
        ("bytes=-9999", 0, 2047),
    ],
)
def test_a_range_is_served(send, path, asked, first, last):
    status, headers, body = send("GET", path, {"Range": asked}, b"")
    assert (status, body) == (206, DATA[first : last + 1])
    assert headers["Content-Range"] == f"bytes {first}-{last}/2048"
    assert headers["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=2048-", "bytes=9999-99999", "bytes=-0"])
def test_a_range_outside_is_said(send, path, asked):
    status, headers, _ = send("GET", path, {"Range": asked}, b"")
    assert status == 416
    assert headers["Content-Range"] == "bytes */2048"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b", "bytes=5-3"])
def test_what_is_no_single_range_gives_the_whole(send, path, asked):
    assert send("GET", path, {"Range": asked}, b"")[0] == 200


def test_a_range_of_something_else_gives_the_whole(send, path):
    assert send("GET", path, {"Range": "bytes=0-1", "If-Range": '"other"'}, b"")[0] == 200
    assert send("GET", path, {"Range": "bytes=0-1", "If-Range": f'"{path[-64:]}"'}, b"")[0] == 206


def test_head_tells_the_size_only(send, path):
    status, headers, body = send("HEAD", path, {}, b"")
    assert (status, headers["Content-Length"], body) == (200, "2048", b"")


def test_a_changed_path_is_refused(send, path, tablet):
    _, _, device, expires, signature, sha = path.split("/")
    for changed in (
        f"/blobs/{device}/{int(expires) + 1}/{signature}/{sha}",
        f"/blobs/{'0' * 8}{device[8:]}/{expires}/{signature}/{sha}",
        f"/blobs/{device}/{expires}/{'A' * 22}/{sha}",
    ):
        assert send("GET", changed, {}, b"")[0] == 403


def test_a_path_expires(send, path):
    with freeze_time("2099-01-01"):
        assert send("GET", path, {}, b"")[0] == 403


def test_a_blob_that_is_not_here_is_a_404(send, path):
    assert send("GET", path[:-64] + "0" * 64, {}, b"")[0] == 404
