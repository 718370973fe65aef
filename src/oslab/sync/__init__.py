"""Synchronization: every interleaving of a program, and the same bug on real threads.

    explore_all(Program([increment, increment], n=0)) -> Exploration
    replay(program, finding.schedule) -> History;  run(program, seed) -> History

A thread is a generator function: `n = yield load("n"); yield store("n", n + 1)`.
"""

from oslab.sync.model import deadlocked as deadlocked
from oslab.sync.model import explore_all as explore_all
from oslab.sync.model import is_safe as is_safe
from oslab.sync.model import replay as replay
from oslab.sync.model import request as request
from oslab.sync.model import run as run
from oslab.sync.model import safe_sequences as safe_sequences
from oslab.sync.records import Atomic as Atomic
from oslab.sync.records import Barrier as Barrier
from oslab.sync.records import Channel as Channel
from oslab.sync.records import Condition as Condition
from oslab.sync.records import Exploration as Exploration
from oslab.sync.records import Finding as Finding
from oslab.sync.records import History as History
from oslab.sync.records import Mutex as Mutex
from oslab.sync.records import Operation as Operation
from oslab.sync.records import Outcome as Outcome
from oslab.sync.records import Program as Program
from oslab.sync.records import ReadWriteLock as ReadWriteLock
from oslab.sync.records import Region as Region
from oslab.sync.records import Semaphore as Semaphore
from oslab.sync.records import Solution as Solution
from oslab.sync.records import Turn as Turn
from oslab.sync.records.operations import acquire as acquire
from oslab.sync.records.operations import arrive as arrive
from oslab.sync.records.operations import broadcast as broadcast
from oslab.sync.records.operations import check as check
from oslab.sync.records.operations import choose as choose
from oslab.sync.records.operations import compare_and_swap as compare_and_swap
from oslab.sync.records.operations import enter as enter
from oslab.sync.records.operations import exchange as exchange
from oslab.sync.records.operations import fence as fence
from oslab.sync.records.operations import fetch_add as fetch_add
from oslab.sync.records.operations import leave as leave
from oslab.sync.records.operations import load as load
from oslab.sync.records.operations import lock as lock
from oslab.sync.records.operations import pause as pause
from oslab.sync.records.operations import read_lock as read_lock
from oslab.sync.records.operations import read_unlock as read_unlock
from oslab.sync.records.operations import receive as receive
from oslab.sync.records.operations import release as release
from oslab.sync.records.operations import send as send
from oslab.sync.records.operations import signal as signal
from oslab.sync.records.operations import store as store
from oslab.sync.records.operations import try_acquire as try_acquire
from oslab.sync.records.operations import try_lock as try_lock
from oslab.sync.records.operations import unlock as unlock
from oslab.sync.records.operations import wait as wait
from oslab.sync.records.operations import write_lock as write_lock
from oslab.sync.records.operations import write_unlock as write_unlock
