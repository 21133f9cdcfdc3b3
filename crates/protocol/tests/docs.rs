//! What the documentation says is what the code says: methods, reasons, codes, messages. (What it quotes of errors is held against
//! the SDK's words in `tests/docs/errors.test.mjs`.)

use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use vvchat_protocol::check::Expected;
use vvchat_protocol::error::{Lang, Reason};
use vvchat_protocol::methods::METHODS;
use vvchat_protocol::schema::{AnsweredBy, Field, Presence, Refusal};

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

/// The bridges' names, in the order in which they are looked for.
fn bridges() -> Vec<String> {
    Expected::BridgeName.words(Lang::En).replace(" or ", ", ").split(", ").map(str::to_string).collect()
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
