"""EEVDF against a second implementation that scans, against its paper, and against the kernel."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import Cpus, Eevdf, Job, metrics, simulate
from oslab.scheduling.policies.weights import WEIGHTS, calc_delta_fair

from .conftest import Watched

UNIT = 1 << 22
"""Nanoseconds: a multiple of this many is divided by any weight without a rest."""


class Scan:
    """EEVDF on one CPU tick by tick, everyone looked at every time: rules of 6.6 and slices."""

    def __init__(self, jobs, base, parity=True):
        self.jobs = [self.fresh(job) for job in jobs]
        self.base, self.parity = base, parity
        self.here, self.running, self.picks = [], None, []
        self.low = 0

    @staticmethod
    def fresh(job):
        return {"job": job, "turn": 0, "left": job.bursts[0], "lag": 0, "v": 0}

    def average(self):
        total = sum(Fraction(one["v"]) * one["w"] for one in self.here)
        return total / sum(one["w"] for one in self.here)

    def join(self, one, first):
        job = one["job"]
        one["w"] = WEIGHTS[job.nice + 20]
        one["r"] = calc_delta_fair((job.slice or self.base) * UNIT, one["w"])
        one["slice"] = (job.slice or self.base) * UNIT
        if self.here:
            total = sum(other["w"] for other in self.here)
            lag = Fraction(one["lag"] * (total + one["w"]), total)
            one["v"] = self.average() // 1 - int(lag)
        else:
            one["v"] = self.low
        one["d"] = one["v"] + (one["r"] // 2 if first else one["r"])
        self.here.append(one)

    def leave(self, one):
        bound = calc_delta_fair(2 * one["slice"], one["w"])
        one["lag"] = max(-bound, min(bound, self.average() // 1 - one["v"]))
        self.low = max(self.low, one["v"])
        self.here.remove(one)

    def eligible(self, one):
        return one["v"] <= self.average()

    def best(self):
        fit = [one for one in self.here if one is not self.running and self.eligible(one)]
        return min(fit, key=lambda one: one["d"], default=None)  # the first of equals

    def pick(self, now):
        self.running = None
        if self.here:
            self.running = self.best()
            self.running["kept"] = self.running["d"]
            self.picks.append((now, self.running["job"].name))

    def back(self):
        """Who is put back stands behind equals."""
        self.here.remove(self.running)
        self.here.append(self.running)

    def advance(self, run, now, sleeping):
        """Run it for a tick; return whether its request is served and others wait."""
        run["v"] += calc_delta_fair(UNIT, run["w"])
        run["left"] -= 1
        served = run["v"] >= run["d"]
        if served:
            run["d"] = run["v"] + run["r"]
        if run["left"]:
            return served and len(self.here) > 1
        self.running = None
        self.leave(run)
        if run["turn"] + 1 < len(run["job"].bursts):
            wait = run["job"].bursts[run["turn"] + 1]
            run["turn"] += 2
            run["left"] = run["job"].bursts[run["turn"]]
            sleeping.append((now + wait, len(sleeping), run))
        return False

    def step(self, now, sleeping):
        again = self.running is not None and self.advance(self.running, now, sleeping)
        fresh = [one for one in self.jobs if one["job"].arrival == now]
        for one in fresh:
            self.join(one, first=True)
        for _, _, one in sorted(row for row in sleeping if row[0] == now):
            self.join(one, first=False)
            fresh.append(one)
        if again:
            self.back()
        if again or self.running is None:
            self.pick(now)
        for one in fresh:
            if one is not self.running:
                self.challenge(one, now)

    def challenge(self, one, now):
        run = self.running
        stays = self.eligible(run)
        if stays and self.parity and run["kept"] == run["d"]:
            return
        if self.best() is one and not (stays and run["d"] < one["d"]):
            self.back()
            self.pick(now)

    def run(self):
        sleeping, now = [], 0
        while (
            now <= max(job["job"].arrival for job in self.jobs)
            or self.here
            or any(row[0] > now - 1 for row in sleeping)
        ):
            self.step(now, sleeping)
            now += 1
        return self.picks


kernels = st.sampled_from(["6.6", "6.12", "6.18"])
ticks = st.sampled_from([None, 1, 3])
NICES = (-10, -5, 0, 0, 0, 5, 10)


@st.composite
def workloads(draw, nices=NICES):
    """Return small jobs, where ties and equal deadlines are frequent."""
    jobs = []
    for place in range(draw(st.integers(1, 5))):
        bursts = [draw(st.integers(1, 12))]
        for _ in range(draw(st.integers(0, 2))):
            bursts += [draw(st.integers(1, 9)), draw(st.integers(1, 12))]
        jobs.append(
            Job(
                f"J{place}",
                draw(st.integers(0, 8)),
                bursts=tuple(bursts),
                nice=draw(st.sampled_from(nices)),
                slice=draw(st.sampled_from([None, 1, 2, 4])),
            )
        )
    return jobs


def joined(picks):
    """Return picks without those that changed nothing, or were changed in the same tick."""
    kept = []
    for now, name in picks:
        if kept and kept[-1][0] == now:
            kept.pop()
        if not kept or kept[-1][1] != name:
            kept.append((now, name))
    return kept


@given(workloads(), st.integers(1, 4), st.booleans())
def test_a_scan_of_everyone_picks_the_same(jobs, base, parity):
    policy = Eevdf("6.12", base * UNIT, parity, preempt_short=False, delay_dequeue=False, unit=UNIT)
    starts = [(one.start, one.job) for one in simulate(jobs, policy).slices]

    assert joined(Scan(jobs, base, parity).run()) == joined(starts)


@given(workloads(), kernels, ticks, st.integers(1, 4), st.booleans())
def test_heaps_pick_the_same_as_the_tree(jobs, kernel, tick, base, parity):
    policy = Eevdf(kernel, base * UNIT, parity, unit=UNIT, tick=tick)

    heaps = replace(policy, timeline="heaps")
    assert simulate(jobs, policy).slices == simulate(jobs, heaps).slices


@given(workloads(nices=(0,)), st.integers(1, 4))
def test_the_average_is_the_virtual_time_of_the_paper(jobs, base):
    """Stoica and Abdel-Wahab: dV/dt = 1/W; who leaves with a lag moves V by lag / W."""
    jobs = [Job(job.name, 0, job.burst, slice=job.slice) for job in jobs]
    schedule = simulate(jobs, Eevdf("6.12", base * UNIT, delay_dequeue=False, unit=UNIT))
    here = {job.name: Fraction(0) for job in jobs}
    virtual, now = Fraction(0), 0
    ends = metrics.completion(schedule)
    ours = {note.time: note.value for note in schedule.notes if note.name == "V"}

    for one in schedule.slices:
        assert one.start == now
        virtual += Fraction(one.end - one.start, len(here))
        here[one.job] += one.end - one.start
        now = one.end
        if now in ours and ends[one.job] != now:
            assert abs(virtual - Fraction(ours[now])) < Fraction(1, 1000)
        if ends[one.job] == now:
            lag = virtual - here.pop(one.job)
            if here:
                virtual += lag / len(here)


@given(workloads(), kernels, ticks, st.booleans())
def test_the_queue_keeps_its_books(jobs, kernel, tick, parity):
    """The sums are sums, someone is eligible, and the pick is what a scan finds."""

    def look(now, queue):
        line = queue.root
        here = [*line.tree, *line.running]
        assert line.count == len(here)
        assert line.load == sum(one.weight for one in here)
        total = sum(one.vruntime * one.weight for one in here)
        assert queue._sum(line) == total
        if here:
            average = Fraction(total, line.load)
            assert sum((average - one.vruntime) * one.weight for one in here) == 0
            assert any(one.vruntime <= average for one in here)
            assert queue._average(line) == total // line.load
            fit = [one for one in line.tree if one.vruntime <= average]
            line.previous = None
            assert queue.best(line) is (fit[0] if fit else None)
        check_tree(line.tree)

    policy = Eevdf(kernel, 2 * UNIT, parity, unit=UNIT, tick=tick)
    simulate(jobs, Watched(policy, look), notes=False)


def check_tree(tree):
    """Assert the laws of a red-black tree, and the least vruntime in every node."""

    def blacks(node):
        if node is None:
            return 1
        under = [one for one in (node.left, node.right) if one is not None]
        assert not (node.red and any(one.red for one in under))
        assert node.least == min([node.vruntime, *(one.least for one in under)])
        left, right = blacks(node.left), blacks(node.right)
        assert left == right
        return left + (not node.red)

    blacks(tree.root)
    keys = [one.key for one in tree]
    assert keys == sorted(keys)
    assert tree.leftmost is (next(iter(tree), None))


@given(
    st.lists(st.tuples(st.integers(-10, 10), st.integers(1, 6)), min_size=2, max_size=5),
    kernels,
    st.booleans(),
)
def test_lag_is_bounded_by_the_largest_request(claims, kernel, parity):
    """Theorem 1 of the paper: -r < lag < max(r, q), in time of service."""
    jobs = [Job(f"J{i}", 0, 400, nice=n, slice=r) for i, (n, r) in enumerate(claims)]
    base = 3 * UNIT
    bound = max(3, *(r for _, r in claims)) + 1
    seen = []

    def look(now, queue):
        line = queue.root
        average = Fraction(queue._sum(line), line.load or 1)
        for one in [*line.tree, *line.running]:
            seen.append(float((average - one.vruntime) * one.weight / 1024 / UNIT))

    simulate(jobs, Watched(Eevdf(kernel, base, parity, unit=UNIT), look), until=120, notes=False)
    assert -bound <= min(seen)
    assert max(seen) <= bound


@pytest.mark.parametrize("kernel", ["6.6", "6.12", "6.18"])
@pytest.mark.parametrize("tick", [None, 4_000])
@pytest.mark.parametrize(("nice", "share"), [(5, 0.7535), (10, 0.903), (1, 0.5553), (19, 0.98556)])
def test_shares_follow_the_weights(kernel, tick, nice, share):
    jobs = [Job("A", 0, 10**9), Job("B", 0, 10**9, nice=nice)]
    got = metrics.ran(
        simulate(jobs, Eevdf(kernel, unit=1_000, tick=tick), until=8_000_000, notes=False)
    )

    assert share == pytest.approx(got["A"] / 8_000_000, abs=0.002)


def turns(kernel, *slices, tick=4_000):
    """Return the ms of every turn, after the first ones, of spinners asking for so many ms."""
    jobs = [Job(f"J{i}", 0, 10**9, slice=ms and ms * 1_000) for i, ms in enumerate(slices)]
    schedule = simulate(jobs, Eevdf(kernel, unit=1_000, tick=tick), until=1_000_000, notes=False)
    return {(one.end - one.start) / 1_000 for one in schedule.slices[4:-1]}


def test_equal_requests_are_served_whole_and_end_with_a_tick_of_the_scheduler():
    """On this kernel (6.18, HZ=250) 20 ms gave 19.98, and 50 ms gave 51.97."""
    assert {20.0} == turns("6.18", 20, 20)
    assert {52.0} == turns("6.18", 50, 50)
    assert {4.0} == turns("6.6", 20, 20)


def test_since_6_17_the_shortest_request_in_the_queue_ends_every_turn():
    """set_protect_slice: a request of 20 ms beside one of the base slice runs 4 ms at a time."""
    assert {4.0} == turns("6.18", None, 20)
    assert {20.0} == turns("6.12", None, 20)


def wait(kernel, newcomer, hog, **rules):
    """Return how long a newcomer waits that comes while another's request is served."""
    jobs = [Job("hog", 0, 400, slice=hog), Job("N", 5, 1, slice=newcomer)]
    return metrics.response(simulate(jobs, Eevdf(kernel, 4_000_000, **rules)))["N"]


