//! The statements of a module with the words in them: which of them an edit can concern at all.

use std::hash::Hasher;
use std::sync::Arc;

use ruff_python_ast::{Expr, ModModule, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;
use rustc_hash::{FxHashSet, FxHasher};

use super::{span_of, stores::Stores};
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
    /// The same, with what is in them.
    pub members: Box<[Member]>,
    own_name: Option<Word>,
    /// The same without the names that its functions and classes are given. Sorted.
    used_at_once: Box<[Word]>,
    /// Its text but for the bodies of its functions.
    pub header: u64,
    /// Names that it may bind when the module runs, and names of objects that it may change. Sorted.
    pub stores: Box<[Word]>,
}

/// A function of a statement of the module.
#[derive(Debug)]
pub struct Member {
    pub name: Word,
    /// Special methods are called where nobody has their names.
    pub is_special: bool,
    /// Its body.
    pub text: u64,
    bits: u64,
    all: Box<[Word]>,
}

impl Member {
    fn of(f: &StmtFunctionDef, body: Span, text: &str) -> Self {
        // Others that have a function of this name do not mention it.
        let mut all = Vec::new();
        f.decorator_list.iter().for_each(|decorator| collect(text, span_of(decorator), &mut all));
        collect(text, Span::new(span_of(&f.name).end, body.end), &mut all);
        let all = sorted(all);
        Self {
            name: word(f.name.as_str()),
            is_special: f.name.starts_with("__") || !f.decorator_list.is_empty(),
            text: hash(text, body),
            bits: bits(&all),
            all,
        }
    }

    /// One of these words is in the function.
    #[must_use]
    pub fn mentions(&self, words: &WordSet) -> bool {
        words.is_among(&self.all, self.bits)
    }
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
        let span = span_of(stmt);
        let mut found = AtOnce {
            text,
            names: Vec::new(),
            used: Vec::new(),
            members: Vec::new(),
            header: FxHasher::default(),
            at: span.start,
        };
        found.stmt(stmt);
        found.pass_to(span.end);
        let mut all = Vec::new();
        collect(text, span, &mut all);
        let all = sorted(all);
        let is_plain = matches!(stmt, Stmt::FunctionDef(f) if f.decorator_list.is_empty());
        let own_name = match stmt {
            Stmt::FunctionDef(f) => Some(word(f.name.as_str())),
            Stmt::ClassDef(c) => Some(word(c.name.as_str())),
            _ => None,
        };
        let at_once = sorted([&found.names[..], &found.used].concat());
        let found_stores = Stores::of(stmt);
        let stores = match kind {
            PartKind::Import | PartKind::StarImport => at_once.clone(),
            _ if found_stores.is_hidden => at_once.clone(),
            _ => sorted(found_stores.names.into_iter().map(word).collect()),
        };
        Self {
            kind,
            is_plain,
            own_name,
            used_at_once: sorted(found.used),
            bits: bits(&all),
            all,
            at_once,
            functions: sorted(found.members.iter().map(|m| m.name).collect()),
            members: found.members.into(),
            header: found.header.finish(),
            stores,
        }
    }

    /// The name of a function or class.
    #[must_use]
    pub fn own_name(&self) -> Option<Word> {
        self.own_name
    }

    /// Of a text that is no statement.
    #[must_use]
    pub fn in_text(text: &str) -> Self {
        let mut all = Vec::new();
        collect(text, Span::new(0, text.len() as u32), &mut all);
        let all = sorted(all);
        Self { bits: bits(&all), all, ..Self::default() }
    }

    /// One of these words is in the statement.
    #[must_use]
    pub fn mention(&self, words: &WordSet) -> bool {
        words.is_among(&self.all, self.bits)
    }

    /// One of these words is in what runs with the module.
    #[must_use]
    pub fn mention_at_once(&self, words: &WordSet) -> bool {
        self.bits & words.bits != 0 && self.used_at_once.iter().any(|&word| words.contains(word))
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
        self.bits & bit(word) != 0 && self.words.contains(&word)
    }

    /// One of them is in a sorted list, which has these bits.
    fn is_among(&self, all: &[Word], bits: u64) -> bool {
        self.bits & bits != 0
            && if self.words.len() * 8 < all.len() {
                self.words.iter().any(|word| all.binary_search(word).is_ok())
            } else {
                all.iter().any(|&word| self.contains(word))
            }
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

fn bits(words: &[Word]) -> u64 {
    words.iter().fold(0, |bits, &word| bits | bit(word))
}

fn hash(text: &str, span: Span) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.get(span.start as usize..span.end as usize).unwrap_or_default().as_bytes());
    hasher.finish()
}

