"""The simulators: what the kernel should do."""
