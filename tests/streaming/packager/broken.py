"""The packager, and builds of it that are broken on purpose (BROKEN=…): a harness counts only after it caught them."""

import dataclasses
import os
import sys

from streaming.packager import __main__, matroska, shelf


def no_fsync_of_segments():
    shelf.os.fsync = lambda descriptor: None
    shelf.fsync_folder = lambda folder: None


def playlist_before_segment():
    """The playlist names a segment a moment before it is there."""
    publish, write_all = shelf.Shelf.publish, shelf.write_all

    def early(self, entry, data, target_s, sound=()):
        late = {}

        def all_but_it(folder, files):
            late.update({name: content for name, content in files.items() if name == entry.file})
            write_all(folder, {name: content for name, content in files.items() if name != entry.file})

        shelf.write_all = all_but_it
        try:
            publish(self, entry, data, target_s, sound)
        finally:
            shelf.write_all = write_all
        write_all(self.folder, late)

    shelf.Shelf.publish = early


def resumes_between_keyframes():
    def careless(data, header, until_s, end):
        later = [
            one for one in matroska.clusters(data, header, 0, end) if one.start_s > until_s + 1 and not one.keyframes
        ]
        return dataclasses.replace(later[0], keyframes=(later[0].start_s,)) if later else None

    matroska.cluster_before = careless


BREAKS = {
    "no_fsync_of_segments": no_fsync_of_segments,
    "playlist_before_segment": playlist_before_segment,
    "resumes_between_keyframes": resumes_between_keyframes,
    "": lambda: None,
}

if __name__ == "__main__":
    BREAKS[os.environ.get("BROKEN", "")]()
    sys.exit(__main__.main())
