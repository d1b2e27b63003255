//! Which files `check PATHS` means.

use std::{
    fs,
    path::{Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};

use super::{CACHE_FOLDER, Problem, ProblemKind};

/// Folders that hold somebody else's Python, or none.
const SKIPPED: &[&str] = &[
    "__pycache__",
    "__pypackages__",
    "node_modules",
    "site-packages",
    "venv",
    ".direnv",
    ".eggs",
    ".git",
    CACHE_FOLDER,
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
];

/// Of files that nobody names.
const EXTENSIONS: [&str; 3] = ["ipynb", "py", "pyi"];

/// What was found under the paths a user named.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// Sorted, each once, relative where the user's path was.
    pub files: Vec<PathBuf>,
    pub problems: Vec<Problem>,
}

/// Files are taken as they are; of folders every `.py`, `.pyi` and `.ipynb` below them that git would not ignore.
#[must_use]
pub fn find_files(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk(path, &mut found),
            Ok(_) => found.files.push(tidy(path)),
            Err(error) => found.problems.push(Problem::io(path, &error)),
        }
    }
    found.files.sort();
    found.files.dedup();
    found
}

fn walk(root: &Path, found: &mut Found) {
    let before = (found.files.len(), found.problems.len());
    let walk = WalkBuilder::new(root)
        .standard_filters(false)
        .git_ignore(true)
        .parents(true)
        // A source archive or a checkout of another tool has the file as well.
        .require_git(false)
        .filter_entry(|entry| entry.depth() == 0 || !is_skipped(entry))
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if is_python_file(&entry) => found.files.push(tidy(entry.path())),
            Ok(_) => {}
            Err(error) => found.problems.push(walk_problem(root, &error)),
        }
    }
    if before == (found.files.len(), found.problems.len()) {
        let message = "no Python files here that git does not ignore".to_string();
        found.problems.push(Problem { kind: ProblemKind::Nothing, ..Problem::unreadable(root, message) });
    }
}

fn is_skipped(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    is_folder && (SKIPPED.contains(&&*name) || name.ends_with(".egg-info"))
}

fn is_python_file(entry: &DirEntry) -> bool {
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
    is_file && entry.path().extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
}

fn walk_problem(root: &Path, error: &ignore::Error) -> Problem {
    let mut path = root;
    let mut inner = error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: place, err } => {
                path = place;
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            ignore::Error::Io(error) => return Problem::io(&tidy(path), error),
            other => return Problem::unreadable(&tidy(path), other.to_string()),
        };
    }
}

/// `./a.py` is `a.py`.
fn tidy(path: &Path) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.to_path_buf(),
        _ => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn names(root: &Path, found: &Found) -> Vec<String> {
        let name = |path: &PathBuf| path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        found.files.iter().map(name).collect()
    }

    #[test]
    fn other_peoples_folders_and_ignored_files_are_left_out() {
        let folder = project(&[
            ("b.py", ""),
            ("a/__init__.pyi", ""),
            (".github/tool.py", ""),
            ("notes.txt", ""),
            ("generated/x.py", ""),
            ("a/secret.py", ""),
            (".gitignore", "generated/\nsecret.py\n"),
            (".venv/x.py", ""),
            ("venv/x.py", ""),
            ("a/node_modules/x.py", ""),
            ("a/__pycache__/x.py", ""),
            ("lib/site-packages/x.py", ""),
            ("x.egg-info/x.py", ""),
        ]);
        let found = find_files(&[folder.path().to_path_buf()]);
        assert_eq!(names(folder.path(), &found), [".github/tool.py", "a/__init__.pyi", "b.py"]);
        assert_eq!(found.problems, []);
    }

    #[test]
    fn what_is_named_is_taken_once() {
        let folder = project(&[("script", ""), ("venv/x.py", ""), (".gitignore", "script")]);
        let path = |name: &str| folder.path().join(name);
        let found = find_files(&[path("venv"), path("script"), path("venv/x.py")]);
        assert_eq!(names(folder.path(), &found), ["script", "venv/x.py"]);
    }

    #[test]
    fn an_empty_folder_and_a_missing_file_are_told() {
        let folder = project(&[("docs/notes.txt", "")]);
        let found = find_files(&[folder.path().join("docs"), folder.path().join("gone.py")]);
        let kinds: Vec<_> = found.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::Nothing, ProblemKind::Unreadable]);
        assert!(found.problems[1].to_string().ends_with("gone.py: no such file or folder: check the spelling"));
    }
}
