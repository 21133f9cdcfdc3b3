//! The simulator's own HTTP requests: notifications to shops, and what cards' addresses lead to.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

/// A client that goes where it is told and nowhere else: no proxy, no redirect.
pub(crate) fn client() -> Client {
    let client =
        Client::builder().no_proxy().redirect(Policy::none()).user_agent("VVChat").tls_backend_preconfigured(tls());
    client.build().expect("its settings are constants")
}

/// What this machine trusts, as a shop's certificate is held against it. On a machine that trusts nobody, no https
/// address can be reached.
fn tls() -> ClientConfig {
    let config = || {
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has the default versions")
    };
    match config().with_platform_verifier() {
        Ok(config) => config.with_no_client_auth(),
        Err(_) => config().with_root_certificates(RootCertStore::empty()).with_no_client_auth(),
    }
}

/// The text at an address, or in Chinese why there is none.
pub(crate) async fn read_text(client: &Client, url: &str, limit: usize, patience: Duration) -> Result<String, String> {
    let reading = async {
        let response = client.get(url).send().await.map_err(|error| reason(&error))?;
        let status = response.status();
        if !status.is_success() {
            return Err(format!("HTTP状态码{}", status.as_u16()));
        }
        let (body, is_whole) = read_up_to(response, limit).await.map_err(|error| reason(&error))?;
        if !is_whole {
            return Err(format!("超过{limit}字节"));
        }
        String::from_utf8(body).map_err(|_| "不是UTF-8文本".to_owned())
    };
    let seconds = patience.as_secs();
    tokio::time::timeout(patience, reading).await.unwrap_or_else(|_| Err(format!("{seconds}秒内没有读完")))
}

/// The start of an answer's body, and whether that is all of it.
pub(crate) async fn read_up_to(mut response: Response, limit: usize) -> reqwest::Result<(Vec<u8>, bool)> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > limit {
            body.extend_from_slice(&chunk[..limit - body.len()]);
            return Ok((body, false));
        }
        body.extend_from_slice(&chunk);
    }
    Ok((body, true))
}

/// What went wrong at the bottom of it: the outer errors only say that something did.
pub(crate) fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
