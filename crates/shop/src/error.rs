use std::io;
use std::path::PathBuf;
use std::{error, fmt};

/// Why the shop cannot start, or had to stop.
#[derive(Debug)]
pub enum Error {
    /// The page is not where it should be.
    NoPage(PathBuf),
    /// The platform's address, `app_id` or `app_key` can't be used.
    Setting(vvchat_openapi::Error),
    /// The app's origin can't be used.
    AppOrigin(String),
    /// The orders can't be read or written.
    Store {
        /// The folder, if it is not in memory.
        folder: Option<PathBuf>,
        /// What the database says.
        source: Box<redb::Error>,
    },
    /// The port can't be had.
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// The system ended the listening socket.
    Serve(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPage(folder) => write!(f, "there is no index.html in {}", folder.display()),
            Self::Setting(vvchat_openapi::Error::InvalidInput(mismatch)) => mismatch.fmt(f),
            Self::Setting(source) => source.fmt(f),
            Self::AppOrigin(origin) => write!(f, "the app's origin must be one, but it is {origin:?}"),
            Self::Store { folder: Some(folder), source } => {
                write!(f, "cannot keep orders in {}: {source}", folder.display())
            }
            Self::Store { folder: None, source } => write!(f, "cannot keep orders in memory: {source}"),
            Self::Listen { port, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "port {port} is taken (is a shop running already?)")
            }
            Self::Listen { port, source } => write!(f, "cannot listen on port {port}: {source}"),
            Self::Serve(source) => write!(f, "stopped listening: {source}"),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::NoPage(_) | Self::AppOrigin(_) => None,
            Self::Setting(source) => Some(source),
            Self::Store { source, .. } => Some(source.as_ref()),
            Self::Listen { source, .. } | Self::Serve(source) => Some(source),
        }
    }
}
