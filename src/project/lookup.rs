//! Which settings a file has: those of the nearest configuration file, under those of the command line.

use std::{
    collections::HashMap,
    io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{Problem, layer::Layer, read::read_text};
use crate::config::{HintLevel, Options, PythonVersion, Selection, Settings};

/// What a file is linted with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Configuration {
    pub settings: Settings,
    pub selection: Selection,
    pub hint_level: HintLevel,
}

/// One option of a file, and where its value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effective {
    pub name: &'static str,
    /// As TOML; `None`: as it is by itself.
    pub value: Option<String>,
    /// `path:line`, the later ones on top; empty: a default.
    pub origins: Vec<String>,
}

/// Finds the configuration of files. Each folder is looked at once.
///
/// The nearest `heaplight.toml`, or `pyproject.toml` with a `[tool.heaplight]`, upwards counts; the target version is
/// that of the nearest `requires-python` where no option says otherwise.
#[derive(Debug)]
pub struct Lookup {
    command_line: Options,
    /// What counts where no file says anything.
    base: Options,
    /// The file that counts for all, in place of the nearest.
    only: Option<PathBuf>,
    rules: Vec<&'static str>,
    /// What the folder and those above it say.
    folders: HashMap<PathBuf, Result<Arc<Found>, Problem>>,
    /// Finished configurations by folder and overrides, so that files share theirs.
    configurations: HashMap<(PathBuf, Vec<bool>), Arc<Configuration>>,
}

#[derive(Clone, Debug, Default)]
struct Found {
    /// What is extended comes before what extends it.
    layers: Option<Arc<Vec<Layer>>>,
    requires_python: Option<(PythonVersion, PathBuf)>,
}

/// A chain of `extend` that is longer goes round in a circle.
const LONGEST_CHAIN: usize = 16;

impl Lookup {
    /// `rules` are the names that a file may select.
    #[must_use]
    pub fn new(command_line: Options, rules: Vec<&'static str>) -> Self {
        Self {
            command_line,
            base: Options::defaults(),
            only: None,
            rules,
            folders: HashMap::new(),
            configurations: HashMap::new(),
        }
    }

    /// With other defaults: an editor's settings.
    #[must_use]
    pub fn over(self, base: &Options) -> Self {
        Self { base: self.base.overridden_by(base), ..self }
    }

    /// With one file for everything, in place of the nearest.
    #[must_use]
    pub fn with_only(self, only: Option<PathBuf>) -> Self {
        Self { only, ..self }
    }

    /// The configuration of a file, which need not exist. A broken file in the way is the error.
    pub fn of_file(&mut self, path: &Path) -> Result<Arc<Configuration>, Problem> {
        let found = self.found(path)?;
        let absolute = absolute(path);
        let matched: Vec<bool> = found.layers().iter().flat_map(|layer| layer.matches(&absolute)).collect();
        let key = (path.parent().unwrap_or(Path::new("")).to_path_buf(), matched);
        if let Some(known) = self.configurations.get(&key) {
            return Ok(known.clone());
        }
        let all = self.merged(&found, &absolute);
        let configuration = Arc::new(Configuration {
            settings: Settings {
                target_version: all.target_version.unwrap_or_default(),
                large_bytes: all.large_object_size.unwrap_or(Settings::default().large_bytes),
            },
            selection: all.selection,
            hint_level: all.hint_level.unwrap_or_default(),
        });
        self.configurations.insert(key, configuration.clone());
        Ok(configuration)
    }

    /// The configuration leaves the file out, unless it is named.
    pub fn excludes(&mut self, path: &Path) -> bool {
        let absolute = absolute(path);
        self.found(path).is_ok_and(|found| found.layers().iter().any(|layer| layer.excludes(&absolute)))
    }

    /// The options of a file, and where each comes from.
    pub fn explain(&mut self, path: &Path) -> Result<Vec<Effective>, Problem> {
        let found = self.found(path)?;
        let absolute = absolute(path);
        let origins = |name: &str| -> Vec<String> {
            let requires = found.requires_python.as_ref().filter(|_| name == "target-version");
            let requires = requires.map(|(_, path)| format!("requires-python of {}", relative(path).display()));
            let layers = found.layers().iter().flat_map(|layer| layer.places(&absolute, name));
            let files = requires.into_iter().chain(layers);
            let command_line = self.command_line.set.iter().any(|(set, _)| *set == name);
            files.chain(command_line.then(|| "command line".to_owned())).collect()
        };
        let effective = |(name, value)| Effective { name, value, origins: origins(name) };
        Ok(self.merged(&found, &absolute).values().map(effective).collect())
    }

    fn merged(&self, found: &Found, path: &Path) -> Options {
        let requires = found.requires_python.as_ref().map(|(version, _)| *version);
        let base = self.base.overridden_by(&Options { target_version: requires, ..Options::default() });
        let files = found.layers().iter().flat_map(|layer| layer.options(path));
        files.chain([&self.command_line]).fold(base, |all, top| all.overridden_by(top))
    }

    fn found(&mut self, path: &Path) -> Result<Arc<Found>, Problem> {
        let folder = absolute(&path.parent().unwrap_or(Path::new("")).join("."));
        let found = self.of_folder(&folder)?;
        let Some(only) = self.only.clone() else { return Ok(found) };
        if let Some(known) = self.folders.get(&only) {
            return known.clone();
        }
        let layers = self.read_chain(&absolute(&only), 0).map(|layers| layers.unwrap_or_default());
        let result = layers.map(|layers| {
            Arc::new(Found { layers: Some(Arc::new(layers)), requires_python: found.requires_python.clone() })
        });
        self.folders.insert(only, result.clone());
        result
    }

