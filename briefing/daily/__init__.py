"""The day's brief: sources asked, articles kept, the day's stories chosen, drafted, verified and stored.

run       the whole day in one function
gather    sources -> the archive; a source that fails stops no other
select    archive -> the articles of the day; stories -> those the brief has room for
watch     what topics and actors an article is about
days      which day it is, and which moments are part of it

Everything the brief is made of is in the archive before it is briefed, so that a run that was killed goes on
where it was, and a second run of the same day asks nothing twice.
"""

from briefing.daily.days import Calendar
from briefing.daily.gather import Report, gather
from briefing.daily.run import DailyBrief, Order, Plan, make_brief, plan_brief
from briefing.daily.select import Choice, Selection, choose_stories, select_articles

__all__ = [
    "Calendar",
    "Choice",
    "DailyBrief",
    "Order",
    "Plan",
    "Report",
    "Selection",
    "choose_stories",
    "gather",
    "make_brief",
    "plan_brief",
    "select_articles",
]
