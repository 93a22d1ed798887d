"""A file system that forgets what was not fsynced (FUSE).

`python -m tests.faults.powercut MOUNT SOURCE AFTER` serves a copy of SOURCE at MOUNT. When it is unmounted it writes to AFTER what a
disk would hold after a power cut: file contents up to their last fsync, names up to the last fsync of their folder.
Whatever SOURCE holds at the start counts as durable.
"""

import errno
import os
import shutil
import stat
import sys
import time
from pathlib import Path

import mfusepy


class File:
    """`live` is what programs read; `durable` what would survive; `pending` the writes in between."""

    def __init__(self, folder, number, content=b""):
        self.live = os.open(folder / f"{number}.live", os.O_RDWR | os.O_CREAT)
        self.durable = os.open(folder / f"{number}.durable", os.O_RDWR | os.O_CREAT)
        self.pending = []
        self.mode = stat.S_IFREG | 0o644
        self.at = time.time()
        os.pwrite(self.live, content, 0)
        os.pwrite(self.durable, content, 0)

    @property
    def size(self):
        return os.fstat(self.live).st_size

    def write(self, data, offset):
        self.pending.append((offset, data))
        self.at = time.time()
        return os.pwrite(self.live, data, offset)

    def truncate(self, length):
        self.pending.append((length, None))
        os.ftruncate(self.live, length)

    def sync(self):
        for offset, data in self.pending:
            if data is None:
                os.ftruncate(self.durable, offset)
            else:
                os.pwrite(self.durable, data, offset)
        self.pending.clear()

    def survivor(self):
        return os.pread(self.durable, os.fstat(self.durable).st_size, 0)


class Folder:
    """`names` as programs see them, `durable` as the disk has them."""

    def __init__(self):
        self.names, self.durable = {}, {}
        self.mode = stat.S_IFDIR | 0o755
        self.at = time.time()
        self.size = 4096

    def sync(self):
        self.durable = dict(self.names)


class PowerCut(mfusepy.Operations):
    use_ns = False

    def __init__(self, source, scratch, after):
        self.scratch, self.after, self.count = scratch, after, 0
        self.root = self.load(source)
        self.open_files, self.next = {}, 1

    def load(self, path):
        folder = Folder()
        for entry in path.iterdir():
            folder.names[entry.name] = self.load(entry) if entry.is_dir() else self.new_file(entry.read_bytes())
        folder.sync()
        return folder

    def new_file(self, content=b""):
        self.count += 1
        return File(self.scratch, self.count, content)

    def find(self, path):
        node = self.root
        for name in path.strip("/").split("/"):
            if name:
                if not isinstance(node, Folder) or name not in node.names:
                    raise mfusepy.FuseOSError(errno.ENOENT)
                node = node.names[name]
        return node

    def place(self, path):
        parent, _, name = path.rpartition("/")
        return self.find(parent), name

    def handle(self, node):
        self.next += 1
        self.open_files[self.next] = node
        return self.next

    def getattr(self, path, fh=None):
        node = self.open_files[fh] if fh else self.find(path)
        links = 2 if isinstance(node, Folder) else 1
        times = {"st_mtime": node.at, "st_atime": node.at, "st_ctime": node.at}
        return {
            "st_mode": node.mode,
            "st_nlink": links,
            "st_size": node.size,
            "st_uid": os.getuid(),
            "st_gid": os.getgid(),
            **times,
        }

    def readdir(self, path, fh):
        return [".", "..", *self.find(path).names]

    def create(self, path, mode, fi=None):
        folder, name = self.place(path)
        folder.names[name] = file = self.new_file()
        file.mode = stat.S_IFREG | (mode & 0o777)
        return self.handle(file)

    def open(self, path, flags):
        return self.handle(self.find(path))

    def read(self, path, size, offset, fh):
        return os.pread(self.open_files[fh].live, size, offset)

    def write(self, path, data, offset, fh):
        return self.open_files[fh].write(bytes(data), offset)

    def truncate(self, path, length, fh=None):
        (self.open_files[fh] if fh else self.find(path)).truncate(length)

    def fsync(self, path, datasync, fh):
        self.open_files[fh].sync()

    def fsyncdir(self, path, datasync, fh):
        self.find(path).sync()

    def release(self, path, fh):
        self.open_files.pop(fh, None)

    def mkdir(self, path, mode):
        folder, name = self.place(path)
        if name in folder.names:
            raise mfusepy.FuseOSError(errno.EEXIST)
        folder.names[name] = Folder()

    def unlink(self, path):
        folder, name = self.place(path)
        self.find(path)
        del folder.names[name]

    def rmdir(self, path):
        if self.find(path).names:
            raise mfusepy.FuseOSError(errno.ENOTEMPTY)
        folder, name = self.place(path)
        del folder.names[name]

    def rename(self, old, new, flags=0):
        node = self.find(old)
        folder, name = self.place(new)
        folder.names[name] = node
        origin, before = self.place(old)
        del origin.names[before]

    def link(self, target, source):
        folder, name = self.place(target)
        if name in folder.names:
            raise mfusepy.FuseOSError(errno.EEXIST)
        folder.names[name] = self.find(source)

    def chmod(self, path, mode):
        self.find(path).mode = mode

    def chown(self, path, uid, gid):
        return None

    def utimens(self, path, times=None):
        return None

    def statfs(self, path):
        return {
            "f_bsize": 4096,
            "f_frsize": 4096,
            "f_blocks": 1 << 22,
            "f_bfree": 1 << 21,
            "f_bavail": 1 << 21,
            "f_namemax": 255,
        }

    def destroy(self, path):
        self.survive(self.root, self.after)
        (self.after / ".complete").touch()

    def survive(self, folder, target):
        target.mkdir(parents=True, exist_ok=True)
        for name, node in folder.durable.items():
            if isinstance(node, Folder):
                self.survive(node, target / name)
            elif not name.endswith("-shm"):  # SQLite makes it anew from the WAL
                (target / name).write_bytes(node.survivor())


def main(mount, source, after):
    scratch = Path(f"{after}.scratch")
    scratch.mkdir(parents=True)
    mfusepy.FUSE(
        PowerCut(Path(source), scratch, Path(after)), mount, foreground=True, nothreads=True, fsname="powercut"
    )
    shutil.rmtree(scratch)


if __name__ == "__main__":
    main(*sys.argv[1:])
