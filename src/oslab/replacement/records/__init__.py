"""What is known of references and of pages that left: frozen data, whoever made it."""

from oslab.replacement.records.replacement import Note as Note
from oslab.replacement.records.replacement import Replacement as Replacement
