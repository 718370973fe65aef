"""Memory: where an address leads, what a fault costs, and who gets the frames."""

from oslab.memory.model.address import join as join
from oslab.memory.model.address import split as split
from oslab.memory.model.mmu import Mmu as Mmu
from oslab.memory.model.page_table import PageTable as PageTable
from oslab.memory.model.tlb import Tlb as Tlb
from oslab.memory.records.address import Address as Address
from oslab.memory.records.page_table import Entry as Entry
from oslab.memory.records.page_table import Walk as Walk
