//! Which settings a file has: those of the nearest `pyproject.toml`, under those of the command line.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::Problem;
use crate::{
    config::{Options, Pyproject, Selection, Settings},
    text::LineIndex,
};

/// What a file is linted with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Configuration {
    pub settings: Settings,
    pub selection: Selection,
}

/// Finds the configuration of files. Each folder is looked at once.
///
/// The nearest `pyproject.toml` upwards that has a `[tool.heaplight]` counts; the target version is that of the
/// nearest `requires-python` where no option says otherwise.
#[derive(Debug)]
pub struct Lookup {
    command_line: Options,
    rules: Vec<&'static str>,
    /// What the folder and those above it say.
    folders: HashMap<PathBuf, Result<Arc<Pyproject>, Problem>>,
    /// Finished configurations, so that files of one folder share theirs.
    configurations: HashMap<PathBuf, Result<Arc<Configuration>, Problem>>,
}

impl Lookup {
    /// `rules` are the names that a file may select.
    #[must_use]
    pub fn new(command_line: Options, rules: Vec<&'static str>) -> Self {
        Self { command_line, rules, folders: HashMap::new(), configurations: HashMap::new() }
    }

    /// The configuration of a file, which need not exist. A broken file in the way is the error.
    pub fn of_file(&mut self, path: &Path) -> Result<Arc<Configuration>, Problem> {
        let folder = path.parent().unwrap_or(Path::new(""));
        if let Some(known) = self.configurations.get(folder) {
            return known.clone();
        }
        let absolute = std::path::absolute(folder.join(".")).unwrap_or_else(|_| folder.to_path_buf());
        let found = self.of_folder(&absolute);
        let configuration = found.map(|pyproject| Arc::new(self.configuration(&pyproject)));
        self.configurations.insert(folder.to_path_buf(), configuration.clone());
        configuration
    }

    fn of_folder(&mut self, folder: &Path) -> Result<Arc<Pyproject>, Problem> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let result = self.read_with_parents(folder);
        self.folders.insert(folder.to_path_buf(), result.clone());
        result
    }

    fn read_with_parents(&mut self, folder: &Path) -> Result<Arc<Pyproject>, Problem> {
        let path = folder.join("pyproject.toml");
        let own = match fs::read_to_string(&path) {
            Ok(text) => self.parse(&path, &text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Pyproject::default(),
            Err(error) => return Err(Problem::io(&path, &error)),
        };
        if own.tool.is_some() && own.requires_python.is_some() {
            return Ok(Arc::new(own));
        }
        let above = match folder.parent() {
            Some(parent) => self.of_folder(parent)?,
            None => Arc::default(),
        };
        let tool = own.tool.or_else(|| above.tool.clone());
        let requires_python = own.requires_python.or(above.requires_python);
        Ok(Arc::new(Pyproject { tool, requires_python }))
    }

    fn parse(&self, path: &Path, text: &str) -> Result<Pyproject, Problem> {
        Pyproject::parse(text, &self.rules).map_err(|error| Problem {
            place: Some(LineIndex::new(text).line_column(text, error.span.start)),
            ..Problem::unreadable(&relative(path), error.message)
        })
    }

    fn configuration(&self, found: &Pyproject) -> Configuration {
        let tool = found.tool.clone().unwrap_or_default();
        let mut settings = Settings::default();
        if let Some(version) = self.command_line.target_version.or(tool.target_version).or(found.requires_python) {
            settings.target_version = version;
        }
        Configuration { settings, selection: tool.selection.overridden_by(&self.command_line.selection) }
    }
}

/// Paths below the current folder are shown from there.
fn relative(path: &Path) -> PathBuf {
    let below = std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    below.unwrap_or_else(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PythonVersion;

    #[test]
    fn the_nearest_table_counts_and_requires_python_fills_in() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("inner/deep");
        fs::create_dir_all(&inner).unwrap();
        fs::write(root.path().join("pyproject.toml"), "[tool.heaplight]\nignore = ['cycles']\n").unwrap();
        fs::write(root.path().join("inner/pyproject.toml"), "[project]\nrequires-python = '>=3.10'\n").unwrap();
        let mut lookup = Lookup::new(Options::default(), Vec::new());
        let outer = lookup.of_file(&root.path().join("a.py")).unwrap();
        let deep = lookup.of_file(&inner.join("a.py")).unwrap();
        assert_eq!(outer.settings.target_version, PythonVersion::DEFAULT);
        assert_eq!(deep.settings.target_version, PythonVersion::PY310);
        assert_eq!(outer.selection.ignore.len(), 1);
        assert_eq!(deep.selection, outer.selection);

        let options = Options { target_version: Some(PythonVersion::PY314), ..Options::default() };
        let above_all = Lookup::new(options, Vec::new()).of_file(&inner.join("a.py")).unwrap();
        assert_eq!(above_all.settings.target_version, PythonVersion::PY314);
    }

    #[test]
    fn a_broken_file_is_told_with_its_place() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("pyproject.toml");
        fs::write(&path, "[tool.heaplight]\n\nselekt = []\n").unwrap();
        let mut lookup = Lookup::new(Options::default(), Vec::new());
        let problem = lookup.of_file(&root.path().join("a.py")).unwrap_err();
        let expected = format!("{}:3:1: unknown option `selekt`: did you mean `select`?", path.display());
        assert_eq!(problem.to_string(), expected);
    }
}
