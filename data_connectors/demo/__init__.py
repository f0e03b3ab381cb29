"""Demo province generator: invented but plausible data, written as an exchange folder."""
