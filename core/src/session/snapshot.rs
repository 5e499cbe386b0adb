//! A session as bytes and back. The bytes' form is postcard's; only where they are put and taken is our own: written into each place a
//! value is written or read, the same few instructions came to a twelfth of the worker's module.

use postcard::de_flavors::Flavor as Taken;
use postcard::ser_flavors::Flavor as Put;
use postcard::{Deserializer, Error, Result};
use serde::{Deserialize, Serialize};

/// Puts a value behind what is there.
pub(super) fn write(value: &impl Serialize, begun: Vec<u8>) -> Vec<u8> {
    postcard::serialize_with_flavor(value, Out(begun)).unwrap_or_default()
}

/// Reads a value. Errors where the bytes are none.
pub(super) fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T> {
    T::deserialize(&mut Deserializer::from_flavor(In(bytes)))
}

struct Out(Vec<u8>);

impl Put for Out {
    type Output = Vec<u8>;

    #[inline(never)]
    fn try_extend(&mut self, data: &[u8]) -> Result<()> {
        self.0.extend_from_slice(data);
        Ok(())
    }

    #[inline(never)]
    fn try_push(&mut self, data: u8) -> Result<()> {
        self.0.push(data);
        Ok(())
    }

    fn finalize(self) -> Result<Vec<u8>> {
        Ok(self.0)
    }
}

struct In<'de>(&'de [u8]);

impl<'de> Taken<'de> for In<'de> {
    type Remainder = &'de [u8];
    type Source = &'de [u8];

    #[inline(never)]
    fn pop(&mut self) -> Result<u8> {
        let (first, rest) = self.0.split_first().ok_or(Error::DeserializeUnexpectedEnd)?;
        self.0 = rest;
        Ok(*first)
    }

    #[inline(never)]
    fn try_take_n(&mut self, count: usize) -> Result<&'de [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Error::DeserializeUnexpectedEnd)?;
        self.0 = rest;
        Ok(taken)
    }

    fn finalize(self) -> Result<&'de [u8]> {
        Ok(self.0)
    }
}
