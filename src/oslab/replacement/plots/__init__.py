"""Charts of measurements."""

from oslab.replacement.plots.page_cache import limits as limits
from oslab.replacement.plots.page_cache import page_cache as page_cache
