"""Articles -> stories: same event, stub of another, syndicated copy.

twins      articles -> which text is a stub or copy of which
commonness a word -> how common it is in articles of its language
profiles   articles -> what each is about
ties       two profiles -> how strongly they tell of one event, and by what
events     articles -> which tell of the same event
reasons    a tie -> why two articles are one story, in words
grouping   both together -> stories, the weightiest first
sections   a story too long to be asked about at once -> its sections
"""

from briefing.stories.grouping import Outline, group, outline, tell
from briefing.stories.sections import divide, name_section, order_of, sentence_ids, without_text

__all__ = [
    "Outline",
    "divide",
    "group",
    "name_section",
    "order_of",
    "outline",
    "sentence_ids",
    "tell",
    "without_text",
]
