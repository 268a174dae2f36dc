"""Approved briefs and recorded replies: what a change does to real briefs is seen before it lands.

A golden case is a folder of `seeds/`; a model alias is a table of `golden/models.toml`. Each pair is replayed
through the whole way, offline, and every stage is compared byte by byte with its snapshot in `golden/`.

    cases      the given side: cases and aliases, and which of them are meant
    stages     the snapshots of one run, numbered along the way, so that one sees where drift began
    replay     one case through the pipeline, with recorded replies
    expectations  what a case's file says a good brief holds; matching pairs it with what the brief holds
    promises   what a brief must never do, whatever was approved
    check      compare with what was approved; accept writes it
    explain    why a recording does not answer what is asked now
    orphans    what belongs to nothing
    record     ask the real model and keep what it says
    carried    the same by way of somebody's hands and a chat window
"""

from briefing.golden.carried import CarriedClient, carry_case, questions_by_hand
from briefing.golden.cases import Alias, Case, find_root, load_aliases, load_cases, select
from briefing.golden.check import Change, ChangeKind, Result, State, accept_case, check_case, check_cases
from briefing.golden.explain import Explained, Part, explain_case, find_keyed
from briefing.golden.orphans import find_orphans, remove_orphans
from briefing.golden.record import Planned, plan_recordings, questions_of, record_case
from briefing.golden.replay import Replayed, replay_case

__all__ = [
    "Alias",
    "CarriedClient",
    "Case",
    "Change",
    "ChangeKind",
    "Explained",
    "Part",
    "Planned",
    "Replayed",
    "Result",
    "State",
    "accept_case",
    "carry_case",
    "check_case",
    "check_cases",
    "explain_case",
    "find_keyed",
    "find_orphans",
    "find_root",
    "load_aliases",
    "load_cases",
    "plan_recordings",
    "questions_by_hand",
    "questions_of",
    "record_case",
    "remove_orphans",
    "replay_case",
    "select",
]
