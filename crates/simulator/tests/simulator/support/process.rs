//! The command as a process of its own, which may be ended at any moment.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::{Desk, GROUP};

/// A running command; killed when dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) desk: Desk,
}

impl Process {
    pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_vvchat-simulator");

    /// Starts it without a shop, with these flags besides, and waits until it listens.
    pub(crate) fn start(flags: &[&str]) -> Self {
        Self::start_as(Command::new(Self::PROGRAM), flags)
    }

    /// The same by another command, to which the flags are given.
    pub(crate) fn start_as(mut command: Command, flags: &[&str]) -> Self {
        command.args(["--headless", "--app-port", "0", "--shop", "http://shop.example/"]).args(flags);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let addresses: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("it has not started: {line:?}"));
        Self { child, desk: Desk { origin: addresses["app"].as_str().unwrap().to_owned() } }
    }

    /// Starts it with its data in that folder, where it may make no file larger than 2.5 MB.
    pub(crate) fn start_on_a_small_disk(data: &Folder) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; ulimit -f 5000; exec \"$0\" \"$@\"", Self::PROGRAM]);
        Self::start_as(command, &data.flags())
    }

    /// Ends it at once: SIGKILL.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, by the name of a signal, and waits until it has.
    pub(crate) fn ask_to_end(mut self, signal: &str) -> ExitStatus {
        let asked = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap()
    }
}

impl Desk {
    /// Uses up all space that there is. Returns the message of the refusal; from then on nothing is stored any more.
    pub(crate) async fn fill(&self) -> String {
        let text = "x".repeat(900 * 1024);
        loop {
            let body = json!({ "user_id": "mia", "session_id": GROUP, "text": text });
            let answer = self.post("/device/messages", body).await;
            if answer.status != 200 {
                return answer.refused();
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder of the test's own, which is not there yet. Gone when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = format!("{name}-{}-{number}", std::process::id());
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder))
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// To keep everything in it.
    pub(crate) fn flags(&self) -> [&str; 2] {
        ["--data", self.path()]
    }

    /// Writes a file into it; returns its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
