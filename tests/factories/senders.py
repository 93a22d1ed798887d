"""A sender that speaks the ingest's protocol, without Django."""

import http.client
import json
import time
from uuid import uuid4


class Sender:
    """One page of a teacher: remembers what has been acknowledged."""

    def __init__(self, port, broadcast, token, *, media_type="video/x-matroska;codecs=avc1,opus", kind="browser"):
        self.port, self.broadcast, self.token = port, broadcast, token
        self.media_type, self.kind = media_type, kind
        self.epoch, self.captured = str(uuid4()), int(time.time() * 1000)
        self.acknowledged = 0

    def ask(self, method, path, body=None, headers=None):
        """(status, JSON)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
            connection.request(method, f"/ingest/v1/{path}", body=body, headers=sent)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read() or b"{}")
        finally:
            connection.close()

    def open(self):
        said = {"epoch": self.epoch, "media_type": self.media_type, "captured_at": self.captured, "kind": self.kind}
        return self.ask("POST", f"broadcasts/{self.broadcast}/epochs", json.dumps(said))

    def put(self, n, data, captured=None):
        headers = {"Newleaf-Captured-At": str(captured or self.captured + 500 * n)}
        status, said = self.ask("PUT", f"epochs/{self.epoch}/chunks/{n}", data, headers)
        if status == 200:
            self.acknowledged = max(self.acknowledged, said["next"])
        return status, said

    def finish(self, chunks):
        return self.ask("POST", f"epochs/{self.epoch}/finish", json.dumps({"chunks": chunks}))

    def where(self):
        return self.ask("GET", f"epochs/{self.epoch}")
