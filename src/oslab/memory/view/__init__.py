"""Pictures of records."""

from oslab.memory.view.mapped import residency as residency
