//! What can be set in `[tool.heaplight]`: one table from which parser, reference and schema are made.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    HintLevel, PythonVersion, Selection, Selector, Settings, UnknownName, error::ConfigError, size::parse_size,
};
use crate::{diagnostic::Severity, text::Span};

/// The options a file, or a part of it, sets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    pub extend: Option<String>,
    pub target_version: Option<PythonVersion>,
    pub large_object_size: Option<u64>,
    pub selection: Selection,
    pub exclude: Vec<String>,
    pub hint_level: Option<HintLevel>,
    pub overrides: Vec<Override>,
    /// Which options are set, and where.
    pub set: Vec<(&'static str, Span)>,
}

/// Options for some files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Override {
    pub paths: Vec<String>,
    pub options: Options,
}

/// One option: how it is read, and what is said of it.
pub(super) struct OptionSpec {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) scope: Scope,
    pub(super) default: &'static str,
    /// The value in an example.
    pub(super) example: &'static str,
    /// Markdown.
    pub(super) docs: &'static str,
    set: fn(&mut Options, &Spanned<DeValue<'_>>, &mut Reading<'_>),
    /// The value as TOML, where there is one.
    show: fn(&Options) -> Option<String>,
}

/// What values look like, for the schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Path,
    Version,
    Size,
    Selectors,
    Severities,
    Globs,
    Hints,
    Overrides,
}

/// Where an option may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// At the top, and for some paths alone.
    Everywhere,
    Top,
}

/// Rules that may be named.
pub(super) type Names<'n> = &'n [&'static str];

/// A file while it is read: all its mistakes are told, not the first alone.
pub(super) struct Reading<'n> {
    names: Names<'n>,
    mistakes: Vec<ConfigError>,
}

impl<'n> Reading<'n> {
    pub(super) fn new(names: Names<'n>) -> Self {
        Self { names, mistakes: Vec::new() }
    }

    /// What was read, or every mistake in the order of the file.
    pub(super) fn end<T>(mut self, read: T) -> Result<T, Vec<ConfigError>> {
        self.mistakes.sort_by_key(|mistake| mistake.span.start);
        if self.mistakes.is_empty() { Ok(read) } else { Err(self.mistakes) }
    }

    fn keep<T>(&mut self, read: Result<T, ConfigError>) -> Option<T> {
        read.map_err(|mistake| self.mistakes.push(mistake)).ok()
    }

    fn give<T>(&mut self, read: Result<T, ConfigError>, to: impl FnOnce(T)) {
        if let Some(value) = self.keep(read) {
            to(value);
        }
    }

    fn unknown(&mut self, at: Range<usize>, name: UnknownName) {
        self.mistakes.push(ConfigError::at(at, name.to_string()));
    }
}

