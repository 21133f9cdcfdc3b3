//! Every word that is said to people, in English and Chinese. Nothing depends on it: codes and reasons are for programs.
//!
//! A sentence is written in English, then a bar, then in Chinese. `{}` stands for a word that is filled in. Where a sentence belongs
//! to each of several variants, there is a line for each, in their order.
//!
//! Hosts are told here what is wrong with a value. All else is said to pages: `npm/words.mjs` fills in the same sentences.

use crate::check::{Came, Expected, Invalid};
use crate::error::Lang;
use crate::methods::METHODS;
use crate::value::Kind;
use alloc::string::String;

const SUBJECT: &str = "{}: |{}：";
const MALFORMED: &str = "the host's reply is malformed, {}|宿主的回复格式错误，{}";
const INVALID: &str = "{} must be {}, but it {}|{} 应为{}，实际{}";
const NEXT_METHOD: &str = ", |、";

/// What must be, by [`Expected`]; those of the rules come first.
const EXPECTED: &str = "a string|字符串
a string that is not empty|非空字符串
a string that is not blank|非空白字符串
an absolute http or https URL|完整的 http 或 https 网址
snsapi_userinfo or sessionapi_sendmsg:SESSION_ID:SESSION_TYPE (SESSION_TYPE 1 or 2)| snsapi_userinfo 或 sessionapi_sendmsg:SESSION_ID:SESSION_TYPE（SESSION_TYPE 为 1 或 2）
a whole number|整数
1 (single chat) or 2 (group)| 1（单聊）或 2（群聊）
a string that is not blank (a number only up to 2^53 - 1)|非空白字符串（数字不得超过 2^53 - 1）
an object|对象
a value that JSON can carry|可用 JSON 表示的值
JSON| JSON
a JSON-RPC 2.0 response| JSON-RPC 2.0 响应
true or false| true 或 false
a function|函数
an array of strings|字符串数组
an origin such as https://app.example|来源（origin），例如 https://app.example
a positive number of milliseconds|正的毫秒数
an AbortSignal| AbortSignal
\"en\" or \"zh\"| \"en\" 或 \"zh\"
webview_javascript_bridge, injected, message_handler or post_message| webview_javascript_bridge、injected、message_handler 或 post_message
one of |以下之一：
an option that exists|已有的选项";

/// What a value is, by [`Kind`], and at last what an empty string is.
const CAME: &str = "is missing|未提供
is null|为 null
is {}|为 {}
is the number {}|为数字 {}
is the BigInt {}|为 BigInt {}
is the string \"{}\"|为字符串 \"{}\"
is a Symbol|为 Symbol
is a function|为函数
is an array|为数组
is an object|为对象
can't be read (a getter threw, or it contains itself)|无法读取（getter 抛出异常，或存在循环引用）
is an empty string|为空字符串";

/// The place of the empty string's line.
const EMPTY: usize = 11;

/// What was found where a bridge would be, by [`Finding`](crate::error::Finding).
const FOUND: &str = "in use|使用中
not needed, another bridge is in use|未使用，已有其他桥
not looked at, config names another bridge|未检查，config 指定了其他桥
not there|不存在
there, but its function is not (yet)|对象存在，但缺少所需函数（或尚未就绪）
the page is not in a frame|页面不在框架中
the page is in a frame, but config lists no origins|页面在框架中，但 config 未列出 origins
the handshake was not answered: is the parent's origin in config's origins?|握手未得到回应：父页面的来源是否在 config 的 origins 中？";

