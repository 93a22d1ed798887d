"""The shell serves the built app and nothing else."""

import gzip

import pytest

from lms.tablet import build

TABLET = {"HTTP_HOST": "tablet.newleaf.localhost"}


@pytest.fixture
def dist(tmp_path, monkeypatch):
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>app</title>")
    (folder / "sw.js").write_text("self.x = 1;" * 100)
    (folder / "assets" / "index-abc.js").write_text("export {};" * 100)
    (tmp_path / "secret.js").write_text("outside")
    monkeypatch.setattr(build, "DIST", folder)
    return folder


@pytest.mark.parametrize("address", ["/", "/lesson/018f0000-0000-7000-8000-000000000001", "/search", "/pair/"])
def test_every_address_of_the_app_opens_the_app(client, dist, address):
    response = client.get(address, **TABLET)
    assert response.status_code == 200
    assert b"<title>app" in response.content
    assert response["Cache-Control"] == "no-cache"
    assert "script-src 'self';" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/media/abc/x", "/blobs/x", "/wp-login.php", "/admin.json"])
def test_what_is_not_of_the_app_is_not_answered_by_it(client, dist, address):
    assert client.get(address, **TABLET).status_code == 404


def test_the_app_changes_nothing(client, dist):
    assert client.post("/", **TABLET).status_code == 405


def test_files_with_a_hash_in_their_name_are_kept_for_ever_and_travel_packed(client, dist):
    response = client.get("/assets/index-abc.js", HTTP_ACCEPT_ENCODING="gzip", **TABLET)
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == (dist / "assets" / "index-abc.js").read_bytes()
    plain = client.get("/assets/index-abc.js", **TABLET)
    assert "Content-Encoding" not in plain


def test_the_service_worker_is_asked_for_again_each_time(client, dist):
    response = client.get("/sw.js", **TABLET)
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"] == "text/javascript"
    assert client.get("/sw.js", HTTP_IF_NONE_MATCH=response["ETag"], **TABLET).status_code == 304


@pytest.mark.parametrize(
    "name", ["../secret.js", "%2e%2e/secret.js", "../../secret.js", "nothing.js", "%00", "n" * 400]
)
def test_nothing_outside_the_build_is_served(client, dist, name):
    response = client.get(f"/assets/{name}", **TABLET)
    assert response.status_code == 404


def test_a_missing_build_says_what_to_run(client, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "DIST", tmp_path / "nowhere")
    response = client.get("/", **TABLET)
    assert response.status_code == 503
    assert b"npm run build" in response.content


def test_the_config_says_that_this_is_no_demo(client, dist):
    assert client.get("/config.json", **TABLET).json() == {"demo": False, "version": build.app_version()}


def test_the_staff_origin_does_not_serve_the_app(client, dist):
    assert client.get("/config.json", HTTP_HOST="staff.newleaf.localhost").status_code == 404
