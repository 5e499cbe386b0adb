//! Wire types and normalising; no logic.
