"""One broadcast from its raw files to its live picture. Needs no database; may be killed at any moment and begun again."""

from __future__ import annotations

import errno
import os
import shutil
import time
from pathlib import Path

from lms.lib.durable import make_folder

from ..steady import Clock
from .boxes import BadBox
from .budget import Slot, lock, take_slot
from .health import Doctor
from .orders import EpochOrder, read_orders
from .publishing import Publisher, make_up_for_sound
from .remux import Remuxer
from .resume import Start, plan, published_until
from .shelf import Shelf
from .tail import Tail

POLL_S = 0.05
MOST = 256 << 10  # bytes given to ffmpeg at once
IDLE_S = 2.0  # so long after its last chunk an epoch that somebody else follows is over
STUCK_S = 6.0  # ffmpeg waits for the sound of a track that has none
UNREADABLE_PAUSE_S = 5.0
FULL = (errno.ENOSPC, errno.EDQUOT)


class Packager:
    def __init__(self, raw: Path, live: Path, *, transcodes: int = 1, reserve: int = 0) -> None:
        self.raw, self.live, self.transcodes, self.reserve = raw, live, transcodes, reserve
        self._parent = os.getppid()
        self.shelf = Shelf(live)
        self.doctor = Doctor(self.shelf, Clock(raw))
        self._tails: dict[int, Tail] = {}
        self._silent: set[int] = set()  # epochs whose sound never came

    def run(self) -> None:
        """Until the broadcast is over, or the one who started us is gone."""
        make_up_for_sound(self.shelf)
        self.shelf.write_playlists(all_of_them=True)
        while not self._orphaned():
            if self._disk_is_short():
                self.doctor.trouble("disk")
                time.sleep(1)
                continue
            order = self._newest()
            if order is not None:
                self._follow(order)
            if self._over():
                self._end()
                return
            time.sleep(POLL_S)

    def _orphaned(self) -> bool:
        return os.getppid() != self._parent

    def _disk_is_short(self) -> bool:
        """What is left belongs to the recording: the live picture waits, and catches up when there is room again."""
        return bool(self.reserve) and shutil.disk_usage(self.live).free < self.reserve

    def _newest(self) -> EpochOrder | None:
        """The latest epoch that has something to show which is not shown yet."""
        for order in sorted(read_orders(self.live).epochs, key=lambda one: -one.number):
            tail = self._tail(order)
            tail.refresh()
            if tail.acknowledged:
                return None if tail.consumed else order
        return None

    def _tail(self, order: EpochOrder) -> Tail:
        return self._tails.setdefault(order.number, Tail(self.raw, order.number, order.extension))

    def _over(self) -> bool:
        return read_orders(self.live).ended and self._newest() is None

    def _end(self) -> None:
        self.shelf.end()
        self.doctor.ended()

    def _follow(self, order: EpochOrder) -> None:
        """Package this epoch until it is over. An ffmpeg that dies is begun again at the right place."""
        tail = self._tail(order)
        try:
            start = plan(tail, order, published_until(self.shelf, order.number), audio=order.number not in self._silent)
        except ValueError:
            self._give_up_for_now(tail, order)
            return
        if start is None:
            time.sleep(POLL_S)
            tail.consumed = self._is_finished(order)
            return
        slot: Slot | None = None
        if start.recipe.transcode:
            slot = take_slot(self.live.parent, self.transcodes)
            if slot is None:
                self.doctor.trouble("transcoding_budget")
                time.sleep(1)
                tail.consumed = self._is_finished(order)
                return
        try:
            self._convert(tail, order, start)
        finally:
            if slot:
                slot.give_back()

    def _convert(self, tail: Tail, order: EpochOrder, start: Start) -> None:
        remuxer = Remuxer(start.recipe)
        publisher = Publisher(self.shelf, self.doctor, order.number, start.published_s, begun_ms(tail, order))
        feeder = _Feeder(tail, start)
        try:
            self._pump(remuxer, publisher, feeder, order)
            publisher.flush()
        except BadBox:
            remuxer.complaint += b"\nbroken output"
        except OSError as error:
            if error.errno not in FULL:
                raise
            self.doctor.trouble("disk")
            time.sleep(1)
            return
        finally:
            remuxer.close()
        if feeder.short:
            return
        if feeder.stuck and start.recipe.audio:
            self._silent.add(order.number)
            self.doctor.trouble("no_sound")
        elif feeder.closed:
            tail.consumed = True
        elif not publisher.published and not self._orphaned():
            self._give_up_for_now(tail, order)

    def _pump(self, remuxer: Remuxer, publisher: Publisher, feeder: _Feeder, order: EpochOrder) -> None:
        began = last_check = last_made = time.monotonic()
        while not remuxer.ended and not self._orphaned():
            now = time.monotonic()
            if remuxer.hungry and not feeder.closed:
                data = feeder.next()
                if data:
                    remuxer.give(data)
                elif now - last_check > 0.25:
                    last_check = now
                    if self._is_past(order, feeder.idle_s):
                        feeder.closed = True
                        remuxer.finish()
            made = remuxer.exchange(POLL_S)
            if made:
                last_made = now
                publisher.feed(made)
                if self._disk_is_short():
                    feeder.short = True
                    return
            elif now - last_made > IDLE_S:
                publisher.flush()
            if not publisher.has_init and now - began > STUCK_S and feeder.tail.acknowledged > 100_000:
                feeder.stuck = True
                return

    def _is_past(self, order: EpochOrder, idle_s: float) -> bool:
        """Nothing more will come of this epoch: it is finished, or the broadcast is over, or a newer one runs."""
        orders = read_orders(self.live)
        if self._is_finished(order):
            return idle_s > 0.3
        newer = [one for one in orders.epochs if one.number > order.number]
        follows = any(self._has_begun(one) for one in newer)
        return (orders.ended and idle_s > IDLE_S) or (follows and idle_s > 0.5)

    def _has_begun(self, order: EpochOrder) -> bool:
        tail = self._tail(order)
        tail.refresh()
        return tail.acknowledged > 0

    def _is_finished(self, order: EpochOrder) -> bool:
        return any(one.number == order.number and one.finished for one in read_orders(self.live).epochs)

    def _give_up_for_now(self, tail: Tail, order: EpochOrder) -> None:
        """What came cannot be shown. Try again when there is more of it; a finished epoch is left alone."""
        self.doctor.trouble("unreadable")
        before, until = tail.acknowledged, time.monotonic() + UNREADABLE_PAUSE_S
        while time.monotonic() < until and not self._orphaned():
            time.sleep(POLL_S)
        tail.refresh()
        tail.consumed = tail.acknowledged == before and self._is_past(order, UNREADABLE_PAUSE_S)


