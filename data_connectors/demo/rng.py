"""Independent random streams: adding a draw in one table never shifts another."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, topic: str, part: int = 0) -> np.random.Generator:
    """Return the generator of one topic (and one chunk of it)."""
    return np.random.default_rng([seed, zlib.crc32(topic.encode()), part])


def scaled(count: int, scale: float, least: int = 3) -> int:
    """Scale a count; at least a few of every kind stay, but never more than there were."""
    return max(min(least, count), round(count * scale))


def apportion(total: float, weights: np.ndarray, decimals: int) -> np.ndarray:
    """Split `total` by weights into numbers of `decimals` places that add up to it exactly."""
    unit = 10**decimals
    whole = round(total * unit)
    weight = np.maximum(np.asarray(weights, dtype=float), 0.0)
    if weight.sum() <= 0:
        weight = np.ones_like(weight)
    exact = whole * weight / weight.sum()
    floor = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[: whole - int(floor.sum())]] += 1
    return np.asarray(floor / unit)
