"""What others may ask of the search."""

from .finding import Found, Hit, search
from .indexing import index_captions, keep_in_step, rebuild, forget_captions, sweep

__all__ = ["Found", "Hit", "index_captions", "keep_in_step", "rebuild", "forget_captions", "search", "sweep"]
