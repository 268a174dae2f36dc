"""What went into both sides, and what of it changed: the prompt apart from the model."""

import difflib
from collections.abc import Iterator, Mapping, Sequence

from briefing.compare.replays import CaseReplay
from briefing.compare.results import Fact, Inputs
from briefing.compare.sides import Pair, Side
from briefing.exchange import Request
from briefing.models import Recording
from briefing.prompts import PromptTemplate, load_prompt

__all__ = ["compare_inputs", "provenance"]

_WORKTREE = "working tree"


def compare_inputs(pair: Pair, cases: Sequence[tuple[CaseReplay, CaseReplay]]) -> Inputs:
    """Compare templates, parameters, schema and model, and what one case was really asked."""
    base, head = _template(pair.base), _template(pair.head)
    case, rendered = _rendered_diff(cases)
    facts = tuple(_facts(pair, base, head))
    changed = {fact.name for fact in facts if fact.base != fact.head}
    template = "".join(_diff_files(_templates(base), _templates(head))) if base and head else ""
    return Inputs(
        prompt_changed=bool(template),
        model_changed=bool({"model", "provenance"} & changed),
        parameters_changed=bool({"parameters", "mode"} & changed),
        schema_changed=bool(base and head and base.files["schema.json"] != head.files["schema.json"]),
        template_diff=template,
        rendered_case=case,
        rendered_diff=rendered,
        facts=facts,
    )


def _template(side: Side) -> PromptTemplate | None:
    """The prompt of a side: that beside its cases, or else the program's; the built-in engine has none."""
    if side.alias.model is None:
        return None
    folder = side.root / "prompts"
    return load_prompt(side.alias.prompt, folder=folder if folder.is_dir() else None)


def _templates(template: PromptTemplate) -> dict[str, str]:
    return {f"prompts/{template.name}/{name}": text for name, text in sorted(template.files.items())}


def _diff_files(base: Mapping[str, str], head: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*base, *head}):
        yield unified(base.get(name, ""), head.get(name, ""), name)


def unified(base: str, head: str, name: str) -> str:
    """A unified diff with a newline after each line, or nothing where both are equal."""
    lines = difflib.unified_diff(base.splitlines(), head.splitlines(), f"a/{name}", f"b/{name}", lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _rendered_diff(cases: Sequence[tuple[CaseReplay, CaseReplay]]) -> tuple[str, str]:
    """The first case that is asked otherwise, and how; both empty where all are asked the same."""
    for base, head in cases:
        diff = unified(_asked(base), _asked(head), f"{head.case.name}/messages")
        if diff:
            return head.case.name, diff
    return "", ""


def _asked(replay: CaseReplay) -> str:
    """The messages that were recorded as asked, whatever the program would ask today."""
    firsts = [recording.request for recording in replay.recordings[:1]]
    return "\n".join(_text(request) for request in firsts)


def _text(request: Request) -> str:
    return "\n".join(f"[{message.role}]\n{message.content}" for message in request.messages)


def _facts(pair: Pair, base: PromptTemplate | None, head: PromptTemplate | None) -> Iterator[Fact]:
    left, right = pair.base.alias, pair.head.alias
    yield Fact(name="model", base=left.model or "built-in engine", head=right.model or "built-in engine")
    yield Fact(name="prompt", base=_label(base), head=_label(head))
    yield Fact(name="parameters", base=_params(pair.base, base), head=_params(pair.head, head))
    yield Fact(name="mode", base=left.mode.value, head=right.mode.value)
    yield Fact(name="price", base=_price(pair.base), head=_price(pair.head))
    yield Fact(name="provenance", base=left.provenance, head=right.provenance)


def _label(template: PromptTemplate | None) -> str:
    return f"{template.label} ({template.closure[:12]})" if template else "none"


def _params(side: Side, template: PromptTemplate | None) -> str:
    if template is None:
        return "none"
    params = side.alias.params or template.manifest.parameters
    return ", ".join(f"{name} = {value}" for name, value in params.wire().items()) or "none"


def _price(side: Side) -> str:
    price = side.alias.price
    return f"{price.input:g} in, {price.output:g} out, as of {price.as_of}" if price else "unknown"


def provenance(pair: Pair, cases: Sequence[tuple[CaseReplay, CaseReplay]]) -> Iterator[Fact]:
    """Where both sides come from: commits, samples, and when and with what they were recorded."""
    base = [recording for replay, _ in cases for recording in replay.recordings]
    head = [recording for _, replay in cases for recording in replay.recordings]
    yield Fact(name="revision", base=_revision(pair.base), head=_revision(pair.head))
    yield Fact(name="recorded", base=_days(base), head=_days(head))
    yield Fact(name="recorded with", base=_tools(base), head=_tools(head))
    yield Fact(name="answered by", base=_models(base), head=_models(head))
    yield Fact(
        name="samples",
        base=str(sum(len(replay.samples) for replay, _ in cases)),
        head=str(sum(len(replay.samples) for _, replay in cases)),
    )


def _revision(side: Side) -> str:
    if side.commit:
        return side.commit
    return f"{_WORKTREE}, with changes" if side.is_dirty else _WORKTREE


def _days(recordings: Sequence[Recording]) -> str:
    days = sorted(recording.recorded_at.date().isoformat() for recording in recordings)
    return " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "never"


def _tools(recordings: Sequence[Recording]) -> str:
    return _listed(
        ", ".join(filter(None, (r.recorded_with.tool, r.recorded_with.sdk, r.recorded_with.host)))
        for r in recordings
    )


def _models(recordings: Sequence[Recording]) -> str:
    return _listed(attempt.response_model or "" for recording in recordings for attempt in recording.attempts)


def _listed(names: Iterator[str]) -> str:
    return "; ".join(sorted({name for name in names if name})) or "unknown"
