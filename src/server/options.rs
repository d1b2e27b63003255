//! The client's settings: `initializationOptions` and `workspace/didChangeConfiguration`.
//!
//! ```json
//! { "targetVersion": "3.12", "hints": { "level": "surprises" } }
//! ```
//! Editors wrap them in `{ "settings": .. }` or `{ "heaplight": .. }`; both are looked through.

use serde_json::{Map, Value};

use crate::{
    annotations::HintLevel,
    config::{PythonVersion, UnknownName},
};

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Options {
    /// None: as `pyproject.toml` says.
    pub(super) target_version: Option<PythonVersion>,
    pub(super) hints: HintLevel,
    /// One line above each function.
    pub(super) code_lens: bool,
    /// Mark every place of the object under the cursor.
    pub(super) highlight: bool,
    pub(super) diagnostic_mode: DiagnosticMode,
}

/// Where findings are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum DiagnosticMode {
    #[default]
    OpenFilesOnly,
    Workspace,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            target_version: None,
            hints: HintLevel::default(),
            code_lens: false,
            highlight: true,
            diagnostic_mode: DiagnosticMode::default(),
        }
    }
}

/// A setting the client may send: its dotted name, and how its value is taken over.
struct Known {
    name: &'static str,
    set: fn(&mut Options, &Value) -> Result<(), String>,
}

const KNOWN: [Known; 5] = [
    Known {
        name: "targetVersion",
        set: |options, value| {
            let said = (value != "auto").then(|| parse(value)).transpose();
            said.map(|version| options.target_version = version)
        },
    },
    Known { name: "hints.level", set: |options, value| parse(value).map(|level| options.hints = level) },
    Known { name: "codeLens", set: |options, value| boolean(value).map(|on| options.code_lens = on) },
    Known { name: "highlight", set: |options, value| boolean(value).map(|on| options.highlight = on) },
    Known { name: "diagnosticMode", set: |options, value| mode(value).map(|mode| options.diagnostic_mode = mode) },
];

/// Settings of the editor's extension itself, which the server sees and leaves alone.
const OTHERS: [&str; 4] = ["path", "importStrategy", "interpreter", "trace.server"];

impl Options {
    /// The settings and a complaint about each one that could not be used; the others count all the same.
    pub(super) fn read(value: &Value) -> (Self, Vec<String>) {
        let mut options = Self::default();
        let mut complaints = Vec::new();
        let mut leaves = Vec::new();
        collect("", unwrap(value), &mut leaves);
        for (name, value) in leaves {
            if let Some(known) = KNOWN.iter().find(|known| known.name == name) {
                complaints.extend((known.set)(&mut options, value).err().map(|why| format!("setting `{name}`: {why}")));
            } else if !OTHERS.contains(&name.as_str()) {
                complaints.push(UnknownName::new("setting", &name, KNOWN.iter().map(|known| known.name)).to_string());
            }
        }
        (options, complaints)
    }
}

fn mode(value: &Value) -> Result<DiagnosticMode, String> {
    match value.as_str() {
        Some("openFilesOnly") => Ok(DiagnosticMode::OpenFilesOnly),
        Some("workspace") => Ok(DiagnosticMode::Workspace),
        _ => Err(format!("{value} is neither \"openFilesOnly\" nor \"workspace\"")),
    }
}

fn unwrap(mut value: &Value) -> &Value {
    while let Some(inner) = ["settings", "heaplight"].iter().find_map(|wrapper| value.get(wrapper)) {
        value = inner;
    }
    value
}

/// `{"hints": {"level": 1}}` as `hints.level`. Null is a setting that is not set.
fn collect<'v>(prefix: &str, value: &'v Value, leaves: &mut Vec<(String, &'v Value)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => collect_members(prefix, members, leaves),
        _ => leaves.push((prefix.to_owned(), value)),
    }
}

fn collect_members<'v>(prefix: &str, members: &'v Map<String, Value>, leaves: &mut Vec<(String, &'v Value)>) {
    for (key, value) in members {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        collect(&name, value, leaves);
    }
}

fn boolean(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| format!("expected true or false, got `{value}`"))
}

fn parse<T: std::str::FromStr<Err = String>>(value: &Value) -> Result<T, String> {
    value.as_str().ok_or_else(|| format!("expected a string, got `{value}`"))?.parse()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_found_however_they_are_wrapped() {
        let plain = json!({ "targetVersion": "3.9", "hints": { "level": "off" } });
        let expected =
            Options { target_version: Some(PythonVersion::PY39), hints: HintLevel::Off, ..Options::default() };
        for wrapped in [
            plain.clone(),
            json!({ "settings": plain }),
            json!({ "heaplight": plain }),
            json!({ "settings": { "heaplight": plain } }),
            json!({ "targetVersion": "3.9", "hints.level": "off" }),
        ] {
            assert_eq!(Options::read(&wrapped), (expected.clone(), Vec::new()), "{wrapped}");
        }
    }

    #[test]
    fn nothing_said_means_the_defaults() {
        for nothing in [json!(null), json!({}), json!({ "heaplight": null }), json!({ "hints": { "level": null } })] {
            assert_eq!(Options::read(&nothing), (Options::default(), Vec::new()), "{nothing}");
        }
    }

    #[test]
    fn a_bad_setting_is_complained_about_and_the_others_count() {
        let (options, complaints) =
            Options::read(&json!({ "targetVersion": "3.99", "hint": { "level": "off" }, "hints": { "level": "off" } }));
        assert_eq!(options, Options { hints: HintLevel::Off, ..Options::default() });
        assert_eq!(
            complaints,
            [
                "unknown setting `hint.level`: did you mean `hints.level`?",
                "setting `targetVersion`: unknown Python version `3.99`: heaplight knows 3.9 to 3.14",
            ]
        );
        assert_eq!(Options::read(&json!(7)).1, ["unknown setting ``"]);
    }
}
