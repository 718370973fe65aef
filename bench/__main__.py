"""`python -m bench`: every comparison there is."""

from bench import fair, kernel, locks, memory, page, processes, replacement, scheduling, sync

if __name__ == "__main__":
    processes.main()
    page.main()
    scheduling.main()
    fair.main()
    kernel.main()
    memory.main()
    replacement.main()
    sync.main()
    locks.main()
