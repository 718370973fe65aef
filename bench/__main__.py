"""`python -m bench`: every comparison there is."""

from bench import processes

if __name__ == "__main__":
    processes.main()
