"""Draft -> Briefing: nothing is printed that the articles do not prove.

`verify` judges a draft of one story, `assemble` puts the stories under one title, `verify_quotation` answers
for a single quotation: are these the words, and is this the speaker?
"""

from briefing.verify.assemble import assemble
from briefing.verify.draft import verify

__all__ = ["assemble", "verify"]
