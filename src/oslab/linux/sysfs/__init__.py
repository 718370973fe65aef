"""/sys, one module a tree: `parse(files)` is pure, `read(...)` fetches and parses.

/sys keeps one value a file, so a parser takes the files of one folder as a
mapping from name to text; files that a machine does not have are left out.

Ask psutil, not this package, for the number of CPUs and cores
(`cpu_count(logical=...)`), clock rates (`cpu_freq`), temperatures, disk
counters (`disk_io_counters`), network interfaces and batteries.
"""
