"""What pages keep between their runs: told apart by what it depends on, never by time."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import nullcontext
from functools import wraps
from inspect import signature
from threading import Lock
from typing import Any, ParamSpec, TypeVar

import streamlit as st

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Answers:
    """The answers of one function that were asked for last. A question is computed once, whoever waits for it."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self.known: OrderedDict[Hashable, Any] = OrderedDict()
        self.at_work: dict[Hashable, Lock] = {}
        self.lock = Lock()

    def get(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """The answer that is known, else the one that is computed now."""
        with self.lock:
            if key in self.known:
                self.known.move_to_end(key)
                return self.known[key]
            at_work = self.at_work.setdefault(key, Lock())
        with at_work:
            if key not in self.known:
                answer = compute()
                with self.lock:
                    self.known[key] = answer
                    self.at_work.pop(key, None)
                    while len(self.known) > self.entries:
                        self.known.popitem(last=False)
                return answer
        return self.get(key, compute)


_all: list[Answers] = []


def kept(entries: int = 32, words: str = "") -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keeps a function's answers, for everybody who asks the same; ``words`` are shown while one is computed.

    Questions are told apart by the arguments whose names do not begin with ``_``; what these others are must follow
    from them. Streamlit's own cache does the same, but to look something up there costs as much as to draw a figure.
    """

    def keeping(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        names = [(at, name) for at, name in enumerate(signature(function).parameters) if not name.startswith("_")]
        answers = Answers(entries)
        _all.append(answers)

        @wraps(function)
        def asked(*arguments: Asked.args, **named: Asked.kwargs) -> Answer:
            def compute() -> Answer:
                with st.spinner(words) if words else nullcontext():
                    return function(*arguments, **named)

            given = len(arguments)
            key = tuple([arguments[at] if at < given else named[name] for at, name in names])
            answer: Answer = answers.get(key, compute)
            return answer

        return asked

    return keeping


def forget_all() -> None:
    """Everything is computed anew when it is asked for again."""
    for answers in _all:
        with answers.lock:
            answers.known.clear()
