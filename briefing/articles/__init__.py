"""Bytes -> Article: files, pages, mails and pasted text become cleaned words with numbered sentences.

reading     sources as the user named them -> articles and findings
sources     names -> inputs: files, folders, patterns, standard input; pipes: those without a writer
formats     bytes -> extract, by kind: webpage, mail, pdf, markdown, pasted
decode      bytes -> text
normalise   text -> one form of it, with the way back
pasted      text of a page -> the article in it
segments    page -> segments, and the run of them that is the body
glue        line -> the seams where page elements stuck together
furniture   segment -> why it is no part of the article
matter      what surrounds the body -> title, byline, outlet, dates
webpage     HTML -> extract; visible, pagedata: what is seen, what the page tells machines
moments     words and stamps -> publication dates
extract     extract -> Article
sentences   text -> numbered sentences
dates       words such as "on Tuesday" -> days; datewords: the words; tense: past or ahead
language    text -> language code
plain       text that is an article already -> Article
online      address -> articles: a feed, a page, the page behind a teaser
fetch       address -> bytes, or why there are none; fetch_*: results, addresses, network, manners
feeds       bytes of a feed -> articles
"""

from briefing.articles.dates import resolve_dates
from briefing.articles.language import is_small_word
from briefing.articles.plain import from_text
from briefing.articles.reading import Reading, read_sources

__all__ = ["Reading", "from_text", "is_small_word", "read_sources", "resolve_dates"]
