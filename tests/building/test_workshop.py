from __future__ import annotations

import pytest

from build_tools.building import workshop
from build_tools.building.workshop import Workshop


class Studio:
    def __init__(self, ended: list[str]) -> None:
        self.ended = ended

    def close(self) -> None:
        self.ended.append("browser")


@pytest.mark.parametrize("last", [True, False])
def test_what_is_done_with_goes_at_once_where_no_build_follows(
    *, last: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr(workshop, "stop", lambda: ended.append("interpreter"))
    monkeypatch.setattr(workshop, "warm_up", lambda **_: None)
    with Workshop(last=last) as own:
        vars(own)["studio"] = Studio(ended)
        own.executed()
        assert ended == ["interpreter"] * last
        own.drawn()
        assert ended == ["interpreter", "browser"] * last
    assert ended.count("browser") == 1


@pytest.mark.parametrize("last", [True, False])
def test_what_the_next_process_needs_waits_where_a_build_follows(
    *, last: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop, "warm_up", lambda **_: None)
    done: list[str] = []
    with Workshop(last=last) as own:
        own.later("page", lambda: done.append("first"))
        own.later("page", lambda: done.append("second"))
        assert done == ["first", "second"] * last
        own.catch_up()
        assert done[-1] == "second"
        before = list(done)
        own.later("site", lambda: done.append("site"))
    assert done == [*before, "site"]
    assert last or before == ["second"]
