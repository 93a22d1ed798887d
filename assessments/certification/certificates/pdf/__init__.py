"""The printed certificate: one bilingual A4 page as PDF, with QR code and the whole credential inside. Pure: no database."""

from .printing import certificate_pdf

__all__ = ["certificate_pdf"]
