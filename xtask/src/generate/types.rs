//! The TypeScript declarations of the methods.

use std::fmt::Write;

use vvchat_protocol::METHODS;
use vvchat_protocol::check::Expected;
use vvchat_protocol::error::{Lang, Reason};
use vvchat_protocol::schema::{Field, Method, Presence, Refusal, Rule};

/// The interfaces of each method's params and result, the map of all of them, the promise forms, the reasons of errors.
///
/// They go below the hand-written part, which declares what they mention: `CallOptions`.
pub(crate) fn declarations() -> String {
    let mut out = String::new();
    for method in METHODS {
        params(&mut out, method);
        result(&mut out, method);
    }
    method_map(&mut out);
    promise_forms(&mut out);
    reasons(&mut out);
    out.push_str(COMMON);
    out
}

/// What several methods mention.
const COMMON: &str = r#"
/** The params of a method that takes none. */
export type NoParams = { readonly [field: string]: never };

/** What `auth` asks for. */
export type Scope = "snsapi_userinfo" | `sessionapi_sendmsg:${string}:${1 | 2}` | (string & {});

/**
 * What a host answers when the user refused: any number but 0. TypeScript cannot say that, and a plain `number` would not tell the
 * two results of `auth` apart, so the numbers from 1 to 999 stand for all.
 */
export type RefusalCode = ToNumber<`${FirstDigit}` | `${FirstDigit}${Digit}` | `${FirstDigit}${Digit}${Digit}`>;

type FirstDigit = Exclude<Digit, 0>;
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type ToNumber<Text> = Text extends `${infer Value extends number}` ? Value : never;
"#;

/// The name of a method, as the start of a type's name.
fn pascal(method: &Method) -> String {
    let (first, rest) = method.name.split_at(1);
    first.to_uppercase() + rest
}

/// A documentation comment.
fn comment(out: &mut String, indent: &str, text: &str) {
    // Nothing in a comment may end it.
    let text = text.replace("*/", "*\\/");
    if !text.contains('\n') {
        let _ = writeln!(out, "{indent}/** {text} */");
        return;
    }
    let _ = writeln!(out, "{indent}/**");
    for line in text.lines() {
        let _ = writeln!(out, "{}", format!("{indent} * {line}").trim_end());
    }
    let _ = writeln!(out, "{indent} */");
}

fn params(out: &mut String, method: &Method) {
    let name = pascal(method);
    out.push('\n');
    comment(out, "", &format!("What {{@link Methods.{}}} takes.", method.name));
    if method.params.is_empty() {
        let _ = writeln!(out, "export type {name}Params = NoParams;");
        return;
    }
    let _ = writeln!(out, "export interface {name}Params {{");
    for field in method.params {
        let doc = match field.rule {
            Rule::Text => field.doc.to_owned(),
            rule => format!("{}\n\nMust be {}.", field.doc, Expected::Rule(rule).words(Lang::En)),
        };
        comment(out, "\t", &doc);
        let value = match field.rule {
            Rule::Scope => "Scope",
            Rule::Integer | Rule::TransactionNumber => "number | string",
            Rule::SessionType => "1 | 2 | \"1\" | \"2\"",
            Rule::Text | Rule::NonEmpty | Rule::NonBlank | Rule::HttpUrl => "string",
        };
        let _ = match field.presence {
            Presence::Required | Presence::UnlessRefused => writeln!(out, "\t{}: {value};", field.name),
            Presence::Optional => writeln!(out, "\t{}?: {value} | null | undefined;", field.name),
        };
    }
    out.push_str("}\n");
}

