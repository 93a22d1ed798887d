"""Everything on a tablet is searched before the sitting opens: no key, no readable item, and no list of candidates on the screen."""

import base64

import pytest

from tests.e2e.exams.conftest import sit_down
from tests.e2e.exams.seed import WRITTEN

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

# All that a program on the tablet could read: every row of every database with its blobs, every cache, both storages.
DUMP = """async () => {
    const text = new TextDecoder();
    const found = [];
    const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('');
    const say = async (value) => {
        if (value instanceof Blob) return say(new Uint8Array(await value.arrayBuffer()));
        if (value instanceof ArrayBuffer) return say(new Uint8Array(value));
        if (ArrayBuffer.isView(value)) found.push(text.decode(value), hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
        else if (value instanceof CryptoKey) {
            if (value.extractable && value.type !== 'public') found.push('extractable key');
        } else if (value && typeof value === 'object') for (const [key, one] of Object.entries(value)) { found.push(key); await say(one); }
        else found.push(String(value));
    };
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
        for (const store of db.objectStoreNames) {
            const rows = await new Promise((done) => { const asked = db.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result); });
            for (const row of rows) await say(row);
        }
        db.close();
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
    }
    found.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML);
    return found.join('\\n');
}"""


def secrets_of(room):
    raw = bytes.fromhex(room.facts["key"])
    key = [raw.hex(), base64.b64encode(raw).decode().rstrip("="), base64.urlsafe_b64encode(raw).decode().rstrip("=")]
    code = [room.facts["code"], room.facts["code"].replace("-", "")]
    words = [WRITTEN[3:-4], "起弧前第一件事", "点出气瓶阀门", "补全安全电压", "戴面罩", "压力表", "安全电压是"]
    return key + code + words


@pytest.fixture
def heard(tablet):
    """Bodies of all answers from the network, as they came."""
    bodies = []

    def keep(response):
        if response.url.startswith("http") and response.status < 300:
            bodies.append(response)

    tablet.context.on("response", keep)
    return bodies


def test_no_key_and_no_readable_item_before_the_sitting_opens(heard, room, ready):
    page = ready
    page.get_by_role("link", name=room.facts["room"]).click()
    page.get_by_role("heading", name="考试还没开始").wait_for()
    page.get_by_text("正在等监考员开考").wait_for()
    everything = page.evaluate(DUMP)
    for response in heard:
        if "/api/" in response.url or "/blobs/" in response.url:
            everything += response.body().decode("utf-8", "replace")
    assert room.facts["room"] in everything  # the search does find what is there
    assert "sealed_paper" in everything
    assert [word for word in secrets_of(room) if word in everything] == []
    assert "extractable key" not in everything
    assert room.facts["name"] not in page.locator("body").inner_text()
    room.do("open_sitting")
    sit_down(page, room)
    page.get_by_role("button", name="开始答题").click()
    page.get_by_text("起弧前第一件事").wait_for()
    stored = page.evaluate(DUMP.replace(", document.documentElement.outerHTML", ""))
    assert [word for word in secrets_of(room) if word in stored] == []
