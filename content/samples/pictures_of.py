"""Where the samples' pictures and documents lie."""

from pathlib import Path

FOLDER = Path(__file__).parent


def picture_path(name: str) -> Path:
    return FOLDER / "pictures" / f"{name}.webp"


def document_path(name: str, language: str) -> Path:
    return FOLDER / "documents" / f"{name}.{language}.pdf"
