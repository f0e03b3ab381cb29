"""Stored units and the base units they are computed in."""

from __future__ import annotations

import pytest

from assistant.contracts.errors import InternalError
from knowledge_graph.semantics.load import load_model
from knowledge_graph.semantics.units import base_factor, base_unit, stored_units


def test_every_unit_of_the_shipped_model_is_known():
    model = load_model()
    used = {a.unit for e in model.entities for a in e.attributes if a.unit}
    assert used <= set(stored_units())


def test_factors_lead_to_the_base_unit():
    assert (base_unit("yi_m3"), base_factor("yi_m3")) == ("m3", 1e8)
    assert (base_unit("wan_yuan"), base_factor("wan_yuan")) == ("yuan", 1e4)
    assert (base_unit(""), base_factor("")) == ("", 1.0)


def test_a_base_unit_is_its_own_base():
    units = stored_units()
    assert all(units[u.base].factor == 1 for u in units.values())


def test_an_unknown_unit_is_our_mistake():
    with pytest.raises(InternalError):
        base_factor("bucket")
