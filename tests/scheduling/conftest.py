"""What several tests of the policies look through."""


class Watched:
    """A policy whose queue is looked at before every pick."""

    def __init__(self, policy, look):
        self.policy, self.look = policy, look

    def open(self, cpus, cpu):
        queue = self.policy.open(cpus, cpu)
        queue.watch = self.look
        return queue
