//! The reference page of the methods.

use std::fmt::Write;

use vvchat_protocol::METHODS;
use vvchat_protocol::check::Expected;
use vvchat_protocol::error::Lang;
use vvchat_protocol::schema::{AnsweredBy, Field, Method, Presence, Refusal};

/// The whole page.
pub(crate) fn page() -> String {
    let mut page = String::from(
        "# Methods\n\n\
         <!-- Written by `cargo xtask reference` from crates/protocol/src/methods. -->\n\n\
         | method | what it does | answered by | deadline |\n|---|---|---|---|\n",
    );
    for method in METHODS {
        let (name, summary) = (method.name, method.docs.summary);
        let _ = writeln!(
            page,
            "| [`{name}`](#{}) | {} | {} | {} |",
            name.to_lowercase(),
            cell(summary),
            who(method.answered_by),
            deadline(method.answered_by)
        );
    }
    for method in METHODS {
        section(&mut page, method);
    }
    page
}

fn section(page: &mut String, method: &Method) {
    let docs = &method.docs;
    let about = format!("{} {}", docs.summary, docs.details);
    let _ = write!(page, "\n## `{}`\n\n{}\n\n", method.name, about.trim_end());
    let _ = writeln!(page, "```js\n{}\n```\n", docs.example);

    if method.params.is_empty() {
        page.push_str("Takes no params.\n");
    } else {
        page.push_str("Params:\n\n| field | | must be | what it is |\n|---|---|---|---|\n");
        method.params.iter().for_each(|field| row(page, field));
    }

    page.push_str("\nResult:\n\n| field | | is | what it is |\n|---|---|---|---|\n");
    if method.refusal == Refusal::IsAResult {
        page.push_str(
            "| `err_code` | always | a whole number | 0: the user said yes. Anything else: the user said no. |\n",
        );
    }
    method.result.iter().for_each(|field| row(page, field));
    let _ = write!(page, "\nIn the platform's guide: {}.\n", docs.guide);
}

fn row(page: &mut String, field: &Field) {
    let presence = match field.presence {
        Presence::Required => "always",
        Presence::Optional => "optional",
        Presence::UnlessRefused => "unless refused",
    };
    let words = Expected::Rule(field.rule).words(Lang::En);
    let _ = writeln!(page, "| `{}` | {presence} | {} | {} |", field.name, cell(&words), cell(field.doc));
}

/// A text that stays in its cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn who(answered_by: AnsweredBy) -> &'static str {
    match answered_by {
        AnsweredBy::Host => "the app",
        AnsweredBy::Person => "the user",
    }
}

fn deadline(answered_by: AnsweredBy) -> String {
    match answered_by.deadline_ms() / 1000 {
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use vvchat_protocol::METHODS;

    #[test]
    fn every_method_has_a_section_with_its_fields() {
        let page = super::page();
        for method in METHODS {
            assert!(page.contains(&format!("\n## `{}`\n", method.name)), "{page}");
            for field in method.params.iter().chain(method.result) {
                assert!(page.contains(&format!("| `{}` | ", field.name)), "{page}");
            }
        }
    }
}
