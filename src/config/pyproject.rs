//! What a `pyproject.toml` says, as data: `[tool.heaplight]` and `project.requires-python`.

use std::{error, fmt, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{PythonVersion, Selection, Selector, UnknownName};
use crate::text::Span;

/// The part of a `pyproject.toml` that is for heaplight.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pyproject {
    /// `[tool.heaplight]`, if it is there, even when it is empty.
    pub tool: Option<Options>,
    /// The oldest version that `requires-python` admits, of those heaplight knows.
    pub requires_python: Option<PythonVersion>,
}

/// The options a file can set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    pub target_version: Option<PythonVersion>,
    pub selection: Selection,
}

/// Where and why a configuration file cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError {
    pub message: String,
    pub span: Span,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl error::Error for ConfigError {}

const OPTIONS: &[&str] = &["target-version", "select", "ignore"];

impl Pyproject {
    /// `rules` are the names that `select` and `ignore` may use.
    pub fn parse(text: &str, rules: &[&'static str]) -> Result<Self, ConfigError> {
        let table = DeTable::parse(text).map_err(|error| ConfigError {
            message: error.message().to_string(),
            span: span(error.span().unwrap_or_default()),
        })?;
        let table = table.get_ref();
        let tool = get(table, "tool").and_then(|tool| get(tool.get_ref().as_table()?, "heaplight"));
        let requires = get(table, "project").and_then(|project| get(project.get_ref().as_table()?, "requires-python"));
        Ok(Self {
            tool: tool.map(|tool| Options::parse(tool, rules)).transpose()?,
            requires_python: requires.and_then(|requires| oldest_version(requires.get_ref().as_str()?)),
        })
    }
}

impl Options {
    fn parse(value: &Spanned<DeValue<'_>>, rules: &[&'static str]) -> Result<Self, ConfigError> {
        let table = value.get_ref().as_table().ok_or_else(|| expected("a table", value))?;
        let mut options = Self::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "target-version" => options.target_version = Some(version(value)?),
                "select" => options.selection.select = Some(selectors(value, rules)?),
                "ignore" => options.selection.ignore = selectors(value, rules)?,
                unknown => {
                    let message = UnknownName::new("option", unknown, OPTIONS.iter().copied()).to_string();
                    return Err(ConfigError { message, span: span(key.span()) });
                }
            }
        }
        Ok(options)
    }
}

fn version(value: &Spanned<DeValue<'_>>) -> Result<PythonVersion, ConfigError> {
    let text = value.get_ref().as_str().ok_or_else(|| expected("a string like \"3.12\"", value))?;
    text.parse().map_err(|message| ConfigError { message, span: span(value.span()) })
}

fn selectors(value: &Spanned<DeValue<'_>>, rules: &[&'static str]) -> Result<Vec<Selector>, ConfigError> {
    let list = value.get_ref().as_array().ok_or_else(|| expected("a list of rules and groups", value))?;
    let selector = |item: &Spanned<DeValue<'_>>| {
        let word = item.get_ref().as_str().ok_or_else(|| expected("the name of a rule or group", item))?;
        Selector::parse(word, rules)
            .map_err(|unknown| ConfigError { message: unknown.to_string(), span: span(item.span()) })
    };
    list.iter().map(selector).collect()
}

/// The lower bound of a version specifier (PEP 440): `>=3.10, <4` is 3.10. Versions older or newer than what
/// heaplight knows become the nearest that it knows. Without a lower bound there is none.
fn oldest_version(specifier: &str) -> Option<PythonVersion> {
    let lower_bound = |clause: &str| {
        let clause = clause.trim();
        let version = [">=", "==", "~=", ">"].iter().find_map(|operator| clause.strip_prefix(operator))?;
        let mut parts = version.trim_start_matches('=').trim().split('.');
        match (parts.next()?.parse().ok()?, parts.next().map_or(Some(0), |minor| minor.parse().ok())) {
            (3, minor) => Some(minor.unwrap_or(0)),
            (0..3, _) => Some(0),
            _ => None::<u32>,
        }
    };
    let minor = specifier.split(',').filter_map(lower_bound).max()?;
    let oldest_allowed = PythonVersion::ALL.into_iter().find(|version| u32::from(version.minor()) >= minor);
    oldest_allowed.or(PythonVersion::ALL.last().copied())
}

fn get<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
}

fn expected(what: &str, value: &Spanned<DeValue<'_>>) -> ConfigError {
    ConfigError { message: format!("expected {what}, found {}", value.get_ref().type_str()), span: span(value.span()) }
}

fn span(range: Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Group;

    fn error(text: &str) -> (String, &str) {
        let error = Pyproject::parse(text, &["some-rule"]).unwrap_err();
        (error.message, &text[error.span.start as usize..error.span.end as usize])
    }

    #[test]
    fn every_option_is_read() {
        let text = "[tool.heaplight]\ntarget-version = '3.11'\nselect = ['some-rule', 'cycles']\nignore = []\n";
        let select = Some(vec![Selector::Rule("some-rule"), Selector::Group(Group::Cycles)]);
        let options =
            Options { target_version: Some(PythonVersion::PY311), selection: Selection { select, ignore: Vec::new() } };
        let expected = Pyproject { tool: Some(options), requires_python: None };
        assert_eq!(Pyproject::parse(text, &["some-rule"]), Ok(expected));
    }

    #[test]
    fn other_tools_are_not_our_business() {
        let text = "[tool.other]\nnonsense = 1\n[project]\nname = 'x'\n";
        assert_eq!(Pyproject::parse(text, &[]), Ok(Pyproject::default()));
    }

    #[test]
    fn mistakes_have_a_place_and_the_nearest_name() {
        let tool = |line: &str| format!("[tool.heaplight]\n{line}\n");
        let check = |line: &str, message: &str, place: &str| {
            let text = tool(line);
            assert_eq!(error(&text), (message.to_string(), place));
        };
        check(
            "targt-version = '3.9'",
            "unknown option `targt-version`: did you mean `target-version`?",
            "targt-version",
        );
        check("select = ['some-rul']", "unknown rule or group `some-rul`: did you mean `some-rule`?", "'some-rul'");
        check("select = 'all'", "expected a list of rules and groups, found string", "'all'");
        check("ignore = [1]", "expected the name of a rule or group, found integer", "1");
        check("target-version = 3.9", "expected a string like \"3.12\", found float", "3.9");
        let versions = "unknown Python version `3.8`: heaplight knows 3.9 to 3.14";
        check("target-version = '3.8'", versions, "'3.8'");
        assert_eq!(error("[tool]\nheaplight = 3\n"), ("expected a table, found integer".into(), "3"));
    }

    #[test]
    fn requires_python_gives_the_oldest_version() {
        let oldest = |specifier: &str| oldest_version(specifier).map(|version| version.to_string());
        for (specifier, expected) in [
            (">=3.11", "3.11"),
            (">=3.10,<3.14", "3.10"),
            ("<4, >= 3.12.1", "3.12"),
            ("~=3.10", "3.10"),
            ("==3.12.*", "3.12"),
            (">=3", "3.9"),
            (">=2.7, !=3.0.*", "3.9"),
            (">=3.99", "3.14"),
        ] {
            assert_eq!(oldest(specifier).as_deref(), Some(expected), "{specifier}");
        }
        assert_eq!(oldest("<4"), None);
        assert_eq!(oldest(""), None);
        assert_eq!(oldest("nonsense"), None);
    }
}
