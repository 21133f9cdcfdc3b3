//! The one timer of the SDK, set to whatever is due first.

use crate::js::{clear_timeout, now, set_timeout};
use crate::pending::Milliseconds;
use js_sys::Function;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// A timer that can be set to an earlier time.
pub(crate) struct Alarm {
    at: Cell<Milliseconds>,
    timer: RefCell<Option<JsValue>>,
    ring: Function,
}

impl Alarm {
    /// An alarm that is not set; it will call this.
    pub(crate) fn new(ring: Function) -> Self {
        Self { at: Cell::new(Milliseconds::INFINITY), timer: RefCell::default(), ring }
    }

    /// Makes it ring at that time, or before.
    pub(crate) fn set(&self, at: Milliseconds) {
        if at < self.at.get() {
            self.stop();
            self.at.set(at);
            self.timer.replace(Some(set_timeout(&self.ring, at - now())));
        }
    }

    /// It has rung, and is not set any more.
    pub(crate) fn rang(&self) {
        self.at.set(Milliseconds::INFINITY);
        self.timer.replace(None);
    }

    /// Nothing is due any more. (A timer that is left running would keep a Node process alive.)
    pub(crate) fn stop(&self) {
        self.at.set(Milliseconds::INFINITY);
        if let Some(timer) = self.timer.replace(None) {
            clear_timeout(&timer);
        }
    }
}
