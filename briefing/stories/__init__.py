"""Articles -> stories: same event, stub of another, syndicated copy.

twins      articles -> which text is a stub or copy of which
events     articles -> which tell of the same event
grouping   both together -> stories, the weightiest first
"""

from briefing.stories.grouping import Outline, group, outline, tell

__all__ = ["Outline", "group", "outline", "tell"]