pub(super) static OPTIONS: &[OptionSpec] = &[
    OptionSpec {
        name: "extend",
        kind: Kind::Path,
        scope: Scope::Top,
        default: "none",
        example: "\"../heaplight.toml\"",
        docs: "Another `heaplight.toml` or `pyproject.toml`, relative to this file, whose options count where this file \
               says nothing. `ignore`, `exclude`, `rules` and `overrides` are added to.",
        set: |options, value, reading| reading.give(string(value, "a path"), |path| options.extend = Some(path)),
        show: |options| options.extend.as_ref().map(|path| format!("\"{path}\"")),
    },
    OptionSpec {
        name: "target-version",
        kind: Kind::Version,
        scope: Scope::Everywhere,
        default: "the oldest that `project.requires-python` admits (the newest, where it has no lower bound), else \"3.13\"",
        example: "\"3.11\"",
        docs: "The CPython whose behaviour is claimed: sizes, lifetimes and identities differ between versions.",
        set: |options, value, reading| reading.give(version(value), |version| options.target_version = Some(version)),
        show: |options| options.target_version.map(|version| format!("\"{version}\"")),
    },
    OptionSpec {
        name: "large-object-size",
        kind: Kind::Size,
        scope: Scope::Everywhere,
        default: "\"1 MiB\"",
        example: "\"10 MB\"",
        docs: "From how many retained bytes on an object counts as large: a number of bytes, or a string with a unit \
               (`kB`, `MB`, `GB`, `KiB`, `MiB`, `GiB`).",
        set: |options, value, reading| reading.give(size(value), |size| options.large_object_size = Some(size)),
        show: |options| options.large_object_size.map(|bytes| bytes.to_string()),
    },
    OptionSpec {
        name: "select",
        kind: Kind::Selectors,
        scope: Scope::Everywhere,
        default: "the rules that are on by themselves (`heaplight rules`)",
        example: "[\"defaults\", \"retention\"]",
        docs: "The rules and groups that run, and no others; `all` is every rule. What is named more exactly wins: a rule \
               over its group, a group over `all`.",
        set: |options, value, reading| options.selection.select = Some(selectors(value, reading)),
        show: |options| options.selection.select.as_ref().map(|list| array(list.iter().map(|s| s.name()))),
    },
    OptionSpec {
        name: "ignore",
        kind: Kind::Selectors,
        scope: Scope::Everywhere,
        default: "[]",
        example: "[\"late-binding-closure\"]",
        docs: "Rules and groups that do not run.",
        set: |options, value, reading| options.selection.ignore = selectors(value, reading),
        show: |options| Some(array(options.selection.ignore.iter().map(|s| s.name()))),
    },
    OptionSpec {
        name: "rules",
        kind: Kind::Severities,
        scope: Scope::Everywhere,
        default: "{}",
        example: "{ del-does-not-free = \"error\", growth = \"off\" }",
        docs: "How loud a rule or group is: `error`, `warning`, `info` or `off`. Findings of severity `info` do not make \
               `check` fail. A rule that is off by itself runs when it is named here.",
        set: |options, value, reading| options.selection.severities = severities(value, reading),
        show: |options| {
            let entry =
                |(selector, level): &(Selector, Severity)| format!("{} = \"{}\"", selector.name(), level.name());
            let entries: Vec<String> = options.selection.severities.iter().map(entry).collect();
            Some(if entries.is_empty() { "{}".into() } else { format!("{{ {} }}", entries.join(", ")) })
        },
    },
    OptionSpec {
        name: "exclude",
        kind: Kind::Globs,
        scope: Scope::Top,
        default: "[]",
        example: "[\"generated\", \"tests/data/**\"]",
        docs: "Files and folders that are not linted, unless they are named on the command line. A pattern without `/` \
               matches a name anywhere; one with `/` is relative to the folder of this file.",
        set: |options, value, reading| options.exclude = globs(value, reading),
        show: |options| Some(array(options.exclude.iter().map(String::as_str))),
    },
    OptionSpec {
        name: "hints",
        kind: Kind::Hints,
        scope: Scope::Everywhere,
        default: "{ level = \"surprises\" }",
        example: "{ level = \"off\" }",
        docs: "What editors show at the ends of the lines. `level` is `off`, `surprises`, `references` or `all`. An editor \
               whose own settings turn hints off shows none in any case.",
        set: |options, value, reading| options.hint_level = hints(value, reading),
        show: |options| options.hint_level.map(|level| format!("{{ level = \"{}\" }}", level.name())),
    },
    OptionSpec {
        name: "overrides",
        kind: Kind::Overrides,
        scope: Scope::Top,
        default: "[]",
        example: "[{ paths = [\"tests\"], ignore = [\"retention\"] }]",
        docs: "Options for some files: each entry has `paths` (patterns as in `exclude`) and the options that differ there. \
               Later entries win.",
        set: |options, value, reading| options.overrides = overrides(value, reading),
        show: |_| None,
    },
];

