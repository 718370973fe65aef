"""Loops compiled by numba: imported only where numba is, and where a long trace asks for them.

Pages are dense numbers here, 0 and up in order of first touch, so that an array holds what a
policy knows of a page. Every loop takes (ids, pages, frames, ...) and returns the faults.
The readable classes of `policies` are the specification; a property ties the two.
"""
