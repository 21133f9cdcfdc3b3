//! The host of `docs/embedding/tauri-wry.md`: opens the page of an address, and answers pages of its origin.

use std::sync::Arc;

use anyhow::{Context, Result};
use gtk::glib::MainContext;
use tao::event::{Event, WindowEvent};
use tao::event_loop::{ControlFlow, EventLoopBuilder};
use tao::platform::unix::WindowExtUnix;
use tao::window::WindowBuilder;
use vvchat_host::{
    AuthParams, AuthResult, Call, Host, Info, Method, Origins, Page, PayParams, PayResult, Problem, Refusal, Session,
    SessionType, ShareParams, ShareResult, origin_of, script,
};
use wry::{PageLoadEvent, WebViewBuilder, WebViewBuilderExtUnix};

/// Runs in the page before its own scripts.
const PAGE_HALF: &str = "window.vvchatHost = { postMessage: (text) => window.ipc.postMessage(text) };";

struct App;

impl Host for App {
    fn info(&self) -> Info {
        Info { name: "Tea house".to_owned(), version: "1.0".to_owned() }
    }

    fn methods(&self) -> Vec<Method> {
        Method::ALL.to_vec()
    }

    fn report(&self, problem: &Problem) {
        eprintln!("{problem}");
    }

    async fn auth(&self, _: AuthParams, call: Call) -> Result<AuthResult, Refusal> {
        sheet(&format!("Show {} your name?", call.origin)).await?;
        Ok(AuthResult { code: "C7f2k9".to_owned() })
    }

    async fn pay(&self, params: PayParams, _: Call) -> Result<PayResult, Refusal> {
        // What your server says of the order belongs on the sheet.
        sheet(&format!("Pay {}?", params.imprest_code)).await?;
        Ok(PayResult { trade_no: "201712023384923834".to_owned() })
    }

    async fn get_session(&self, _: Call) -> Result<Session, Refusal> {
        Ok(Session { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57".to_owned(), session_type: SessionType::Single })
    }

    async fn select_session(&self, _: Call) -> Result<Session, Refusal> {
        sheet("Pick a conversation").await?;
        Ok(Session { session_id: "a:b".to_owned(), session_type: SessionType::Group })
    }

    async fn share(&self, params: ShareParams, _: Call) -> Result<ShareResult, Refusal> {
        sheet(&format!("Share {}?", params.share_title)).await?;
        Ok(ShareResult::shared())
    }
}

/// Yours: shows the sheet, waits for the person, and closes it when the future is dropped. Here everybody agrees.
async fn sheet(question: &str) -> Result<(), Refusal> {
    let agreed = std::future::ready(!question.is_empty());
    if agreed.await { Ok(()) } else { Err(Refusal::cancelled()) }
}

/// What the event loop is told.
#[derive(Debug)]
enum Happening {
    Message { text: String, from: String },
    Answer(String),
    NewPage,
}

fn main() -> Result<()> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "https://shop.example/".to_owned());
    let page = Page::new(Arc::new(App), Origins::new([origin_of(&url)])?);

    let event_loop = EventLoopBuilder::with_user_event().build();
    let window = WindowBuilder::new().with_title("Tea house").build(&event_loop)?;
    let (messages, pages, answers) = (event_loop.create_proxy(), event_loop.create_proxy(), event_loop.create_proxy());
    let builder = WebViewBuilder::new()
        .with_initialization_script(PAGE_HALF)
        .with_ipc_handler(move |request| {
            // The web view says who sent it; the message itself is not asked.
            let from = request.uri().to_string();
            let _ = messages.send_event(Happening::Message { text: request.into_body(), from });
        })
        .with_on_page_load_handler(move |event, _| {
            if matches!(event, PageLoadEvent::Started) {
                let _ = pages.send_event(Happening::NewPage);
            }
        })
        .with_url(&url);
    // On Windows and macOS: `builder.build(&window)`.
    let view = builder.build_gtk(window.default_vbox().context("the window has no place for a web view")?)?;

    event_loop.run(move |event, _, control_flow| {
        // The web view is in the window for as long as that is there.
        let _ = &window;
        *control_flow = ControlFlow::Wait;
        match event {
            Event::UserEvent(Happening::Message { text, from }) => {
                let (answer, answers) = (page.receive(&text, &origin_of(&from)), answers.clone());
                // GTK's loop polls it. Elsewhere: your runtime.
                MainContext::default().spawn_local(async move {
                    if let Some(answer) = answer.await {
                        let _ = answers.send_event(Happening::Answer(answer));
                    }
                });
            }
            Event::UserEvent(Happening::Answer(answer)) => {
                if let Err(error) = view.evaluate_script(&script::event(&answer)) {
                    eprintln!("cannot evaluate a script: {error}");
                }
            }
            Event::UserEvent(Happening::NewPage) => page.forget(),
            Event::WindowEvent { event: WindowEvent::CloseRequested, .. } => *control_flow = ControlFlow::Exit,
            _ => {}
        }
    })
}
