//! What the documentation quotes is what the code says: methods, reasons, codes, wording, messages.

use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use vvchat_protocol::advice;
use vvchat_protocol::check::{self, Expected, Invalid};
use vvchat_protocol::error::{Error, Finding, Lang, Outcome, Reason, Tried};
use vvchat_protocol::methods::{self, METHODS};
use vvchat_protocol::schema::{AnsweredBy, Field, Method, Presence, Refusal};

/// A `README.md` and how it says things.
struct Readme {
    file: &'static str,
    none: &'static str,
    yes: &'static str,
    no: &'static str,
    deadline: fn(AnsweredBy) -> &'static str,
}

const READMES: [Readme; 2] = [
    Readme {
        file: "README.md",
        none: "none",
        yes: "yes",
        no: "no",
        deadline: |answered_by| match answered_by {
            AnsweredBy::Host => "10 s",
            AnsweredBy::Person => "10 min",
        },
    },
    Readme {
        file: "README.zh-CN.md",
        none: "无",
        yes: "是",
        no: "否",
        deadline: |answered_by| match answered_by {
            AnsweredBy::Host => "10 秒",
            AnsweredBy::Person => "10 分钟",
        },
    },
];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(file: &str) -> String {
    fs::read_to_string(project().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The cells of the table rows whose first cell is that name, linked or not.
fn rows(page: &str, name: &str) -> Vec<Vec<String>> {
    let first = [format!("`{name}`"), format!("[`{name}`](#{name})")];
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_string()).collect::<Vec<_>>();
    page.lines().map(cells).filter(|cells| cells.get(1).is_some_and(|cell| first.contains(cell))).collect()
}

/// The one such row.
#[track_caller]
fn row(file: &str, page: &str, name: &str) -> Vec<String> {
    let rows = rows(page, name);
    assert_eq!(rows.len(), 1, "{file}: table rows of `{name}`");
    rows[0].clone()
}

/// What a page quotes in lines that start so.
fn quoted<'a>(page: &'a str, start: &str) -> BTreeSet<&'a str> {
    page.lines().filter_map(|line| line.strip_prefix(start)?.strip_suffix('`')).collect()
}

fn method(name: &str) -> &'static Method {
    methods::find(name).expect("there is such a method")
}

/// The bridges' names, in the order in which they are looked for.
fn bridges() -> Vec<String> {
    Expected::BridgeName.words(Lang::En).replace(" or ", ", ").split(", ").map(str::to_string).collect()
}

/// The error of such params.
fn refused(name: &'static str, params: &Json) -> Error {
    check::params(method(name), params).expect_err("they are invalid").in_params(name)
}

/// An example of every error that `docs/errors.md` quotes.
fn errors() -> Vec<Error> {
    let finding = |bridge: &str| if bridge == "post_message" { Finding::NotFramed } else { Finding::Absent };
    let tried = bridges().into_iter().map(|bridge| Tried { finding: finding(&bridge), bridge }).collect();
    let no_trade_no = check::reply(method("pay"), &json!({})).expect_err("it has no trade_no");
    vec![
        refused("pay", &json!({"imprest_code": "P20171202"})),
        Error::unknown_method(Invalid::new("", Expected::MethodName, Some(&json!("payment")))),
        Error::timeout("getSession", 10_000.0),
        Error::state_mismatch("auth", "state"),
        Error::aborted("share"),
        Error::internal("pay", "CompileError: blocked by CSP"),
        Error::internal("", "WebAssembly is not defined"),
        Error::unsupported("share"),
        no_trade_no.in_reply("pay"),
        Error::no_host("pay", tried),
        Error::host("pay", 400.0, "用户取消"),
        Error::host("selectSession", 7.0, ""),
        Error::timeout("pay", 600_000.0).with_outcome(Some(Outcome::Unknown)),
        Invalid::new("options", Expected::OptionName, Some(&json!("debgu"))).in_params("config"),
    ]
}

