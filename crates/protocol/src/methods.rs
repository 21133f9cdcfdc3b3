//! The methods there are, a file each.
//!
//! A new one is a file in `methods/` with a `METHOD`, and its name in the list below; everything else (checks, types, `vvchat.NAME`,
//! reference pages) follows from the declaration.

use crate::schema::Method;

/// Declares the modules and collects their `METHOD`s.
macro_rules! methods {
    ($($file:ident),+ $(,)?) => {
        $(pub mod $file;)+

        /// Every method, in the order of the platform's guide.
        pub static METHODS: &[&Method] = &[$(&$file::METHOD),+];
    };
}

methods![auth, pay, get_session, select_session, share];

/// The method of that name, if there is one.
pub fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().copied().find(|method| method.name == name)
}
