//! The effects of builtins, methods and library functions, as tables of text beside this file.
//!
//! ```text
//! [type list]
//! append(x) | grows self; keeps x in self; returns none; never raises; size add-one | self=[o()], x=o()
//! ```
//!
//! A section is `[module NAME]` or `[type NAME : BASE]` (methods that are not there are looked up in the base).
//! An entry is `name(parameters) | clauses | sample`. Parameters: `x`, `x?` optional, `*xs`, `*` (the rest by
//! keyword), `**options`. Two entries of one name are overloads, told apart by the number of positional arguments.
//!
//! | clause | meaning |
//! |---|---|
//! | `grows X`, `shrinks X`, `replaces X`, `reorders X` | X is mutated; `may grow X`: perhaps |
//! | `keeps X in Y / result / registry` | a reference to X is left there; `may keep`: perhaps |
//! | `keeps elements X in ..` | references to the elements of X (keys and values of a dict) are left there |
//! | `iterates X total / partial / materialised / repeatedly [later]` | see `Drain`; `later`: when the result is used |
//! | `calls X [later]`, `may call X` | X is called back |
//! | `asks X __len__ ..`, `asks elements X ..` | special methods of X, of its elements, are called |
//! | `returns R or R ..` | `none`, `same X`, `element X`, `fresh TYPE`, `atom TYPE`, `view TYPE X`, `lazy TYPE`, `result X`, `unknown` |
//! | `yields R` | what the returned lazy iterator gives |
//! | `size RULE` | see `SizeRule` |
//! | `never raises`, `blocks`, `io`, `varies`, `since 3.12` | may raise, does not block, no IO, deterministic, in all versions unless said |
//!
//! The sample holds the arguments of a call that `tests/cpython/effects.py` executes on every CPython and holds
//! against the clauses: `o()` is a fresh object, `it(..)` an iterator that counts, `fn(r)` a function that counts; ` || ` stands
//! between samples.
//! `documented` instead of a sample: the claim rests on the documentation alone.

mod effect;
mod parse;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub use effect::{
    Arg, Ask, Callback, Certainty, Change, Drain, Effect, Iteration, Keep, Mutation, Param, ParamKind, Place, Raises,
    Returns, SizeRule, What, When,
};
use parse::{Line, Section, SectionKind};

const TABLES: &[&str] = &[
    include_str!("builtins.tbl"),
    include_str!("list.tbl"),
    include_str!("dict.tbl"),
    include_str!("set.tbl"),
    include_str!("str.tbl"),
    include_str!("bytes.tbl"),
    include_str!("numbers.tbl"),
    include_str!("iterators.tbl"),
    include_str!("collections.tbl"),
    include_str!("itertools.tbl"),
    include_str!("functools.tbl"),
    include_str!("copy.tbl"),
    include_str!("math.tbl"),
    include_str!("random.tbl"),
    include_str!("io.tbl"),
    include_str!("text.tbl"),
    include_str!("system.tbl"),
    include_str!("runtime.tbl"),
    include_str!("concurrency.tbl"),
];

type Names = FxHashMap<&'static str, Vec<Effect>>;

#[derive(Default)]
struct Index {
    modules: FxHashMap<&'static str, Names>,
    types: FxHashMap<&'static str, Methods>,
    errors: Vec<String>,
}

#[derive(Default)]
struct Methods {
    base: Option<&'static str>,
    names: Names,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    TABLES.iter().for_each(|table| index.add(table));
    index
});

impl Index {
    fn add(&mut self, table: &'static str) {
        let mut section = None;
        for text in table.lines() {
            match parse::line(text, section) {
                Ok(Line::Nothing) => {}
                Ok(Line::Section(new)) => {
                    self.open(new);
                    section = Some(new);
                }
                Ok(Line::Entry(effect)) => {
                    let Some(section) = section else { continue };
                    self.open(section).entry(effect.name).or_default().push(*effect);
                }
                Err(why) => self.errors.push(format!("{text}\n    {why}")),
            }
        }
    }

