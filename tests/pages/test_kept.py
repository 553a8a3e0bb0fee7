from threading import Barrier, Thread
from time import sleep

import pytest

from masterplan.pages.parts.kept import forget_all, kept

ASKED: list[tuple[object, ...]] = []


@kept(entries=2)
def _answer(_plan: object, key: tuple[object, ...], dark: bool = False) -> tuple[object, ...]:
    ASKED.append((_plan, key, dark))
    return (key, dark)


def test_an_answer_is_kept_by_what_tells_it_apart_until_others_are_asked_for() -> None:
    ASKED.clear()
    for revision in (1, 1, 2, 1, 3, 1, 2):
        assert _answer(object(), (revision,), dark=True) == ((revision,), True)
    assert [key for _, key, _ in ASKED] == [(1,), (2,), (3,), (2,)]  # the two asked for last are kept
    assert _answer(object(), (2,), False) == ((2,), False)
    forget_all()
    assert _answer(object(), (2,), False) == ((2,), False)
    assert len(ASKED) == 6


def test_what_two_ask_for_at_once_is_computed_once() -> None:
    begun, found = Barrier(3), list[object]()
    computed: list[int] = []

    @kept()
    def slow(key: int) -> object:
        computed.append(key)
        sleep(0.05)  # the others ask meanwhile
        return object()

    def ask() -> None:
        begun.wait()
        found.append(slow(1))

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in found}) == 1
    assert computed == [1]


def test_a_question_that_failed_is_asked_anew() -> None:
    tries: list[int] = []

    @kept()
    def fails_once(key: int) -> int:
        tries.append(key)
        return 1 // (len(tries) - 1)

    with pytest.raises(ZeroDivisionError):
        fails_once(1)
    assert [fails_once(1), fails_once(1)] == [1, 1]
    assert tries == [1, 1]