impl Options {
    pub(super) fn parse(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Self {
        match table(value) {
            Ok(table) => Self::of_table(table, reading, Scope::Top),
            Err(mistake) => {
                reading.mistakes.push(mistake);
                Self::default()
            }
        }
    }

    pub(super) fn of_table(table: &DeTable<'_>, reading: &mut Reading<'_>, scope: Scope) -> Self {
        let admitted = || OPTIONS.iter().filter(|spec| scope == Scope::Top || spec.scope == Scope::Everywhere);
        let mut options = Self::default();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if scope == Scope::Everywhere && name == PATHS {
                continue;
            }
            let Some(spec) = admitted().find(|spec| spec.name == name) else {
                if let Some(why) = misplaced(name, value, scope) {
                    reading.mistakes.push(ConfigError::at(key.span(), why));
                    continue;
                }
                let known = admitted().map(|spec| spec.name).chain((scope == Scope::Everywhere).then_some(PATHS));
                reading.unknown(key.span(), UnknownName::new("option", name, known));
                continue;
            };
            (spec.set)(&mut options, value, reading);
            options.set.push((spec.name, span(key.span())));
        }
        options
    }

    /// These options with others on top.
    #[must_use]
    pub fn overridden_by(&self, top: &Self) -> Self {
        Self {
            extend: top.extend.clone(),
            target_version: top.target_version.or(self.target_version),
            large_object_size: top.large_object_size.or(self.large_object_size),
            selection: self.selection.overridden_by(&top.selection),
            exclude: [&*self.exclude, &*top.exclude].concat(),
            hint_level: top.hint_level.or(self.hint_level),
            overrides: [&*self.overrides, &*top.overrides].concat(),
            set: Vec::new(),
        }
    }
}

impl Options {
    /// What counts where nothing is set.
    #[must_use]
    pub fn defaults() -> Self {
        let Settings { target_version, large_bytes } = Settings::default();
        Self {
            target_version: Some(target_version),
            large_object_size: Some(large_bytes),
            hint_level: Some(HintLevel::default()),
            ..Self::default()
        }
    }

    /// The options that count for one file, each with its value as TOML; `None`: by itself.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, Option<String>)> {
        let counts = |spec: &&OptionSpec| !matches!(spec.kind, Kind::Path | Kind::Overrides);
        OPTIONS.iter().filter(counts).map(|spec| (spec.name, (spec.show)(self)))
    }
}

fn array<'s>(words: impl Iterator<Item = &'s str>) -> String {
    let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    format!("[{}]", words.join(", "))
}

const PATHS: &str = "paths";

/// Why a known name cannot stand where it stands.
fn misplaced(name: &str, value: &Spanned<DeValue<'_>>, scope: Scope) -> Option<String> {
    let holds =
        |name: &str| value.get_ref().as_table().is_some_and(|table| table.keys().any(|key| key.get_ref() == name));
    match scope {
        Scope::Top if name == "tool" && holds("heaplight") => {
            Some("`[tool.heaplight]` is for pyproject.toml: in this file options stand at the top".to_owned())
        }
        Scope::Everywhere if OPTIONS.iter().any(|spec| spec.name == name) => {
            Some(format!("`{name}` is no option of `overrides`: move it out of there"))
        }
        _ => None,
    }
}

fn version(value: &Spanned<DeValue<'_>>) -> Result<PythonVersion, ConfigError> {
    let text = value.get_ref().as_str().ok_or_else(|| expected("a string like \"3.12\"", value))?;
    text.parse().map_err(|message| ConfigError::at(value.span(), message))
}

fn size(value: &Spanned<DeValue<'_>>) -> Result<u64, ConfigError> {
    let what = "a number of bytes or a string like \"1 MiB\"";
    match value.get_ref() {
        DeValue::Integer(number) => {
            let found = |_| ConfigError::at(value.span(), format!("expected {what}, found {}", number.as_str()));
            number.as_str().replace('_', "").parse().map_err(found)
        }
        DeValue::String(text) => {
            parse_size(text).ok_or_else(|| ConfigError::at(value.span(), format!("expected {what}, found \"{text}\"")))
        }
        _ => Err(expected(what, value)),
    }
}

