"""What lies hidden in content: pure functions from bytes to findings. They change nothing and know nothing of pages."""

from .dispatch import scan_bytes, scan_path
from .findings import Finding, Severity, worst
from .markup import scan_html
from .text import scan_text

__all__ = ["Finding", "Severity", "scan_bytes", "scan_html", "scan_path", "scan_text", "worst"]
