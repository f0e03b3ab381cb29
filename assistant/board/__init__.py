"""Boards: pinned answers run again on a schedule, and alerts that watch them."""