class _Feeder:
    """Reads what is acknowledged, first the header, then from where the run begins."""

    def __init__(self, tail: Tail, start: Start) -> None:
        self.tail = tail
        self.closed = self.stuck = self.short = False
        self._place, self._head_end, self._body = 0, start.head, max(start.offset, start.head)
        self._fresh_at = time.monotonic()

    def next(self) -> bytes:
        if self._place < self._head_end:
            data = self.tail.read(self._place, self._head_end - self._place)
            self._place += len(data)
            if self._place == self._head_end:
                self._place = self._body
                self._head_end = 0
            return data
        data = self.tail.read(self._place, MOST)
        if not data and self.tail.refresh():
            self._fresh_at = time.monotonic()
            data = self.tail.read(self._place, MOST)
        self._place += len(data)
        return data

    @property
    def idle_s(self) -> float:
        return time.monotonic() - self._fresh_at


def begun_ms(tail: Tail, order: EpochOrder) -> int:
    """The broadcast's clock when the recorder began: the sender's own time, put right by the smallest delay seen so far."""
    if order.captured_ms and tail.behind_ms is not None:
        return order.captured_ms + tail.behind_ms
    return (tail.first.received_ms - 500) if tail.first else Clock(tail.path.parent).now_ms()


def package(raw: Path, live: Path, *, transcodes: int = 1, reserve: int = 0) -> None:
    """Run until the broadcast is over. One packager a broadcast: a second one waits for the first to be gone."""
    make_folder(live)
    parent = os.getppid()
    held = lock(live / ".lock")
    while held is None:
        if os.getppid() != parent:
            return
        time.sleep(0.2)
        held = lock(live / ".lock")
    try:
        Packager(raw, live, transcodes=transcodes, reserve=reserve).run()
    finally:
        held.give_back()
