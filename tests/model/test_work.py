"""Work: what has to be taken until each oblast is finished, by order, by share, and by what is counted first."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.model.inputs import Inputs, Oblast
from territory.model.work import counted_first, need_km2, work
from tests.model.questions import A, B, C, question
from tests.strategies import changed, questions


def thresholds(inputs: Inputs) -> list[float]:
    return [target.threshold_km2 for target in work(inputs).targets]


def shared(*needs_and_shares: tuple[float, float], **changes) -> list[float]:
    targets = (Oblast(f"o{i}", need, 0.0, None, share) for i, (need, share) in enumerate(needs_and_shares))
    return thresholds(question(*targets, order="together", **changes))


def test_what_remains_is_what_is_not_occupied() -> None:
    kharkiv = Oblast("kharkiv", 31_415.0, 0.04)
    assert kharkiv.occupied_km2 == pytest.approx(1_256.6)
    assert kharkiv.remaining_km2 == pytest.approx(30_158.4)
    assert Oblast("x", 31_415.0, 1.0).remaining_km2 == 0.0


def test_an_oblast_without_a_pace_of_its_own_needs_what_remains_of_it() -> None:
    assert need_km2(B, 10.0) == 2_000.0
    assert need_km2(B, -3.0) == 2_000.0


def test_an_oblast_with_half_the_pace_needs_twice_its_area() -> None:
    assert need_km2(Oblast("a", 1_000.0, 0.0, 5.0), 10.0) == 2_000.0


def test_separately_each_has_the_front_to_itself() -> None:
    assert thresholds(question(A, B, C)) == [1_000.0, 2_000.0, 3_000.0]


def test_in_turn_each_waits_for_those_before_it() -> None:
    assert thresholds(question(A, B, C, order="in_turn")) == [1_000.0, 3_000.0, 6_000.0]


@pytest.mark.parametrize("order", ["separately", "in_turn", "together"])
def test_what_is_counted_first_comes_before_every_target(order: str) -> None:
    plain = question(A, B, order=order)
    after = changed(plain, first=(C, Oblast("d", 500.0, 0.0, 5.0)))
    assert work(after).first_km2 == 4_000.0
    assert thresholds(after) == pytest.approx([each + 4_000.0 for each in thresholds(plain)])


def test_together_a_finished_ones_share_goes_to_the_other() -> None:
    assert shared((100.0, 0.5), (300.0, 0.5)) == pytest.approx([200.0, 400.0])


def test_together_a_finished_ones_share_goes_to_those_left_in_proportion() -> None:
    # 100 of work: a is finished; b has 25 of 100, c 25 of 200; then halves: b after 150 more, c with the rest.
    assert shared((50.0, 0.5), (100.0, 0.25), (200.0, 0.25)) == pytest.approx([100.0, 250.0, 350.0])


def test_together_with_equal_needs_and_shares_all_finish_at_once() -> None:
    assert shared((100.0, 0.25), (100.0, 0.25), (100.0, 0.25), (100.0, 0.25)) == pytest.approx([400.0] * 4)
    thirds = shared(*((70.0, 1 / 3),) * 3)
    assert thirds == pytest.approx([210.0] * 3)


def test_together_all_to_one_is_one_after_the_other() -> None:
    assert shared((100.0, 1.0), (300.0, 0.0)) == pytest.approx([100.0, 400.0])
    assert shared((100.0, 0.0), (300.0, 1.0)) == pytest.approx([400.0, 300.0])


def test_together_those_left_without_a_share_split_evenly() -> None:
    assert shared((100.0, 1.0), (50.0, 0.0), (150.0, 0.0)) == pytest.approx([100.0, 200.0, 300.0])


def test_together_what_is_done_leaves_its_share_to_the_others() -> None:
    assert shared((0.0, 0.5), (300.0, 0.5)) == pytest.approx([0.0, 300.0])
    assert shared((0.0, 1.0), (300.0, 0.0)) == pytest.approx([0.0, 300.0])


def test_together_with_nothing_left_anywhere_nothing_is_needed() -> None:
    assert shared((0.0, 0.5), (0.0, 0.5)) == [0.0, 0.0]


def test_together_a_share_next_to_nothing_is_finished_last() -> None:
    assert shared((100.0, 1e-300), (300.0, 1.0)) == pytest.approx([400.0, 300.0])


@given(questions())
def test_together_the_last_one_finished_and_in_turn_the_last_one_need_the_sum(inputs: Inputs) -> None:
    needs = [need_km2(each, inputs.rate_km2_per_day) for each in (*inputs.first, *inputs.targets)]
    for order in ("in_turn", "together"):
        last = max(thresholds(changed(inputs, order=order)))
        assert last == pytest.approx(math.fsum(needs), rel=1e-9)


@given(questions())
def test_sharing_never_finishes_an_oblast_before_it_would_be_with_the_whole_front(inputs: Inputs) -> None:
    alone = thresholds(changed(inputs, order="separately"))
    for order in ("in_turn", "together"):
        for shared_km2, own_km2 in zip(thresholds(changed(inputs, order=order)), alone, strict=True):
            assert shared_km2 >= own_km2 * (1 - 1e-12)


@given(questions(), st.lists(st.floats(0, 1), min_size=2, max_size=10))
def test_what_is_taken_of_an_oblast_grows_from_nothing_to_what_remains(inputs: Inputs, fractions: list[float]) -> None:
    for target in work(inputs).targets:
        net = np.sort(fractions) * target.threshold_km2
        taken = target.taken_km2(net)
        assert (np.diff(taken) >= -1e-9).all()
        assert float(target.taken_km2(0.0)) == 0.0
        assert float(target.taken_km2(target.threshold_km2)) == pytest.approx(target.remaining_km2)
        assert float(target.taken_km2(10 * target.threshold_km2 + 1)) == pytest.approx(target.remaining_km2)
        assert float(target.taken_km2(-100.0)) == 0.0


@given(questions().map(lambda inputs: changed(inputs, first=(), order="together")), st.floats(0, 1))
def test_together_the_front_spends_all_it_takes_and_nothing_twice(inputs: Inputs, fraction: float) -> None:
    the_work = work(inputs)
    net = fraction * max(target.threshold_km2 for target in the_work.targets)
    spent = [
        target.need_km2 * float(target.taken_km2(net)) / target.remaining_km2
        for target in the_work.targets
        if target.remaining_km2
    ]
    assert math.fsum(spent) == pytest.approx(net, rel=1e-9, abs=1e-6)


def test_what_is_counted_first_is_taken_one_after_the_other() -> None:
    first = counted_first(question(A, first=(C, B)))
    assert [target.id for target in first] == ["c", "b"]
    assert [target.curve_net_km2 for target in first] == [(0.0, 3_000.0), (3_000.0, 5_000.0)]
    assert [float(target.taken_km2(4_000.0)) for target in first] == [3_000.0, 1_000.0]
    assert counted_first(question(A)) == ()


@given(questions())
def test_what_is_counted_first_is_finished_when_the_targets_begin(inputs: Inputs) -> None:
    first, the_work = counted_first(inputs), work(inputs)
    assert max((target.threshold_km2 for target in first), default=0.0) == pytest.approx(the_work.first_km2)
    for target in first:
        assert float(target.taken_km2(the_work.first_km2 * (1 + 1e-9))) == pytest.approx(target.remaining_km2)
