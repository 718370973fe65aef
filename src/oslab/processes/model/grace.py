"""What a preempted training job loses, counted in steps.

A tick is one training step or one part of a checkpoint, whichever the job does.
A job with a handler looks at its flag between two ticks: it finishes a save that
is under way, saves what is not saved yet, and exits. The cluster sends SIGTERM
once and SIGKILL when the grace is over. A save that ends with the grace counts.
"""

from __future__ import annotations

from oslab.processes.records.grace import SAVE, STEP, Grace, Notice, spans_of


def grace(
    *, notice: int = 17, grace: int = 4, interval: int = 5, save: int = 3,
    on_term: str = "save", atomic: bool = True,
) -> Grace:  # fmt: skip
    """Return what a job has done and saved when the cluster has taken its machine.

    Args:
        notice: tick of SIGTERM, 0 to 500.
        grace: ticks until SIGKILL, 0 to 500.
        interval: steps between two checkpoints, 1 to 500.
        save: ticks a checkpoint takes, 1 to 50; no step is made meanwhile.
        on_term: `"save"`, `"ignore"` or `"default"` (no handler: SIGTERM ends it).
        atomic: write beside the old checkpoint and rename; else over the old one,
            which is lost from the first part until the last.

    Raises:
        InvalidInput: if an argument is out of range.

    Source: signal(7), rename(2); Kubernetes gives 30 s (terminationGracePeriodSeconds),
    Slurm KillWait seconds.
    """
    plan = Notice(notice, grace, interval, save, on_term, atomic)
    job = _Job(plan)
    tick, ended_by = 0, "KILL"
    while True:
        if tick == plan.at and on_term == "default":
            ended_by = "TERM"
            break
        if tick >= plan.at and job.may_exit():
            ended_by = ""
            break
        if tick == plan.at + plan.grace:
            break
        job.work(told=tick >= plan.at and on_term == "save")
        tick += 1
    return Grace(plan, spans_of(tuple(job.kinds)), job.done, job.saved, ended_by)


class _Job:
    def __init__(self, plan: Notice) -> None:
        self.plan = plan
        self.done = self.saved = self.left = 0
        self.kinds: list[str] = []

    def may_exit(self) -> bool:
        """Whether a job that has been told to go has nothing left to save."""
        return self.plan.on_term == "save" and self.left == 0 and self.saved == self.done

    def work(self, told: bool) -> None:
        """Do one tick's worth."""
        due = self.saved < self.done and (told or self.done % self.plan.interval == 0)
        if self.left == 0 and not due:
            self.done += 1
            self.kinds.append(STEP)
            return
        if self.left == 0:
            self.left = self.plan.save
            if not self.plan.atomic:
                self.saved = 0
        self.left -= 1
        self.kinds.append(SAVE)
        if self.left == 0:
            self.saved = self.done
