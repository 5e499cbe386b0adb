//! An address parsed once: every later step reads from here.
