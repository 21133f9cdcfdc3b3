//! The web view: offers a transport, hands what comes to the mind, and takes its answers back to the page.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use anyhow::{Context, Result};
use tao::event_loop::EventLoopProxy;
use tao::platform::unix::WindowExtUnix;
use tao::window::Window;
use vvchat_host::{jsbridge, origin_of, script, wvjb};
use webkit2gtk::{UserContentManagerExt, WebViewExt};
use wry::{PageLoadEvent, WebView, WebViewBuilder, WebViewBuilderExtUnix, WebViewExtUnix};

use crate::mind::{Answer, Happening, Mind, teller};
use crate::transport::Transport;
use crate::with_reply::{self, Reply};

/// The name under which the SDK looks for a message handler.
const HANDLER: &str = "vvchatHost";

/// A web view, and who answers its pages.
pub(crate) struct App {
    transport: Transport,
    mind: Box<dyn Mind>,
    view: WebView,
    proxy: EventLoopProxy<Happening>,
    /// What answers the messages that came by a handler with reply.
    replies: Rc<RefCell<HashMap<u64, Reply>>>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("transport", &self.transport).finish_non_exhaustive()
    }
}

impl App {
    /// Puts a web view into the window. The mind is made after it: WebKit has to be there before other engines of its kind are.
    pub(crate) fn open(
        window: &Window,
        transport: Transport,
        mind: impl FnOnce() -> Result<Box<dyn Mind>>,
        proxy: EventLoopProxy<Happening>,
    ) -> Result<Self> {
        let tell = teller(&proxy);
        let mut builder = WebViewBuilder::new()
            .with_incognito(true)
            .with_initialization_script(transport.initialization_script())
            .with_on_page_load_handler({
                let tell = tell.clone();
                move |event, _| {
                    tell(match event {
                        PageLoadEvent::Started => Happening::Started,
                        PageLoadEvent::Finished => Happening::Loaded,
                    });
                }
            })
            .with_navigation_handler({
                let tell = tell.clone();
                move |address| {
                    let rings = match transport {
                        Transport::Wvjb => wvjb::navigation(&address) != wvjb::Navigation::Elsewhere,
                        Transport::Jsbridge => jsbridge::navigation(&address) != jsbridge::Navigation::Elsewhere,
                        _ => false,
                    };
                    if rings {
                        tell(Happening::Ring(address));
                    }
                    !rings
                }
            });
        if let Some(user_agent) = transport.user_agent() {
            builder = builder.with_user_agent(user_agent);
        }
        if transport == Transport::Ipc {
            let (tell, numbers) = (tell.clone(), Numbers::default());
            builder = builder.with_ipc_handler(move |request| {
                let from = request.uri().to_string();
                tell(Happening::Message { number: numbers.next(), text: request.into_body(), from });
            });
        }
        let container = window.default_vbox().context("the window has no place for a web view")?;
        let view = builder.build_gtk(container).context("cannot open a web view")?;
        let app = Self { transport, mind: mind()?, view, proxy, replies: Rc::default() };
        match transport {
            Transport::Handler => app.offer_handler(tell)?,
            Transport::HandlerWithReply => app.offer_handler_with_reply(tell)?,
            _ => {}
        }
        Ok(app)
    }

    /// Opens a page.
    pub(crate) fn load(&self, url: &str) -> Result<()> {
        self.view.load_url(url).context("cannot load the page")
    }

    /// Does what an event asks for.
    pub(crate) fn handle(&mut self, happening: Happening) {
        match happening {
            Happening::Message { number, text, from } => self.mind.message(number, &text, &origin_of(&from)),
            Happening::Ring(address) => self.rung(&address),
            Happening::Queue(queue) => self.mind.queue(self.transport, &queue, &self.origin()),
            Happening::Started => self.mind.forget(),
            Happening::Loaded if self.transport == Transport::Jsbridge => self.evaluate(jsbridge::SCRIPT),
            Happening::Loaded => {}
            Happening::Answer { number, answer } => self.answer(number, answer),
            Happening::Evaluate(script) => self.evaluate(&script),
        }
    }

    /// A message handler that promises nothing.
    fn offer_handler(&self, tell: impl Fn(Happening) + 'static) -> Result<()> {
        let view = self.view.webview();
        let manager = view.user_content_manager().context("the web view takes no handlers")?;
        let numbers = Numbers::default();
        manager.connect_script_message_received(Some(HANDLER), move |_, result| {
            let Some(value) = result.js_value() else { return };
            let from = view.uri().unwrap_or_default().into();
            let text = javascriptcore::ValueExt::to_str(&value).into();
            tell(Happening::Message { number: numbers.next(), text, from });
        });
        manager.register_script_message_handler(HANDLER);
        Ok(())
    }

    /// A message handler whose promise is the answer.
    fn offer_handler_with_reply(&self, tell: impl Fn(Happening) + 'static) -> Result<()> {
        let view = self.view.webview();
        let replies = Rc::clone(&self.replies);
        let numbers = Numbers::default();
        with_reply::register(&self.view.webview(), HANDLER, move |text, reply| {
            let number = numbers.next();
            replies.borrow_mut().insert(number, reply);
            tell(Happening::Message { number, text, from: view.uri().unwrap_or_default().into() });
        })
    }

    /// A bridge rings: it wants to be there, or has calls.
    fn rung(&self, address: &str) {
        if self.transport == Transport::Wvjb {
            match wvjb::navigation(address) {
                wvjb::Navigation::Inject => self.evaluate(wvjb::SCRIPT),
                wvjb::Navigation::Fetch => self.fetch(),
                wvjb::Navigation::Elsewhere => {}
            }
        } else {
            match jsbridge::navigation(address) {
                jsbridge::Navigation::Fetch => self.evaluate(jsbridge::FETCH_QUEUE),
                jsbridge::Navigation::Queue(queue) => teller(&self.proxy)(Happening::Queue(queue)),
                jsbridge::Navigation::Ignored | jsbridge::Navigation::Elsewhere => {}
            }
        }
    }

    /// Has the page hand over its queue, which comes as a happening.
    fn fetch(&self) {
        let tell = teller(&self.proxy);
        let fetched = self.view.evaluate_script_with_callback(wvjb::FETCH_QUEUE, move |json| {
            // Nothing, if the page is gone.
            if let Ok(queue) = serde_json::from_str(&json) {
                tell(Happening::Queue(queue));
            }
        });
        complain(fetched);
    }

    fn answer(&self, number: u64, answer: Answer) {
        if self.transport == Transport::HandlerWithReply {
            // A second answer has nobody to go to.
            if let Some(reply) = self.replies.borrow_mut().remove(&number) {
                reply.answer(&answer);
            }
            return;
        }
        match answer {
            Answer::Text(text) | Answer::Json(text) => self.evaluate(&script::event(&text)),
            Answer::Failure(why) => eprintln!("a message failed, and this transport can't say so: {why}"),
        }
    }

    fn evaluate(&self, script: &str) {
        complain(self.view.evaluate_script(script));
    }

    /// The origin of the page that the web view shows.
    fn origin(&self) -> String {
        origin_of(&self.view.url().unwrap_or_default())
    }
}

/// Numbers for messages.
#[derive(Debug, Default)]
struct Numbers(Cell<u64>);

impl Numbers {
    fn next(&self) -> u64 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }
}

fn complain(result: wry::Result<()>) {
    if let Err(error) = result {
        eprintln!("cannot evaluate a script: {error}");
    }
}
