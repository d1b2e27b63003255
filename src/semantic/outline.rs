//! What a file is to the other files of a run: what it imports, which attributes it changes, and what it has that others
//! may change.

use super::{Bindings, NameId, ScopeId};
use crate::syntax::ast::{StmtImport, StmtImportFrom};

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outline {
    pub imports: Vec<Import>,
    /// Attributes, and variables of other modules, whose objects some code may change in place: `x.items.append(y)`.
    pub changes: Vec<String>,
    /// Classes of the module with the names that their bodies bind to a container: `class Cart: items = []`.
    pub shares: Vec<Share>,
}

/// A name of a class of the module that is a container, and what kind: `list`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Share {
    pub class: String,
    pub name: String,
    pub kind: String,
}

/// `from .a import b as c` is `.a.b`, bound to `c`; `from .a import *` is `.a.*`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Import {
    pub path: String,
    /// What it is called in the module; empty inside of a function, and for what is imported whole.
    pub name: String,
}

/// An import statement, and whether it stands in a function or a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Imported<'a> {
    pub statement: Statement<'a>,
    pub in_module: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Statement<'a> {
    Whole(&'a StmtImport),
    From(&'a StmtImportFrom),
}

impl Bindings<'_> {
    /// Imports that `is_near` rules out are left out, and without any there is nothing to change.
    #[must_use]
    pub fn outline(&self, is_near: impl Fn(&str) -> bool) -> Outline {
        let mut imports: Vec<Import> = Vec::new();
        self.imports.iter().for_each(|imported| add_paths(*imported, &is_near, &mut imports));
        let mut changes: Vec<String> = Vec::new();
        if !imports.is_empty() {
            let mut names: Vec<NameId> = self.changed.iter().map(|&(_, name)| name).collect();
            names.sort_unstable();
            names.dedup();
            changes = names.into_iter().map(|name| self.name(name).to_owned()).collect();
            changes.sort_unstable();
        }
        Outline { imports, changes, shares: self.shares() }
    }

    fn shares(&self) -> Vec<Share> {
        let in_module = self.shares.iter().filter(|share| self.scope(share.0).parent == ScopeId::MODULE);
        let share = |&(class, name, kind): &(ScopeId, NameId, &str)| {
            let class = (*self.class_names.get(&class)?).to_owned();
            Some(Share { class, name: self.name(name).to_owned(), kind: kind.to_owned() })
        };
        in_module.filter_map(share).collect()
    }
}

fn add_paths(imported: Imported<'_>, is_near: &impl Fn(&str) -> bool, out: &mut Vec<Import>) {
    match imported.statement {
        Statement::Whole(s) => {
            let near = s.names.iter().map(|alias| alias.name.as_str()).filter(|path| is_near(path));
            out.extend(near.map(|path| Import { path: path.to_owned(), name: String::new() }));
        }
        Statement::From(s) => {
            let dots = ".".repeat(s.level as usize);
            let module = s.module.as_ref().map_or("", |module| module.as_str());
            let dot = if module.is_empty() { "" } else { "." };
            let of = format!("{dots}{module}{dot}");
            if !is_near(&of) {
                return;
            }
            for alias in &s.names {
                let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                let name = if imported.in_module { name } else { "" };
                out.push(Import { path: format!("{of}{}", alias.name.as_str()), name: name.to_owned() });
            }
        }
    }
}
