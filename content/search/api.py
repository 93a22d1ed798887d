"""What others may ask of the search."""

from .finding import Found, Hit, search
from .indexing import forget_captions, index_captions, keep_in_step, rebuild, sweep

__all__ = ["Found", "Hit", "forget_captions", "index_captions", "keep_in_step", "rebuild", "search", "sweep"]
