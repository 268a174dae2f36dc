"""Why a run does not do what it should: the settings and where they come from, the endpoint, this machine.

    checks     one thing that was looked at, and the exit status of all
    machine    versions, libraries, trust, folder, clock
    endpoint   reached, its models, the mode it keeps to, its speed

Looking around is apart from judging, so that every judgement can be tried on any machine.
"""

from briefing.doctor.checks import Check, Level, status_of
from briefing.doctor.endpoint import Asked, check_endpoint
from briefing.doctor.machine import Machine, check_machine, this_machine

__all__ = [
    "Asked",
    "Check",
    "Level",
    "Machine",
    "check_endpoint",
    "check_machine",
    "status_of",
    "this_machine",
]
