"""The folklore about processes and threads that this book repeats or refutes."""

from __future__ import annotations

from oslab.claim import Claim
from oslab.processes import measure

CLAIMS: tuple[Claim, ...] = (
    Claim(
        name="processes.switch_takes_microseconds",
        sentence="A context switch costs a few microseconds.",
        source="Li, Ding and Shen, Quantifying the Cost of Context Switch (2007): 3.8 µs direct",
        protocol="Ping-pong of two processes on one CPU, less the same calls without a switch.",
        unit="ns", low=1_000, high=10_000,
        measure=lambda: measure.working_set(pages=(0,), kinds=("process",))[0],
    ),
    Claim(
        name="processes.thread_switch_is_much_cheaper",
        sentence="Switching between threads is much cheaper than between processes.",
        source="A staple of interviews and slides; here 'much' is read as at least 1.5 times",
        protocol="The same ping-pong with a thread and with a process at the far end; ratio.",
        unit="times", low=1.5, high=None,
        measure=measure.process_over_thread,
    ),
    Claim(
        name="processes.system_call_takes_100_ns_to_1_us",
        sentence="A system call costs about 100 ns to 1 µs.",
        source="A rule of thumb; Soares and Stumm, FlexSC (2010), take its direct part to bits",
        protocol="getppid in a compiled loop, pinned to one CPU.",
        unit="ns", low=50, high=1_000,
        measure=lambda: measure.system_call(ways=("getppid, native",))[0],
    ),
    Claim(
        name="processes.vdso_is_ten_times_cheaper",
        sentence="Reading the clock through the vDSO is ten times cheaper than a system call.",
        source="vdso(7) gives the reason; 'about ten' is read as 5 to 20 times",
        protocol="clock_gettime through the vDSO and by its number, in compiled loops; ratio.",
        unit="times", low=5, high=20,
        measure=measure.vdso_saving,
    ),
    Claim(
        name="processes.fork_is_cheap_whatever_the_size",
        sentence="Thanks to copy-on-write, fork is cheap however large the parent is.",
        source="A staple of courses; 'cheap' is read as: 256 MiB cost at most twice what 2 MiB do",
        protocol="fork, _exit, wait in a bare interpreter with 256 MiB and with 2 MiB; ratio.",
        unit="times", low=None, high=2,
        measure=measure.fork_growth,
    ),
    Claim(
        name="processes.posix_spawn_does_not_grow",
        sentence="posix_spawn costs the same whatever the parent's size.",
        source="posix_spawn(3): glibc uses CLONE_VM and CLONE_VFORK; read as at most 2 times",
        protocol="posix_spawn of /bin/true with 256 MiB of anonymous memory and with 2 MiB; ratio.",
        unit="times", low=None, high=2,
        measure=lambda: measure.fork_growth("posix_spawn"),
    ),
    Claim(
        name="processes.copy_on_write_copies_what_is_written",
        sentence="Copy-on-write copies only the pages that are written.",
        source="Kerrisk, The Linux Programming Interface (2010), section 24.2.2",
        protocol="A child writes 513 of 4096 pages; pages copied over pages written.",
        unit="times", low=0.99, high=1.03,
        measure=measure.copied_over_written,
    ),
    Claim(
        name="processes.huge_pages_are_copied_whole",
        sentence="With huge pages, one small write after fork copies 2 MiB.",
        source="Advice against huge pages for databases that fork; true until Linux 5.8 "
        "(commit 3917c80280c9, thp: change CoW semantics for anon-THP)",
        protocol="A child writes 513 pages in a row, the last alone in its huge page; pages copied "
        "over pages written, 1024/513 if huge pages are copied whole.",
        unit="times", low=1.9, high=None,
        measure=lambda: measure.copied_over_written(huge=True),
    ),
    Claim(
        name="processes.reading_copies_python_objects",
        sentence="A forked worker that only reads Python objects copies them all the same.",
        source="PyTorch issue 13246, DataLoader num_workers > 0",
        protocol="A child visits 200,000 small lists; pages copied over pages that hold them.",
        unit="times", low=0.9, high=1.2,
        measure=measure.copied_by_reading,
    ),
    Claim(
        name="processes.every_signal_calls_its_handler",
        sentence="A signal handler runs once for every signal that is sent.",
        source="How most tutorials on signals read; signal(7) says otherwise",
        protocol="Five real-time signals sent while blocked; calls of the Python handler.",
        unit="calls", low=5, high=5,
        measure=lambda: measure.handler_calls(sends=5)[1],
    ),
    Claim(
        name="processes.a_thread_shares_four_structures",
        sentence="A thread shares its process's memory, files, directory and handlers.",
        source="clone(2), pthreads(7)",
        protocol="kcmp of mm, files, fs and sighand between a thread and its maker; those equal.",
        unit="structures", low=4, high=4,
        measure=lambda: measure.shared_structures()[1],
    ),
    Claim(
        name="processes.thread_is_far_cheaper_to_create",
        sentence="Creating a thread is 10 to 100 times cheaper than creating a process.",
        source="Silberschatz, Galvin and Gagne, Operating System Concepts, 8th ed., section 4.1.2 "
        "('about thirty times slower', of Solaris)",
        protocol="fork, _exit, wait over pthread_create, pthread_join, in one small C program.",
        unit="times", low=10, high=100,
        measure=measure.fork_over_thread,
    ),
    Claim(
        name="processes.gil_makes_threads_useless",
        sentence="The GIL makes threads useless for computing.",
        source="Talks, forums; here 'useless' is read as no more than one able to run at a time",
        protocol="Three threads hash with SHA-256; how many of them run or are ready, on average.",
        unit="workers", low=None, high=1.2,
        measure=lambda: measure.runnable_threads("GIL-releasing"),
    ),
    Claim(
        name="processes.gil_stops_pure_python",
        sentence="With the GIL, threads of pure Python do not run at the same time.",
        source="Python documentation, glossary, 'global interpreter lock'",
        protocol="Three threads loop in Python; how many run or are ready, on average. A waiter "
        "that wakes to ask for the lock counts for a moment.",
        unit="workers", low=None, high=1.8,
        measure=lambda: measure.runnable_threads("pure Python"),
    ),
    Claim(
        name="processes.two_processes_are_faster",
        sentence="Two processes do the work in about half the time, whatever the work.",
        source="'Multiprocessing is 4x faster', in tutorials; here with two, read as 1.5 times",
        protocol="A loop over sixty tasks of some 10 us of Python, over a multiprocessing.Pool(2).",
        unit="times", low=1.5, high=None,
        measure=measure.pool_over_loop,
    ),
    Claim(
        name="processes.convoy_waits_an_interval",
        sentence="Beside one thread of pure Python, each answer waits about 5 ms for the GIL.",
        source="D. Beazley, Understanding the Python GIL, PyCon 2010; sys.getswitchinterval",
        protocol="A thread asks a process that answers after 1 ms; median beside a spinning "
        "thread, less the median alone.",
        unit="ms", low=3, high=9,
        measure=measure.convoy_wait,
    ),
)  # fmt: skip
