"""The server's application, and builds of it that are broken on purpose (BROKEN=…): a harness counts only after it caught them.

Nothing of this is in the product: the breaks are put in from outside, in this process only.
"""

import os
import threading
import time

BROKEN = os.environ.get("BROKEN", "")

if BROKEN == "synchronous_off":
    from lms import env

    env.SQLITE_OPTIONS["init_command"] = env.SQLITE_OPTIONS["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
    assert "synchronous=OFF" in env.SQLITE_OPTIONS["init_command"]

from lms.wsgi import application  # noqa: E402


def acknowledge_before_commit():
    """The receipt is given at once, the batch is written a moment later."""
    from django.db import transaction

    from lms.sync import intake

    write = intake._write

    def early(*args, **kwargs):
        with transaction.atomic():
            reply = write(*args, **kwargs)
            transaction.set_rollback(True)
        threading.Thread(target=lambda: (time.sleep(1.0), write(*args, **kwargs)), daemon=True).start()
        return reply

    intake._write = early


def no_deduplication():
    """What has been stored is not looked for: a batch that comes again is stored again."""
    from msgspec.structs import replace

    from lms.lib.ids import new_id
    from lms.records import log

    log._hashes_of = lambda ids: {}
    for name in ("_copy", "_execute_many"):  # PostgreSQL, SQLite
        write = getattr(log, name)
        renamed = lambda statements, *rest, write=write: write([replace(new, id=new_id()) for new in statements], *rest)  # noqa: E731
        setattr(log, name, renamed)


def no_fsync_of_blob_folder():
    from lms.packages import folder

    folder.fsync_folder = lambda path: None


BREAKS = {
    "acknowledge_before_commit": acknowledge_before_commit,
    "no_deduplication": no_deduplication,
    "no_fsync_of_blob_folder": no_fsync_of_blob_folder,
    "synchronous_off": lambda: None,
    "": lambda: None,
}
BREAKS[BROKEN]()

__all__ = ["application"]
