//! A reference app: opens a page in a WebKitGTK web view, and answers its calls.
//!
//! It shows how each way in which pages can reach an app is offered, and what a host does with what comes. Real apps ask the user; this
//! one agrees to everything. With `--scripted` it does what the page orders instead, which is how the tests hold the SDK to its
//! promises over these transports.

mod agreeable;
mod app;
mod mind;
mod scripted;
mod transport;
mod with_reply;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use tao::event::{Event, WindowEvent};
use tao::event_loop::{ControlFlow, EventLoopBuilder};
use tao::window::WindowBuilder;

use agreeable::Answering;
use app::App;
use mind::Mind;
use scripted::Scripted;
use transport::Transport;

/// Opens a page in a WebKitGTK web view, and answers its calls.
#[derive(Debug, Parser)]
#[command(name = "vvchat-webview", disable_version_flag = true)]
struct Options {
    /// The page
    url: String,
    /// How the page reaches the app
    #[arg(long, value_enum, default_value = "handler-with-reply")]
    transport: Transport,
    /// One more origin whose pages are answered, besides the page's own
    #[arg(long, value_name = "ORIGIN")]
    origin: Vec<String>,
    /// Do what the page orders, as the hosts of the tests do
    #[arg(long)]
    scripted: bool,
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--version") {
        println!("{}", wry::webview_version().unwrap_or_else(|error| error.to_string()));
        return ExitCode::SUCCESS;
    }
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let event_loop = EventLoopBuilder::with_user_event().build();
    let window = WindowBuilder::new().with_title("VVChat").build(&event_loop).context("cannot open a window")?;
    let proxy = event_loop.create_proxy();
    let mind = || -> Result<Box<dyn Mind>> {
        if options.scripted {
            return Ok(Box::new(Scripted::new(proxy.clone())?));
        }
        let origins = options.origin.iter().cloned().chain([vvchat_host::origin_of(&options.url)]);
        Ok(Box::new(Answering::new(origins, proxy.clone())?))
    };
    let mut app = App::open(&window, options.transport, mind, proxy.clone())?;
    app.load(&options.url)?;

    event_loop.run(move |event, _, control_flow| {
        // The web view is in the window for as long as that is there.
        let _ = &window;
        *control_flow = ControlFlow::Wait;
        match event {
            Event::UserEvent(happening) => app.handle(happening),
            Event::WindowEvent { event: WindowEvent::CloseRequested, .. } => *control_flow = ControlFlow::Exit,
            _ => {}
        }
    })
}