    fn of_folder(&mut self, folder: &Path) -> Result<Arc<Found>, Problem> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let result = self.read_with_parents(folder);
        self.folders.insert(folder.to_path_buf(), result.clone());
        result
    }

    fn read_with_parents(&mut self, folder: &Path) -> Result<Arc<Found>, Problem> {
        let pyproject = folder.join("pyproject.toml");
        let mut layers = self.read_chain(&folder.join("heaplight.toml"), 0)?;
        if layers.is_none() {
            layers = self.read_chain(&pyproject, 0)?;
        }
        let requires = read(&pyproject)?.map(|text| Layer::requires_python(&pyproject, &text)).transpose()?.flatten();
        let above = match folder.parent() {
            Some(parent) if layers.is_none() || requires.is_none() => self.of_folder(parent)?,
            _ => Arc::default(),
        };
        Ok(Arc::new(Found {
            layers: layers.map(Arc::new).or_else(|| above.layers.clone()),
            requires_python: requires.map(|version| (version, pyproject)).or_else(|| above.requires_python.clone()),
        }))
    }

    /// A file with all that it extends; `None`: it is not there, or is not for us.
    fn read_chain(&self, path: &Path, depth: usize) -> Result<Option<Vec<Layer>>, Problem> {
        let Some(text) = read(path)? else { return Ok(None) };
        let Some(layer) = Layer::parse(path, &text, &self.rules)? else { return Ok(None) };
        let mut layers = Vec::new();
        if let Some(base) = layer.extends() {
            if depth == LONGEST_CHAIN {
                return Err(layer.problem_of("extend", &text, "`extend` leads back to this file".into()));
            }
            let missing = || {
                let what = if base.exists() { "has no `[tool.heaplight]`" } else { "does not exist" };
                let message = format!("`extend`: {} {what}", relative(&base).display());
                layer.problem_of("extend", &text, message)
            };
            layers = self.read_chain(&base, depth + 1)?.ok_or_else(missing)?;
        }
        layers.push(layer);
        Ok(Some(layers))
    }
}

impl Found {
    fn layers(&self) -> &[Layer] {
        self.layers.as_deref().map_or(&[], Vec::as_slice)
    }
}

fn read(path: &Path) -> Result<Option<String>, Problem> {
    match read_text(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::io(path, &error)),
    }
}

/// From the root, without `..`: what a user calls `../a/b` is below `a`, too.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for part in whole.components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    plain
}

/// Paths below the current folder are shown from there.
pub(super) fn relative(path: &Path) -> PathBuf {
    let below = std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    below.unwrap_or_else(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::PythonVersion, text::LineColumn};
    use std::fs;

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
    fn extended_files_and_overrides_are_layers() {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("base.toml", "large-object-size = 5\ntarget-version = '3.9'\nignore = ['cycles']\nexclude = ['gen']\n");
        write(
            "a/heaplight.toml",
            "extend = '../base.toml'\ntarget-version = '3.12'\n[[overrides]]\npaths = ['tests']\nlarge-object-size = 9\n\
             [[overrides]]\npaths = ['tests/slow*.py']\ntarget-version = '3.14'\n",
        );
        write("a/pyproject.toml", "[tool.heaplight]\nlarge-object-size = 1\n");
        let mut lookup = Lookup::new(Options::default(), Vec::new());
        let mut settings = |path: &str| {
            let Settings { target_version, large_bytes } = lookup.of_file(&root.path().join(path)).unwrap().settings;
            (target_version, large_bytes)
        };
        assert_eq!(settings("a/x.py"), (PythonVersion::PY312, 5));
        assert_eq!(settings("a/tests/x.py"), (PythonVersion::PY312, 9));
        assert_eq!(settings("a/tests/slow_x.py"), (PythonVersion::PY314, 9));
        assert_eq!(settings("x.py"), (PythonVersion::DEFAULT, 1 << 20), "base.toml is no configuration by itself");
        let mut excludes = |path: &str| lookup.excludes(&root.path().join(path));
        assert!(!excludes("gen/x.py") && excludes("a/b/gen/x.py") && !excludes("a/gen.py"));

        let explained = lookup.explain(&root.path().join("a/tests/x.py")).unwrap();
        let version = explained.iter().find(|option| option.name == "target-version").unwrap();
        assert_eq!(version.value.as_deref(), Some("\"3.12\""));
        assert_eq!(version.origins.len(), 2);
        assert!(version.origins[1].ends_with("a/heaplight.toml:2"), "{version:?}");

        write("b/heaplight.toml", "extend = 'heaplight.toml'\n");
        let problem = lookup.of_file(&root.path().join("b/x.py")).unwrap_err();
        assert_eq!(problem.message, "`extend` leads back to this file");
        assert_eq!(problem.place, Some(LineColumn { line: 1, column: 1 }));
        write("c/heaplight.toml", "ignore = []\nextend = 'gone.toml'\n");
        let problem = lookup.of_file(&root.path().join("c/x.py")).unwrap_err().to_string();
        assert!(problem.contains("heaplight.toml:2:1: `extend`: ") && problem.ends_with("gone.toml does not exist"));
        write("d/heaplight.toml", "extend = 'pyproject.toml'\n");
        write("d/pyproject.toml", "[project]\nname = 'd'\n");
        let problem = lookup.of_file(&root.path().join("d/x.py")).unwrap_err().to_string();
        assert!(problem.ends_with("pyproject.toml has no `[tool.heaplight]`"), "{problem}");
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
