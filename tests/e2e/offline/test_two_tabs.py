"""One learner with the app open in two tabs: both write, and everything is kept once."""

import pytest

from tests.e2e.browser import core, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PIN = {"kind": "pin", "pin": "258036"}
ALL_READY = "core.downloads.value.items.length > 0 && core.downloads.value.items.every(i => i.state === 'ready')"
WRITES = 12
# Begun now, awaited later: so both tabs write at the same time.
BEGIN = """[window.writing = Promise.all(Array.from({length: arg.writes}, (_, at) => Promise.all([
    s.record({verb: 'answered', object: arg.question, lesson: arg.lessons[0], course: arg.course, result: {response: `${arg.tab}${at}`, success: true}}),
    s.saveNote({lesson: arg.lessons[0], course: arg.course, text: `note ${arg.tab}${at}`}),
])))].length"""
DONE = "window.writing.then(() => true)"
LINKS = """async () => {
    const db = await new Promise((done) => { const r = indexedDB.open('newleaf-work'); r.onsuccess = () => done(r.result); });
    const rows = await new Promise((done) => { const r = db.transaction('journal').objectStore('journal').getAll(); r.onsuccess = () => done(r.result); });
    return rows.map(({ seq, prev, hash, id }) => ({ seq, prev, hash, id }));
}"""


@pytest.fixture
def tabs(classroom, tablet):
    """Two tabs in which the same learner is signed in."""
    site, seed = classroom
    first = tablet.open(site.tablet)
    core(first, "core.pair(arg)", seed["codes"].pop())
    core(first, "core.signIn('1001', arg).then(() => true)", PIN)
    wait_for(first, ALL_READY)
    second = tablet.open(site.tablet)
    core(second, "core.signIn('1001', arg).then(() => true)", PIN)
    return first, second


def test_two_tabs_that_write_at_once_lose_nothing_and_double_nothing(classroom, tabs):
    site, seed = classroom
    first, second = tabs
    before = len(site.python("tests.e2e.seed", "statements"))
    for tab, name in ((first, "a"), (second, "b")):
        core(tab, BEGIN, {**seed, "tab": name, "writes": WRITES})
    for tab in tabs:
        core(tab, DONE)
    links = first.evaluate(LINKS)
    assert [one["seq"] for one in links] == list(range(1, len(links) + 1))
    assert [one["prev"] for one in links[1:]] == [one["hash"] for one in links[:-1]]
    assert len({one["id"] for one in links}) == len(links)
    wait_for(first, "core.syncNow().then(() => s.workCounts()).then(c => c.tablet === 0)")
    assert core(first, "s.work({limit: 500}).then(list => list.filter(i => i.quarantined !== null).length)") == 0
    assert len(site.python("tests.e2e.seed", "statements")) == before + len(links)
    notes = {f"note {tab}{at}" for tab in "ab" for at in range(WRITES)}
    for tab in tabs:
        assert set(core(tab, "s.notes().then(list => list.map(n => n.text))")) == notes
        answers = core(
            tab, "s.work({limit: 500}).then(l => l.filter(i => i.verb.endsWith('answered')).map(i => i.response))"
        )
        assert sorted(answers) == sorted(f"{tab}{at}" for tab in "ab" for at in range(WRITES))


def test_what_one_tab_has_done_the_other_shows_without_a_reload(classroom, tabs):
    _, seed = classroom
    first, second = tabs
    card = f"s.lesson('{seed['lessons'][1]}', 'zh-hans', false).then(l => l.card.progress.state)"
    assert core(second, card) == "new"
    core(first, "s.record({verb: 'initialized', lesson: arg.lessons[1], course: arg.course})", seed)
    wait_for(second, f"{card}.then(state => state === 'completed')")
