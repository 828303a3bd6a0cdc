"""Verbs: which of them head a clause of their own under a cue (C2, C7, C13, C15, C16)."""

from vietdiplo.find.commitments_actors import Actor, is_tight
from vietdiplo.find.commitments_marks import BORDERS, Mark, split_words
from vietdiplo.find.commitments_state import Cue, State

STRONG = frozenset(("activity", "goal", "negated", "soft", "consider"))
PLAIN = frozenset(("activity", "goal", "medium", "weak"))
# Cues that bind the subject of the verb under them.
BINDING = frozenset(("commit", "agree", "will", "affirm"))
PROGRAMME_LEVEL = 4
REACH = 12  # code points that hold a word
COMPOUND = 3  # syllables of a verb with its object in it


def meet_verb(state: State, mark: Mark) -> None:
    """Read a verb: the head after a cue or a subject, one more head after a border, or a part of an object."""
    if state.below_verb is None:
        state.below_verb = mark.kind
    if state.edge == "" and state.below == "holder" and not state.below_verb:
        state.below_verb = mark.kind
    if state.edge == "" and state.governed and not state.below and mark.kind != "weak":
        state.below, state.below_verb = "title", mark.kind
    if state.edge == "cue":
        _meet_first(state, mark)
    elif state.edge == "subject":
        _meet_acting(state, mark)
        state.edge = "subject" if state.edge == "noun" else ""
        return
    elif state.cue and _opens(state, mark):
        if not _resumes(state):
            state.open(state.cue, _find_start(state, mark))
        _head(state, mark)
    elif mark.kind in ("weak", "medium"):
        head = state.clauses[-1].head if state.clauses else None
        promoted = head is not None and head.value in state.lexicon.guards["promoting"]
        state.nominal = state.nominal or (promoted and not state.has_object)
        state.has_object = True
        state.governed = state.governed and len(mark.value.split()) < COMPOUND
    elif state.edge == "":
        state.chained = True
        state.has_object = state.has_object or mark.value in state.lexicon.guards["nominal"]
    state.edge = ""


def _resumes(state: State) -> bool:
    """Tell the verb of a cue after an aside: mong muốn Việt Nam, với vai trò điều phối, hỗ trợ ..."""
    words = split_words(state.text[state.starts[-2] : state.starts[-1]].lower()) if len(state.starts) > 2 else []
    is_aside = not state.lexicon.guards["openings"].isdisjoint(words[:1])
    return is_aside and state.waiting is not None and state.edge == "comma"


def _meet_first(state: State, mark: Mark) -> None:
    """Read the verb right after a cue."""
    if state.waiting:
        _head(state, mark)
    elif state.outer == "affirm" and state.cue:
        state.open(state.cue, state.cue.start)
        _head(state, mark)
    else:
        state.has_object = True


def _meet_acting(state: State, mark: Mark) -> None:
    """Read a verb after a subject of its own."""
    if mark.kind == "weak" and not state.adverb:
        state.edge = "noun"
        return
    found = state.read_subject(mark)
    subject = found.actor
    if subject is None or not _is_tight(state, subject):
        state.has_object = True
    elif not state.is_nested(found):
        _meet_bare(state, subject, mark)
    elif state.waiting:
        address(state, subject)
        _head(state, mark)
    elif state.outer == "affirm" and state.cue and not state.past:
        state.cue = state.cue._replace(actor=subject)
        state.open(state.cue, state.cue.start)
        _head(state, mark)
    else:
        state.has_object = True


def _meet_bare(state: State, subject: Actor, mark: Mark) -> None:
    """Read a new subject with a verb and no cue: a programme in a declaration, a state of things in news (C15)."""
    asks = state.cue and state.cue.kind in ("request", "wish") and state.joints[-1] != "semicolon"
    if asks and state.cue:
        state.open(state.cue, subject.start)
        _head(state, mark)
        return
    state.cue, state.speaker = None, subject
    state.close(subject.start)
    if state.programme and not state.past and (mark.kind in STRONG or state.adverb):
        state.cue = Cue("programme", PROGRAMME_LEVEL, subject, mark.start, mark.start)
        state.open(state.cue, subject.start)
        _head(state, mark)
    else:
        state.has_object = True