    fn open(&mut self, section: Section) -> &mut Names {
        match section.kind {
            SectionKind::Module => self.modules.entry(section.name).or_default(),
            SectionKind::Type => {
                let methods = self.types.entry(section.name).or_default();
                methods.base = methods.base.or(section.base);
                &mut methods.names
            }
        }
    }
}

/// The effect of calling a builtin function or class with so many positional arguments: `function("sum", 1)`.
#[must_use]
pub fn function(name: &str, positional: usize) -> Option<&'static Effect> {
    module_function("builtins", name, positional)
}

/// The effect of `module.name(..)`: `module_function("itertools", "chain", 2)`.
#[must_use]
pub fn module_function(module: &str, name: &str, positional: usize) -> Option<&'static Effect> {
    Effect::choose(INDEX.modules.get(module)?.get(name)?, positional)
}

/// The effect of a method of an object whose type is exactly this: `method("collections.Counter", "pop", 1)`.
#[must_use]
pub fn method(type_name: &str, name: &str, positional: usize) -> Option<&'static Effect> {
    let mut methods = INDEX.types.get(type_name)?;
    loop {
        if let Some(entries) = methods.names.get(name) {
            return Effect::choose(entries, positional);
        }
        methods = INDEX.types.get(methods.base?)?;
    }
}

/// Whether a module has a function or class of this name, on every version.
#[must_use]
pub fn has_name(module: &str, name: &str) -> bool {
    const LATER: &[&str] = &[
        "pairwise",
        "batched",
        "aclosing",
        "chdir",
        "TaskGroup",
        "timeout",
        "Runner",
        "Barrier",
        "StrEnum",
        "replace",
    ];
    if LATER.contains(&name) {
        return false;
    }
    (0..=4).any(|n| module_function(module, name, n).is_some())
}

/// Whether the tables know the methods of a type: a name that is missing then is no method of it that we know.
#[must_use]
pub fn knows_type(type_name: &str) -> bool {
    INDEX.types.contains_key(type_name)
}

/// All functions, in the order of their names: for pages and tests.
#[must_use]
pub fn all_functions() -> Vec<&'static Effect> {
    sorted(INDEX.modules.values())
}

/// All methods, in the order of their names: for pages and tests.
#[must_use]
pub fn all_methods() -> Vec<&'static Effect> {
    sorted(INDEX.types.values().map(|methods| &methods.names))
}

/// Some builtin container has a method of this name that changes it: `append`, `setdefault`.
#[must_use]
pub fn is_mutator(name: &str) -> bool {
    const CONTAINERS: [&str; 5] = ["list", "dict", "set", "bytearray", "collections.deque"];
    let of = |ty: &&str| INDEX.types.get(*ty).and_then(|methods| methods.names.get(name));
    let changes = |e: &Effect| e.mutates.iter().any(|m| m.target == Arg::Receiver);
    CONTAINERS.iter().filter_map(of).flatten().any(changes)
}

fn sorted(names: impl Iterator<Item = &'static Names>) -> Vec<&'static Effect> {
    let mut all: Vec<_> = names.flat_map(|names| names.values().flatten()).collect();
    all.sort_by_key(|effect| (effect.owner, effect.name, effect.params.len()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_parses() {
        assert!(INDEX.errors.is_empty(), "{}", INDEX.errors.join("\n"));
    }

    #[test]
    fn every_base_is_a_type_of_the_tables() {
        for (name, methods) in &INDEX.types {
            assert!(methods.base.is_none_or(|base| base != *name && knows_type(base)), "{name}");
        }
    }

    #[test]
    fn overloads_are_chosen_by_the_positional_arguments() {
        assert_eq!(function("max", 1).map(|max| max.iterates.len()), Some(1));
        assert_eq!(function("max", 2).map(|max| max.iterates.len()), Some(0));
        assert_eq!(method("collections.Counter", "clear", 0).map(|clear| clear.owner), Some("dict"));
        assert!(function("summ", 1).is_none());
    }
}
