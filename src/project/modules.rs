//! Which file an import means, among the files of one run.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
};

use crate::syntax::SourceKind;

/// The files of a run by their dotted names: `package.helpers`.
#[derive(Debug, Default)]
pub(super) struct Modules {
    by_name: HashMap<String, usize>,
    names: Vec<String>,
    packages: Vec<bool>,
}

impl Modules {
    /// A file's name begins at the outermost folder above it that has an `__init__.py`.
    pub(super) fn of(files: &[&Path]) -> Self {
        let present: BTreeSet<&Path> = files.iter().copied().collect();
        let names: Vec<String> = files.iter().map(|file| dotted(file, &present)).collect();
        let mut by_name = HashMap::new();
        // Nobody imports a notebook.
        let is_module = |index: usize| SourceKind::of(files[index]) != SourceKind::Notebook;
        for (index, name) in names.iter().enumerate().filter(|(index, _)| is_module(*index)) {
            by_name.entry(name.clone()).or_insert(index);
        }
        let packages = files.iter().map(|file| is_package(file)).collect();
        Self { by_name, names, packages }
    }

    /// First parts of all names.
    pub(super) fn packages(&self) -> BTreeSet<String> {
        self.names.iter().map(|name| name.split('.').next().unwrap_or_default().to_owned()).collect()
    }

    /// A file's dotted name.
    pub(super) fn name(&self, file: usize) -> &str {
        &self.names[file]
    }

    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The file, and what in it, a dotted path means in the file at `from`: `..helpers.add`, `package.helpers.add`.
    pub(super) fn resolve<'p>(&self, from: usize, path: &'p str) -> Option<(usize, &'p str)> {
        let rest = path.trim_start_matches('.');
        let level = path.len() - rest.len();
        let (module, name) = rest.rsplit_once('.').map_or(("", rest), |(module, name)| (module, name));
        Some((self.file(from, level, module)?, name))
    }

    /// The file that a path is, as a whole.
    pub(super) fn module(&self, from: usize, path: &str) -> Option<usize> {
        let rest = path.trim_start_matches('.');
        self.file(from, path.len() - rest.len(), rest)
    }

    fn file(&self, from: usize, level: usize, module: &str) -> Option<usize> {
        if level == 0 {
            return self.named(module);
        }
        let mut base: Vec<&str> = self.names[from].split('.').collect();
        let up = if self.packages[from] { level - 1 } else { level };
        base.truncate(base.len().checked_sub(up)?);
        base.extend(module.split('.').filter(|part| !part.is_empty()));
        self.named(&base.join("."))
    }
}

fn dotted(file: &Path, present: &BTreeSet<&Path>) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut parts = if stem == "__init__" { Vec::new() } else { vec![stem] };
    let mut folder = file.parent();
    while let Some(here) = folder.filter(|folder| present.contains(&*folder.join("__init__.py"))) {
        parts.push(here.file_name().unwrap_or_default().to_string_lossy().into_owned());
        folder = here.parent();
    }
    parts.reverse();
    parts.join(".")
}

/// `package/__init__.py` is the package itself: one dot means its own modules.
pub(super) fn is_package(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| stem == "__init__")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn imports_are_resolved_as_python_does() {
        let files =
            ["src/pkg/__init__.py", "src/pkg/a.py", "src/pkg/sub/__init__.py", "src/pkg/sub/b.py", "src/tool.py"];
        let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
        let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        let modules = Modules::of(&files);
        assert_eq!(modules.names, ["pkg", "pkg.a", "pkg.sub", "pkg.sub.b", "tool"]);
        let resolve = |from: usize, path| modules.resolve(from, path);
        assert_eq!(resolve(3, "..a.add"), Some((1, "add")));
        assert_eq!(resolve(2, "..a.add"), Some((1, "add")));
        assert_eq!(resolve(1, ".sub.b.f"), Some((3, "f")));
        assert_eq!(resolve(0, ".a.add"), Some((1, "add")));
        assert_eq!(resolve(1, "pkg.sub.b.f"), Some((3, "f")));
        assert_eq!(resolve(4, "pkg.a.add"), Some((1, "add")));
        assert_eq!(resolve(1, "tool.main"), Some((4, "main")));
        assert_eq!(resolve(1, ".add"), Some((0, "add")));
        assert_eq!(resolve(4, "..a.add"), None);
        assert_eq!(resolve(1, "os.path.join"), None);
    }
}
