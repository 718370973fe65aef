"""Doors to the running kernel; no other part of oslab opens /proc, /sys or makes system calls.

Every parser is a pure `parse(text)`, tested on saved texts of several kernels;
its `read(...)` only fetches the text of this machine and hands it over.
"""
