//! Every word that the SDK says to people, in English and Chinese. Nothing depends on it: codes and reasons are for programs.

use crate::advice::Advice;
use crate::check::{Came, Expected, Invalid};
use crate::error::{Detail, Error, Finding, Lang, Outcome, Reason, Tried};
use crate::methods::METHODS;
use crate::schema::Rule;
use crate::value::{Kind, decimal};
use alloc::string::{String, ToString};

/// A sentence in both languages. `{name}` stands for a word that is filled in.
struct Phrase {
    en: &'static str,
    zh: &'static str,
}

const fn phrase(en: &'static str, zh: &'static str) -> Phrase {
    Phrase { en, zh }
}

impl Phrase {
    fn in_lang(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }

    /// The sentence with its words filled in. What is filled in is never filled in again, whatever it contains.
    fn fill(&self, lang: Lang, words: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.in_lang(lang);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(words.iter().find(|word| word.0 == name).map_or("", |word| word.1));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

impl Error {
    /// How it reads.
    pub fn message(&self, lang: Lang) -> String {
        let mut message = match &self.detail {
            // The host's own words, as they are: pages show them to their customers.
            Detail::Host { err_msg, .. } if !err_msg.is_empty() => err_msg.clone(),
            _ => {
                let subject = if self.method.is_empty() { "vvchat" } else { self.method };
                subject.to_string() + phrase(": ", "：").in_lang(lang) + &self.what_happened(lang)
            }
        };
        if self.outcome == Some(Outcome::Unknown) {
            message.push_str(
                phrase(
                    ". The payment may have gone through: ask your server by imprest_code",
                    "。支付可能已成功，请用 imprest_code 向商户服务器查询",
                )
                .in_lang(lang),
            );
        }
        message
    }

    fn what_happened(&self, lang: Lang) -> String {
        match (self.reason, &self.detail) {
            (Reason::MalformedReply, Detail::Invalid(invalid)) => {
                phrase("the host's reply is malformed, {what}", "宿主的回复格式错误，{what}")
                    .fill(lang, &[("what", &invalid.message("reply", lang))])
            }
            (Reason::UnknownMethod, Detail::Invalid(invalid)) => invalid.message("method", lang),
            (_, Detail::Invalid(invalid)) => invalid.message("params", lang),
            (_, Detail::Field(field)) => phrase(
                "the {field} that came back is not the one that was sent; the reply is not to be trusted",
                "返回的 {field} 与发送的不一致，该回复不可信",
            )
            .fill(lang, &[("field", field)]),
            (_, Detail::Milliseconds(milliseconds)) => {
                phrase("the host did not answer within {ms} ms", "宿主未在 {ms} 毫秒内回复")
                    .fill(lang, &[("ms", &decimal(*milliseconds))])
            }
            (_, Detail::Cause(cause)) => {
                phrase("the SDK failed: {cause}", "SDK 内部错误：{cause}").fill(lang, &[("cause", cause)])
            }
            (_, Detail::Tried(tried)) => {
                let mut list = String::new();
                for tried in tried {
                    if !list.is_empty() {
                        list.push_str(phrase("; ", "；").in_lang(lang));
                    }
                    list.push_str(&tried.message(lang));
                }
                phrase("no VVChat host was found. Tried: {tried}", "未找到 VVChat 宿主。已尝试：{tried}")
                    .fill(lang, &[("tried", &list)])
            }
            (_, Detail::Host { err_code, .. }) => {
                #[expect(clippy::cast_possible_truncation, reason = "codes are small; a larger one saturates")]
                let code = decimal(*err_code as i64);
                phrase("the host answered with error {code}", "宿主返回错误 {code}").fill(lang, &[("code", &code)])
            }
            (Reason::Aborted, Detail::None) => {
                phrase("the page aborted the call", "页面中止了调用").in_lang(lang).to_string()
            }
            (_, Detail::None) => {
                phrase("the host does not offer this method", "宿主不支持该方法").in_lang(lang).to_string()
            }
        }
    }
}

impl Invalid {
    fn message(&self, whole: &str, lang: Lang) -> String {
        let field = if self.field.is_empty() { whole } else { &self.field };
        phrase("{field} must be {expected}, but it {came}", "{field} 应为{expected}，实际{came}")
            .fill(lang, &[("field", field), ("expected", &self.expected.words(lang)), ("came", &self.came.words(lang))])
    }
}

impl Expected {
    /// What must be, as it stands in messages and in the reference.
    pub fn words(self, lang: Lang) -> String {
        let phrase = match self {
            Expected::Rule(Rule::Text) => phrase("a string", "字符串"),
            Expected::Rule(Rule::NonEmpty) => phrase("a string that is not empty", "非空字符串"),
            Expected::Rule(Rule::NonBlank) => phrase("a string that is not blank", "非空白字符串"),
            Expected::Rule(Rule::HttpUrl) => phrase("an absolute http or https URL", "完整的 http 或 https 网址"),
            Expected::Rule(Rule::Scope) => phrase(
                "snsapi_userinfo or sessionapi_sendmsg:SESSION_ID:SESSION_TYPE (SESSION_TYPE 1 or 2)",
                " snsapi_userinfo 或 sessionapi_sendmsg:SESSION_ID:SESSION_TYPE（SESSION_TYPE 为 1 或 2）",
            ),
            Expected::Rule(Rule::Integer) => phrase("a whole number", "整数"),
            Expected::Rule(Rule::SessionType) => phrase("1 (single chat) or 2 (group)", " 1（单聊）或 2（群聊）"),
            Expected::Rule(Rule::TransactionNumber) => phrase(
                "a string that is not blank (a number only up to 2^53 - 1)",
                "非空白字符串（数字不得超过 2^53 - 1）",
            ),
            Expected::Object => phrase("an object", "对象"),
            Expected::Json => phrase("a value that JSON can carry", "可用 JSON 表示的值"),
            Expected::JsonText => phrase("JSON", " JSON"),
            Expected::Reply => phrase("a JSON-RPC 2.0 response", " JSON-RPC 2.0 响应"),
            Expected::Boolean => phrase("true or false", " true 或 false"),
            Expected::Function => phrase("a function", "函数"),
            Expected::Strings => phrase("an array of strings", "字符串数组"),
            Expected::Origin => {
                phrase("an origin such as https://app.example", "来源（origin），例如 https://app.example")
            }
            Expected::Milliseconds => phrase("a positive number of milliseconds", "正的毫秒数"),
            Expected::AbortSignal => phrase("an AbortSignal", " AbortSignal"),
            Expected::Language => phrase("\"en\" or \"zh\"", " \"en\" 或 \"zh\""),
            Expected::BridgeName => phrase(
                "webview_javascript_bridge, injected, message_handler or post_message",
                " webview_javascript_bridge、injected、message_handler 或 post_message",
            ),
            Expected::OptionName => phrase("an option that exists", "已有的选项"),
            Expected::MethodName => {
                let mut names = String::from(phrase("one of ", "以下之一：").in_lang(lang));
                for (position, method) in METHODS.iter().enumerate() {
                    if position > 0 {
                        names.push_str(phrase(", ", "、").in_lang(lang));
                    }
                    names.push_str(method.name);
                }
                return names;
            }
        };
        phrase.in_lang(lang).to_string()
    }
}

impl Came {
    fn words(&self, lang: Lang) -> String {
        let phrase = match self.kind {
            Kind::Missing => phrase("is missing", "未提供"),
            Kind::Null => phrase("is null", "为 null"),
            Kind::Boolean => phrase("is {shown}", "为 {shown}"),
            Kind::Number => phrase("is the number {shown}", "为数字 {shown}"),
            Kind::BigInt => phrase("is the BigInt {shown}", "为 BigInt {shown}"),
            Kind::String if self.shown.is_empty() => phrase("is an empty string", "为空字符串"),
            Kind::String => phrase("is the string \"{shown}\"", "为字符串 \"{shown}\""),
            Kind::Symbol => phrase("is a Symbol", "为 Symbol"),
            Kind::Function => phrase("is a function", "为函数"),
            Kind::Array => phrase("is an array", "为数组"),
            Kind::Object => phrase("is an object", "为对象"),
            Kind::Unreadable => phrase(
                "can't be read (a getter threw, or it contains itself)",
                "无法读取（getter 抛出异常，或存在循环引用）",
            ),
        };
        phrase.fill(lang, &[("shown", &self.shown)])
    }
}

impl Tried {
    /// The bridge and what was found, as it stands in `no_host` errors.
    pub fn message(&self, lang: Lang) -> String {
        phrase("{bridge} ({finding})", "{bridge}（{finding}）")
            .fill(lang, &[("bridge", &self.bridge), ("finding", self.finding.words(lang))])
    }
}

impl Finding {
    /// What was found, as it stands in `diagnose()`.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Finding::InUse => phrase("in use", "使用中"),
            Finding::NotNeeded => phrase("not needed, another bridge is in use", "未使用，已有其他桥"),
            Finding::NotChosen => phrase("not looked at, config names another bridge", "未检查，config 指定了其他桥"),
            Finding::Absent => phrase("not there", "不存在"),
            Finding::Unusable => {
                phrase("there, but its function is not (yet)", "对象存在，但缺少所需函数（或尚未就绪）")
            }
            Finding::NotFramed => phrase("the page is not in a frame", "页面不在框架中"),
            Finding::NoOrigins => {
                phrase("the page is in a frame, but config lists no origins", "页面在框架中，但 config 未列出 origins")
            }
            Finding::NoAnswer => phrase(
                "the handshake was not answered: is the parent's origin in config's origins?",
                "握手未得到回应：父页面的来源是否在 config 的 origins 中？",
            ),
        }
        .in_lang(lang)
    }
}

