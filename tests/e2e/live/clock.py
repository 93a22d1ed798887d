"""A false camera whose every picture says its own number, and what is read back from films: a number that is missing is a loss.

The picture is a row of black and white blocks, the binary digits of a counter, above the same row with the colours exchanged:
what does not agree with its counterpart was no clock (a black picture before the camera began, a picture torn in two).
"""

import itertools
from dataclasses import dataclass

import av
import numpy

RATE = 15  # pictures a second: kind to a small machine
BITS, BLOCK, HEIGHT = 16, 10, 90
LOST_S = 0.45  # a lost chunk takes half a second with it; a busy machine drops single pictures only


def camera(path, *, seconds):
    """A .y4m for Chromium's `--use-file-for-fake-video-capture`. It must last longer than the lesson: then Chromium begins it anew."""
    bits = numpy.arange(BITS - 1, -1, -1)
    grey = bytes([128]) * (BITS * BLOCK * HEIGHT // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{BITS * BLOCK} H{HEIGHT} F{RATE}:1 Ip A1:1 C420\n".encode())
        for number in range(int(seconds * RATE)):
            row = numpy.repeat((number >> bits & 1) * 219 + 16, BLOCK).astype(numpy.uint8)
            top = numpy.tile(row, (HEIGHT // 2, 1)).tobytes()
            file.write(b"FRAME\n" + top + numpy.tile(251 - row, (HEIGHT // 2, 1)).astype(numpy.uint8).tobytes() + grey)
    return path


def number_of(grey):
    """The counter in a picture (rows × columns of grey levels); None where there is no clock in it."""
    height, width = grey.shape
    middle = ((numpy.arange(BITS) + 0.5) * width / BITS).astype(int)
    above, below = (grey[int(height * share), middle].astype(int) for share in (0.25, 0.75))
    if (numpy.abs(above - below) < 60).any():
        return None
    return int(sum(1 << BITS - 1 - place for place in range(BITS) if above[place] > below[place]))


@dataclass
class Film:
    """`clock`: (seconds in the film, counter) of each picture that shows one."""

    pictures: int
    times: list[float]
    clock: list[tuple[float, int]]

    @property
    def seconds(self):
        return self.times[-1] - self.times[0]

    def holes(self):
        """What the film lacks, in words: pictures too far apart in time, or counters too far apart from one to the next."""
        late = [
            f"no picture for {b - a:.2f} s at {a:.2f} s" for a, b in itertools.pairwise(self.times) if b - a > LOST_S
        ]
        for (at, before), (_later, after) in itertools.pairwise(self.clock):
            if not 0 <= after - before <= LOST_S * RATE:
                late.append(f"the camera's clock jumps from {before} to {after} at {at:.2f} s")
        return late


def read(path):
    """Decodes the whole film."""
    times, clock = [], []
    with av.open(str(path)) as film:
        film.streams.video[0].thread_type = "AUTO"
        for picture in film.decode(video=0):
            times.append(float(picture.pts * picture.time_base))
            number = number_of(picture.to_ndarray(format="gray"))
            if number is not None:
                clock.append((times[-1], number))
    return Film(len(times), times, clock)


# The counter in a page's video, by the same rule; −1 where there is none. Takes [selector, BITS].
IN_THE_PAGE = """([selector, bits]) => {
    const video = document.querySelector(selector);
    if (!video?.videoWidth) return -1;
    const canvas = new OffscreenCanvas(bits, 2);
    const pen = canvas.getContext("2d");
    const [width, height] = [video.videoWidth / bits, video.videoHeight];
    for (let place = 0; place < bits; place++)
        for (const row of [0, 1])
            pen.drawImage(video, (place + 0.4) * width, height * (0.2 + row / 2), width * 0.2, height * 0.1, place, row, 1, 1);
    const grey = pen.getImageData(0, 0, bits, 2).data.filter((_, at) => at % 4 === 0);
    let number = 0;
    for (let place = 0; place < bits; place++) {
        const [above, below] = [grey[place], grey[place + bits]];
        if (Math.abs(above - below) < 60) return -1;
        number = number * 2 + (above > below ? 1 : 0);
    }
    return number;
}"""
