//! A new vendor's file.
