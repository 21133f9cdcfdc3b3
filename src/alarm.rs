//! The one timer of the SDK, set to whatever is due first.

use crate::js::{Timer, now};
use crate::pending::Milliseconds;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A timer that can be set to an earlier time.
pub(crate) struct Alarm {
    at: Rc<Cell<Milliseconds>>,
    timer: RefCell<Option<Timer>>,
    ring: Closure<dyn Fn()>,
}

impl Alarm {
    /// An alarm that is not set; it will call this.
    pub(crate) fn new(on_ring: impl Fn() + 'static) -> Self {
        let at = Rc::new(Cell::new(Milliseconds::INFINITY));
        let rings_at = Rc::clone(&at);
        let ring = Closure::new(move || {
            rings_at.set(Milliseconds::INFINITY);
            on_ring();
        });
        Self { at, timer: RefCell::default(), ring }
    }

    /// Makes it ring at that time, or before.
    pub(crate) fn set(&self, at: Milliseconds) {
        if at < self.at.get() {
            self.at.set(at);
            let timer = Timer::start(self.ring.as_ref().unchecked_ref(), at - now());
            self.timer.replace(Some(timer));
        }
    }

    /// Nothing is due any more. (A timer that is left running would keep a Node process alive.)
    pub(crate) fn stop(&self) {
        self.at.set(Milliseconds::INFINITY);
        self.timer.replace(None);
    }
}
