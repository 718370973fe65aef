"""/proc, one module a file: `parse(text)` is pure, `read(pid)` fetches and parses."""