fn result(out: &mut String, method: &Method) {
    let name = pascal(method);
    let summary = format!("What {{@link Methods.{}}} results in", method.name);
    out.push('\n');
    if method.refusal == Refusal::IsAnError {
        comment(out, "", &format!("{summary}."));
        interface(out, &format!("{name}Result"), None, method.result.iter());
        return;
    }
    comment(out, "", &format!("{summary}: look at `err_code`."));
    let _ = writeln!(out, "export type {name}Result = {name}Allowed | {name}Refused;\n");
    comment(out, "", "The user said yes.");
    interface(
        out,
        &format!("{name}Allowed"),
        Some("\t/** 0: the user said yes. */\n\terr_code: 0;\n"),
        method.result.iter(),
    );
    out.push('\n');
    comment(out, "", "The user said no.");
    let refused = "\t/** Not 0: the user said no. */\n\terr_code: RefusalCode;\n\
                   \t/** Why, as far as the host says. */\n\terr_msg?: string;\n";
    let remaining = method.result.iter().filter(|field| field.presence != Presence::UnlessRefused);
    interface(out, &format!("{name}Refused"), Some(refused), remaining);
}

/// The interface of a result.
fn interface<'a>(out: &mut String, name: &str, first: Option<&str>, fields: impl Iterator<Item = &'a Field>) {
    let _ = writeln!(out, "export interface {name} {{");
    out.push_str(first.unwrap_or_default());
    for field in fields {
        comment(out, "\t", field.doc);
        let value = match field.rule {
            Rule::Integer => "number",
            Rule::SessionType => "1 | 2",
            Rule::Scope => "Scope",
            Rule::Text | Rule::NonEmpty | Rule::NonBlank | Rule::HttpUrl | Rule::TransactionNumber => "string",
        };
        let mark = if field.presence == Presence::Optional { "?" } else { "" };
        let _ = writeln!(out, "\t{}{mark}: {value};", field.name);
    }
    out.push_str("}\n");
}

fn method_map(out: &mut String) {
    out.push('\n');
    comment(out, "", "Each method's params and result, by its name.");
    out.push_str("export interface MethodMap {\n");
    for method in METHODS {
        let name = pascal(method);
        let _ = writeln!(out, "\t{}: {{ params: {name}Params; result: {name}Result }};", method.name);
    }
    out.push_str("}\n");
}

fn promise_forms(out: &mut String) {
    out.push('\n');
    comment(out, "", "Each method as a function that returns a promise, which rejects with a {@link VvchatError}.");
    out.push_str("export interface Methods {\n");
    for method in METHODS {
        let (name, docs) = (pascal(method), &method.docs);
        let text = format!("{}\n\n{}\n\n@example\n```js\n{}\n```", docs.summary, docs.details, docs.example);
        comment(out, "\t", &text);
        let params = if method.params.is_empty() { String::new() } else { format!("params: {name}Params, ") };
        let _ = writeln!(out, "\t{}({params}options?: CallOptions): Promise<{name}Result>;", method.name);
    }
    out.push_str("}\n");
}

fn reasons(out: &mut String) {
    let names: Vec<_> = Reason::ALL.iter().map(|reason| format!("\"{}\"", reason.name())).collect();
    out.push('\n');
    comment(out, "", "Why a call failed. These names never change.");
    let _ = writeln!(out, "export type Reason = {};", names.join(" | "));
}

#[cfg(test)]
mod tests {
    use super::{comment, declarations};

    #[track_caller]
    fn declares(text: &str) {
        let declarations = declarations();
        assert!(declarations.contains(text), "{declarations}");
    }

    #[test]
    fn params_are_required_unless_optional() {
        declares("\tapp_id: string;\n");
        declares("\tstate?: string | null | undefined;\n");
        declares("export type GetSessionParams = NoParams;\n");
    }

    #[test]
    fn a_result_that_may_be_a_refusal_is_a_union() {
        declares("export type AuthResult = AuthAllowed | AuthRefused;\n");
        declares(
            "\terr_code: 0;\n\t/** The authorization code that your server exchanges for a token. Single use. */\n",
        );
    }

    #[test]
    fn promise_forms_leave_out_params_that_there_are_none_of() {
        declares("\tpay(params: PayParams, options?: CallOptions): Promise<PayResult>;\n");
        declares("\tgetSession(options?: CallOptions): Promise<GetSessionResult>;\n");
    }

    #[test]
    fn no_text_ends_its_comment() {
        let mut out = String::new();
        comment(&mut out, "", "a */ b");
        assert_eq!(out, "/** a *\\/ b */\n");
    }
}
