//! What JavaScript can ask, and how it is answered: by all that is found, one after the other.
//!
//! A question is its name, a method's name, then values, as [`told`](crate::told) says.

use crate::told::Reader;
use vvchat_protocol::advice::{self, Slip};
use vvchat_protocol::check::{self, Held};
use vvchat_protocol::methods;

/// What is found: what it is, as a number, and at most two words about it.
///
/// | number | what it is | words |
/// |---|---|---|
/// | 0 to 3 | a property of the result that is not just the reply's of that name, by the [`Form`](vvchat_protocol::check::Form) that it is to have | its name; the property whose value it has |
/// | 4 | a property that is not to be handed on | its name |
/// | 5 | a param that came back as another | its name |
/// | 6 | that the host refused | |
/// | 7 | a param that the method does not declare | its name; the declared one that may be meant |
/// | 8 | a scope that this version does not know | the scope |
/// | from 10 on | a rule that is broken: 10 and the number of what is expected | the field; the property that has its value |
pub type Found<'a> = &'a mut dyn FnMut(u32, &str, &str);

/// Answers a question.
///
/// - `params`, method, the params: may they be sent?
/// - `reply`, method, the params that were sent, what came: is it to be believed, and what does the page get?
/// - `advice`, method, the params: what looks like a slip?
///
/// ```
/// use vvchat_jssdk::questions::answer;
///
/// let mut found = Vec::new();
/// let mut answer = |question| answer(question, &mut |what, name, from| found.push((what, name.to_string(), from.to_string())));
/// // A trade number that came as 5, whose bits are these.
/// answer("5:reply3:payo0:o26:8:trade_non12:0:1075052544");
/// answer("6:params3:payo15:6:app_ids4:test");
/// assert_eq!(found[0], (2, "trade_no".to_string(), "trade_no".to_string()));
/// assert_eq!(found[1], (12, "imprest_code".to_string(), "imprest_code".to_string()));
/// ```
pub fn answer(question: &str, found: Found) {
    let mut question = Reader::new(question);
    let name = question.word();
    let Some(method) = methods::find(question.word()) else { return };
    let params = question.value();
    match name {
        "params" => check::hold_params(method, &params, &mut |held| report(held, found)),
        "reply" => {
            let reply = question.value();
            match check::changed_echo(method, &params, &reply) {
                Some(field) => found(5, field, ""),
                None => check::hold_reply(method, &reply, &mut |held| report(held, found)),
            }
        }
        _ => advice::each(method, &params, &mut |slip| match slip {
            Slip::UnknownParam { name, nearest } => found(7, name, nearest.unwrap_or_default()),
            Slip::UnknownScope { scope } => found(8, scope, ""),
        }),
    }
}

fn report(held: Held, found: Found) {
    match held {
        Held::Made { name, from, form } => found(form as u32, name, from),
        Held::LeftOut(name) => found(4, name, ""),
        Held::Refused(_) => found(6, "", ""),
        Held::Broken { field, from, expected } => found(10 + expected.line(), field, from),
    }
}

#[cfg(test)]
mod tests {
    use super::answer;
    use crate::told::testing::{object, told, word};

    /// What is found, as a line each: the number and the words.
    fn found(name: &str, method: &str, values: &[&str]) -> Vec<String> {
        let mut all = Vec::new();
        let question = word(name) + &word(method) + &values.concat();
        answer(&question, &mut |what, name, from| all.push(format!("{what} {name} {from}")));
        all
    }

    #[test]
    fn params_that_may_be_sent_leave_nothing_to_say() {
        assert_eq!(found("params", "pay", &[&object(&[("app_id", "stest"), ("imprest_code", "sP1")])]), [""; 0]);
        assert_eq!(found("params", "getSession", &[&told("u")]), [""; 0]);
        assert_eq!(found("params", "getSession", &[&object(&[])]), [""; 0]);
    }

    #[test]
    fn params_that_are_not_to_be_sent_and_those_that_are_wrong() {
        let params = object(&[("app_id", "stest"), ("scope", "ssnsapi_userinfo"), ("state", "l")]);
        assert_eq!(found("params", "auth", &[&params]), ["4 state "]);
        let params = object(&[("app_id", "s"), ("imprest_code", "sP1")]);
        assert_eq!(found("params", "pay", &[&params]), ["12 app_id app_id"]);
        assert_eq!(found("params", "pay", &[&told("u")]), ["18  "]);
        let params = object(&[("app_id", "stest"), ("imprest_code", "sP1"), ("note", "n0:2146959360")]);
        assert_eq!(found("params", "pay", &[&params]), ["19 note note"]);
    }

    #[test]
    fn of_a_reply_only_what_is_not_handed_on_as_it_is_is_told() {
        let none = told("u");
        let reply = object(&[("session_id", "ss"), ("session_type", "n0:1072693248"), ("extra", "b")]);
        assert_eq!(found("reply", "getSession", &[&none, &reply]), [""; 0]);
        let reply = object(&[("session_id", "ss"), ("session_type", "s1")]);
        assert_eq!(found("reply", "getSession", &[&none, &reply]), ["1 session_type session_type"]);
        let reply = object(&[("err_code", "n0:1080623104"), ("trade_no", "n0:1075052544"), ("err_msg", "sok")]);
        let told = ["2 trade_no trade_no", "4 err_code ", "4 err_msg "];
        assert_eq!(found("reply", "pay", &[&none, &reply]), told);
        // What a page copies property by property must not change the copy's prototype.
        let reply = object(&[("trade_no", "sT1"), ("__proto__", "o")]);
        assert_eq!(found("reply", "pay", &[&none, &reply]), ["4 __proto__ "]);
    }

    #[test]
    fn a_share_that_was_cancelled_is_a_result_too() {
        let none = told("u");
        // Its code comes as a text from some hosts.
        let reply = object(&[("code", "s400"), ("error", "sx")]);
        assert_eq!(found("reply", "share", &[&none, &reply]), ["1 code code"]);
        let reply = object(&[("code", "n0:1081671680"), ("err_msg", "sx")]);
        assert_eq!(found("reply", "share", &[&none, &reply]), ["0 error err_msg", "4 err_msg "]);
    }

    #[test]
    fn a_reply_that_refuses_or_is_not_to_be_believed() {
        let none = told("u");
        assert_eq!(found("reply", "pay", &[&none, &object(&[("err_code", "n0:1081671680")])]), ["6  "]);
        assert_eq!(found("reply", "pay", &[&none, &told("spaid")]), ["18  "]);
        let answered = |sent: &str, returned: &str| {
            found("reply", "auth", &[&object(&[("state", sent)]), &object(&[("code", "sc"), ("state", returned)])])
        };
        assert_eq!(answered("sa", "sb"), ["5 state "]);
        // Both are written the same, but one had a lone surrogate where the other has this text.
        assert_eq!(answered("w%uD83D", "s%uD83D"), ["5 state "]);
        assert_eq!(answered("w%uD83D", "w%uD83D"), ["3 err_code err_code"]);
    }

    #[test]
    fn slips() {
        let params = object(&[("app_id", "stest"), ("imprest_code", "sP1"), ("imprestcode", "sP1")]);
        assert_eq!(found("advice", "pay", &[&params]), ["7 imprestcode imprest_code"]);
        assert_eq!(found("advice", "auth", &[&object(&[("scope", "ssnsapi_base")])]), ["8 snsapi_base "]);
    }

    #[test]
    fn nothing_is_known_of_other_methods() {
        assert_eq!(found("params", "refund", &[&object(&[])]), [""; 0]);
        assert_eq!(found("", "", &[]), [""; 0]);
    }
}
