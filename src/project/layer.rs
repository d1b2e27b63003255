//! What one configuration file says.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::{
    Problem,
    lookup::{absolute, relative},
};
use crate::{
    config::{ConfigError, Options, Pyproject, PythonVersion},
    text::LineIndex,
};

#[derive(Clone, Debug)]
pub(super) struct Layer {
    path: PathBuf,
    options: Options,
    exclude: GlobSet,
    /// The files of each override.
    overrides: Vec<GlobSet>,
    lines: LineIndex,
}

impl Layer {
    /// `None`: a `pyproject.toml` that is not for us.
    pub(super) fn parse(path: &Path, text: &str, rules: &[&'static str]) -> Result<Option<Self>, Problem> {
        let lines = LineIndex::new(text);
        let options = if path.file_name().is_some_and(|name| name == "pyproject.toml") {
            Pyproject::parse(text, rules).map(|pyproject| pyproject.tool)
        } else {
            Options::parse_file(text, rules).map(Some)
        };
        let Some(options) = options.map_err(|mistakes| problem(path, text, mistakes))? else { return Ok(None) };
        let exclude = globs(&options.exclude);
        let overrides = options.overrides.iter().map(|entry| globs(&entry.paths)).collect();
        Ok(Some(Self { path: path.to_path_buf(), exclude, overrides, options, lines }))
    }

    pub(super) fn requires_python(path: &Path, text: &str) -> Result<Option<PythonVersion>, Problem> {
        Pyproject::requires_python(text).map_err(|error| problem(path, text, vec![error]))
    }

    /// The file that this one extends.
    pub(super) fn extends(&self) -> Option<PathBuf> {
        self.options.extend.as_ref().map(|base| absolute(&self.folder().join(base)))
    }

    pub(super) fn excludes(&self, path: &Path) -> bool {
        path.strip_prefix(self.folder()).is_ok_and(|path| self.exclude.is_match(path))
    }

    /// Which of the overrides are for a file.
    pub(super) fn matches(&self, path: &Path) -> impl Iterator<Item = bool> {
        let below = path.strip_prefix(self.folder()).ok();
        self.overrides.iter().map(move |globs| below.is_some_and(|path| globs.is_match(path)))
    }

    /// What counts for a file, in order.
    pub(super) fn options(&self, path: &Path) -> impl Iterator<Item = &Options> {
        let overrides = self.options.overrides.iter().zip(self.matches(path));
        [&self.options].into_iter().chain(overrides.filter(|(_, is_for)| *is_for).map(|(entry, _)| &entry.options))
    }

    /// Where an option is set for a file, as `path:line`.
    pub(super) fn places(&self, path: &Path, name: &str) -> Vec<String> {
        let place = |(_, span): &(&str, crate::text::Span)| {
            format!("{}:{}", relative(&self.path).display(), self.lines.line_number(span.start))
        };
        self.options(path).flat_map(|options| options.set.iter().filter(|(set, _)| *set == name).map(place)).collect()
    }

    /// What is wrong with one of its options. `text` is that of the file.
    pub(super) fn problem_of(&self, option: &str, text: &str, message: String) -> Problem {
        let place = self.options.set.iter().find(|(name, _)| *name == option);
        let place = place.map(|(_, span)| self.lines.line_column(text, span.start));
        Problem { place, ..Problem::unreadable(&relative(&self.path), message) }
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

fn problem(path: &Path, text: &str, mistakes: Vec<ConfigError>) -> Problem {
    let lines = LineIndex::new(text);
    let mut all = mistakes.into_iter().map(|mistake| (lines.line_column(text, mistake.span.start), mistake.message));
    let (place, message) = all.next().map_or((None, String::new()), |(place, message)| (Some(place), message));
    Problem { place, also: all.collect(), ..Problem::unreadable(&relative(path), message) }
}

/// A pattern without `/` is a name anywhere, one with `/` a path from here; a folder means all that is below it.
fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let tidy = pattern.trim_end_matches('/').trim_start_matches("./");
        let rooted = tidy.trim_start_matches('/');
        let from = if tidy.contains('/') { String::new() } else { "**/".to_owned() };
        for below in ["", "/**"] {
            set.add(glob(&format!("{from}{rooted}{below}")));
        }
    }
    set.build().unwrap_or_default()
}

/// Patterns are checked when they are read.
fn glob(pattern: &str) -> Glob {
    let built = GlobBuilder::new(pattern).literal_separator(true).build();
    built.unwrap_or_else(|_| Glob::new("").expect("the empty pattern"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_names_or_paths() {
        let matches = |pattern: &str, path: &str| globs(&[pattern.to_owned()]).is_match(path);
        for (pattern, path) in [
            ("build", "build/a.py"),
            ("build", "x/build/y/a.py"),
            ("build/", "x/build/a.py"),
            ("*_pb2.py", "x/a_pb2.py"),
            ("tests/data", "tests/data/x/a.py"),
            ("/tests", "tests/a.py"),
            ("tests/**/*.py", "tests/a/b.py"),
            ("./a.py", "a.py"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("build", "builder/a.py"), ("tests/*.py", "tests/a/b.py"), ("a/b", "x/a/b/c.py"), ("/t", "x/t")]
        {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }
}
