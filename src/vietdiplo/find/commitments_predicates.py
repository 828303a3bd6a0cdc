"""Predicates: what a cue does to the clauses that follow it (C2 to C6, C10)."""

from vietdiplo.find.commitments_actors import Actor, Subject
from vietdiplo.find.commitments_marks import BORDERS, CUES, EMPTY, Mark, split_words
from vietdiplo.find.commitments_state import Clause, Cue, State
from vietdiplo.find.commitments_verbs import address, meet_verb

# Without a subject of their own these are verbs in a list under a cue, or go on with who was bound by it.
LOOSE = frozenset(("soft", "consider", "task"))
BOUND = frozenset(("will", "ready", "soft", "consider"))
# What says nothing about who acts, or is said of both sides at once.
THING = Subject("thing")
BELIEFS = frozenset(("belief", "opinion"))
ASKING = frozenset(("request", "wish"))
SAYING = frozenset(("affirm", "report"))
REACH = 24  # code points that hold the words of a guard


def meet_predicate(state: State, mark: Mark) -> None:
    """Read a predicate: a new cue, one inside another, a verb in a list, or a noun of the same form."""
    if _is_noun(state, mark):
        _pass(state, mark)
        return
    subject = state.read_subject(mark)
    if subject.kind == "name" and mark.kind == "will":
        subject = THING  # a name without an office may be that of a treaty
    if state.is_nested(subject):
        _meet_nested(state, mark, subject)
    elif mark.kind in LOOSE and not subject.actor and not _stands_alone(state, mark):
        meet_verb(state, mark)
    elif mark.value in state.lexicon.guards["proposing"] and not subject.actor and _is_listed(state):
        meet_verb(state, mark._replace(kind="activity"))
    elif (
        mark.kind == "will" and state.outer in BELIEFS and state.edge != "semicolon" and state.joints[-1] != "semicolon"
    ):
        state.pass_words(mark.value)
    elif subject.kind == "thing" or (subject.kind == "adverbial" and state.outer):
        _meet_thing(state, mark)
    elif mark.kind == "soft" and not subject.actor and _goes_on(state, mark):
        _pass(state, mark)
    elif mark.kind == "soft" and _is_told(state, mark):
        _begin(state, mark._replace(kind="block"), subject.actor)
    else:
        _begin(state, mark, subject.actor)


def _is_listed(state: State) -> bool:
    """Tell a proposal that is one more thing to be done: giao các cơ quan rà soát và đề xuất biện pháp."""
    return state.cue is not None and state.cue.kind not in ASKING and state.edge in ("and", "comma")


def _stands_alone(state: State, mark: Mark) -> bool:
    """Tell a support that is declared on its own (C12) from one more verb in a list."""
    return state.cue is None or (mark.kind == "soft" and (state.cue.kind == "affirm" or state.edge == "also"))


def _goes_on(state: State, mark: Mark) -> bool:
    """Tell a support that is one more thing valued or needed from one that is declared."""
    after = split_words(state.text[mark.end :][:REACH].lower())[:1]
    if not state.lexicon.guards["mutual"].isdisjoint(after):
        joined = state.outer in ("", "block") and state.edge in ("and", "comma")
        return joined or state.outer in ("need", *BELIEFS)
    return state.outer == "block" and state.edge == "and"


def _is_told(state: State, mark: Mark) -> bool:
    """Tell a support that was given, or that is how the relation is, from one that is declared."""
    guards, before = state.lexicon.guards, split_words(state.text[max(mark.start - REACH, 0) : mark.start].lower())
    after = split_words(state.text[mark.end :][:REACH].lower())
    steady = not guards["steady"].isdisjoint(before[-1:]) and not guards["mutual"].isdisjoint(after[:1])
    return steady or not guards["done"].isdisjoint(before[-1:])


def _pass(state: State, mark: Mark) -> None:
    """Read a predicate as plain words; in an adjunct it is the verb that the adjunct begins with."""
    if state.below_verb is None:
        state.below_verb = "goal"
    state.pass_words(mark.value)


