//! The simulator over real HTTP and as a process, each test with one of its own on a free port.

mod authorization;
mod command;
mod crash;
mod device;
mod errors;
mod notifications;
mod orders;
mod pages;
mod support;
mod trace;
