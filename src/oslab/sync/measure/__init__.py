"""This machine's answers."""

from oslab.sync.measure.deadlock import deadlock as deadlock
