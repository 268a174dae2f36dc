"""Article -> Utterances: who said what, by rules, the same every time.

marks       text -> paragraphs with their marked runs
tokens      paragraph -> sentences in which a run is one token
lexicon     language folder -> the words attribution lives on
phrases     tokens -> noun phrases
clauses     sentence -> reporting clauses
engine      text -> attributions
people      article -> who can speak in it, and whom a mention means
attribute   article -> utterances
actors      a name as written elsewhere -> the actor it means
"""

from briefing.speech.actors import is_tied, match_actor, same_place
from briefing.speech.attribute import Speech, attribute, attribute_story, people
from briefing.speech.people import PeopleTable

__all__ = [
    "PeopleTable",
    "Speech",
    "attribute",
    "attribute_story",
    "is_tied",
    "match_actor",
    "people",
    "same_place",
]
