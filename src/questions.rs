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
/// | 0 to 3 | a part of the result, by the [`Form`](vvchat_protocol::check::Form) that it is to have | its name; the property whose value it has |
/// | 4 | a param that is not to be sent | its name |
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
/// answer("5:reply3:payo;o8:trade_non0:1075052544:;");
/// answer("6:params3:payo6:app_ids4:test;");
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
        Held::Taken { name, from, form } => found(form as u32, name, from),
        Held::LeftOut(name) => found(4, name, ""),
        Held::Refused(_) => found(6, "", ""),
        Held::Broken { field, from, expected } => found(10 + expected.line(), field, from),
    }
}

#[cfg(test)]
mod tests {
    use super::answer;

    /// What is found, as a line each: the number and the words.
    fn found(question: &str) -> Vec<String> {
        let mut all = Vec::new();
        answer(question, &mut |what, name, from| all.push(format!("{what} {name} {from}")));
        all
    }

    #[test]
    fn params_that_may_be_sent_leave_nothing_to_say() {
        assert_eq!(found("6:params3:payo6:app_ids4:test12:imprest_codes2:P1;"), [""; 0]);
        assert_eq!(found("6:params10:getSessionu"), [""; 0]);
        assert_eq!(found("6:params10:getSessiono;"), [""; 0]);
    }

    #[test]
    fn params_that_are_not_to_be_sent_and_those_that_are_wrong() {
        assert_eq!(found("6:params4:autho6:app_ids4:test5:scopes15:snsapi_userinfo5:statel;"), ["4 state "]);
        assert_eq!(found("6:params3:payo6:app_ids0:12:imprest_codes2:P1;"), ["12 app_id app_id"]);
        assert_eq!(found("6:params3:payu"), ["18  "]);
        assert_eq!(found("6:params3:payo6:app_ids4:test12:imprest_codes2:P14:noten0:2146959360:;"), ["19 note note"]);
    }

    #[test]
    fn a_reply_becomes_a_result_field_by_field() {
        let question = "5:reply3:payo;o8:err_coden0:1080623104:8:trade_nos2:T17:err_msgs2:ok5:extrab;";
        assert_eq!(found(question), ["0 trade_no trade_no", "0 extra extra"]);
        // A share that was cancelled is a result, too. Its code comes as a text from some hosts.
        assert_eq!(found("5:reply5:shareo;o4:codes3:4005:errors1:x;"), ["1 code code", "0 error error"]);
    }

    #[test]
    fn a_reply_that_refuses_or_is_not_to_be_believed() {
        assert_eq!(found("5:reply3:payo;o8:err_coden0:1081671680:;"), ["6  "]);
        assert_eq!(found("5:reply4:autho5:states1:a;o4:codes1:c5:states1:b;"), ["5 state "]);
        // Both read the same, but one had a lone surrogate where the other has the sign that stands for it.
        let sent = "o5:statew3:\u{fffd}6:\\55357;";
        assert_eq!(found(&format!("5:reply4:auth{sent}o4:codes1:c5:states3:\u{fffd};")), ["5 state "]);
        assert_eq!(
            found(&format!("5:reply4:auth{sent}{}", "o4:codes1:c5:statew3:\u{fffd}6:\\55357;"))[..1],
            ["3 err_code err_code"]
        );
        assert_eq!(found("5:reply3:payo;s4:paid"), ["18  "]);
    }

    #[test]
    fn slips() {
        let params = "o6:app_ids4:test12:imprest_codes2:P111:imprestcodes2:P1;";
        assert_eq!(found(&format!("6:advice3:pay{params}")), ["7 imprestcode imprest_code"]);
        assert_eq!(found("6:advice4:autho5:scopes11:snsapi_base;"), ["8 snsapi_base "]);
    }

    #[test]
    fn nothing_is_known_of_other_methods() {
        assert_eq!(found("6:params6:refundo;"), [""; 0]);
        assert_eq!(found(""), [""; 0]);
    }
}
