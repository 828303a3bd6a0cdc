"""What is known while a sentence is read for commitments, and how clauses begin and end."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vietdiplo.find.commitments_actors import Actor, Parts, Subject, find_leader, find_subject
from vietdiplo.find.commitments_marks import Lexicon, Mark, split_words

TRAILING = " ,;:–—"


class Cue(NamedTuple):
    """A predicate in force: its kind, its level, who is bound by it, and its place and words."""

    kind: str
    level: int
    actor: Actor | None
    start: int
    end: int
    words: str = ""


@dataclass
class Clause:
    """A commitment as it is read: its cue, its head, where its first adjunct (core) and its aim (C7) begin, its end."""

    cue: Cue
    level: int
    actor: Actor | None
    start: int
    head: Mark | None = None
    hedge: Mark | None = None
    core: int = 0
    aim: int = 0
    end: int = 0
    negative: bool = False

    @property
    def body(self) -> int:
        """Give where the action begins."""
        return self.head.start if self.head else self.cue.end

    def cap(self, hedge: Mark) -> None:
        """Promise no more than to consider (C1, C14)."""
        self.level, self.hedge = min(self.level, 1), hedge


@dataclass
class State:
    """The state of the walk over a sentence.

    `outer` is the kind of the last predicate or `verb`, `starts` and `joints` are the parts since its end; `edge` is
    what a word would stand after: a cue, a subject, a border, or nothing; `below` is the adjunct that is being read and
    `below_verb` the kind of verb that it began with; `listing` tells that fields or examples are being listed,
    `chained` that the head governs a verb.
    """

    lexicon: Lexicon
    text: str
    marks: Sequence[Mark]
    partner: str
    programme: bool
    last: Actor | None
    cue: Cue | None = None
    speaker: Actor | None = None
    edge: str = "start"
    adverb: bool = False
    past: bool = False
    below: str = ""
    below_verb: str | None = ""
    has_object: bool = False
    nominal: bool = False
    governed: bool = False
    noun: bool = False
    listing: bool = False
    chained: bool = False
    outer: str = ""
    starts: list[int] = field(default_factory=lambda: [0])
    joints: list[str] = field(default_factory=lambda: [""])
    border: Mark | None = None
    clauses: list[Clause] = field(default_factory=list)
    places: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """List where the marks begin, for a search by place."""
        self.places = [mark.start for mark in self.marks]

    @property
    def waiting(self) -> Clause | None:
        """Give the clause that has no head yet."""
        return self.clauses[-1] if self.clauses and self.clauses[-1].head is None else None

    def is_nested(self, subject: Subject) -> bool:
        """Tell whether a predicate with this subject stands in the complement of the one before it."""
        within = subject.actor is not None and subject.actor.start < self.starts[min(1, len(self.starts) - 1)]
        return self.outer != "" and (len(self.starts) == 1 or within)

    def pass_words(self, words: str) -> None:
        """Read words of no known kind."""
        read = split_words(words.lower())
        if read:
            guards = self.lexicon.guards
            self.noun = self.noun or (self.edge == "cue" and read[0] in guards["noun_starts"])
            self.governed = read[-1] in guards["governing"]
            self.edge = "subject" if self.edge == "subject" else ""
            self.has_object = self.has_object or not guards["manner"].issuperset(read)
            self.adverb = self.past = False
            if self.below_verb is None:
                self.below_verb = "goal" if self.below == "result" else ""

    def restart(self, end: int, outer: str) -> None:
        """Count the parts of what follows a predicate or a head from its end."""
        self.starts, self.joints, self.outer = [end], [""], outer
        self.has_object = self.nominal = self.governed = self.noun = False
        self.adverb = self.past = self.listing = self.chained = False

    def cut_parts(self, end: int) -> Parts:
        """Give the parts since the last predicate or head, up to a place."""
        first, last = (bisect_left(self.places, at) for at in (self.starts[0], end))
        return Parts(self.text, self.starts, self.joints, end, self.marks[first:last])

    def read_subject(self, mark: Mark) -> Subject:
        """Find the subject in front of a mark."""
        named = self.speaker and self.speaker.side in ("viet_nam", "partner")
        return find_subject(
            self.lexicon, self.cut_parts(mark.start), self.partner, self.speaker if named else self.last
        )

    def find_leader(self) -> Actor | None:
        """Find who a sentence begins with, where its first verb is one of no list."""
        if self.outer:
            return None
        return find_leader(self.lexicon, self.cut_parts(self.starts[-1]), self.partner, self.last)

    def drop(self) -> None:
        """Take back the last clause and its cue."""
        self.clauses.pop()
        self.cue, self.outer = None, "block"

    def open(self, cue: Cue, start: int, head: Mark | None = None) -> Clause:
        """Open a clause and end the one before it at the last border."""
        self.close(start)
        self.clauses.append(Clause(cue, cue.level, cue.actor, start, head))
        return self.clauses[-1]

    def close(self, end: int) -> None:
        """End the last clause at the last border, or here."""
        if self.clauses and not self.clauses[-1].end:
            clause = self.clauses[-1]
            border = self.border.start if self.border else 0
            clause.end = border if clause.cue.end <= border and clause.start < border <= end else end
            while self.text[clause.end - 1] in TRAILING:
                clause.end -= 1
            clause.core = min(clause.core or clause.end, clause.end)
            clause.aim = min(clause.aim or clause.end, clause.end)
