"""Approved briefs and recorded replies: what a change does to real briefs is seen before it lands.

A golden case is a folder of `seeds/`; a model alias is a table of `golden/models.toml`. Each pair is replayed
through the whole way, offline, and every stage is compared byte by byte with its snapshot in `golden/`.

    cases      the given side: cases and aliases, and which of them are meant
    stages     the snapshots of one run, numbered along the way, so that one sees where drift began
    replay     one case through the pipeline, with recorded replies
    check      compare with what was approved; accept writes it
    record     ask the real model and keep what it says
    carried    the same by way of somebody's hands and a chat window
"""

from briefing.golden.carried import CarriedClient, carry_case, questions_of
from briefing.golden.cases import Alias, Case, find_orphans, find_root, load_aliases, load_cases, select
from briefing.golden.check import Result, State, accept_case, check_case
from briefing.golden.record import Planned, plan_recordings, record_case
from briefing.golden.replay import Replayed, replay_case

__all__ = [
    "Alias",
    "CarriedClient",
    "Case",
    "Planned",
    "Replayed",
    "Result",
    "State",
    "accept_case",
    "carry_case",
    "check_case",
    "find_orphans",
    "find_root",
    "load_aliases",
    "load_cases",
    "plan_recordings",
    "questions_of",
    "record_case",
    "replay_case",
    "select",
]
