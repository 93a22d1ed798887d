"""A tablet's afternoon against a server that may die at any moment."""

import base64
import hashlib
import http.client
import os

from tests.factories import tablet as a
from tests.faults import serving

DEATHS = (OSError, http.client.HTTPException)
BATCH = 20


class Afternoon:
    """One tablet that writes, delivers and uploads over the lives of many servers, and remembers what it was told."""

    def __init__(self, history, learner):
        self.history, self.learner = history, learner
        self.tablet = a.Tablet(send=None)
        self.files = {}

    def meet(self, server):
        if self.tablet.send:
            self.tablet.send.close()
        self.tablet.send = a.over_http(server.port)

    def begin(self, server, code):
        """Meet a server, and pair when this is the first one."""
        self.meet(server)
        if not self.tablet.token:
            self.tablet.pair(code)
        return self

    def write(self, count=BATCH):
        links = [self.tablet.write(a.statement(self.learner)) for _ in range(count)]
        self.history.sent |= {link.id for link in links}
        return links

    def deliver(self, links):
        status, receipt = self.tablet.deliver(links)
        assert status == 200, receipt
        self.history.note_receipt(receipt, links)

    def deliver_all(self):
        """Everything again, in pieces, newest first: what is here already must not come twice."""
        links = self.tablet.links
        for start in reversed(range(0, len(links), BATCH)):
            self.deliver(links[start : start + BATCH])

    def upload(self):
        """A small attachment in two pieces; acknowledged when the last piece is."""
        content = os.urandom(5000)
        sha = hashlib.sha256(content).hexdigest()
        self.files[sha] = content
        self.send_file(sha)

    def send_file(self, sha):
        content = self.files[sha]
        pairs = {"sha256": sha, "media_type": "image/jpeg"}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
        headers = {"Upload-Length": str(len(content)), "Upload-Metadata": metadata}
        status, got, body = self.tablet.request("POST", "/api/v1/uploads", headers=headers)
        assert status == 201, body
        place = next(value for name, value in got.items() if name.lower() == "location")
        offset = int(next(value for name, value in got.items() if name.lower() == "upload-offset"))
        for start, end in ((offset, max(offset, 2500)), (max(offset, 2500), len(content))):
            if end > start:
                sent = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(start)}
                status, _, body = self.tablet.request("PATCH", place, body=content[start:end], headers=sent)
                assert status == 204, body
        self.history.blobs.add(sha)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.tablet.send:
            self.tablet.send.close()


def live_until_death(afternoon, server):
    """Work until the server dies under it; says whether it did."""
    try:
        for _ in range(5):
            afternoon.deliver(afternoon.write())
            afternoon.upload()
    except DEATHS:
        return True
    return False


def run_through(data, cast, history, faults):
    """A server per fault point, one after the other on the same data, then a last one that must make everything good."""
    died = []
    with Afternoon(history, cast["learners"][0]) as afternoon:
        for fault in faults:
            with serving.Server(data, fault=fault) as server:
                if afternoon.begin(server, cast["codes"][0]) and live_until_death(afternoon, server):
                    died.append(fault)
        with serving.Server(data) as server:
            afternoon.meet(server)
            afternoon.deliver_all()
            for sha in afternoon.files:
                afternoon.send_file(sha)
    return died
