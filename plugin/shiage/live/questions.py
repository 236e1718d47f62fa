"""What is still open in a result, as the engine lists it, and which question the painter is at."""

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

Color = Tuple[int, int, int, int]  # RGBA
Rows = Tuple[Tuple[int, ...], ...]  # of answers, as in messages.Submit


class Place(NamedTuple):
    """Where a region lies: a pixel inside of it, and its box."""

    time: int
    x: int
    y: int
    left: int
    top: int
    right: int
    bottom: int


class Suggestion(NamedTuple):
    """A color that a part may have."""

    color: Color
    confidence: float
    example: Optional[Place]  # a region of a reference that has it


class Question(NamedTuple):
    """One part of the drawing whose color is asked for."""

    places: Tuple[Place, ...]  # in all its frames, in order
    why: str  # as in messages.Done
    suggestions: Tuple[Suggestion, ...]  # likeliest first, at least one

    @property
    def confidence(self) -> float:
        """How likely the first suggestion is right."""
        return self.suggestions[0].confidence

    @property
    def frames(self) -> str:
        """Where it occurs, in words."""
        first, last = self.places[0].time, self.places[-1].time
        return f"Frame {first}" if first == last else f"Frames {first} to {last}"


def read(rows: Sequence[Dict[str, Any]]) -> Tuple[Question, ...]:
    """The questions of a report, see messages.Done."""
    return tuple(
        Question(
            tuple(Place(*row["at"][i]) for i in range(len(row["at"]))),
            str(row["why"]),
            tuple(
                Suggestion(
                    tuple(of["color"]), float(of["confidence"]), Place(*of["as"]) if of["as"] else None
                )
                for of in row["colors"]
            ),
        )
        for row in rows
    )


class Questions:
    """The open questions of one result."""

    def __init__(self) -> None:
        self.open: Tuple[Question, ...] = ()  # what settles most first
        self.is_by_frame = False
        self.current: Optional[Question] = None
        self._left_out: Set[Place] = set()  # of the open ones; they stay open when their part is answered
        self._answered: List[Rows] = []  # the painter's last answers to questions, the newest last
        self._opened: Set[Tuple[int, ...]] = set()  # time, x, y of the answers that were taken back last

    def update(
        self,
        rows: Sequence[Dict[str, Any]],
        answered: Callable[[Sequence[Place]], Set[Place]] = lambda _: set(),
    ) -> int:
        """The engine lists anew what is open; returns how many others than those answered are settled.

        `answered`: at which of some places has the region the painter's own paint or answer?
        """
        now = read(rows)
        places = {place[:3] for question in now for place in question.places}
        closed = [one for one in self.open if not any(place[:3] in places for place in one.places)]
        known = answered([place for question in closed for place in question.places])
        settled = [one for one in closed if known.isdisjoint(one.places)]
        self.open = now
        self._left_out &= {place for question in now for place in question.places}
        for question in now:
            if not self.asked_at(question):  # the rest of it was closed in another way
                self._left_out -= set(question.places)
        kept = [one for one in now if self.current is not None and one.places[0] in self.current.places]
        again = [one for one in self.in_order if any(place[:3] in self._opened for place in one.places)]
        self.current = next(iter(again or kept), None)
        self._opened = self._opened if not again else set()
        return len(settled)

    @property
    def in_order(self) -> Tuple[Question, ...]:
        """By choice frame by frame."""
        if not self.is_by_frame:
            return self.open
        return tuple(sorted(self.open, key=lambda question: question.places[0].time))

    def in_frame(self, time: Optional[int]) -> int:
        """How many of them are in a frame."""
        return sum(any(place.time == time for place in question.places) for question in self.open)

    def go(self, step: int) -> Optional[Question]:
        """The question after the present one (step 1), or before it (-1); the first where there is none."""
        order = self.in_order
        if not order:
            self.current = None
        elif self.current in order:
            self.current = order[(order.index(self.current) + step) % len(order)]
        else:
            self.current = order[0 if step > 0 else -1]
        return self.current

    def asked_at(self, question: Question) -> Tuple[Place, ...]:
        """The places of a question that an answer is for: not those that the painter left out."""
        return tuple(place for place in question.places if place not in self._left_out)

    def leave_out(self, question: Question, place: Place) -> bool:
        """Leave a place out of what answers to its question are for, or take it in again.

        False where it is the only one that is left.
        """
        if self.asked_at(question) == (place,):
            return False
        if place in question.places:  # else it was settled meanwhile
            self._left_out ^= {place}
        return True

    def answer(self, answers: Sequence[Tuple[Question, Color]]) -> Rows:
        """Close questions with these colors; returns the answers, which go together."""
        closed = [question for question, _ in answers]
        rows = tuple(
            (place.time, place.x, place.y, *color)
            for question, color in answers
            for place in self.asked_at(question)
        )
        self._left_out -= {place for question in closed for place in question.places}
        order = self.in_order
        after = [one for one in order[order.index(closed[-1]) :] if one not in closed] if closed else []
        self.open = tuple(one for one in self.open if one not in closed)
        self.current = after[0] if after else None
        return rows

    @property
    def last_answered(self) -> Rows:
        """The last answers that hold; none where there are none."""
        return self._answered[-1] if self._answered else ()

    def remember(self, rows: Rows) -> None:
        """These answers hold from now on."""
        self._opened = set()
        self._answered.append(rows)

    def forget_last(self) -> None:
        """The last answers do not hold any more: their question is at hand when it is open again."""
        self._opened = {row[:3] for row in self.last_answered}
        self._answered = self._answered[:-1]
