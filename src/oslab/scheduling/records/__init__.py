"""What is known of jobs and of schedules: frozen data, whoever made it."""

from oslab.scheduling.records.guesses import Guesses as Guesses
from oslab.scheduling.records.job import Cpus as Cpus
from oslab.scheduling.records.job import Job as Job
from oslab.scheduling.records.job import Section as Section
from oslab.scheduling.records.job import hyperperiod as hyperperiod
from oslab.scheduling.records.job import released as released
from oslab.scheduling.records.moment import Moment as Moment
from oslab.scheduling.records.problem import Problem as Problem
from oslab.scheduling.records.schedule import Event as Event
from oslab.scheduling.records.schedule import Note as Note
from oslab.scheduling.records.schedule import Schedule as Schedule
from oslab.scheduling.records.schedule import Slice as Slice
from oslab.scheduling.records.serving import Request as Request
from oslab.scheduling.records.serving import Served as Served
from oslab.scheduling.records.sweep import Sweep as Sweep
from oslab.scheduling.records.tree import Tree as Tree
from oslab.scheduling.records.tree import TreeNode as TreeNode
