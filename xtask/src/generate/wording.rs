//! The wording of the one error that JavaScript has to make itself: that the WebAssembly could not be loaded.

use vvchat_protocol::error::{Error, Lang};

/// A module that exports the error's code, reason and wording, in which `{cause}` stands for what happened.
pub(crate) fn module() -> String {
    let error = Error::internal("", "{cause}");
    format!(
        "// The error of calls that were made when the engine could not be loaded.\nexport const LOAD_FAILED = {{\n\tcode: {},\n\treason: {:?},\n\ten: {:?},\n\tzh: {:?},\n}};\n",
        error.reason.code(),
        error.reason.name(),
        error.message(Lang::En),
        error.message(Lang::Zh),
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn leaves_room_for_the_cause() {
        assert_eq!(super::module().matches("{cause}").count(), 2);
    }
}
