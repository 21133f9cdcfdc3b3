//! What nobody must be able to guess.

use crate::failure::Failure;
use crate::time;

/// A text of 32 hexadecimal digits: 128 bits from the operating system.
pub(crate) fn secret() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(Failure::Random)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// A new `out_trade_no`: the time in microseconds, so that they are in order, then four digits by chance.
pub(crate) fn order_number() -> Result<String, Failure> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(Failure::Random)?;
    Ok(format!("{}{:04}", time::since_1970().as_micros(), u64::from_be_bytes(bytes) % 10_000))
}
