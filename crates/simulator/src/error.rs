use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why the simulator cannot start, or had to stop.
#[derive(Debug)]
pub enum Error {
    /// A folder of pages is not where it should be.
    NoPages(PathBuf),
    /// A port cannot be had.
    Listen {
        /// Whose port it is.
        side: Side,
        /// The port asked for.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// The system ended a listening socket.
    Serve(io::Error),
}

/// One of the two origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// VVChat's own screens.
    App,
    /// The merchant's page.
    Shop,
}

impl Side {
    /// The command line's flag for its port.
    fn flag(self) -> &'static str {
        match self {
            Self::App => "--app-port",
            Self::Shop => "--shop-port",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::App => "app",
            Self::Shop => "shop",
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPages(folder) => write!(
                f,
                "there is no index.html in {}; --root must name the project's folder, the one that holds www and dist",
                folder.display()
            ),
            Self::Listen { side, port, source } if source.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "port {port}, the {side}'s, is taken (is a simulator running already?); choose another one with {flag}, \
                 or any free one with {flag} 0",
                flag = side.flag()
            ),
            Self::Listen { side, port, source } => {
                write!(
                    f,
                    "cannot listen on port {port} for the {side}: {source}; choose another one with {}",
                    side.flag()
                )
            }
            Self::Serve(source) => write!(f, "stopped listening: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoPages(_) => None,
            Self::Listen { source, .. } | Self::Serve(source) => Some(source),
        }
    }
}
