//! Sending calls: HTTP, time-outs, repeats.

use crate::agent_pay::PayOut;
use crate::message::SendMessage;
use crate::order_query::{Order, QueryOrder};
use crate::test_order::PlaceTestOrder;
use crate::token::{Authorization, ExchangeCode};
use crate::unified_order::{PlaceOrder, PlacedOrder};
use crate::userinfo::{GetUserInfo, UserInfo};
use crate::{
    AccessToken, Attempt, BaseUrl, Call, Code, Credentials, Error, Method, Nonce, Platform, Request, Response,
    Timestamp, TransportKind,
};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Sends calls to the platform, as one app. Make one and keep it: it reuses its connections. Cloning is cheap.
///
/// A call that gets no usable answer is sent again if [`Call::REPEAT`] allows it, after a pause that grows. Redirects are not
/// followed. For https, the certificates that this machine trusts are trusted, and a proxy is used if the environment names one
/// (`HTTPS_PROXY`).
///
/// It needs a running Tokio. Dropping a call's future ends the waiting; what was sent, was sent.
///
/// ```no_run
/// use vvchat_openapi::{BaseUrl, Client, Code, Credentials};
///
/// # async fn example(code_from_the_page: String) -> Result<(), vvchat_openapi::Error> {
/// let client = Client::new(BaseUrl::new("https://open.example")?, Credentials::new("test", "123456")?)?;
/// let authorization = client.exchange_code(Code::new(code_from_the_page)?).await?;
/// let user = client.user_info(authorization.token).await?;
/// println!("{} is {}", user.open_id, user.nickname);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    platform: Platform,
    options: Options,
}

/// How long a [`Client`] waits and how often it tries.
///
/// ```
/// use std::time::Duration;
/// use vvchat_openapi::client::Options;
///
/// let patient = Options { timeout: Duration::from_secs(60), ..Options::default() };
/// assert_eq!(patient.attempts, 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How long making a connection may take. 5 s by default.
    pub connect_timeout: Duration,
    /// How long one attempt may take, from connecting to the last byte. 15 s by default.
    pub timeout: Duration,
    /// How often a call is sent at most, the first time included. 3 by default; 0 counts as 1.
    pub attempts: u32,
    /// How long the pause before the second attempt is at most; each further pause is up to twice as long. 300 ms by default:
    /// up to 0.3 s, then up to 0.6 s. Up to half of it is left out at random, so that many servers don't come back at the
    /// same moment.
    pub pause: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(15),
            attempts: 3,
            pause: Duration::from_millis(300),
        }
    }
}

impl Client {
    /// A client with the default [`Options`].
    pub fn new(base_url: BaseUrl, credentials: Credentials) -> Result<Self, Error> {
        Self::with_options(base_url, credentials, Options::default())
    }

    /// A client. [`Error::Transport`] if https is asked for and this machine has no certificates to trust.
    pub fn with_options(base_url: BaseUrl, credentials: Credentials, options: Options) -> Result<Self, Error> {
        let encrypted = base_url.as_str().starts_with("https:");
        let mut http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(encrypted)?)
            .connect_timeout(options.connect_timeout)
            .timeout(options.timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .user_agent(concat!("vvchat-openapi/", env!("CARGO_PKG_VERSION")));
        if !encrypted {
            // A proxy would read app_key.
            http = http.no_proxy();
        }
        let http = http.build().map_err(|error| unsent(&error.without_url()))?;
        Ok(Self { http, platform: Platform::new(base_url, credentials), options })
    }

    /// Exchanges the code that the page got from `vvchat.auth`. See [`ExchangeCode`].
    pub async fn exchange_code(&self, code: Code) -> Result<Authorization, Error> {
        self.send(&ExchangeCode { code }).await
    }

    /// Reads the profile of the person whose token it is. See [`GetUserInfo`].
    pub async fn user_info(&self, token: AccessToken) -> Result<UserInfo, Error> {
        self.send(&GetUserInfo { token }).await
    }

    /// Sends a text into the conversation that the token is for. See [`SendMessage`].
    pub async fn send_message(&self, token: AccessToken, content: impl Into<String>) -> Result<(), Error> {
        self.send(&SendMessage { token, content: content.into() }).await
    }

    /// Places an order. See [`PlaceOrder`].
    pub async fn place_order(&self, order: &PlaceOrder) -> Result<PlacedOrder, Error> {
        self.send(order).await
    }

    /// Asks for an order. See [`QueryOrder`].
    pub async fn query_order(&self, query: &QueryOrder) -> Result<Order, Error> {
        self.send(query).await
    }

    /// Pays money out to a person. See [`PayOut`].
    pub async fn pay_out(&self, pay_out: &PayOut) -> Result<(), Error> {
        self.send(pay_out).await
    }

