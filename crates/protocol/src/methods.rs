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
///
/// ```
/// use vvchat_protocol::methods;
///
/// assert_eq!(methods::find("pay").unwrap().params[1].name, "imprest_code");
/// assert!(methods::find("payment").is_none());
/// ```
pub fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().copied().find(|method| method.name == name)
}

#[cfg(test)]
mod tests {
    use super::{METHODS, find};
    use crate::schema::{AnsweredBy, Field, Presence, Refusal};
    use alloc::vec::Vec;

    #[test]
    fn the_five() {
        let names: Vec<_> = METHODS.iter().map(|method| method.name).collect();
        assert_eq!(names, ["auth", "pay", "getSession", "selectSession", "share"]);
    }

    #[test]
    fn each_is_found_by_its_name_alone() {
        for method in METHODS {
            assert!(core::ptr::eq(find(method.name).expect("it is in the list"), *method));
        }
        for name in
            ["", " ", "Pay", "PAY", "pay ", "vvchat.pay", "payment", "getsession", "hello", "toString", "__proto__"]
        {
            assert!(find(name).is_none(), "{name:?}");
        }
    }

    /// 10 seconds for what the host answers on its own, 10 minutes where a person is asked.
    #[test]
    fn deadlines() {
        assert_eq!(AnsweredBy::Host.deadline_ms(), 10_000);
        assert_eq!(AnsweredBy::Person.deadline_ms(), 600_000);
        for method in METHODS {
            let expected = if method.name == "getSession" { 10_000 } else { 600_000 };
            assert_eq!(method.answered_by.deadline_ms(), expected, "{}", method.name);
        }
    }

    #[test]
    fn only_a_refused_auth_is_a_result() {
        for method in METHODS {
            let expected = if method.name == "auth" { Refusal::IsAResult } else { Refusal::IsAnError };
            assert_eq!(method.refusal, expected, "{}", method.name);
        }
    }

    #[test]
    fn only_auth_has_an_echo() {
        for method in METHODS {
            let expected: &[&str] = if method.name == "auth" { &["state"] } else { &[] };
            assert_eq!(method.echoes, expected, "{}", method.name);
        }
    }

    #[test]
    fn declarations_make_sense() {
        for method in METHODS {
            for fields in [method.params, method.result] {
                for (position, field) in fields.iter().enumerate() {
                    let Field { name, alias, presence, .. } = field;
                    let of_name = |other: &Field| other.name == *name || other.alias == Some(*name);
                    assert!(!fields[position + 1..].iter().any(of_name), "{}: {name} stands twice", method.name);
                    assert_ne!(*alias, Some(*name), "{}", method.name);
                    let unless_refused = *presence == Presence::UnlessRefused;
                    assert!(!unless_refused || method.refusal == Refusal::IsAResult, "{}: {name}", method.name);
                    assert_ne!(*name, "err_code", "{}: it is read for every method", method.name);
                }
            }
            for echo in method.echoes {
                assert!(method.params.iter().any(|field| field.name == *echo), "{}: {echo}", method.name);
                assert!(method.result.iter().any(|field| field.name == *echo), "{}: {echo}", method.name);
            }
            assert!(method.params.iter().all(|field| field.presence != Presence::UnlessRefused), "{}", method.name);
        }
    }

    #[test]
    fn everything_is_documented() {
        for method in METHODS {
            let sentence = |text: &str| text.trim() == text && text.ends_with('.');
            assert!(sentence(method.docs.summary), "{}", method.name);
            assert!(method.docs.details.is_empty() || sentence(method.docs.details), "{}", method.name);
            assert!(!method.docs.guide.is_empty(), "{}", method.name);
            assert!(method.docs.example.contains(&["vvchat.", method.name, "("].concat()), "{}", method.name);
            for field in method.params.iter().chain(method.result) {
                assert!(sentence(field.doc), "{}: {}", method.name, field.name);
            }
        }
    }
}
