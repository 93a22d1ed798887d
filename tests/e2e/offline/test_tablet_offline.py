"""The tablet app in a real Chromium against a real server: what is promised to a learner whatever happens to either."""

import pytest

from tests.e2e.browser import core, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PIN = {"kind": "pin", "pin": "258036"}
PICTURES = {"kind": "pictures", "pictures": ["sun", "tree", "boat"]}
ALL_READY = "core.downloads.value.items.length > 0 && core.downloads.value.items.every(i => i.state === 'ready')"
ANSWER = "s.record({verb: 'answered', object: arg.question, lesson: arg.lessons[0], course: arg.course, result: {response: 'a', success: true}})"


def sign_in(page, number="1001", secret=PIN):
    return core(page, f"core.signIn('{number}', arg).then(s => s.profile)", secret)


def refusal(page, number, secret):
    """The error of a sign-in that must fail."""
    attempt = f"core.signIn('{number}', arg).then(() => null, e => ({{code: e.code, wait: e.retryAfterSeconds ?? 0}}))"
    return core(page, attempt, secret)


@pytest.fixture
def paired(classroom, tablet):
    """A tablet that is paired, with learner 1001 signed in."""
    site, seed = classroom
    page = tablet.open(site.tablet)
    core(page, "core.pair(arg)", seed["codes"].pop())
    sign_in(page)
    return page


@pytest.fixture
def loaded(paired):
    """…and with everything downloaded and the service worker in charge."""
    wait_for(paired, ALL_READY)
    wait_for(paired, "navigator.serviceWorker.controller !== null")
    return paired


@pytest.fixture
def stopped(classroom):
    """Stops the server for as long as the test runs."""
    site, _ = classroom
    yield site.stop
    if site.process is None:
        site.start()


def delivered(site, learner, verb):
    rows = site.python("tests.e2e.seed", "statements")
    return [row for row in rows if row[0] == learner and row[1].endswith(verb)]


def test_work_without_a_server_arrives_once_after_the_browser_was_killed(classroom, tablet, loaded, stopped):
    site, seed = classroom
    before = len(delivered(site, seed["learners"][0], "answered"))
    stopped()
    tablet.kill()
    tablet.start()
    page = tablet.open(f"{site.tablet}/lesson/{seed['lessons'][0].rsplit(':', 1)[1]}")
    sign_in(page)
    assert core(page, "s.lesson(arg, 'zh-hans', false).then(l => l.document.title)", seed["lessons"][0]) == "焊接安全"
    core(page, ANSWER, seed)
    tablet.kill()  # right after the promise was kept
    tablet.start()
    page = tablet.open(site.tablet)
    sign_in(page)
    assert core(page, "s.workCounts().then(c => c.tablet)") >= 1
    assert core(page, "s.lastAnswer(arg).then(a => a.response)", seed["question"]) == "a"
    site.start()
    wait_for(page, "core.syncNow().then(() => s.workCounts()).then(c => c.tablet === 0)")
    item = core(page, "s.work().then(list => list.find(i => i.verb.endsWith('answered')))")
    assert item["place"] == "prison"
    assert item["receipt"]["number"] > 0
    assert len(delivered(site, seed["learners"][0], "answered")) == before + 1


def test_a_film_plays_and_seeks_from_the_tablet(classroom, loaded, stopped):
    _, seed = classroom
    stopped()
    url = core(loaded, "s.lesson(arg, 'zh-hans', false).then(l => l.mediaUrl('film.mp4'))", seed["lessons"][0])
    play = """async (url) => {
        const video = Object.assign(document.createElement('video'), { src: url, muted: true });
        const event = (name) => new Promise((done, fail) => { video.addEventListener(name, done, { once: true }); video.onerror = () => fail(video.error.message); });
        await event('loadedmetadata');
        video.currentTime = 45;
        await event('seeked');
        await video.play();
        await event('timeupdate');
        const part = await fetch(url, { headers: { Range: 'bytes=100-199' } });
        return [video.duration, video.currentTime, part.status, (await part.arrayBuffer()).byteLength];
    }"""
    duration, position, status, size = loaded.evaluate(play, url)
    assert (round(duration), status, size) == (60, 206, 100)
    assert position >= 45


def test_two_learners_never_see_each_others_work(classroom, loaded, stopped):
    _, seed = classroom
    core(loaded, "s.saveNote({lesson: arg.lessons[0], course: arg.course, text: 'secret-note-of-wang'})", seed)
    core(loaded, "s.saveDraft('d', 'secret-draft-of-wang')")
    core(loaded, ANSWER, seed)
    core(loaded, "s.signOut()")
    stopped()  # the group was prepared: the first sign-in of the second works with no server
    assert sign_in(loaded, "1002", PICTURES)["name"] == "李小红"
    assert core(loaded, "Promise.all([s.notes(), s.work(), s.drafts('')])") == [[], [], {}]
    assert core(loaded, "s.home().then(h => h.myCourses.length)") == 1
    everything = """async () => {
        const found = [];
        for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
            for (const store of db.objectStoreNames) {
                const rows = await new Promise((done) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result); });
                found.push(JSON.stringify(rows, (_, v) => v instanceof Uint8Array ? String.fromCharCode(...v.subarray(0, 5000)) : v));
            }
            db.close();
        }
        return found.join();
    }"""
    stored = loaded.evaluate(everything)
    assert "1002" in stored
    assert "of-wang" not in stored