    /// Gets an order to try `vvchat.pay` with, in the test environment. See [`PlaceTestOrder`].
    pub async fn place_test_order(&self) -> Result<PlacedOrder, Error> {
        self.send(&PlaceTestOrder {}).await
    }

    /// Sends any call, and repeats it where that is safe.
    pub async fn send<C: Call>(&self, call: &C) -> Result<C::Reply, Error> {
        let mut attempt = 1;
        let mut may_have_arrived = false;
        loop {
            match self.send_once(call).await {
                Err(error) if attempt < self.options.attempts && C::REPEAT.allows(&error) => {
                    may_have_arrived |= error.may_have_arrived();
                    tokio::time::sleep(self.pause_after(attempt)?).await;
                    attempt += 1;
                }
                Err(error) if may_have_arrived && !error.may_have_arrived() => {
                    return Err(Error::AfterOthers(Box::new(error)));
                }
                outcome => return outcome,
            }
        }
    }

    /// One attempt, with a nonce and a time of its own.
    async fn send_once<C: Call>(&self, call: &C) -> Result<C::Reply, Error> {
        let time = Timestamp::from_system_time(SystemTime::now())
            .ok_or_else(|| Error::input("time", "after 2001 on this machine's clock", "another"))?;
        let request = call.request(&self.platform, &Attempt { nonce: Nonce::from_random(random()?), time })?;
        let response = self.exchange(request).await?;
        call.decode(&self.platform, &response)
    }

    async fn exchange(&self, request: Request) -> Result<Response, Error> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        let mut sending = self.http.request(method, request.url).body(request.body);
        for (name, value) in request.headers {
            sending = sending.header(name, value);
        }
        let mut answer = sending.send().await.map_err(transport)?;
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(transport)? {
            if body.len() + chunk.len() > Response::MAX_BYTES {
                return Err(Response::too_long());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status, body })
    }

    /// How long to wait after that many attempts: a random time between half and all of the full pause.
    fn pause_after(&self, attempts: u32) -> Result<Duration, Error> {
        let full = self.options.pause.saturating_mul(2_u32.saturating_pow(attempts - 1));
        let share = 0.5 + f64::from(random::<1>()?[0]) / 512.0;
        Ok(full.mul_f64(share))
    }
}

/// TLS with a provider of its own: what the rest of the process uses is its own affair.
fn tls(encrypted: bool) -> Result<ClientConfig, Error> {
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unsent(&error))?;
    // Without https nothing needs to be trusted, so it works on a machine without certificates.
    let config = if encrypted {
        config.with_platform_verifier().map_err(|error| unsent(&error))?
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    Ok(config.with_no_client_auth())
}

fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| unsent(&error))?;
    Ok(bytes)
}

/// An error from before anything was sent.
fn unsent(error: &dyn std::fmt::Display) -> Error {
    Error::Transport { kind: TransportKind::Connect, cause: error.to_string() }
}

/// What the HTTP client says, without the URL: there are secrets in it.
fn transport(error: reqwest::Error) -> Error {
    let kind = if error.is_connect() || error.is_builder() {
        TransportKind::Connect
    } else if error.is_timeout() {
        TransportKind::Timeout
    } else {
        TransportKind::Interrupted
    };
    let error = error.without_url();
    let mut cause = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        cause = format!("{cause}: {inner}");
        source = inner.source();
    }
    Error::Transport { kind, cause }
}

#[cfg(test)]
mod tests {
    use super::{Client, Options};
    use crate::{BaseUrl, Credentials};
    use std::time::Duration;

    fn client(pause: Duration) -> Client {
        let options = Options { pause, ..Options::default() };
        let base_url = BaseUrl::new("http://127.0.0.1:1").unwrap();
        Client::with_options(base_url, Credentials::new("test", "123456").unwrap(), options).unwrap()
    }

    #[test]
    fn pauses_grow_and_are_random() {
        let client = client(Options::default().pause);
        for (attempts, half, full) in [(1, 150, 300), (2, 300, 600), (3, 600, 1200)] {
            let pauses: Vec<_> = (0..200).map(|_| client.pause_after(attempts).unwrap()).collect();
            let range = Duration::from_millis(half)..=Duration::from_millis(full);
            assert!(pauses.iter().all(|pause| range.contains(pause)), "{attempts}: {pauses:?}");
            assert!(pauses.iter().any(|pause| *pause != pauses[0]), "{attempts}: {pauses:?}");
        }
    }

    #[test]
    fn pauses_have_no_end_but_that_of_time() {
        assert!(client(Duration::MAX).pause_after(u32::MAX).unwrap() >= Duration::MAX / 2);
    }
}
