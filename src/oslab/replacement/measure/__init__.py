"""This machine's answers."""

from oslab.replacement.measure.lookup import lookup_pages as lookup_pages
from oslab.replacement.measure.lookup import lookup_under_limit as lookup_under_limit
from oslab.replacement.measure.page_cache import foretold as foretold
from oslab.replacement.measure.page_cache import page_cache as page_cache
from oslab.replacement.measure.record_pages import record_pages as record_pages
from oslab.replacement.measure.under_limit import under_limit as under_limit
from oslab.replacement.measure.working_set import working_set as working_set