def test_a_shorter_request_breaks_into_a_longer_one_since_6_12():
    assert 0 == wait("6.12", 1, 20)
    assert 0 == wait("6.18", 1, 20)
    assert 5 == wait("6.12", 1, 20, preempt_short=False)  # half of 20 is its first request
    assert 5 == wait("6.18", 1, 20, preempt_short=False)
    assert 5 == wait("6.18", 20, 20)


def test_who_sleeps_in_debt_works_it_off_only_where_dequeue_is_delayed():
    """It ran more than its part and blocks; up to 6.11 the debt waits for it unchanged."""

    def ahead(sleep, delayed):
        """Return how far ahead of V it stands when it is back."""
        jobs = [Job("I", 0, bursts=(5, sleep, 5), slice=10), Job("hog", 1, 100, slice=10)]
        schedule = simulate(jobs, Eevdf("6.12", delay_dequeue=delayed))
        wake = schedule.blocked[0].end
        own = [n.value for n in schedule.notes if n.job == "I" and n.time == wake]
        everyone = [n.value for n in schedule.notes if n.name == "V" and n.time <= wake]
        return own[0] - everyone[-1]

    assert 2 == ahead(2, delayed=False) == ahead(30, delayed=False)
    assert 1 == ahead(2, delayed=True)
    assert 0 == ahead(30, delayed=True)


