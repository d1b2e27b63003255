//! From the text of one file to what is shown of it: the whole of linting, without IO and without a clock.

use crate::{
    config::{Selection, Settings},
    diagnostic::{Diagnostic, Group, Severity, Verdict},
    facts::{self, Coverage, Source},
    rules,
    syntax::{self, MAX_DEPTH, Parsed, SyntaxError},
    text::Span,
};

/// The result of linting one file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// In source order.
    pub diagnostics: Vec<Diagnostic>,
    pub coverage: Coverage,
}

/// Lints one text. Same text, settings and selection: same result.
#[must_use]
pub fn check_text(source: Source<'_>, settings: &Settings, selection: &Selection) -> Checked {
    let parsed = syntax::parse_as(source.text, source.kind);
    let facts = facts::analyze(&parsed, source, settings, rules::demand(selection));
    let found = rules::run(&facts, selection);
    Checked { diagnostics: finish(&parsed, found), coverage: facts.coverage }
}

/// Adds what the parser found to what the rules found, and sorts. Nothing is suppressed yet.
#[must_use]
pub fn finish(parsed: &Parsed, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.extend(parsed.too_deep.iter().map(|span| too_deep(*span)));
    add_errors(&parsed.errors, &mut found);
    found
}

/// Adds what the parser found, and sorts.
pub fn add_errors(errors: &[SyntaxError], found: &mut Vec<Diagnostic>) {
    found.extend(errors.iter().map(|error| syntax_error(error.message.clone(), error.span)));
    found.sort_by(|a, b| (a.primary, a.rule).cmp(&(b.primary, b.rule)));
}

/// What the parser finds, beside the rules.
pub const PARSER_RULES: [&str; 2] = [SYNTAX_ERROR, "too-deep"];

/// Cannot be ignored: what follows it is not analysed.
pub const SYNTAX_ERROR: &str = "syntax-error";

fn syntax_error(message: String, primary: Span) -> Diagnostic {
    from_parser(SYNTAX_ERROR, Severity::Error, message, primary)
}

fn too_deep(primary: Span) -> Diagnostic {
    let message = format!("nests deeper than {MAX_DEPTH} levels and is not analysed: split it");
    from_parser("too-deep", Severity::Warning, message, primary)
}

fn from_parser(rule: &'static str, severity: Severity, message: String, primary: Span) -> Diagnostic {
    let (related, fixes) = (Vec::new(), Vec::new());
    Diagnostic { rule, group: Group::Syntax, severity, verdict: Verdict::Proved, message, primary, related, fixes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::SourceKind;

    fn rules_of(text: &str) -> Vec<&'static str> {
        let source = Source { text, kind: SourceKind::Module };
        let checked = check_text(source, &Settings::default(), &Selection::default());
        checked.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect()
    }

    #[test]
    fn what_the_parser_found_is_reported() {
        let deep = "1+".repeat(5_000) + "1";
        assert_eq!(rules_of(&format!("x = {deep}\ny = = 1\n")), ["too-deep", "syntax-error"]);
    }
}