/// The sentences by name, for `npm/words.mjs`, which fills them in where pages see them. Where there is one for each of several variants,
/// these are the lines of one text.
pub const SENTENCES: &[(&str, &str)] = &[
    ("SUBJECT", SUBJECT),
    (
        "PAYMENT_UNKNOWN",
        ". The payment may have gone through: ask your server by imprest_code|。支付可能已成功，请用 imprest_code 向商户服务器查询",
    ),
    ("MALFORMED", MALFORMED),
    ("INVALID", INVALID),
    (
        "CHANGED",
        "the {} that came back is not the one that was sent; the reply is not to be trusted|返回的 {} 与发送的不一致，该回复不可信",
    ),
    ("TIMEOUT", "the host did not answer within {} ms|宿主未在 {} 毫秒内回复"),
    ("INTERNAL", "the SDK failed: {}|SDK 内部错误：{}"),
    ("NO_HOST", "no VVChat host was found. Tried: {}|未找到 VVChat 宿主。已尝试：{}"),
    ("TRIED", "{} ({})|{}（{}）"),
    ("NEXT_TRIED", "; |；"),
    ("HOST_ERROR", "the host answered with error {}|宿主返回错误 {}"),
    ("ABORTED", "the page aborted the call|页面中止了调用"),
    ("UNSUPPORTED", "the host does not offer this method|宿主不支持该方法"),
    (
        "NEAR_PARAM",
        "{}: there is no param {}; did you mean {}? It is sent as it is|{}：没有参数 {}，是否应为 {}？已原样发送",
    ),
    ("UNKNOWN_PARAM", "{}: there is no param {}. It is sent as it is|{}：没有参数 {}，已原样发送"),
    (
        "UNKNOWN_SCOPE",
        "{}: this version does not know the scope {}. It is sent as it is|{}：当前版本不认识 scope {}，已原样发送",
    ),
    ("CAME", CAME),
    ("FOUND", FOUND),
];

