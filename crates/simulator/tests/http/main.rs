//! The simulator over real HTTP, each test with one of its own on a free port.

mod authorization;
mod device;
mod errors;
mod notifications;
mod orders;
mod pages;
mod support;
mod trace;
