//! Requests as they are written: no client tidies up a path or adds a header.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

/// A request to be sent.
pub(crate) struct Call {
    address: String,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Call {
    pub(crate) fn new(method: Method, origin: &str, path: &str) -> Self {
        let address = origin.strip_prefix("http://").unwrap().to_owned();
        Self { address, method, path: path.to_owned(), headers: Vec::new(), body: String::new() }
    }

    pub(crate) fn get(origin: &str, path: &str) -> Self {
        Self::new(Method::GET, origin, path)
    }

    pub(crate) fn post(origin: &str, path: &str, body: &Value) -> Self {
        Self::new(Method::POST, origin, path).header("content-type", "application/json").body(&body.to_string())
    }

    /// With a header, in place of one of the same name.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(present, _)| present != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }

    /// Sends it on a connection of its own, and reads the answer to its end.
    pub(crate) async fn send(self) -> Answer {
        self.try_send().await.unwrap()
    }

    /// The same, where the server may be gone in the middle of it.
    pub(crate) async fn try_send(self) -> Result<Answer, Lost> {
        let (parts, body) = self.open().await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec())? })
    }

    /// Sends it; the answer's body is still to be read.
    pub(crate) async fn open(self) -> Result<Response<Incoming>, Lost> {
        let stream = TcpStream::connect(&self.address).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder().method(self.method).uri(&self.path);
        if !self.headers.iter().any(|(name, _)| name == "host") {
            request = request.header("host", &self.address);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        Ok(sender.send_request(request.body(Full::new(Bytes::from(self.body)))?).await?)
    }
}

/// Why there is no answer.
pub(crate) type Lost = Box<dyn std::error::Error + Send + Sync>;

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/json", "{self:?}");
        serde_json::from_str(&self.body).unwrap()
    }

    /// The JSON of an answer that is no refusal.
    #[track_caller]
    pub(crate) fn done(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.json()
    }

    /// The message of a refusal, which has the platform's form.
    #[track_caller]
    pub(crate) fn refused(&self) -> String {
        assert_eq!(self.status, StatusCode::BAD_REQUEST, "{}", self.body);
        let json = self.json();
        let message = json["err_msg"].as_str().unwrap().to_owned();
        assert_eq!(json, json!({ "err_code": 400, "err_msg": message }));
        message
    }
}

/// A stream of server-sent events.
pub(crate) struct Events {
    body: Incoming,
    text: String,
}

impl Events {
    /// Listens from now on.
    pub(crate) async fn listen(origin: &str) -> Self {
        let response = Call::get(origin, "/device/events").open().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body(), text: String::new() }
    }

    /// The next event: its name and its data. `None` at the end of the stream.
    pub(crate) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim_start);
                let found = field("event:").zip(field("data:"));
                let found = found.map(|(name, data)| (name.to_owned(), serde_json::from_str(data).unwrap()));
                self.text = rest.to_string();
                if found.is_some() {
                    return found;
                }
                // A comment that keeps the connection alive.
                continue;
            }
            let frame = self.body.frame().await?.unwrap();
            self.text.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap());
        }
    }

    /// The data of the next event of that name; others are passed over.
    pub(crate) async fn next_of(&mut self, wanted: &str) -> Value {
        loop {
            let (name, data) = self.next().await.expect("the stream goes on");
            if name == wanted {
                return data;
            }
        }
    }
}