/// A sentence in one of its languages.
fn in_lang(sentence: &'static str, lang: Lang) -> &'static str {
    sentence.split('|').nth(lang as usize).unwrap_or_default()
}

/// The sentence of a variant.
fn line(sentences: &'static str, number: usize) -> &'static str {
    sentences.lines().nth(number).unwrap_or_default()
}

/// A text that is being written, in one language.
struct Writer {
    lang: Lang,
    text: String,
}

impl Writer {
    fn new(lang: Lang) -> Self {
        Self { lang, text: String::new() }
    }

    /// Adds a sentence with its words filled in. What is filled in is never filled in again, whatever it contains.
    fn say(&mut self, sentence: &'static str, words: &[&str]) {
        let mut pieces = in_lang(sentence, self.lang).split("{}");
        self.text.push_str(pieces.next().unwrap_or_default());
        for (word, piece) in words.iter().zip(pieces) {
            self.text.push_str(word);
            self.text.push_str(piece);
        }
    }
}

impl Invalid {
    /// How it reads where params, or whatever else a page passes, break a rule.
    ///
    /// ```
    /// use serde_json::json;
    /// use vvchat_protocol::{check, error::Lang, methods};
    ///
    /// let invalid = check::params(methods::find("pay").unwrap(), &json!({"app_id": "test"})).unwrap_err();
    /// assert_eq!(
    ///     invalid.in_params("pay", Lang::En),
    ///     "pay: imprest_code must be a string that is not blank, but it is missing"
    /// );
    /// ```
    pub fn in_params(&self, method: &str, lang: Lang) -> String {
        let mut out = Writer::new(lang);
        out.say(SUBJECT, &[method]);
        out.text.push_str(&self.message("params", lang));
        out.text
    }

    /// How it reads where a host's reply breaks a rule.
    ///
    /// ```
    /// use serde_json::json;
    /// use vvchat_protocol::{check, error::Lang, methods};
    ///
    /// let invalid = check::reply(methods::find("getSession").unwrap(), &json!({"session_id": "s"})).unwrap_err();
    /// assert_eq!(
    ///     invalid.in_reply("getSession", Lang::En),
    ///     "getSession: the host's reply is malformed, session_type must be 1 (single chat) or 2 (group), but it is missing"
    /// );
    /// ```
    pub fn in_reply(&self, method: &str, lang: Lang) -> String {
        let mut out = Writer::new(lang);
        out.say(SUBJECT, &[method]);
        out.say(MALFORMED, &[&self.message("reply", lang)]);
        out.text
    }

    fn message(&self, whole: &str, lang: Lang) -> String {
        let field = if self.field.is_empty() { whole } else { &self.field };
        let (mut out, mut came) = (Writer::new(lang), Writer::new(lang));
        self.came.say(&mut came);
        out.say(INVALID, &[field, &self.expected.words(lang), &came.text]);
        out.text
    }
}

impl Expected {
    /// What must be, as it stands in messages and in the reference.
    pub fn words(self, lang: Lang) -> String {
        let mut out = Writer::new(lang);
        out.say(line(EXPECTED, self.line() as usize), &[]);
        if self == Expected::MethodName {
            for (position, method) in METHODS.iter().enumerate() {
                if position > 0 {
                    out.say(NEXT_METHOD, &[]);
                }
                out.text.push_str(method.name);
            }
        }
        out.text
    }

    /// Its place among the sentences.
    pub fn line(self) -> u32 {
        match self {
            Expected::Rule(rule) => rule as u32,
            Expected::Object => 8,
            Expected::Json => 9,
            Expected::JsonText => 10,
            Expected::Reply => 11,
            Expected::Boolean => 12,
            Expected::Function => 13,
            Expected::Strings => 14,
            Expected::Origin => 15,
            Expected::Milliseconds => 16,
            Expected::AbortSignal => 17,
            Expected::Language => 18,
            Expected::BridgeName => 19,
            Expected::MethodName => 20,
            Expected::OptionName => 21,
        }
    }
}

impl Came {
    fn say(&self, out: &mut Writer) {
        let is_empty = self.kind == Kind::String && self.shown.is_empty();
        let number = if is_empty { EMPTY } else { self.kind as usize };
        out.say(line(CAME, number), &[&self.shown]);
    }
}

#[cfg(test)]
mod tests {
    use super::{FOUND, SENTENCES, Writer};
    use crate::check::{Expected, Invalid};
    use crate::error::{Finding, Lang};
    use crate::methods::METHODS;
    use crate::schema::Rule;
    use crate::testing::{Js, reads};
    use crate::value::Make;
    use alloc::string::String;
    use alloc::vec::Vec;
    use serde_json::json;

    #[test]
    fn params_and_replies() {
        let missing = Invalid::new("app_id", Expected::Rule(Rule::NonBlank), None::<&Js>);
        reads(
            |lang| missing.in_params("pay", lang),
            "pay: app_id must be a string that is not blank, but it is missing",
            "pay：app_id 应为非空白字符串，实际未提供",
        );
        reads(
            |lang| missing.in_reply("pay", lang),
            "pay: the host's reply is malformed, app_id must be a string that is not blank, but it is missing",
            "pay：宿主的回复格式错误，app_id 应为非空白字符串，实际未提供",
        );
        let whole = Invalid::new("", Expected::Object, Some(&json!(1)));
        reads(
            |lang| whole.in_params("pay", lang),
            "pay: params must be an object, but it is the number 1",
            "pay：params 应为对象，实际为数字 1",
        );
        reads(
            |lang| whole.in_reply("pay", lang),
            "pay: the host's reply is malformed, reply must be an object, but it is the number 1",
            "pay：宿主的回复格式错误，reply 应为对象，实际为数字 1",
        );
    }

    /// Each is there in both languages, with as much to fill in.
    #[test]
    fn sentences() {
        for (name, sentences) in SENTENCES {
            for sentence in sentences.lines() {
                let languages: Vec<_> = sentence.split('|').map(|text| text.matches("{}").count()).collect();
                assert!(languages.len() == 2 && languages[0] == languages[1], "{name}: {sentence}");
            }
        }
        assert_eq!(FOUND.lines().count(), Finding::NoAnswer as usize + 1);
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
            |lang| {
                Invalid::new("{expected}", Expected::Function, Some(&json!("{field} {came} {shown} {}")))
                    .in_params("{method}", lang)
            },
            "{method}: {expected} must be a function, but it is the string \"{field} {came} {shown} {}\"",
            "{method}：{expected} 应为函数，实际为字符串 \"{field} {came} {shown} {}\"",
        );
        reads(
            |lang| Invalid::new("{what}", Expected::Function, Some(&json!("{what}"))).in_reply("m", lang),
            "m: the host's reply is malformed, {what} must be a function, but it is the string \"{what}\"",
            "m：宿主的回复格式错误，{what} 应为函数，实际为字符串 \"{what}\"",
        );
    }

    #[test]
    fn filling_in() {
        #[track_caller]
        fn fills(sentence: &'static str, en: &str, zh: &str) {
            for (lang, filled) in [(Lang::En, en), (Lang::Zh, zh)] {
                let mut out = Writer::new(lang);
                out.say(sentence, &["1", "{}", ""]);
                assert_eq!(out.text, filled);
            }
        }
        fills("|", "", "");
        fills("a|b", "a", "b");
        fills("{}|x{}", "1", "x1");
        fills("{}, {}{}|{} }{ {}.", "1, {}", "1 }{ {}.");
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
                |lang| Invalid::new("x", Expected::Strings, Some(value)).in_params("m", lang),
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
