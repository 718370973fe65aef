"""This kernel's answer to the noun of the same name."""
