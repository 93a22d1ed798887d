"""Run inside the sandbox, by itself: pages FIRST to LAST of a picture file as grey PGM files in FOLDER. Prints JSON.

`python decoding.py FILE FOLDER FIRST LAST` → {"pages": 3} (how many the file has, as far as counted) or {"refused": code}.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

from PIL import Image

FORMATS = ["PNG", "JPEG", "TIFF"]
MOST_PIXELS = 60_000_000
LONG_SIDE = 3200


def main(file: str, folder: str, first: int, last: int, most_pages: int) -> dict[str, object]:
    warnings.simplefilter("ignore")
    try:
        picture = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError:
        return {"refused": "too_large"}
    except Exception:
        return {"refused": "unknown"}
    with picture:
        pages = min(getattr(picture, "n_frames", 1), most_pages + 1) if picture.format == "TIFF" else 1
        for number in range(first, min(last, pages) + 1):
            try:
                picture.seek(number - 1)
                if picture.width * picture.height > MOST_PIXELS:
                    return {"refused": "too_large"}
                grey(picture).save(Path(folder, f"page-{number:04d}.pgm"))
            except Image.DecompressionBombError:
                return {"refused": "too_large"}
            except Exception:
                return {"refused": "damaged"}
    return {"pages": pages}


def grey(picture: Image.Image) -> Image.Image:
    """Eight bits a pixel, on white, at most LONG_SIDE pixels long."""
    if picture.format == "JPEG":
        picture.draft("L", (LONG_SIDE, LONG_SIDE))
    shown: Image.Image = picture
    if picture.mode.startswith("I") or picture.mode == "F":
        high = max(picture.getextrema()[1], 1)  # type: ignore[operator, type-var]
        shown = picture.convert("F").point(lambda value: value * (255 / (65535 if high > 255 else 255)))  # type: ignore[operator]
    elif "A" in picture.mode or "transparency" in picture.info:
        shown = Image.new("RGBA", picture.size, "white")
        shown.alpha_composite(picture.convert("RGBA"))
    shown = shown.convert("L")
    if max(shown.size) > LONG_SIDE:
        scale = LONG_SIDE / max(shown.size)
        size = (max(1, round(shown.width * scale)), max(1, round(shown.height * scale)))
        shown = shown.resize(size, Image.Resampling.BOX)
    return shown


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))))
