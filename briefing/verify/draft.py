"""Draft -> StoryBriefing: what the articles prove of what an engine claimed, and a finding for the rest."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from briefing.schema import (
    Article,
    ArticleKind,
    Draft,
    DraftQuestion,
    Finding,
    FindingCode,
    Line,
    OpenQuestion,
    Position,
    Source,
    SourceRecord,
    Statement,
    Story,
    StoryBriefing,
)
from briefing.verify.differences import find_differences
from briefing.verify.evidence import Evidence
from briefing.verify.lines import judge_line
from briefing.verify.positions import judge_position

MAX_POSITIONS = 40
MAX_QUESTIONS = 12
_SPEECH_WORDS = 6  # a shorter marked run may be a title or a word held at arm's length
_SUBJECT = 80
SAME_QUESTION = 90  # token-set ratio from which two questions are one


def verify(story: Story, draft: Draft) -> StoryBriefing:
    """Keep of a draft what its story proves.

    Every quotation of the result is verbatim and confirmed; every other line cites sentences that hold its
    names and numbers. All that was dropped stands in `left_out`, with a reason.
    """
    evidence = Evidence(story)
    issue, issue_findings = _issue(story, evidence, draft.issue)
    bottom_line, line_findings = _statements(evidence, draft.bottom_line)
    headline, headline_findings = _headline(story, evidence, draft.headline)
    positions, position_findings = _positions(story, evidence, draft, issue)
    questions, question_findings = _questions(evidence, draft.questions)
    return StoryBriefing(
        id=story.id,
        headline=headline,
        issue=issue,
        bottom_line=bottom_line,
        articles=tuple(_record(source) for source in story.sources),
        positions=positions,
        differences=find_differences(story, positions),
        open_questions=questions,
        left_out=(
            *_notes(story),
            *draft.findings,
            *headline_findings,
            *issue_findings,
            *line_findings,
            *position_findings,
            *question_findings,
        ),
    )


def _headline(story: Story, evidence: Evidence, line: Line) -> tuple[str, tuple[Finding, ...]]:
    """A headline stands if it is an outlet's own or its evidence covers it; else the outlet's is printed."""
    kept, findings = _own_line(story, evidence, line, "headline")
    return kept or story.headline, findings


def _issue(story: Story, evidence: Evidence, line: Line) -> tuple[str, tuple[Finding, ...]]:
    kept, findings = _own_line(story, evidence, line, "issue")
    return kept or story.headline, findings


def _own_line(story: Story, evidence: Evidence, line: Line, subject: str) -> tuple[str, tuple[Finding, ...]]:
    if line.text in {story.headline, *(article.title for article in story.articles.values())}:
        return line.text, ()
    cited, findings = evidence.look_up(line.evidence, subject)
    titles = "\n".join(article.title or "" for article in story.articles.values())
    finding = judge_line(line.text, cited, known=evidence.text, also=[titles])
    return ("", (*findings, finding)) if finding else (line.text, findings)


def _statements(
    evidence: Evidence, lines: Iterable[Line]
) -> tuple[tuple[Statement, ...], tuple[Finding, ...]]:
    kept: list[Statement] = []
    findings: list[Finding] = []
    for line in lines:
        cited, missing = evidence.look_up(line.evidence, line.text[:80])
        findings += missing
        finding = judge_line(line.text, cited, known=evidence.text)
        if finding is None and not cited:
            detail = "it cites nothing that exists"
            finding = Finding(code=FindingCode.NO_EVIDENCE, subject=line.text[:80], detail=detail)
        if finding:
            findings.append(finding)
        elif line.text:
            kept.append(Statement(text=line.text, evidence=tuple(c.citation() for c in cited)))
    return tuple(kept), tuple(findings)


def _positions(
    story: Story, evidence: Evidence, draft: Draft, issue: str
) -> tuple[tuple[Position, ...], tuple[Finding, ...]]:
    kept: list[Position] = []
    findings: list[Finding] = []
    for claim in draft.positions:
        judged = judge_position(story, evidence, claim, issue=issue)
        findings += judged.findings
        if judged.position is None:
            continue
        if code := _surplus(judged.position, kept):
            detail = (
                "the same position is already listed"
                if code is FindingCode.REPEATED
                else "too many positions"
            )
            findings.append(Finding(code=code, subject=judged.position.actor, detail=detail))
            continue
        kept.append(judged.position)
    return tuple(kept), tuple(findings)


def _surplus(position: Position, kept: Sequence[Position]) -> FindingCode | None:
    if len(kept) >= MAX_POSITIONS:
        return FindingCode.OVER_LIMIT
    return FindingCode.REPEATED if any(_same(position, other) for other in kept) else None


def _same(one: Position, two: Position) -> bool:
    """Two items are one when actor and stance agree and the second brings no evidence of its own."""
    if (one.actor, one.stance) != (two.actor, two.stance):
        return False
    places = {(q.article_id, q.start) for q in two.quotations} | {
        (r.article_id, r.start) for r in two.reported
    }
    mine = {(q.article_id, q.start) for q in one.quotations} | {(r.article_id, r.start) for r in one.reported}
    return mine <= places


def _questions(
    evidence: Evidence, claims: Iterable[DraftQuestion]
) -> tuple[tuple[OpenQuestion, ...], tuple[Finding, ...]]:
    kept: list[OpenQuestion] = []
    findings: list[Finding] = []
    for claim in claims:
        question, found = _question(evidence, claim)
        findings += found
        if question is None:
            continue
        if any(fuzz.token_set_ratio(question.question, k.question) >= SAME_QUESTION for k in kept):
            detail = "the same question is already listed"
            findings.append(Finding(code=FindingCode.REPEATED, subject=claim.question[:80], detail=detail))
        elif len(kept) >= MAX_QUESTIONS:
            detail = "too many questions"
            findings.append(Finding(code=FindingCode.OVER_LIMIT, subject=claim.question[:80], detail=detail))
        else:
            kept.append(question)
    return tuple(kept), tuple(findings)


def _question(evidence: Evidence, claim: DraftQuestion) -> tuple[OpenQuestion | None, tuple[Finding, ...]]:
    subject = claim.question[:80]
    cited, findings = evidence.look_up(claim.evidence, subject)
    if not cited:
        detail = "it cites nothing that exists"
        return None, (*findings, Finding(code=FindingCode.NO_EVIDENCE, subject=subject, detail=detail))
    if finding := judge_line(claim.question, cited, known=evidence.text):
        return None, (*findings, finding)
    finding = judge_line(claim.why_open, cited, known=evidence.text, topical=False)
    citations = tuple(sentence.citation() for sentence in cited)
    why = "" if finding else claim.why_open
    question = OpenQuestion(question=claim.question, why_open=why, evidence=citations)
    return question, (*findings, finding) if finding else findings


def _notes(story: Story) -> tuple[Finding, ...]:
    """What its readers said of the articles, and which of them hold nobody's words."""
    notes = [note for article in story.articles.values() for note in article.notes]
    heard = {utterance.article_id for utterance in story.utterances}
    silent = [article for article in story.origins if article.id not in heard]
    return (*notes, *map(_silent, silent), *_unheard(story))


