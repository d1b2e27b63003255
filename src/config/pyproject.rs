//! What a `pyproject.toml` or `heaplight.toml` says, as data.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Options, PythonVersion,
    error::ConfigError,
    options::{Names, Reading, Scope},
};

/// The part of a `pyproject.toml` that is for heaplight.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pyproject {
    /// `[tool.heaplight]`, if it is there, even when it is empty.
    pub tool: Option<Options>,
}

impl Pyproject {
    /// `rules` are the names that `select` and `ignore` may use.
    pub fn parse(text: &str, rules: &[&'static str]) -> Result<Self, Vec<ConfigError>> {
        let table = parse(text).map_err(|mistake| vec![mistake])?;
        let table = table.get_ref();
        let tool = get(table, "tool").and_then(|tool| get(tool.get_ref().as_table()?, "heaplight"));
        let mut reading = Reading::new(rules);
        let tool = tool.map(|tool| Options::parse(tool, &mut reading));
        reading.end(Self { tool })
    }
}

impl Options {
    /// What a `heaplight.toml` says: the options at its top.
    pub fn parse_file(text: &str, rules: Names<'_>) -> Result<Self, Vec<ConfigError>> {
        let table = parse(text).map_err(|mistake| vec![mistake])?;
        let mut reading = Reading::new(rules);
        let options = Self::of_table(table.get_ref(), &mut reading, Scope::Top);
        reading.end(options)
    }
}

fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, ConfigError> {
    DeTable::parse(text).map_err(|error| ConfigError::at(error.span().unwrap_or_default(), error.message().to_string()))
}

impl Pyproject {
    /// The oldest version that `requires-python` admits, whatever else the file says.
    pub fn requires_python(text: &str) -> Result<Option<PythonVersion>, ConfigError> {
        let table = parse(text)?;
        let requires = get(table.get_ref(), "project").and_then(|p| get(p.get_ref().as_table()?, "requires-python"));
        Ok(requires.and_then(|requires| oldest_version(requires.get_ref().as_str()?)))
    }
}

/// The version that a specifier (PEP 440) decides for: `>=3.10, <4` is 3.10, the oldest that it admits; without a lower
/// bound, as in `<3.12`, the newest. Versions older or newer than what is known count as the oldest and newest known one.
fn oldest_version(specifier: &str) -> Option<PythonVersion> {
    let clauses: Vec<&str> = specifier.split(',').map(str::trim).collect();
    let minor = clauses.iter().filter_map(|clause| lower_bound(clause)).max();
    let excluded = |version: &PythonVersion| clauses.iter().any(|clause| excludes(clause, u32::from(version.minor())));
    let mut admitted = PythonVersion::ALL.into_iter().filter(|version| !excluded(version));
    match minor {
        Some(minor) => {
            admitted.find(|version| u32::from(version.minor()) >= minor).or(PythonVersion::ALL.last().copied())
        }
        None => admitted.next_back().filter(|newest| Some(*newest) != PythonVersion::ALL.last().copied()),
    }
}

/// The minor version of `>=3.10`.
fn lower_bound(clause: &str) -> Option<u32> {
    let version = [">=", "==", "~=", ">"].iter().find_map(|operator| clause.strip_prefix(operator))?;
    let mut parts = version.trim_start_matches('=').trim().split('.');
    match (parts.next()?.parse().ok()?, parts.next().map_or(Some(0), |minor| minor.parse().ok())) {
        (3, minor) => Some(minor.unwrap_or(0)),
        (0..3, _) => Some(0),
        _ => None::<u32>,
    }
}

/// Whether `<3.12`, `<=3.11` or `!=3.10.*` leaves out all of Python 3.`minor`.
fn excludes(clause: &str, minor: u32) -> bool {
    let numbers = |version: &str| -> Option<Vec<u32>> { version.trim().split('.').map(|n| n.parse().ok()).collect() };
    if let Some(version) = clause.strip_prefix("!=").and_then(|version| version.trim().strip_suffix(".*")) {
        return numbers(version).is_some_and(|v| v == [3, minor] || v == [3]);
    }
    if let Some(version) = clause.strip_prefix("<=") {
        return numbers(version).is_some_and(|v| v < vec![3, minor]);
    }
    let Some(version) = clause.strip_prefix('<') else { return false };
    // `<3.12.4` admits the first releases of 3.12, `<3.12.0` none.
    numbers(version).is_some_and(|v| v.iter().rposition(|&n| n > 0).is_some_and(|end| v[..=end] <= [3, minor][..]))
}

fn get<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::{super::options::OPTIONS, *};
    use crate::{
        config::{HintLevel, Override, Selection, Selector},
        diagnostic::{Group, Severity},
        text::Span,
    };

