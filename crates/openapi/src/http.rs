//! HTTP as plain data: whoever has an HTTP client can send a call with it.

use crate::Error;
use std::fmt;

/// A request to the platform. Its URL, headers and body may hold secrets, so printing shows method and path alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL, query included.
    pub url: String,
    /// Headers beyond those that an HTTP client adds by itself. Names are in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for `GET`.
    pub body: Vec<u8>,
}

/// The methods that the platform knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

impl Method {
    /// Its name on the wire.
    ///
    /// ```
    /// assert_eq!(vvchat_openapi::Method::Get.name(), "GET");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Request").field("method", &self.method).field("path", &path).finish_non_exhaustive()
    }
}

/// What the platform answered. The body may hold a token, so printing shows the status alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

impl Response {
    /// How many bytes a body has at most; no reply of the platform's comes near it. Whoever receives more stops, with
    /// [`Response::too_long`].
    pub const MAX_BYTES: usize = 1 << 20;

    /// The error of a body that has more than [`MAX_BYTES`](Self::MAX_BYTES).
    ///
    /// ```
    /// assert_eq!(
    ///     vvchat_openapi::Response::too_long().to_string(),
    ///     "VVChat's reply can't be used: body must be at most 1 MiB, but it is longer"
    /// );
    /// ```
    pub fn too_long() -> Error {
        Error::reply("body", "at most 1 MiB", "longer")
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}
