"""Article -> Utterances: who said what, by rules, the same every time.

The way of the words, and the modules in the order of reading:

    lexicon       a language folder -> the words attribution lives on
    marks         text -> paragraphs with their marked runs
    tokens        paragraph -> sentences in which a run is one token
    phrases       tokens -> noun phrases
    verbs         around a reporting verb: auxiliaries, polarity
    subjects      whose a verb is, in English; verb_second: in German
    clauses       sentence -> reporting clauses (the value: clause)
    labels        the same without a verb: a name and a colon, a dash and a name
    claims        clauses -> which words each reports; regions: the words before it and after it
    judge         is a claim without marked words a report at all?
    scare         is a marked run a title or a nickname?
    attributions  text -> attributions
    people        article -> who can speak in it, and whom a mention means
    attribute     article -> utterances
    reporting     an utterance's cue -> told, or only thought
    actors        a name as written elsewhere -> the actor it means
"""

from briefing.speech.actors import is_named, is_tied, kind_of_name, match_actor, same_place
from briefing.speech.attribute import Speech, attribute, attribute_story, people
from briefing.speech.people import PeopleTable
from briefing.speech.reporting import is_reporting

__all__ = [
    "PeopleTable",
    "Speech",
    "attribute",
    "attribute_story",
    "is_named",
    "is_reporting",
    "is_tied",
    "kind_of_name",
    "match_actor",
    "people",
    "same_place",
]
