"""The walk over a sentence: each mark changes the state by its kind."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from vietdiplo.find.commitments_actors import HOME, Actor, Parts, find_subject
from vietdiplo.find.commitments_marks import (
    ACTORS,
    BORDERS,
    PREDICATES,
    VERBS,
    Lexicon,
    Mark,
    blank_asides,
    find_marks,
    fold_text,
    split_words,
)
from vietdiplo.find.commitments_predicates import SAYING, meet_predicate
from vietdiplo.find.commitments_state import Clause, Cue, State
from vietdiplo.find.commitments_verbs import address, meet_verb

# The bullet or number of an item of a list that another sentence opens.
ITEM = re.compile(r"^\s*(?:[-–—+•*]|\(?\w{1,3}[.)])\s")
QUOTED = re.compile(r"\s*[\"“«].*[\"”»]\s*,\s*")
AIMS = frozenset(("purpose", "result"))
OPINION = 2  # words between `agree` and what is agreed as an opinion


class Told(NamedTuple):
    """What a document has told: who spoke last, the cue of a list that goes on in the next sentence, the last cue."""

    last: Actor | None = None
    cue: Cue | None = None
    before: Cue | None = None


def read_commitments(
    lexicon: Lexicon, sentence: str, told: Told, *, partner: str = "", genre: str = ""
) -> tuple[list[Clause], Told]:
    """Read the commitment clauses of a cleaned sentence, and say what the document has told after it.

    `partner` is a country's ISO 3166-1 alpha-2 code. Verbs without a cue count in declarations only (C15); where the
    genre is unknown, a term that only a declaration defines tells one.
    """
    text = blank_asides(sentence)
    if told.cue:
        text = ITEM.sub(_blank, text)
    if told.before and lexicon.also.match(fold_text(text)):
        told, text = told._replace(cue=told.before), lexicon.also.sub(_blank, text)
    folded = fold_text(text)
    programme = genre == "declaration" or (genre == "" and lexicon.defined.search(text) is not None)
    if not (told.cue or programme or lexicon.cues.search(folded)):
        return [], told._replace(cue=None, before=None)
    state = State(lexicon, text, find_marks(lexicon, text, folded), partner, programme, told.last, cue=told.cue)
    state.last = _find_quoted(state) or state.last
    at = 0
    for mark in state.marks:
        state.pass_words(text[at : mark.start])
        _step(state, mark)
        at = mark.end
    state.border = None  # the last clause goes on to the end, over the members of its own lists
    state.close(len(text.rstrip(" .;:,!?…")))
    goes_on = text.rstrip().endswith(":") or (state.clauses and state.cue == told.cue)
    cue = state.cue._replace(start=0, end=0) if state.cue else None
    return state.clauses, Told(state.speaker or told.last, cue if goes_on else None, cue)


def _find_quoted(state: State) -> Actor | None:
    """Find who says what the sentence quotes before: "Chúng tôi mong muốn ...", Thủ tướng Donald Tusk nói."""
    quoted = QUOTED.match(state.text)
    end = next((m for m in reversed(state.marks) if m.kind in SAYING and not state.text[m.end :].strip(" .!…")), None)
    if quoted is None or end is None:
        return None
    inner = [mark for mark in state.marks if quoted.end() <= mark.start < end.start]
    parts = Parts(state.text, [quoted.end()], [""], end.start, inner)
    return find_subject(state.lexicon, parts, state.partner, None).actor


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _step(state: State, mark: Mark) -> None:
    """Read one mark."""
    kind = mark.kind
    if kind in PREDICATES:
        meet_predicate(state, mark)
    elif kind in VERBS:
        meet_verb(state, mark)
    elif kind in BORDERS:
        _meet_border(state, mark)
    elif kind in ACTORS:
        _meet_actor(state, mark)
    else:
        OTHERS.get(kind, _hang)(state, mark)


def _meet_border(state: State, mark: Mark) -> None:
    """Read what a new head may stand after; between a cue and its first verb it changes nothing."""
    before = split_words(state.text[state.starts[-1] : mark.start].lower())
    if state.outer in PREDICATES and len(state.starts) == 1 and _ends_aside(state, mark, before):
        state.restart(mark.end, state.outer)
        state.edge, state.below = "cue", ""
        return
    if mark.kind == "comma" and state.below == "title":
        state.below = ""
    if mark.kind in ("semicolon", "also") or (mark.kind == "and" and not before and state.below == "specification"):
        state.below, state.listing = "", False
    if not state.lexicon.guards["governing"].isdisjoint(before[-1:]):
        state.governed = False
    if not (state.edge == "cue" and state.waiting):
        state.border = mark
        state.edge = mark.kind
    state.adverb = state.past = False
    state.starts.append(mark.end)
    state.joints.append(mark.kind if mark.kind in ("and", "comma") else "semicolon")


def _ends_aside(state: State, mark: Mark, words: Sequence[str]) -> bool:
    """Tell what stands between a cue and its complement: a colon, or an adverbial with a comma."""
    said = mark.value == ":" or (mark.kind == "comma" and state.outer in SAYING)
    return (said and not words) or (mark.kind == "comma" and not state.lexicon.guards["asides"].isdisjoint(words[:1]))


def _meet_actor(state: State, mark: Mark) -> None:
    """Read what may begin a subject; a country right after a wish is asked to act, whatever the verb (level 0)."""
    wish = state.waiting and state.cue and state.cue.kind == "wish" and state.edge in ("cue", "subject")
    following = state.text[mark.end :].lstrip()
    if wish and mark.kind == "country" and not following.startswith(("-", *state.lexicon.joining)):
        side = "viet_nam" if mark.value == HOME else "partner"
        address(state, Actor(state.text[mark.start : mark.end], side, mark.start))
    if state.edge == "cue" and mark.kind == "agency" and state.waiting and state.cue:
        _give_task(state, state.waiting, state.cue)
    if state.edge:
        state.edge = "subject"
    state.has_object, state.governed = True, False


def _give_task(state: State, clause: Clause, cue: Cue) -> None:
    """Read what offices are told to do as a task, not as a request: yêu cầu các bộ, ngành hai nước."""
    if fold_text(cue.words) in state.lexicon.guards["ordering"]:
        clause.level = state.lexicon.levels["task"]
        state.cue = cue._replace(kind="task", level=clause.level)


def _meet_adverb(state: State, mark: Mark) -> None:
    state.adverb = True
    state.past = state.past or mark.kind == "past"


def _meet_through(state: State, mark: Mark) -> None:
    """Read the verb that adopts at the head of a clause, and elsewhere opens a means."""
    if state.edge in ("cue", "semicolon", "and"):
        meet_verb(state, mark._replace(kind="activity"))
    else:
        _hang(state, mark._replace(kind="means"))


def _meet_plain(state: State, mark: Mark) -> None:
    state.pass_words(mark.value)


def _meet_opined(state: State, mark: Mark) -> None:
    """Read what both sides agree on as an opinion (C4)."""
    clause = state.waiting
    if clause and clause.cue.kind == "agree":
        between = split_words(state.text[clause.cue.end : mark.start])
        if len(between) <= OPINION and state.starts[0] == clause.cue.end:
            state.drop()
    state.pass_words(mark.value)


def _meet_schedule(state: State, mark: Mark) -> None:
    """Read what is announced as the programme of a visit or happens to something (C5)."""
    if state.edge != "cue":
        state.pass_words(mark.value)
    elif state.waiting and fold_text(state.waiting.cue.words) in state.lexicon.guards["scheduling"]:
        state.drop()
    elif state.waiting and state.waiting.cue.kind == "wish":
        state.pass_words(mark.value)  # mong muốn sớm thăm Việt Nam: the country is not asked to act


def _meet_that(state: State, mark: Mark) -> None:
    if state.edge != "cue":
        state.pass_words(mark.value)
        state.starts.append(mark.end)
        state.joints.append("semicolon")
    elif state.outer == "will" and state.waiting:
        state.drop()


def _meet_field(state: State, mark: Mark) -> None:
    """Read what a list of fields follows, whose members may look like verbs."""
    state.pass_words(mark.value)
    state.listing = True


def _meet_holder(state: State, mark: Mark) -> None:
    """Read a noun that takes a verb; right after a head, a possibility is a hedge (C14)."""
    is_hedge = mark.kind == "hedge" and state.clauses and state.outer == "verb"
    if is_hedge and not state.has_object and state.edge == "":
        state.clauses[-1].cap(mark)
        state.has_object = True
        return
    state.pass_words(mark.value)
    if not state.below:
        state.below, state.below_verb = "holder", None


def _hang(state: State, mark: Mark) -> None:
    """Read what opens a purpose, a result, a means or a specification (C7, C13)."""
    state.pass_words(mark.value)
    state.below, state.below_verb = mark.kind, None
    state.listing = state.listing or mark.kind == "specification"
    if state.clauses and not state.clauses[-1].end:
        clause = state.clauses[-1]
        clause.core = clause.core or mark.start
        clause.aim = clause.aim or (mark.start if mark.kind in AIMS else 0)


OTHERS: Mapping[str, Callable[[State, Mark], None]] = {
    "adverb": _meet_adverb,
    "past": _meet_adverb,
    "through": _meet_through,
    "plain": _meet_plain,
    "opined": _meet_opined,
    "schedule": _meet_schedule,
    "that": _meet_that,
    "field": _meet_field,
    "hedge": _meet_holder,
    "holder": _meet_holder,
}