/// An example of every remark that it quotes.
fn warnings(lang: Lang) -> Vec<String> {
    let pay = |name: &str| ("pay", json!({"app_id": "test", "imprest_code": "P1", name: "P1"}));
    let of = [pay("imprestcode"), pay("coupon"), ("auth", json!({"app_id": "test", "scope": "snsapi_base"}))];
    of.iter()
        .flat_map(|(name, params)| {
            advice::on(method(name), params).iter().map(|advice| advice.message(name, lang)).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn wording() {
    let page = read("docs/errors.md");
    for (start, lang) in [("- en: `", Lang::En), ("- zh: `", Lang::Zh)] {
        let said: Vec<_> = errors().iter().map(|error| error.message(lang)).chain(warnings(lang)).collect();
        assert_eq!(quoted(&page, start), said.iter().map(String::as_str).collect());
    }
    let of_each: BTreeSet<_> = errors().iter().map(|error| error.reason.name()).collect();
    assert_eq!(of_each, Reason::ALL.iter().map(|reason| reason.name()).collect());
}

#[test]
fn reasons() {
    let errors = Readme { file: "docs/errors.md", ..READMES[0] };
    for Readme { file, yes, no, .. } in READMES.into_iter().chain([errors]) {
        let page = read(file);
        for reason in Reason::ALL {
            let row = row(file, &page, reason.name());
            // A host's error has the host's code.
            let code = reason.code().to_string();
            assert_eq!(row[2] == code, *reason != Reason::HostError, "{file}: {row:?}");
            let retryable = if reason.retryable() { yes } else { no };
            assert_eq!(row[row.len() - 2], retryable, "{file}: {row:?}");
        }
    }
}

#[test]
fn every_reason_has_a_section() {
    let page = read("docs/errors.md");
    let sections: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    assert_eq!(sections, Reason::ALL.iter().map(|reason| reason.name()).collect::<Vec<_>>());
}

#[test]
fn outcomes() {
    for file in ["README.md", "README.zh-CN.md", "docs/errors.md"] {
        let page = read(file);
        for outcome in [Outcome::None, Outcome::Failed, Outcome::Unknown] {
            row(file, &page, outcome.name());
        }
    }
}

#[test]
fn findings() {
    let page = read("docs/errors.md");
    for finding in [
        Finding::InUse,
        Finding::NotNeeded,
        Finding::NotChosen,
        Finding::Absent,
        Finding::Unusable,
        Finding::NotFramed,
        Finding::NoOrigins,
        Finding::NoAnswer,
    ] {
        let row = format!("\n| {} | {} | ", finding.words(Lang::En), finding.words(Lang::Zh));
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn methods_of_the_readmes() {
    for Readme { file, none, deadline, .. } in READMES {
        let page = read(file);
        let fields = |fields: &[Field]| {
            let mark = |field: &Field| if field.presence == Presence::Required { "" } else { "?" };
            fields.iter().map(|field| format!("`{}{}`", field.name, mark(field))).collect::<Vec<_>>()
        };
        for method in METHODS {
            let params = fields(method.params);
            let mut result = fields(method.result);
            if method.refusal == Refusal::IsAResult {
                result.insert(0, "`err_code`".to_string());
            }
            let row = row(file, &page, method.name);
            assert_eq!(row[2], if params.is_empty() { none.to_string() } else { params.join(" ") }, "{file}");
            assert_eq!(row[3], result.join(" "), "{file}");
            assert_eq!(row[row.len() - 2], deadline(method.answered_by), "{file}: {row:?}");
        }
    }
}

#[test]
fn deadlines() {
    assert_eq!([AnsweredBy::Host, AnsweredBy::Person].map(AnsweredBy::deadline_ms), [10_000, 600_000]);
}

/// The bridges stand in the order in which they are looked for.
#[test]
fn bridges_of_the_readmes() {
    for Readme { file, .. } in READMES {
        let page = read(file);
        let places: Vec<_> = bridges().iter().map(|name| page.find(&format!("\n| `{name}` |"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{file}: {places:?}");
    }
}

/// Every golden message stands in the protocol's page, and no other message does.
#[test]
fn messages() {
    let page = read("docs/protocol.md");
    let shown: BTreeSet<_> = page.lines().filter(|line| line.starts_with("{\"jsonrpc\"")).map(str::to_string).collect();
    let files = fs::read_dir(project().join("crates/protocol/golden")).expect("there are golden messages");
    let golden = files.map(|file| {
        let text = fs::read_to_string(file.expect("it can be listed").path()).expect("it can be read");
        let golden: Json = serde_json::from_str(&text).expect("it is JSON");
        golden["text"].as_str().expect("it has a text").to_string()
    });
    assert_eq!(shown, golden.collect());
}