def test_two_requests_are_the_most_that_is_owed_after_a_sleep():
    """entity_lag: it waited for the 25 ms of another's first request, and asks for 1 ms."""
    jobs = [Job("hog", 0, 200, slice=50), Job("I", 0, bursts=(2, 30, 5), slice=1)]
    schedule = simulate(jobs, Eevdf("6.12"))
    wake = schedule.blocked[0].end
    own = next(n.value for n in schedule.notes if n.job == "I" and n.time == wake)
    average = [n.value for n in schedule.notes if n.name == "V" and n.time <= wake]

    assert 2 == pytest.approx(average[-1] - own, abs=0.001)


def test_groups_share_by_their_weights_and_then_among_their_members():
    jobs = [
        Job("A", 0, 10**6, group="a"),
        Job("B", 0, 10**6, group="b"),
        Job("C", 0, 10**6, group="b"),
        Job("D", 0, 10**6, group="b/x", nice=5),
    ]
    policy = Eevdf(shares=(("a", 2048), ("b", 1024)))
    got = metrics.ran(simulate(jobs, policy, until=9_000, notes=False))

    assert {"A": 6000, "B": 1000, "C": 1000, "D": 1000} == pytest.approx(got, abs=5)


def test_groups_need_a_queue_of_each_cpu():
    jobs = [Job("A", 0, 4, group="a"), Job("B", 0, 4)]

    with pytest.raises(InvalidInput, match="group"):
        simulate(jobs, Eevdf(), 2)
    assert {"A": 4, "B": 4} == metrics.ran(simulate(jobs, Eevdf(), Cpus(2, "per_cpu")))


@pytest.mark.parametrize("timeline", ["tree", "heaps"])
def test_two_cpus_of_one_queue_do_not_idle_when_all_the_eligible_run(timeline: str) -> None:
    jobs = [Job(f"J{place}", 0, 1) for place in range(3)]
    jobs += [Job("J3", 0, bursts=(1, 0, 1)), Job("J4", 0, 1)]
    schedule = simulate(jobs, Eevdf(timeline=timeline), Cpus(2, "shared"))

    assert schedule.end == 3
    assert metrics.waiting(schedule) == {"J0": 0, "J1": 0, "J2": 1, "J3": 1, "J4": 2}
