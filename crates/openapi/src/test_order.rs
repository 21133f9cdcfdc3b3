//! An order to try `vvchat.pay` with, in the platform's test environment.

use crate::json::Object;
use crate::unified_order::PlacedOrder;
use crate::{Attempt, Call, Error, Method, Platform, Repeat, Request, Response};
use serde::Deserialize;

/// Gets the `imprest_code` of an order made up by the platform.
///
/// `GET /paybusapi/v1/test/imprest`. It exists in the test environment alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceTestOrder {}

impl Call for PlaceTestOrder {
    type Reply = PlacedOrder;

    /// One test order more does no harm.
    const REPEAT: Repeat = Repeat::Safe;

    fn request(&self, platform: &Platform, _: &Attempt) -> Result<Request, Error> {
        let url = platform.url("/paybusapi/v1/test/imprest", &[]);
        Ok(Request { method: Method::Get, url, headers: Vec::new(), body: Vec::new() })
    }

    fn decode(&self, _: &Platform, response: &Response) -> Result<PlacedOrder, Error> {
        Ok(PlacedOrder { imprest_code: Object::of(response)?.id("imprest_code")? })
    }
}