def _unheard(story: Story) -> Iterable[Finding]:
    """Speech that stands in no brief because the article does not say for certain whose it is."""
    for utterance in story.utterances:
        text = story.articles[utterance.article_id].text
        words = " ".join(run.of(text) for run in utterance.marked)
        if utterance.actor is None and utterance.outer is None and len(words.split()) >= _SPEECH_WORDS:
            detail = f"{utterance.article_id} does not say for certain whose words these are"
            yield Finding(code=FindingCode.UNATTRIBUTED, subject=f"“{_cut(words)}”", detail=detail)


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SUBJECT else f"{plain[: _SUBJECT - 1]}…"


def _silent(article: Article) -> Finding:
    detail = f"nobody was found to say anything in it (language: {article.language})"
    return Finding(code=FindingCode.NO_SPEECH, subject=article.source, detail=detail)


def _record(source: Source) -> SourceRecord:
    article = source.article
    published = article.published
    stamp = None
    if published:
        stamp = published.moment.isoformat() if published.has_time else published.day.isoformat()
    return SourceRecord(
        id=article.id,
        source=article.source,
        outlet=article.outlet,
        title=article.title,
        byline=article.byline,
        url=article.url,
        published=stamp,
        published_origin=published.origin if published else None,
        kind=ArticleKind(article.kind),
        relation=source.relation,
        twin=source.twin,
    )
