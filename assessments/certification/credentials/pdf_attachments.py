"""Run inside the sandbox, by itself: the files attached to the PDF on standard input. Prints JSON.

`python pdf_attachments.py < FILE` → {"attachments": [base64, …]} or {"refused": code}. Files over a megabyte are left out.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import sys

import pikepdf

MOST_FILES = 100
LARGEST = 1_000_000


def main(data: bytes) -> dict[str, object]:
    logging.disable()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                return {"refused": "pdf_encrypted"}
            found = [part for part in pdf.objects if isinstance(part, pikepdf.Stream) and _is_file(part)]
            if len(found) > MOST_FILES:
                return {"refused": "pdf_damaged"}
            files = [part.read_bytes() for part in found]
    except pikepdf.PasswordError:
        return {"refused": "pdf_encrypted"}
    except (pikepdf.PdfError, MemoryError, RecursionError, ValueError, TypeError, RuntimeError):
        return {"refused": "pdf_damaged"}
    unique = dict.fromkeys(one for one in files if len(one) <= LARGEST)
    return {"attachments": [base64.b64encode(one).decode() for one in unique]}


def _is_file(part: pikepdf.Stream) -> bool:
    return part.get("/Type") == pikepdf.Name("/EmbeddedFile")


if __name__ == "__main__":
    print(json.dumps(main(sys.stdin.buffer.read())))
