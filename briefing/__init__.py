"""A briefing generator that can be trusted with people's names.

Read the package in the order of the way of the data:

    articles   bytes -> Article: cleaned text, numbered sentences, dates
    speech     Article -> Utterance: who said what, where
    stories    articles of one event -> Story
    prompts    Story + template -> Prompt
    models     Prompt -> Reply
    drafts     Story -> Draft: what a model or the built-in engine claims
    verify     Draft -> StoryBriefing: what the articles prove
    render     Briefing -> text
    archive    what was read, briefed, asked and sent; changes: this brief against those before it
    pipeline   the whole way in one function
    daily      the whole day: sources asked, articles stored, stories chosen, the brief kept
    golden     approved briefs and recorded replies

`schema` holds the values that pass between them, `errors` every exception.
"""

__version__ = "0.1.0"
__all__ = ["__version__"]