def test_wrong_pins_slow_that_learner_and_nobody_else(classroom, loaded, stopped):
    core(loaded, "s.signOut()")
    stopped()
    wrong = {"kind": "pin", "pin": "000001"}
    tries = [refusal(loaded, "1001", wrong) for _ in range(4)]
    assert [one["code"] for one in tries] == ["wrong_secret"] * 4
    assert tries[-1]["wait"] >= 30
    assert refusal(loaded, "1001", PIN)["code"] == "too_many"
    assert sign_in(loaded, "1002", PICTURES)


def test_a_reload_keeps_the_learner_signed_in_and_a_closed_browser_does_not(classroom, tablet, loaded):
    site, _ = classroom
    loaded.reload()
    wait_for(loaded, "s?.profile.number === '1001'")
    tablet.kill()
    tablet.start()
    page = tablet.open(site.tablet)
    assert core(page, "s") is None


def test_a_flipped_bit_is_refused_and_the_whole_file_taken_later(classroom, paired):
    site, seed = classroom
    wait_for(paired, ALL_READY)
    core(paired, "s.signOut()")
    blob = max(
        (path for path in (site.data / "blobs").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    good = blob.read_bytes()
    paired.goto("about:blank")
    paired.context.clear_cookies()
    bad = bytearray(good)
    bad[len(bad) // 2] ^= 1
    blob.chmod(0o600)
    blob.write_bytes(bad)
    try:
        paired.goto(site.tablet)
        forget = "new Promise((done) => { const r = indexedDB.open('newleaf-packages'); r.onsuccess = () => { const t = r.result.transaction(['installed', 'blobs', 'chunks'], 'readwrite'); for (const n of ['installed', 'blobs', 'chunks']) t.objectStore(n).clear(); t.oncomplete = () => { r.result.close(); done(true); }; }; })"
        core(paired, forget)
        sign_in(paired)
        wait_for(
            paired, "core.syncNow().then(() => core.downloads.value.items.some(i => i.state === 'damaged'))", seconds=40
        )
        assert core(paired, "s.lesson(arg, 'zh-hans', false)", seed["lessons"][0]) is None
        assert core(paired, "core.conditions.value.map(c => c.kind)") == ["damaged"]
        wait_for(paired, "core.downloads.value.items.some(i => i.state === 'ready')")
    finally:
        blob.write_bytes(good)
    wait_for(paired, f"core.syncNow().then(() => {ALL_READY})", seconds=40)
    assert core(paired, "core.conditions.value") == []


def test_a_full_tablet_says_so_and_goes_on_when_there_is_room(classroom, tablet):
    site, seed = classroom
    page = tablet.open(site.tablet)
    session = tablet.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.tablet, "quotaSize": 7_000_000})
    core(page, "core.pair(arg)", seed["codes"].pop())
    sign_in(page)
    wait_for(page, "core.conditions.value.some(c => c.kind === 'no_space' && c.neededBytes > 9e6)")
    assert core(page, "s.saveDraft('d', 'still written').then(() => s.draft('d'))") == "still written"
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.tablet})
    wait_for(page, f"core.syncNow().then(() => {ALL_READY})", seconds=40)
    wait_for(page, "core.conditions.value.length === 0")


def test_a_download_goes_on_after_the_browser_was_killed(classroom, tablet):
    site, seed = classroom
    page = tablet.open(site.tablet)
    slow = tablet.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": 1_500_000, "uploadThroughput": 1_500_000})  # fmt: skip
    core(page, "core.pair(arg)", seed["codes"].pop())
    sign_in(page)
    wait_for(page, "core.downloads.value.doneBytes > 4.5e6")
    tablet.kill()
    tablet.start()
    page = tablet.open(site.tablet)
    fetched = []
    page.on("request", lambda request: fetched.append(request.headers.get("range", "")) if "/blobs/" in request.url else None)  # fmt: skip
    wait_for(page, ALL_READY)  # nobody is signed in
    assert any(one.startswith("bytes=") and int(one[6:-1]) >= 2_000_000 for one in fetched)


def test_a_withdrawn_tablet_still_delivers_and_then_keeps_nobodys_data(classroom, loaded, stopped):
    site, seed = classroom
    device = core(loaded, "core.device.value.device")
    site.python("tests.e2e.seed", "revoke", device)
    core(loaded, ANSWER, seed)
    wait_for(
        loaded, "core.syncNow().then(() => core.conditions.value.some(c => c.kind === 'revoked' && c.waiting === 0))"
    )
    assert core(loaded, "s") is None
    assert refusal(loaded, "1001", PIN)["code"] == "revoked"
    wait_for(loaded, "core.knownLearners().then(list => list.every(one => !one.ready))")


def test_a_forgotten_pin_costs_nothing_once_two_officers_agree(classroom, loaded):
    site, seed = classroom
    core(loaded, "s.saveDraft('d', 'from before')")
    core(loaded, "s.signOut()")
    site.python("tests.e2e.seed", "new_pin", seed["learners"][0], "719305")
    try:
        sign_in(loaded, secret={"kind": "pin", "pin": "719305"})
        assert core(loaded, "s.draft('d')") is None
        wait_for(loaded, "core.syncNow().then(() => s.recovery.value === 'waiting')")
        assert refusal(loaded, "1001", PIN)["code"] == "wrong_secret"
        sign_in(loaded, secret={"kind": "pin", "pin": "719305"})
        core(loaded, "s.saveDraft('e', 'from after')")
        site.python("tests.e2e.seed", "approve_recovery")
        wait_for(loaded, "core.syncNow().then(() => s.recovery.value === null)")
        assert core(loaded, "s.drafts('')") == {"d": "from before", "e": "from after"}
    finally:
        site.python("tests.e2e.seed", "new_pin", seed["learners"][0], "258036")
