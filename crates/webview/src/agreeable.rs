//! A mind that agrees to everything, by way of `vvchat-host`. In a real app each of these functions would show a sheet and wait.

use std::sync::Arc;

use anyhow::Result;
use gtk::glib::MainContext;
use tao::event_loop::EventLoopProxy;
use vvchat_host::{
    AuthParams, AuthResult, Call, Host, Info, Method, Origins, Page, PayParams, PayResult, Problem, Refusal, Session,
    SessionType, ShareParams, ShareResult, jsbridge, wvjb,
};

use crate::mind::{Answer, Happening, Mind, teller};
use crate::transport::Transport;

/// What the app does for pages.
#[derive(Debug)]
struct Agreeable;

impl Host for Agreeable {
    fn info(&self) -> Info {
        Info { name: "vvchat-webview".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }

    fn methods(&self) -> Vec<Method> {
        Method::ALL.to_vec()
    }

    fn report(&self, problem: &Problem) {
        eprintln!("{problem}");
    }

    async fn auth(&self, _: AuthParams, _: Call) -> Result<AuthResult, Refusal> {
        Ok(AuthResult { code: "C7f2k9".to_owned() })
    }

    async fn pay(&self, _: PayParams, _: Call) -> Result<PayResult, Refusal> {
        Ok(PayResult { trade_no: "201712023384923834".to_owned() })
    }

    async fn get_session(&self, _: Call) -> Result<Session, Refusal> {
        Ok(Session { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57".to_owned(), session_type: SessionType::Single })
    }

    async fn select_session(&self, call: Call) -> Result<Session, Refusal> {
        self.get_session(call).await
    }

    async fn share(&self, _: ShareParams, _: Call) -> Result<ShareResult, Refusal> {
        Ok(ShareResult::shared())
    }
}

/// The mind.
#[derive(Debug)]
pub(crate) struct Answering {
    page: Page<Agreeable>,
    proxy: EventLoopProxy<Happening>,
}

impl Answering {
    /// For pages of these origins.
    pub(crate) fn new(origins: impl IntoIterator<Item = String>, proxy: EventLoopProxy<Happening>) -> Result<Self> {
        Ok(Self { page: Page::new(Arc::new(Agreeable), Origins::new(origins)?), proxy })
    }

    /// Polls the future in GTK's own loop, and tells the event loop what it results in.
    fn spawn(&self, answer: impl Future<Output = Option<Happening>> + 'static) {
        let tell = teller(&self.proxy);
        MainContext::default().spawn_local(async move {
            if let Some(happening) = answer.await {
                tell(happening);
            }
        });
    }
}

impl Mind for Answering {
    fn message(&mut self, number: u64, text: &str, origin: &str) {
        let answer = self.page.receive(text, origin);
        self.spawn(async move { Some(Happening::Answer { number, answer: Answer::Text(answer.await?) }) });
    }

    fn queue(&mut self, flavour: Transport, queue: &str, origin: &str) {
        if flavour == Transport::Wvjb {
            for script in wvjb::receive(&self.page, queue, origin) {
                self.spawn(async move { Some(Happening::Evaluate(script.await?)) });
            }
        } else {
            for script in jsbridge::receive(&self.page, queue, origin) {
                self.spawn(async move { Some(Happening::Evaluate(script.await?)) });
            }
        }
    }

    fn forget(&mut self) {
        self.page.forget();
    }
}
