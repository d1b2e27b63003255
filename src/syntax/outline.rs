//! The statements of a module with the words in them: which of them an edit can concern at all.

use std::hash::Hasher;
use std::sync::Arc;

use ruff_python_ast::{Expr, ModModule, Stmt};
use ruff_text_size::Ranged;
use rustc_hash::{FxHashSet, FxHasher};

use super::span_of;
use crate::text::Span;

/// Stands for an identifier. Two words with one hash only make a statement look concerned that is not.
pub type Word = u32;

/// A statement of the module.
#[derive(Clone, Debug)]
pub struct Part {
    pub span: Span,
    /// Shared with the same statement of other versions of the text.
    pub words: Arc<Words>,
}

/// The words of a statement, wherever in it they stand: in names, attributes, strings and comments.
#[derive(Debug, Default)]
pub struct Words {
    pub kind: PartKind,
    /// A `def` without decorators: when the module runs, it makes a function and binds a name.
    pub is_plain: bool,
    /// Sorted.
    all: Box<[Word]>,
    /// Bits of `all`, to answer most questions at once.
    bits: u64,
    /// What it names when the module runs: all but the bodies of its functions. Sorted.
    pub at_once: Box<[Word]>,
    /// Functions that it defines, methods included.
    pub functions: Box<[Word]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PartKind {
    /// `def` or `class`: functions of it may be looked at on their own.
    Definition,
    Import,
    /// `from a import *`
    StarImport,
    #[default]
    Other,
}

/// The statements of a module in their order.
#[must_use]
pub fn outline(module: &ModModule, text: &str, known: impl Fn(Span) -> Option<Arc<Words>>) -> Vec<Part> {
    let part = |stmt: &Stmt| {
        let span = span_of(stmt);
        Part { span, words: known(span).unwrap_or_else(|| Arc::new(Words::of(stmt, text))) }
    };
    module.body.iter().map(part).collect()
}

impl Words {
    fn of(stmt: &Stmt, text: &str) -> Self {
        let kind = match stmt {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => PartKind::Definition,
            Stmt::ImportFrom(s) if s.names.iter().any(|n| n.name.as_str() == "*") => PartKind::StarImport,
            Stmt::Import(_) | Stmt::ImportFrom(_) => PartKind::Import,
            _ => PartKind::Other,
        };
        let mut at_once = Vec::new();
        let mut functions = Vec::new();
        collect_at_once(stmt, text, &mut at_once, &mut functions);
        let mut all = Vec::new();
        collect(text, span_of(stmt), &mut all);
        let all = sorted(all);
        let bits = all.iter().fold(0, |bits, &word| bits | bit(word));
        let is_plain = matches!(stmt, Stmt::FunctionDef(f) if f.decorator_list.is_empty());
        Self { kind, is_plain, all, bits, at_once: sorted(at_once), functions: sorted(functions) }
    }

    /// Of a text that is no statement.
    #[must_use]
    pub fn in_text(text: &str) -> Self {
        let mut all = Vec::new();
        collect(text, Span::new(0, text.len() as u32), &mut all);
        let all = sorted(all);
        let bits = all.iter().fold(0, |bits, &word| bits | bit(word));
        Self { all, bits, ..Self::default() }
    }

    /// One of these words is in the statement.
    #[must_use]
    pub fn mention(&self, words: &WordSet) -> bool {
        self.bits & words.bits != 0 && self.all.iter().any(|word| words.words.contains(word))
    }
}

/// Words that are looked for.
#[derive(Debug, Default)]
pub struct WordSet {
    words: FxHashSet<Word>,
    bits: u64,
}

impl WordSet {
    pub fn insert(&mut self, word: Word) -> bool {
        self.bits |= bit(word);
        self.words.insert(word)
    }

    #[must_use]
    pub fn contains(&self, word: Word) -> bool {
        self.words.contains(&word)
    }
}

#[must_use]
pub fn word(text: &str) -> Word {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as Word
}

fn bit(word: Word) -> u64 {
    1 << (word.wrapping_mul(0x9e37_79b9) >> 26)
}

fn sorted(mut words: Vec<Word>) -> Box<[Word]> {
    words.sort_unstable();
    words.dedup();
    words.into()
}

fn collect(text: &str, span: Span, out: &mut Vec<Word>) {
    let in_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    let Some(text) = text.get(span.start as usize..span.end as usize) else { return };
    let words = text.split(|c: char| !c.is_ascii() && !c.is_alphanumeric() || c.is_ascii() && !in_word(c as u8));
    out.extend(words.filter(|w| !w.is_empty() && !w.as_bytes()[0].is_ascii_digit()).map(word));
}

/// What runs when the statement does: headers of functions, bodies of classes.
fn collect_at_once(stmt: &Stmt, text: &str, out: &mut Vec<Word>, functions: &mut Vec<Word>) {
    match stmt {
        Stmt::FunctionDef(f) => {
            out.push(word(f.name.as_str()));
            functions.push(word(f.name.as_str()));
            let defaults = f.parameters.iter_non_variadic_params().filter_map(|p| p.default());
            let annotations = f.parameters.iter().filter_map(|p| p.annotation());
            let decorators = f.decorator_list.iter().map(|d| &d.expression);
            let expressions = defaults.chain(annotations).chain(decorators).chain(f.returns.as_deref());
            expressions.for_each(|e: &Expr| collect(text, span_of(e), out));
        }
        Stmt::ClassDef(c) => {
            out.push(word(c.name.as_str()));
            let first = c.body.first().map_or(c.end(), Ranged::start).to_u32();
            collect(text, Span::new(c.start().to_u32(), first), out);
            c.body.iter().for_each(|stmt| collect_at_once(stmt, text, out, functions));
        }
        _ => collect(text, span_of(stmt), out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    fn parts(text: &str) -> Vec<Part> {
        outline(&parse(text).module, text, |_| None)
    }

    fn set(words: &[&str]) -> WordSet {
        let mut set = WordSet::default();
        words.iter().for_each(|w| {
            set.insert(word(w));
        });
        set
    }

    #[test]
    fn a_function_names_its_header_at_once_and_its_body_later() {
        let parts = parts("@cached(size)\ndef f(a, b=DEFAULT):\n    return helper(a, 'größe')\n");
        let words = &parts[0].words;
        assert_eq!(words.kind, PartKind::Definition);
        assert!(words.mention(&set(&["helper"])) && words.mention(&set(&["größe"])));
        assert!(!words.mention(&set(&["help", "f2"])));
        let at_once = |name: &str| words.at_once.contains(&word(name));
        assert!(at_once("cached") && at_once("size") && at_once("DEFAULT") && at_once("f"));
        assert!(!at_once("helper") && !at_once("a"));
    }

    #[test]
    fn the_body_of_a_class_runs_at_once_and_its_methods_do_not() {
        let words = &parts("class A(Base):\n    items = make()\n    def put(self):\n        use(self)\n")[0].words;
        let at_once = |name: &str| words.at_once.contains(&word(name));
        assert!(at_once("A") && at_once("Base") && at_once("make") && at_once("put") && !at_once("use"));
        assert_eq!(&*words.functions, [word("put")]);
    }
}