fn selectors(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Vec<Selector> {
    list(value, "a list of rules and groups", reading, |item, reading| {
        let word = item.get_ref().as_str().ok_or_else(|| expected("the name of a rule or group", item))?;
        Selector::parse(word, reading.names).map_err(|unknown| ConfigError::at(item.span(), unknown.to_string()))
    })
}

fn severities(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Vec<(Selector, Severity)> {
    let names = reading.names;
    let one = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let word: &std::borrow::Cow<'_, str> = key.get_ref();
        let selector =
            Selector::parse(word, names).map_err(|unknown| ConfigError::at(key.span(), unknown.to_string()))?;
        let level = value.get_ref().as_str().ok_or_else(|| expected("a severity like \"error\"", value))?;
        Ok((selector, severity(level).map_err(|unknown| ConfigError::at(value.span(), unknown.to_string()))?))
    };
    let Some(table) = reading.keep(table(value)) else { return Vec::new() };
    table.iter().filter_map(|entry| reading.keep(one(entry))).collect()
}

/// The severity of a name.
pub fn severity(name: &str) -> Result<Severity, UnknownName> {
    let found = Severity::ALL.into_iter().find(|severity| severity.name() == name);
    found.ok_or_else(|| UnknownName::new("severity", name, Severity::ALL.map(Severity::name)))
}

fn globs(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Vec<String> {
    list(value, "a list of patterns", reading, |item, _| {
        let pattern = string(item, "a pattern")?;
        match globset::Glob::new(&pattern) {
            Ok(_) => Ok(pattern),
            Err(error) => Err(ConfigError::at(item.span(), error.kind().to_string())),
        }
    })
}

fn hints(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<HintLevel> {
    let mut level = None;
    for (key, value) in reading.keep(table(value))? {
        if key.get_ref() == "level" {
            let text = string(value, "a level like \"surprises\"");
            let parsed = text.and_then(|text| text.parse().map_err(|message| ConfigError::at(value.span(), message)));
            level = reading.keep(parsed);
        } else {
            reading.unknown(key.span(), UnknownName::new("option", key.get_ref(), ["level"]));
        }
    }
    level
}

fn overrides(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Vec<Override> {
    list(value, "a list of tables with `paths`", reading, |item, reading| {
        let table = table(item)?;
        let options = Options::of_table(table, reading, Scope::Everywhere);
        let paths = table.iter().find(|(key, _)| key.get_ref() == PATHS);
        let (_, paths) = paths.ok_or_else(|| ConfigError::at(item.span(), "`paths` is missing".into()))?;
        Ok(Override { paths: globs(paths, reading), options })
    })
}

/// The items that can be used.
fn list<T>(
    value: &Spanned<DeValue<'_>>,
    what: &str,
    reading: &mut Reading<'_>,
    item: impl Fn(&Spanned<DeValue<'_>>, &mut Reading<'_>) -> Result<T, ConfigError>,
) -> Vec<T> {
    let items = value.get_ref().as_array().ok_or_else(|| expected(what, value));
    let Some(items) = reading.keep(items) else { return Vec::new() };
    let mut out = Vec::new();
    for one in items {
        let read = item(one, reading);
        out.extend(reading.keep(read));
    }
    out
}

fn string(value: &Spanned<DeValue<'_>>, what: &str) -> Result<String, ConfigError> {
    value.get_ref().as_str().map(str::to_owned).ok_or_else(|| expected(what, value))
}

fn table<'t, 'i>(value: &'t Spanned<DeValue<'i>>) -> Result<&'t DeTable<'i>, ConfigError> {
    value.get_ref().as_table().ok_or_else(|| expected("a table", value))
}

fn expected(what: &str, value: &Spanned<DeValue<'_>>) -> ConfigError {
    ConfigError::at(value.span(), format!("expected {what}, found {}", value.get_ref().type_str()))
}

pub(super) fn span(range: Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}