impl Advice {
    /// How it reads.
    pub fn message(&self, method: &str, lang: Lang) -> String {
        match self {
            Advice::UnknownParam { name, nearest: Some(nearest) } => phrase(
                "{method}: there is no param {name}; did you mean {nearest}? It is sent as it is",
                "{method}：没有参数 {name}，是否应为 {nearest}？已原样发送",
            )
            .fill(lang, &[("method", method), ("name", name), ("nearest", nearest)]),
            Advice::UnknownParam { name, nearest: None } => phrase(
                "{method}: there is no param {name}. It is sent as it is",
                "{method}：没有参数 {name}，已原样发送",
            )
            .fill(lang, &[("method", method), ("name", name)]),
            Advice::UnknownScope { scope } => phrase(
                "{method}: this version does not know the scope {scope}. It is sent as it is",
                "{method}：当前版本不认识 scope {scope}，已原样发送",
            )
            .fill(lang, &[("method", method), ("scope", scope)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::phrase;
    use crate::check::{Expected, Invalid};
    use crate::error::{Error, Finding, Lang, Outcome, Reason, Tried};
    use crate::methods::METHODS;
    use crate::schema::Rule;
    use crate::testing::{Js, reads};
    use crate::value::Value;
    use alloc::string::{String, ToString};
    use alloc::vec;
    use alloc::vec::Vec;
    use serde_json::json;

    fn tried(bridge: &str, finding: Finding) -> Tried {
        Tried { bridge: bridge.to_string(), finding }
    }

    /// An error of every reason, with its message in both languages.
    fn errors() -> Vec<(Error, &'static str, &'static str)> {
        vec![
            (
                Invalid::new("app_id", Expected::Rule(Rule::NonBlank), None::<&Js>).in_params("pay"),
                "pay: app_id must be a string that is not blank, but it is missing",
                "pay：app_id 应为非空白字符串，实际未提供",
            ),
            (
                Error::unknown_method(Invalid::new("", Expected::Object, Some(&json!("payment")))),
                "vvchat: method must be one of auth, pay, getSession, selectSession, share, but it is the string \"payment\"",
                "vvchat：method 应为以下之一：auth、pay、getSession、selectSession、share，实际为字符串 \"payment\"",
            ),
            (
                Error::timeout("getSession", 10_000.9),
                "getSession: the host did not answer within 10000 ms",
                "getSession：宿主未在 10000 毫秒内回复",
            ),
            (
                Error::state_mismatch("auth", "state"),
                "auth: the state that came back is not the one that was sent; the reply is not to be trusted",
                "auth：返回的 state 与发送的不一致，该回复不可信",
            ),
            (Error::aborted("share"), "share: the page aborted the call", "share：页面中止了调用"),
            (
                Error::internal("pay", "CompileError: blocked by CSP"),
                "pay: the SDK failed: CompileError: blocked by CSP",
                "pay：SDK 内部错误：CompileError: blocked by CSP",
            ),
            (Error::unsupported("share"), "share: the host does not offer this method", "share：宿主不支持该方法"),
            (
                Invalid::new("", Expected::Reply, Some(&json!({}))).in_reply("pay"),
                "pay: the host's reply is malformed, reply must be a JSON-RPC 2.0 response, but it is an object",
                "pay：宿主的回复格式错误，reply 应为 JSON-RPC 2.0 响应，实际为对象",
            ),
            (
                Error::no_host(
                    "pay",
                    vec![tried("injected", Finding::Absent), tried("post_message", Finding::NotFramed)],
                ),
                "pay: no VVChat host was found. Tried: injected (not there); post_message (the page is not in a frame)",
                "pay：未找到 VVChat 宿主。已尝试：injected（不存在）；post_message（页面不在框架中）",
            ),
            (Error::host("pay", 400.0, "用户取消"), "用户取消", "用户取消"),
        ]
    }

    #[test]
    fn every_reason() {
        let errors = errors();
        assert_eq!(errors.iter().map(|(error, ..)| error.reason).collect::<Vec<_>>(), Reason::ALL);
        for (error, en, zh) in errors {
            reads(&error, en, zh);
        }
    }

    #[test]
    fn what_became_of_the_money_is_said_where_nobody_knows() {
        for (error, en, zh) in errors() {
            for outcome in [None, Some(Outcome::None), Some(Outcome::Failed)] {
                reads(&error.clone().with_outcome(outcome), en, zh);
            }
            reads(
                &error.with_outcome(Some(Outcome::Unknown)),
                &[en, ". The payment may have gone through: ask your server by imprest_code"].concat(),
                &[zh, "。支付可能已成功，请用 imprest_code 向商户服务器查询"].concat(),
            );
        }
    }

    #[test]
    fn the_method_comes_first_or_else_vvchat() {
        reads(&Error::internal("", "x"), "vvchat: the SDK failed: x", "vvchat：SDK 内部错误：x");
        reads(
            &Invalid::new("debug", Expected::Boolean, Some(&json!(1))).in_params("config"),
            "config: debug must be true or false, but it is the number 1",
            "config：debug 应为 true 或 false，实际为数字 1",
        );
    }

    #[test]
    fn a_host_without_words_is_quoted_by_its_code() {
        reads(&Error::host("pay", 400.0, ""), "pay: the host answered with error 400", "pay：宿主返回错误 400");
        reads(
            &Error::host("pay", -32603.0, ""),
            "pay: the host answered with error -32603",
            "pay：宿主返回错误 -32603",
        );
    }

    #[test]
    fn one_bridge_or_none() {
        reads(
            &Error::no_host("pay", vec![tried("injected", Finding::Unusable)]),
            "pay: no VVChat host was found. Tried: injected (there, but its function is not (yet))",
            "pay：未找到 VVChat 宿主。已尝试：injected（对象存在，但缺少所需函数（或尚未就绪））",
        );
    }

    #[test]
    fn findings() {
        #[track_caller]
        fn finding(finding: Finding, en: &str, zh: &str) {
            assert_eq!((finding.words(Lang::En), finding.words(Lang::Zh)), (en, zh));
            let tried = tried("b", finding);
            assert_eq!(tried.message(Lang::En), ["b (", en, ")"].concat());
            assert_eq!(tried.message(Lang::Zh), ["b（", zh, "）"].concat());
        }
        finding(Finding::InUse, "in use", "使用中");
        finding(Finding::NotNeeded, "not needed, another bridge is in use", "未使用，已有其他桥");
        finding(Finding::NotChosen, "not looked at, config names another bridge", "未检查，config 指定了其他桥");
        finding(Finding::Absent, "not there", "不存在");
        finding(Finding::Unusable, "there, but its function is not (yet)", "对象存在，但缺少所需函数（或尚未就绪）");
        finding(Finding::NotFramed, "the page is not in a frame", "页面不在框架中");
        finding(
            Finding::NoOrigins,
            "the page is in a frame, but config lists no origins",
            "页面在框架中，但 config 未列出 origins",
        );
        finding(
            Finding::NoAnswer,
            "the handshake was not answered: is the parent's origin in config's origins?",
            "握手未得到回应：父页面的来源是否在 config 的 origins 中？",
        );
    }

    #[test]
    fn expectations() {
        #[track_caller]
        fn expected(expected: Expected, en: &str, zh: &str) {
            assert_eq!((&*expected.words(Lang::En), &*expected.words(Lang::Zh)), (en, zh));
        }
        expected(Expected::Rule(Rule::Text), "a string", "字符串");
        expected(Expected::Rule(Rule::NonEmpty), "a string that is not empty", "非空字符串");
        expected(Expected::Rule(Rule::NonBlank), "a string that is not blank", "非空白字符串");
        expected(Expected::Rule(Rule::HttpUrl), "an absolute http or https URL", "完整的 http 或 https 网址");
        expected(
            Expected::Rule(Rule::Scope),
            "snsapi_userinfo or sessionapi_sendmsg:SESSION_ID:SESSION_TYPE (SESSION_TYPE 1 or 2)",
            " snsapi_userinfo 或 sessionapi_sendmsg:SESSION_ID:SESSION_TYPE（SESSION_TYPE 为 1 或 2）",
        );
        expected(Expected::Rule(Rule::Integer), "a whole number", "整数");
        expected(Expected::Rule(Rule::SessionType), "1 (single chat) or 2 (group)", " 1（单聊）或 2（群聊）");
        expected(
            Expected::Rule(Rule::TransactionNumber),
            "a string that is not blank (a number only up to 2^53 - 1)",
            "非空白字符串（数字不得超过 2^53 - 1）",
        );
        expected(Expected::Object, "an object", "对象");
        expected(Expected::Json, "a value that JSON can carry", "可用 JSON 表示的值");
        expected(Expected::JsonText, "JSON", " JSON");
        expected(Expected::Reply, "a JSON-RPC 2.0 response", " JSON-RPC 2.0 响应");
        expected(Expected::Boolean, "true or false", " true 或 false");
        expected(Expected::Function, "a function", "函数");
        expected(Expected::Strings, "an array of strings", "字符串数组");
        expected(Expected::Origin, "an origin such as https://app.example", "来源（origin），例如 https://app.example");
        expected(Expected::Milliseconds, "a positive number of milliseconds", "正的毫秒数");
        expected(Expected::AbortSignal, "an AbortSignal", " AbortSignal");
        expected(Expected::Language, "\"en\" or \"zh\"", " \"en\" 或 \"zh\"");
        expected(
            Expected::BridgeName,
            "webview_javascript_bridge, injected, message_handler or post_message",
            " webview_javascript_bridge、injected、message_handler 或 post_message",
        );
        expected(
            Expected::MethodName,
            "one of auth, pay, getSession, selectSession, share",
            "以下之一：auth、pay、getSession、selectSession、share",
        );
        expected(Expected::OptionName, "an option that exists", "已有的选项");
    }

    /// What people or hosts wrote stands in a message as they wrote it, even where it looks like a place to fill in.
    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        reads(
            &Invalid::new("{expected}", Expected::Function, Some(&json!("{field} {came} {shown} {}")))
                .in_params("{method}"),
            "{method}: {expected} must be a function, but it is the string \"{field} {came} {shown} {}\"",
            "{method}：{expected} 应为函数，实际为字符串 \"{field} {came} {shown} {}\"",
        );
        reads(
            &Invalid::new("{what}", Expected::Function, Some(&json!("{what}"))).in_reply("m"),
            "m: the host's reply is malformed, {what} must be a function, but it is the string \"{what}\"",
            "m：宿主的回复格式错误，{what} 应为函数，实际为字符串 \"{what}\"",
        );
        reads(&Error::internal("m", "{cause}{"), "m: the SDK failed: {cause}{", "m：SDK 内部错误：{cause}{");
        reads(&Error::host("m", 1.0, "{code}"), "{code}", "{code}");
        assert_eq!(tried("{finding}", Finding::Absent).message(Lang::En), "{finding} (not there)");
    }

    #[test]
    fn filling_in() {
        #[track_caller]
        fn fills(template: &'static str, filled: &str) {
            assert_eq!(phrase(template, "").fill(Lang::En, &[("a", "1"), ("b", "{a}"), ("c", "")]), filled);
        }
        fills("", "");
        fills("a", "a");
        fills("{a}", "1");
        fills("{b}{a}{b}", "{a}1{a}");
        fills("x{c}y", "xy");
        fills("} {a} }", "} 1 }");
    }

    /// The next method is named to those who misspell it, with nothing else to change.
    #[test]
    fn every_method_is_named() {
        for lang in [Lang::En, Lang::Zh] {
            let words = Expected::MethodName.words(lang);
            assert!(METHODS.iter().all(|method| words.contains(method.name)), "{words}");
        }
    }

    #[test]
    fn values_of_every_kind() {
        #[track_caller]
        fn came(value: &Js, en: &str, zh: &str) {
            reads(
                &Invalid::new("x", Expected::Strings, Some(value)).in_params("m"),
                &["m: x must be an array of strings, but it ", en].concat(),
                &["m：x 应为字符串数组，实际", zh].concat(),
            );
        }
        came(&Js::Undefined, "is missing", "未提供");
        came(&Js::Null, "is null", "为 null");
        came(&Js::Boolean(true), "is true", "为 true");
        came(&Js::from_number(-0.5), "is the number -0.5", "为数字 -0.5");
        came(&Js::BigInt("9007199254740993"), "is the BigInt 9007199254740993", "为 BigInt 9007199254740993");
        came(&Js::from_text(""), "is an empty string", "为空字符串");
        came(&Js::from_text(" "), "is the string \" \"", "为字符串 \" \"");
        came(&Js::Text([0xd83c].into()), "is the string \"\u{fffd}\"", "为字符串 \"\u{fffd}\"");
        came(&Js::Symbol, "is a Symbol", "为 Symbol");
        came(&Js::Function, "is a function", "为函数");
        came(&Js::Array(Vec::new()), "is an array", "为数组");
        came(&Js::object([]), "is an object", "为对象");
        came(
            &Js::Unreadable,
            "can't be read (a getter threw, or it contains itself)",
            "无法读取（getter 抛出异常，或存在循环引用）",
        );
        assert_eq!(Invalid::new("x", Expected::Strings, None::<&Js>).came.shown, String::new());
    }
}
