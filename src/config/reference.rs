//! The reference page and the JSON schema of the options, made from the table that reads them.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::{
    HintLevel, PythonVersion,
    options::{Kind, Names, OPTIONS, OptionSpec, Scope},
};
use crate::diagnostic::{Group, Severity};

/// Markdown: one section for each option.
#[must_use]
pub fn reference() -> String {
    let mut page = String::new();
    for OptionSpec { name, scope, default, example, docs, .. } in OPTIONS {
        let scope = if *scope == Scope::Everywhere { "\n\nMay stand in `overrides`, too." } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "### `{name}`\n\n{docs}{scope}\n\nDefault: {}\n\n```toml\n[tool.heaplight]\n{name} = {example}\n```\n\n",
            code(default)
        );
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

/// Values are code, sentences are not.
fn code(default: &str) -> String {
    if default.starts_with(['"', '[', '{']) { format!("`{default}`") } else { default.to_owned() }
}

/// JSON Schema of a `heaplight.toml`, or of `[tool.heaplight]`.
#[must_use]
pub fn schema(rules: Names<'_>) -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "heaplight",
        "type": "object",
        "additionalProperties": false,
        "properties": properties(Scope::Top, rules),
    })
}

fn properties(scope: Scope, rules: Names<'_>) -> Map<String, Value> {
    let admitted = OPTIONS.iter().filter(|spec| scope == Scope::Top || spec.scope == Scope::Everywhere);
    let property = |spec: &OptionSpec| {
        let mut property = of_kind(spec.kind, rules);
        property["description"] = spec.docs.into();
        (spec.name.to_owned(), property)
    };
    admitted.map(property).collect()
}

fn of_kind(kind: Kind, rules: Names<'_>) -> Value {
    let names = || rules.iter().copied().chain(Group::ALL.map(Group::name)).chain(["all"]).collect::<Vec<_>>();
    let strings = json!({ "type": "array", "items": { "type": "string" } });
    match kind {
        Kind::Path => json!({ "type": "string" }),
        Kind::Version => json!({ "enum": PythonVersion::ALL.map(|version| version.to_string()) }),
        Kind::Size => json!({ "type": ["integer", "string"], "minimum": 0 }),
        Kind::Selectors => json!({ "type": "array", "items": { "enum": names() } }),
        Kind::Severities => json!({
            "type": "object",
            "propertyNames": { "enum": names() },
            "additionalProperties": { "enum": Severity::ALL.map(Severity::name) },
        }),
        Kind::Globs => strings,
        Kind::Hints => json!({
            "type": "object",
            "additionalProperties": false,
            "properties": { "level": { "enum": HintLevel::ALL.map(HintLevel::name) } },
        }),
        Kind::Overrides => {
            let mut properties = properties(Scope::Everywhere, rules);
            properties.insert("paths".into(), strings);
            json!({
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["paths"],
                    "properties": properties,
                },
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Options;

    /// What the page shows can be read.
    #[test]
    fn examples_and_defaults_are_good_options() {
        for OptionSpec { name, example, default, .. } in OPTIONS {
            let read = |value: &str| {
                Options::parse_file(&format!("{name} = {value}\n"), &["late-binding-closure", "del-does-not-free"])
            };
            read(example).unwrap_or_else(|error| panic!("{name}: {error:?}"));
            if code(default).starts_with('`') {
                read(default).unwrap_or_else(|error| panic!("{name}: {error:?}"));
            }
        }
    }
}
