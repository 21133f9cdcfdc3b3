use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::store::Failure;

/// Why the simulator cannot start, or had to stop.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The app's port cannot be had.
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// What is kept cannot be read or written.
    Data {
        /// The folder; without it, what is kept is in memory.
        folder: Option<PathBuf>,
        /// What the database says.
        problem: String,
    },
    /// The folder was begun with another seed than the one given now.
    OtherSeed {
        /// The folder.
        folder: PathBuf,
    },
    /// The shop's address is no page's.
    ShopUrl(String),
    /// The system ended the listening socket.
    Serve(io::Error),
}

impl Error {
    pub(crate) fn data(folder: Option<PathBuf>, failure: &Failure) -> Self {
        Self::Data { folder, problem: failure.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { port, source } if source.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "port {port}, the app's, is taken (is a simulator running already?); choose another one with \
                 --app-port, or any free one with --app-port 0"
            ),
            Self::Listen { port, source } => {
                write!(f, "cannot listen on port {port} for the app: {source}; choose another one with --app-port")
            }
            Self::Data { folder: Some(folder), problem } => {
                write!(f, "cannot use the data in {}: {problem}; choose another folder with --data", folder.display())
            }
            Self::Data { folder: None, problem } => write!(f, "cannot keep anything in memory: {problem}"),
            Self::OtherSeed { folder } => write!(
                f,
                "the data in {} was begun with another seed; leave --seed out to go on with it, or choose another \
                 folder with --data",
                folder.display()
            ),
            Self::ShopUrl(url) => write!(f, "--shop must be an absolute http or https URL, not {url:?}"),
            Self::Serve(source) => write!(f, "stopped listening: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { source, .. } | Self::Serve(source) => Some(source),
            Self::Data { .. } | Self::OtherSeed { .. } | Self::ShopUrl(_) => None,
        }
    }
}
