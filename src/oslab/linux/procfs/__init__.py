"""/proc, one module a file: `parse(text)` is pure, `read(...)` fetches and parses.

One task: `status`, `stat`, `maps`, `pagemap`, `smaps_rollup`, `numa_maps`, `schedstat`,
`sched`, `io`, `cgroup`, `wchan`, `syscall`, and `threads` for the list of its
tasks, each of which is a task for the others (`status.read("812/task/815")`).
The machine: `meminfo`, `buddyinfo`, `slabinfo`, `cpuinfo`, `vmstat`, `system_stat` (/proc/stat),
`system_schedstat` (/proc/schedstat), `interrupts`, `softirqs`, `pressure`,
`kpage` (/proc/kpageflags and kpagecount).

Sizes are bytes and clocks nanoseconds where the kernel keeps them so; a name
says otherwise (`utime_ticks`, `rss_pages`). Damaged text is InvalidInput, a task
that is gone too; a file that this kernel lacks, or hides from us, is Unavailable.

psutil answers the following, so nothing here does: which processes there are
(`pids`, `process_iter`), a process's parent, children, user, command line,
environment, terminal, working directory, open files, sockets, limits, nice
value, affinity and start as a date (`Process.parent`, `.children`, `.cmdline`,
`.open_files`, `.net_connections`, `.rlimit`, `.nice`, `.cpu_affinity`,
`.create_time`), waiting for one (`wait_procs`), CPU and memory in percent
(`cpu_percent`, `virtual_memory`, `swap_memory`), disk and network counters
(`disk_io_counters`, `net_io_counters`) and mounted file systems (`disk_partitions`).
"""
