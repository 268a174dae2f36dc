"""Draft -> Briefing: nothing is printed that the articles do not prove.

`verify` judges a draft of one story, `assemble` puts the stories under one title, `verify_quotation` answers
for a single quotation: are these the words, and is this the speaker?
"""

from briefing.verify.assemble import assemble
from briefing.verify.draft import verify
from briefing.verify.locate import locate
from briefing.verify.quotations import Verdict, verify_quotation

__all__ = ["Verdict", "assemble", "locate", "verify", "verify_quotation"]