/// What runs when the statement does: headers of functions, bodies of classes.
struct AtOnce<'a> {
    text: &'a str,
    /// Names of functions and classes.
    names: Vec<Word>,
    used: Vec<Word>,
    members: Vec<Member>,
    header: FxHasher,
    /// Up to here, the text is hashed.
    at: u32,
}

impl AtOnce<'_> {
    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::FunctionDef(f) => {
                self.names.push(word(f.name.as_str()));
                let defaults = f.parameters.iter_non_variadic_params().filter_map(|p| p.default());
                let annotations = f.parameters.iter().filter_map(|p| p.annotation());
                let decorators = f.decorator_list.iter().map(|d| &d.expression);
                let expressions = defaults.chain(annotations).chain(decorators).chain(f.returns.as_deref());
                expressions.for_each(|e: &Expr| collect(self.text, span_of(e), &mut self.used));
                // The documentation is there when the function is made.
                let documented = matches!(f.body.first(), Some(Stmt::Expr(s)) if s.value.is_string_literal_expr());
                let first = f.body.get(usize::from(documented)).map_or(f.end(), Ranged::start).to_u32();
                self.pass_to(first);
                self.at = span_of(f).end;
                self.members.push(Member::of(f, Span::new(first, self.at), self.text));
            }
            Stmt::ClassDef(c) => {
                self.names.push(word(c.name.as_str()));
                let first = c.body.first().map_or(c.end(), Ranged::start).to_u32();
                c.decorator_list.iter().for_each(|d| collect(self.text, span_of(d), &mut self.used));
                collect(self.text, Span::new(span_of(&c.name).end, first), &mut self.used);
                c.body.iter().for_each(|stmt| self.stmt(stmt));
            }
            _ => collect(self.text, span_of(stmt), &mut self.used),
        }
    }

    fn pass_to(&mut self, offset: u32) {
        self.header.write(self.text.get(self.at as usize..offset as usize).unwrap_or_default().as_bytes());
        self.header.write_u8(0);
        self.at = offset;
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

    #[test]
    fn the_header_is_all_but_the_bodies() {
        let words = |text: &str| parts(text)[0].words.clone();
        let (a, b) =
            (words("class A:\n    def f(self):\n        return 1\n"), words("class A:\n    def f(self):\n        x\n"));
        assert_eq!(a.header, b.header);
        assert_ne!(a.members[0].text, b.members[0].text);
        assert_ne!(a.header, words("class A:\n    def f(self, x):\n        return 1\n").header);
        assert_ne!(a.header, words("class A:\n    def f(self):\n        return 1\n    y = 1\n").header);
    }

    #[test]
    fn what_a_statement_may_bind_or_change() {
        let stored = |text: &str, name: &str| parts(text)[0].words.stores.contains(&word(name));
        for (text, yes, no) in [
            ("x = f(y)", "x", "y"),
            ("x.a[0] = y", "x", "y"),
            ("for i in xs:\n    del rows[i]", "rows", "xs"),
            ("try:\n    import a.b as c\nexcept E as e:\n    pass", "c", "E"),
            ("with open(p) as (f, g):\n    pass", "g", "p"),
            ("match v:\n    case {'a': x, **rest}:\n        pass", "rest", "v"),
            ("class A(B):\n    C.limit = 1", "C", "B"),
            ("def f(a=(n := 1)):\n    m = 1", "n", "m"),
            ("if t:\n    def g(): pass", "g", "t"),
            ("setattr(A, 'x', f)", "A", "unseen"),
        ] {
            assert!(stored(text, yes), "{text}: {yes}");
            assert!(!stored(text, no), "{text}: {no}");
        }
    }
}
