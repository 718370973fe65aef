"""`python -m bench`: every comparison there is."""

from bench import page, processes

if __name__ == "__main__":
    processes.main()
    page.main()
