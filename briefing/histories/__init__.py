"""The briefs of an archive -> what an actor held over time, and how a story went.

values     what a history is
names      a name as somebody types it -> whom or what it means, or who could be meant
actors     briefs -> everything one actor held, story by story
stories    briefs -> one story, brief by brief
markdown   a history to read; json_ for programs
"""

from briefing.histories.actors import actor_history
from briefing.histories.json_ import render_history_json
from briefing.histories.markdown import render_history_markdown
from briefing.histories.stories import story_history
from briefing.histories.values import ActorHistory, ActorStory, Candidates, Chapter, Held, StoryHistory

__all__ = [
    "ActorHistory",
    "ActorStory",
    "Candidates",
    "Chapter",
    "Held",
    "StoryHistory",
    "actor_history",
    "render_history_json",
    "render_history_markdown",
    "story_history",
]
