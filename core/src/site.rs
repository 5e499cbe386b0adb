//! Registrable domain, same site, same owner, third party.