def _is_noun(state: State, mark: Mark) -> bool:
    """Tell a noun by the words around it: theo cam kết, cam kết của."""
    if mark.kind == "need":
        return state.edge == ""
    if mark.kind not in CUES or mark.kind == "will":
        return False
    guards = state.lexicon.guards
    if mark.value in guards["documents"] and state.text[mark.end :].lstrip().startswith((",", *state.lexicon.joining)):
        return True
    after = split_words(state.text[mark.end : mark.end + REACH].lower())
    if {" ".join(after[:n]) for n in (1, 2, 3)} & guards["noun_after"]:
        return True
    opening = max(0, mark.start - REACH)
    between = state.text[opening : mark.start]
    between = between if opening else between[:1].lower() + between[1:]
    before = split_words(between)[-2:]
    if not before or between.rstrip()[-1:] in ",;:" or state.edge in (*BORDERS, "start", "cue"):
        return False
    if state.edge == "subject" and before[-1] in guards["demonstrative"]:
        return False
    return before[-1] in guards["noun_before"] or " ".join(before) in guards["noun_before"]


def _meet_thing(state: State, mark: Mark) -> None:
    """Pass a predicate whose subject cannot promise: a prediction (C5), or a noun."""
    if mark.kind == "will":
        cue = state.cue
        if state.waiting and state.waiting.cue.kind not in BOUND and not state.noun and not state.below:
            state.clauses.pop()
        _begin(state, mark._replace(kind="block"), state.speaker)
        state.cue, state.below, state.below_verb = cue, "prediction", "activity"
    else:
        _pass(state, mark)


def _meet_nested(state: State, mark: Mark, subject: Subject) -> None:
    """Read a predicate in the complement of another one."""
    actor = subject.actor
    if state.outer in SAYING and subject.kind != "thing":
        _begin(state, mark, actor, inner=True)
    elif state.outer == "agreed_opinion" and mark.kind == "will" and actor:
        _begin(state, mark._replace(kind="agree"), actor, inner=True)
    elif state.outer == "verb":
        _chain(state, mark)
    elif state.waiting and not state.noun and subject.kind != "thing":
        _stack(state, mark, actor)
    elif mark.kind == "will":
        _meet_thing(state, mark)
    else:
        _pass(state, mark)


def _chain(state: State, mark: Mark) -> None:
    """Read a predicate after a verb: tăng cường nghiên cứu các giải pháp (C1)."""
    if mark.kind == "consider" and not state.has_object and state.cue:
        state.clauses[-1].cap(mark)
    state.has_object = True


def _stack(state: State, mark: Mark, actor: Actor | None) -> None:
    """Read a cue right under another one: the outer one keeps its level, opinions undo it (C3, C4)."""
    clause = state.clauses[-1]
    if mark.value in state.lexicon.guards["announcing"]:
        meet_verb(state, mark._replace(kind="activity"))
        return
    if mark.kind == "need" and clause.cue.kind in ASKING:
        state.restart(mark.end, state.outer)
        state.edge = "cue"
        return
    if mark.kind in EMPTY or (mark.kind == "affirm" and clause.cue.kind != "request"):
        state.clauses.pop()
        _begin(state, mark, clause.cue.actor)
        return
    if actor:
        address(state, actor)
    if mark.kind == "consider":
        clause.cap(mark)
    if mark.kind in ("task", "soft") and state.cue:
        state.cue = state.cue._replace(kind=mark.kind)  # who is told or helped to act is not bound
    state.restart(mark.end, state.outer)
    state.edge = "cue"


def _begin(state: State, mark: Mark, actor: Actor | None, *, inner: bool = False) -> None:
    """Let a predicate rule what follows; one with a level opens a clause."""
    who = actor or _inherit(state, mark)
    if not inner:
        state.speaker = who
    level, words = state.lexicon.levels.get(mark.kind), state.text[mark.start : mark.end]
    state.cue = None if level is None else Cue(mark.kind, level, who, mark.start, mark.end, words)
    state.below = ""
    if state.cue and mark.kind != "affirm":
        shared = None if actor else _find_shared(state)
        state.open(state.cue, shared.start if shared else actor.start if actor else mark.start)
        if shared:
            asks = state.cue.kind == "request"  # mong muốn và đề nghị Lào ...
            state.clauses[-1].level = state.cue.level if asks else max(shared.level, state.cue.level)
    else:
        state.close(mark.start)
    state.restart(mark.end, mark.kind)
    state.edge = "cue"


def _find_shared(state: State) -> Clause | None:
    """Take the clause of a cue that shares its verb with the one after it: mong muốn và sẽ thu xếp."""
    clause = state.waiting
    if clause is None or clause.cue.kind == "soft" or state.edge != "cue" or state.joints[-1] != "and":
        return None
    return state.clauses.pop()


def _inherit(state: State, mark: Mark) -> Actor | None:
    if mark.kind in BOUND and state.cue and state.cue.actor:
        return state.cue.actor
    return state.speaker or state.find_leader() or state.last
