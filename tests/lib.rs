//! Golden, wire and tidy tests live under `tests/`.