    fn error(text: &str) -> (String, &str) {
        let [error] = &Pyproject::parse(text, &["some-rule"]).unwrap_err()[..] else { panic!("one mistake: {text}") };
        (error.message.clone(), &text[error.span.start as usize..error.span.end as usize])
    }

    #[test]
    fn every_option_is_read() {
        let text = "target-version = '3.11'\nselect = ['some-rule', 'cycles']\nignore = []\nextend = 'a.toml'\n\
                    large-object-size = '2 KiB'\nexclude = ['a/*']\nrules = { some-rule = 'error' }\n\
                    hints.level = 'off'\n[[overrides]]\npaths = ['t']\nlarge-object-size = 7\n";
        let options = Options::parse_file(text, &["some-rule"]).unwrap();
        let rule = Selector::Rule("some-rule");
        let expected = Options {
            extend: Some("a.toml".into()),
            target_version: Some(PythonVersion::PY311),
            large_object_size: Some(2048),
            selection: Selection {
                select: Some(vec![rule, Selector::Group(Group::Cycles)]),
                ignore: Vec::new(),
                severities: vec![(rule, Severity::Error)],
            },
            exclude: vec!["a/*".into()],
            hint_level: Some(HintLevel::Off),
            overrides: vec![Override {
                paths: vec!["t".into()],
                options: Options { large_object_size: Some(7), ..Options::default() },
            }],
            set: Vec::new(),
        };
        let mut names: Vec<&str> = options.set.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        let mut all: Vec<&str> = OPTIONS.iter().map(|spec| spec.name).collect();
        all.sort_unstable();
        assert_eq!(names, all, "the test sets every option there is");
        assert!(options.set.contains(&("target-version", Span::new(0, 14))));
        let mut plain = Options { set: Vec::new(), ..options };
        plain.overrides[0].options.set.clear();
        assert_eq!(plain, expected);

        let in_pyproject = format!("[tool.heaplight]\n{}", text.replace("[[over", "[[tool.heaplight.over"));
        let tool = Pyproject::parse(&in_pyproject, &["some-rule"]).unwrap().tool.unwrap();
        assert_eq!(tool.selection, expected.selection);
        assert_eq!(tool.overrides.len(), 1);
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
        check("rules.some-rul = 'off'", "unknown rule or group `some-rul`: did you mean `some-rule`?", "some-rul");
        check("rules.some-rule = 'eror'", "unknown severity `eror`: did you mean `error`?", "'eror'");
        check(
            "large-object-size = '1 MX'",
            "expected a number of bytes or a string like \"1 MiB\", found \"1 MX\"",
            "'1 MX'",
        );
        check("hints.levl = 'off'", "unknown option `levl`: did you mean `level`?", "levl");
        check("exclude = ['[']", "unclosed character class; missing ']'", "'['");
        check("overrides = [{ ignore = [] }]", "`paths` is missing", "{ ignore = [] }");
        check(
            "overrides = [{ paths = [], exclude = [] }]",
            "`exclude` is no option of `overrides`: move it out of there",
            "exclude",
        );
        check("target-version = 3.9", "expected a string like \"3.12\", found float", "3.9");
        let versions = "unknown Python version `3.8`: heaplight knows 3.9 to 3.14";
        check("target-version = '3.8'", versions, "'3.8'");
        assert_eq!(error("[tool]\nheaplight = 3\n"), ("expected a table, found integer".into(), "3"));
    }

    #[test]
    fn every_mistake_of_a_file_is_told_in_its_order() {
        let text = "select = ['some-rul', 'some-rule', 3]\ntargt-version = '3.9'\nhints = { levl = 1, level = 'loud' }\n\
                    rules = { x = 'off', some-rule = 'x' }\n[[overrides]]\nexclude = []\nignore = ['y']\n";
        let mistakes = Options::parse_file(text, &["some-rule"]).unwrap_err();
        let places: Vec<&str> =
            mistakes.iter().map(|mistake| &text[mistake.span.start as usize..mistake.span.end as usize]).collect();
        let expected =
            ["'some-rul'", "3", "targt-version", "levl", "'loud'", "x", "'x'", "[[overrides]]", "exclude", "'y'"];
        assert_eq!(places, expected, "{mistakes:?}");
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
        for (specifier, expected) in [
            ("<3.12", "3.11"),
            ("<3.12.0", "3.11"),
            ("<3.12.4", "3.12"),
            ("<=3.11", "3.11"),
            (">=3.10, !=3.10.*", "3.11"),
            (">=3.9, <3.12, !=3.9.*", "3.10"),
        ] {
            assert_eq!(oldest(specifier).as_deref(), Some(expected), "{specifier}");
        }
        assert_eq!(oldest("<4"), None);
        assert_eq!(oldest(""), None);
        assert_eq!(oldest("nonsense"), None);
    }
}
