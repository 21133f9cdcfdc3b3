//! Who the merchant is to the platform.

use crate::text;
use crate::{AppKey, Error};

/// An app's `app_id`, and the `app_key` that proves it (guide: 准备工作). Printing shows the `app_id` alone.
///
/// ```
/// use vvchat_openapi::Credentials;
///
/// let credentials = Credentials::new("test", "123456")?;
/// assert_eq!(format!("{credentials:?}"), r#"Credentials { app_id: "test", app_key: AppKey(…) }"#);
/// # Ok::<(), vvchat_openapi::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    app_id: String,
    app_key: AppKey,
}

impl Credentials {
    /// Takes what the platform issued. [`Error::InvalidInput`] if one of them is empty or can't be one.
    pub fn new(app_id: impl Into<String>, app_key: impl Into<String>) -> Result<Self, Error> {
        let app_id = app_id.into();
        text::check_id("app_id", &app_id)?;
        Ok(Self { app_id, app_key: AppKey::new(app_key)? })
    }

    /// The app's id. Everybody may know it.
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// The app's key.
    pub const fn app_key(&self) -> &AppKey {
        &self.app_key
    }
}