def _opens(state: State, mark: Mark) -> bool:
    """Tell whether a verb after a border is one more head, not a part of what the clause hangs on it."""
    edge, kind = state.edge, mark.kind
    if _is_member(state, mark):
        return False
    if edge in ("semicolon", "also", "start"):
        return edge != "start" or not state.clauses
    if kind in ("negated", "task"):
        return edge in BORDERS
    is_full = state.has_object or (state.chained and state.adverb)  # thúc đẩy đàm phán, sớm hoàn thành việc ...
    if edge not in BORDERS or not is_full or state.governed or state.noun or state.outer == "affirm":
        return False
    if state.adverb and (edge == "comma" or state.below in ("", "title")):
        return kind != "weak" or edge == "comma"
    if kind == "weak" or (kind == "medium" and (state.nominal or (edge == "and" and _is_noun(state, mark)))):
        return False
    if not state.below or not state.below_verb:
        return state.below != "purpose" or edge != "and" or kind == "consider"
    return edge == "comma" and state.below != "means" and state.below_verb == "goal" and kind != "goal"


def _is_member(state: State, mark: Mark) -> bool:
    """Tell a verb that is one more field, principle or name in a list, or shares the object of the next one (C16)."""
    if state.edge not in ("comma", "and") or not state.clauses:
        return False
    guards, after = state.lexicon.guards, state.text[mark.end :][:REACH].lstrip()
    if (
        not after
        or after[0] in ",;."
        or after.startswith(state.lexicon.owning)
        or (state.below == "means" and mark.value in guards["principles"])
    ):
        return True
    is_field = mark.value in guards["fields"] or after.startswith(state.lexicon.joining)
    return state.listing and not state.adverb and mark.kind in PLAIN and is_field


def _is_noun(state: State, mark: Mark) -> bool:
    return set(split_words(state.text[mark.end : mark.end + REACH])[:1]) <= state.lexicon.guards["prepositions"]


def _head(state: State, mark: Mark) -> None:
    """Let a verb head the last clause."""
    clause = state.clauses[-1]
    clause.head = mark
    if mark.kind == "consider":
        clause.cap(mark)
    before = split_words(state.text[max(mark.start - REACH, 0) : mark.start].lower())[-1:]
    clause.negative = mark.kind == "negated" or not state.lexicon.guards["negation"].isdisjoint(before)
    state.below = ""
    state.restart(mark.end, "verb")
    state.has_object = mark.kind == "weak" and len(mark.value.split()) >= COMPOUND


def _find_start(state: State, mark: Mark) -> int:
    start = state.border.end if state.border else mark.start
    while state.text[start].isspace():
        start += 1
    return start


def _is_tight(state: State, subject: Actor) -> bool:
    """Tell whether a subject is no more than its name, so that the verb after it is its own."""
    end = subject.start + len(subject.text)
    parts = state.cut_parts(end)
    first = next(mark for mark in parts.marks if mark.start == subject.start)
    return is_tight(state.lexicon, parts, first, end)


def address(state: State, actor: Actor) -> None:
    """Bind who acts (C10), not with whom; a wish that the other side acts asks it to, and stays the speaker's."""
    clause, cue = state.clauses[-1], state.cue
    words = split_words(state.text[max(actor.start - REACH, 0) : actor.start].lower())
    if cue is None or not state.lexicon.guards["together"].isdisjoint(words[-1:]):
        return
    if cue.kind in BINDING:
        clause.actor = actor
        state.cue = cue._replace(actor=actor)
    elif cue.kind == "wish" and _is_asked(clause.actor, actor):
        clause.level = 0
        state.cue = cue._replace(level=0)


def _is_asked(speaker: Actor | None, actor: Actor) -> bool:
    sides = {"viet_nam", "partner"}
    return actor.side in sides and (speaker is None or (speaker.side in sides and speaker.side != actor.side))
