"""Story -> Draft by a language model whose window may be smaller than the story.

What fits is one question. What does not is drafted section by section: article by article, and a long
article by runs of paragraphs; a second prompt merges what the sections say. A section that fails is left
out and named. The sections of one story are independent, and are asked about side by side.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cached_property, partial
from threading import BoundedSemaphore
from typing import NamedTuple

from briefing.drafts.draft_reply import read_draft
from briefing.drafts.merging import Joined, join, restrict, settle, show
from briefing.drafts.prompted import PromptedEngine
from briefing.drafts.window import Window, count_tokens
from briefing.errors import ContextWindowError, ModelError, TruncatedError, UnansweredError
from briefing.exchange import Fault, Mode, Reply, Request
from briefing.models import Judgement
from briefing.prompts import Prompt, PromptTemplate, load_prompt
from briefing.schema import Draft, Finding, FindingCode, Story
from briefing.stories import divide, name_section, order_of, sentence_ids, without_text
from briefing.workers import as_done

__all__ = ["MERGE", "DividingEngine", "Plan"]

MERGE = "merge"  # the prompt that merges

_MOST_SHOWN = 24  # how long the lists may be that the merge prompt shows
_SHORTER = (16, 12, 8, 6, 4, 3, 2)  # and how long where that does not fit
_MERGING = "merging the sections"
_LOG = logging.getLogger(__name__)


class Plan(NamedTuple):
    """What a story would be asked: the first request for each section; for a merge, its tokens at most."""

    requests: tuple[Request, ...]
    merge_input: int = 0
    merge_output: int = 0


class DividingEngine:
    """Drafts with a prompted engine, and divides what is too long for its model.

    At most `workers` questions are asked at a time, however many threads draft. `merge` gives the prompt
    that merges, when it is needed.
    """

    name = "prompted"

    def __init__(
        self,
        engine: PromptedEngine,
        *,
        window: Window | None = None,
        merge: Callable[[], PromptTemplate] = lambda: load_prompt(MERGE),
        workers: int = 1,
    ) -> None:
        self.model = engine.model
        self._engine = engine
        self._window = window or Window()
        self._load_merge = merge
        self._workers = workers
        self._slots = BoundedSemaphore(workers)
        self._stopped: ModelError | None = None
        self._has_merged = False
        self._failures: list[ModelError] = []

    @property
    def failures(self) -> tuple[ModelError, ...]:
        """What went wrong with parts of stories that were drafted all the same."""
        return tuple(self._failures)

    @property
    def prompt(self) -> str | None:
        """Name and version of the prompt; with those of the second one as soon as it was used."""
        return f"{self._engine.prompt}, {self._merge.label}" if self._has_merged else self._engine.prompt

    def draft(self, story: Story) -> Draft:
        """Ask until there are usable replies; raises ModelError where there is none to any part of it.

        Raises UnansweredError for any question that somebody has yet to carry over.
        """
        work = self._draft_sections(story)
        if not work.drafts:
            raise work.reason
        draft = self._merged(story, work.drafts) if len(work.drafts) > 1 else work.drafts[0]
        failed = tuple(self._left_out(name_section(section), error) for section, error in work.failures)
        return draft.model_copy(update={"findings": (*draft.findings, *failed)})

    def judge(self, reply: Reply) -> Judgement:
        """What a reply turned out to be, for its recording."""
        return self._engine.judge(reply)

    def render(self, story: Story) -> Prompt:
        """The prompt for a story or one of its sections, with a marker of its own."""
        return self._engine.render(story)

    def plan(self, story: Story, mode: Mode) -> Plan:
        """What would be asked about a story; asks nothing."""
        sections = self.sections(story)
        requests = tuple(self._engine.request(self.render(section), mode) for section in sections)
        if len(sections) == 1:
            return Plan(requests)
        empty = self._engine.fill(self._merge, show(join((), ()), size=1))
        reply = self._engine.longest_reply(empty)
        offered = sum(self._engine.longest_reply(self.render(section)) for section in sections)
        room = self._window.room(empty, reply=reply) if self._window.tokens else offered
        return Plan(requests, count_tokens(empty) + min(room, offered), reply)

    def merge_prompt(self, story: Story, drafts: Sequence[Draft]) -> Prompt:
        """The prompt that merges drafts of a story's sections, given in their order.

        Raises ContextWindowError where the window has no room for what they offer.
        """
        for prompt in self._merge_prompts(join(drafts, story.actors)):
            return prompt
        raise self._too_small()

    # --- sections --------------------------------------------------------------------------------------

    def sections(self, story: Story) -> tuple[Story, ...]:
        """The story, or the sections it is drafted in: each fits the window, as far as can be told.

        Raises ContextWindowError for a window that the prompt fills by itself.
        """
        prompt = self.render(story)
        if self._window.fits(prompt, reply=self._engine.longest_reply(prompt)):
            return (story,)
        return self._smaller(story)

    def _smaller(self, story: Story) -> tuple[Story, ...]:
        """At least two sections that fit, or the one that cannot be divided."""
        bare = self.render(without_text(story))
        room = self._window.room(bare, reply=self._engine.longest_reply(bare))
        if not room:
            raise self._too_small(bare)
        material = count_tokens(self.render(story)) - count_tokens(bare)
        cut = divide(story, pieces=-(-material // room))
        if len(cut) == 1:
            return cut
        return tuple(section for piece in cut for section in self.sections(piece))

    def _draft_sections(self, story: Story) -> "_Work":
        drafts: list[tuple[Story, Draft]] = []
        failures: list[_Failure] = []
        waiting = [_Waiting(section) for section in self.sections(story)]
        if len(waiting) > 1:
            self._merge  # noqa: B018 -- a prompt that cannot be read is told before anything is paid
        while waiting:
            smaller: list[_Waiting] = []
            for index, result in as_done(waiting, self._ask_about, workers=self._workers):
                section = waiting[index].section
                if isinstance(result, Draft):
                    drafts.append((section, result if section is story else _own(section, result)))
                elif not isinstance(result, ModelError) or isinstance(result, UnansweredError):
                    raise result
                elif cut := self._cut(waiting[index], result):
                    smaller += cut
                else:
                    failures.append(_Failure(section, result))
                _LOG.info("%s: %d sections done", story.headline, len(drafts))
            waiting = smaller
        drafts.sort(key=lambda pair: order_of(pair[0]))
        failures.sort(key=lambda failure: order_of(failure.section))
        return _Work(tuple(draft for _, draft in drafts), tuple(failures))

    def _ask_about(self, waiting: "_Waiting") -> Draft:
        section = waiting.section
        prompt = self.render(section)
        if not self._window.fits(prompt, reply=self._engine.longest_reply(prompt)):
            what = f"The section is too long for the window of {self._window.tokens:,} tokens."
            raise _OutgrownError(what, fault=Fault.TOO_LONG)
        return self._guarded(partial(self._engine.draft, section))

    def _guarded(self, ask: Callable[[], Draft]) -> Draft:
        """Ask within the number of questions at a time, and not after an error that stops the run."""
        with self._slots:
            if self._stopped is not None:
                raise self._stopped
            try:
                return ask()
            except ModelError as error:
                if error.stops_run:
                    self._stopped = error
                raise

    def _cut(self, waiting: "_Waiting", error: ModelError) -> "Sequence[_Waiting]":
        """Smaller sections for one that is too long, or whose reply is; none where the error is final."""
        if isinstance(error, TruncatedError) and not waiting.is_halved:
            cut = [_Waiting(piece, is_halved=True) for piece in divide(waiting.section)]
        elif isinstance(error, ContextWindowError):
            cut = [waiting._replace(section=piece) for piece in self._cut_refused(waiting.section, error)]
        else:
            return ()
        return cut if len(cut) > 1 else ()

    def _cut_refused(self, section: Story, error: ContextWindowError) -> tuple[Story, ...]:
        prompt = self.render(section)
        size = count_tokens(prompt) + self._engine.longest_reply(prompt)
        if not isinstance(error, _OutgrownError) and not self._window.learn(size, told=error.window):
            return ()
        try:
            return self._smaller(section)
        except ContextWindowError:
            return ()  # the endpoint's own words say more

    def _too_small(self, bare: Prompt | None = None) -> ContextWindowError:
        tokens = self._window.tokens or 0
        if bare is None:
            what = f"The window of {tokens:,} tokens has no room to merge what the sections offer."
            return ContextWindowError(what, fault=Fault.TOO_LONG)
        return ContextWindowError(
            f"The window of {tokens:,} tokens has no room for an article: the prompt by itself takes about "
            f"{count_tokens(bare):,} and the reply up to {self._engine.longest_reply(bare):,}; set a larger "
            "context_tokens or a smaller max_tokens, as the model allows.",
            fault=Fault.TOO_LONG,
        )

    # --- merge -----------------------------------------------------------------------------------------

    @cached_property
    def _merge(self) -> PromptTemplate:
        return self._load_merge()

    def _merged(self, story: Story, drafts: Sequence[Draft]) -> Draft:
        joined, limits = join(drafts, story.actors), self._merge.limits
        try:
            draft = self._ask_to_merge(joined)
        except UnansweredError:
            raise
        except ModelError as error:
            plain = joined.draft(story.headline, limits)
            return plain.model_copy(update={"findings": (*plain.findings, self._left_out(_MERGING, error))})
        self._has_merged = True
        return settle(restrict(draft, joined.evidence, why="in no section's draft"), joined, limits)

    def _ask_to_merge(self, joined: Joined) -> Draft:
        read = partial(read_draft, limits=self._merge.limits)
        refusal: ContextWindowError | None = None
        for prompt in self._merge_prompts(joined):
            try:
                return self._guarded(partial(self._engine.ask, prompt, read))
            except ContextWindowError as error:
                size = count_tokens(prompt) + self._engine.longest_reply(prompt)
                if not self._window.learn(size, told=error.window):
                    raise
                refusal = error
        raise refusal or self._too_small()

    def _merge_prompts(self, joined: Joined) -> Iterator[Prompt]:
        """Prompts that merge, each shorter than the one before; only those that fit as they are drawn."""
        longest = min(joined.longest, _MOST_SHOWN)
        for size in (longest, *(shorter for shorter in _SHORTER if shorter < longest)):
            prompt = self._engine.fill(self._merge, show(joined, size=size))
            if self._window.fits(prompt, reply=self._engine.longest_reply(prompt)):
                yield prompt

    def _left_out(self, subject: str, error: ModelError) -> Finding:
        """Note what a draft goes without, for the run and for the brief."""
        told = copy(error)
        told.args = (f"{subject}: {error}",)
        self._failures.append(told)
        return Finding(code=FindingCode.MODEL_FAILED, subject=subject, detail=str(error))


class _OutgrownError(ContextWindowError):
    """A section was not asked about: the window turned out to be smaller while it waited."""


class _Waiting(NamedTuple):
    """A section to ask about; `is_halved` where a reply was too long before, which may happen once."""

    section: Story
    is_halved: bool = False


class _Failure(NamedTuple):
    """A section without a draft."""

    section: Story
    error: ModelError


class _Work(NamedTuple):
    """What came of a story's sections, in their order."""

    drafts: tuple[Draft, ...]
    failures: tuple[_Failure, ...]

    @property
    def reason(self) -> ModelError:
        """Why there is no draft: in the endpoint's words, if it said something."""
        errors = [failure.error for failure in self.failures]
        return next((error for error in errors if not isinstance(error, _OutgrownError)), errors[0])


def _own(section: Story, draft: Draft) -> Draft:
    """The draft of a section without numbers of sentences that the section does not hold."""
    return restrict(draft, sentence_ids(section), why="not in this section")
