//! What should be done about a finding, in terms of facts: places and names, no text. `fixes` makes edits of it.

use crate::text::Span;

/// A change that would remove a finding. Spans are those of the expressions that facts name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remedy {
    /// `sum([f(x) for x in xs])` becomes `sum(f(x) for x in xs)`, `sum(list(xs))` becomes `sum(xs)`.
    ListToGenerator { list: Span },
    /// `",".join(f(x) for x in xs)` becomes `",".join([f(x) for x in xs])`.
    GeneratorToList { generator: Span },
    /// `len([x for x in xs if p(x)])` becomes `sum(1 for x in xs if p(x))`.
    CountBySum { call: Span },
    /// `[x for x in xs if p(x)][0]` becomes `next(x for x in xs if p(x))`.
    FirstByNext { subscript: Span },
    /// `list(xs)`, `xs[:]`, `xs.copy()` become `xs`; `f.readlines()` becomes `f`.
    DropCall { call: Span },
    /// `for x in xs` becomes `for x in list(xs)`.
    Snapshot { iterable: Span },
    /// `def f(xs=[])` becomes `def f(xs=None)` and a guard that makes a new list.
    NoneGuard { default: Span },
    /// `def f(xs=[1, 2])` becomes `def f(xs=(1, 2))`.
    TupleDefault { default: Span },
    /// `x: Config = Config()` in a dataclass becomes `x: Config = field(default_factory=Config)`.
    DefaultFactory { default: Span },
    /// `items = []` in a class becomes `self.items = []` in its `__init__`.
    MoveToInit { value: Span },
    /// `[[0]] * n` becomes `[[0] for _ in range(n)]`.
    RepeatByComprehension { repeat: Span },
    /// `dict.fromkeys(keys, [])` becomes `{key: [] for key in keys}`.
    FromKeysByComprehension { call: Span },
    /// `lambda: i` becomes `lambda i=i: i`.
    BindInDefault { function: Span, names: Vec<String> },
    /// `del name` after the statement at a place.
    DeleteName { name: String, after: Span },
    /// `alias = name` goes, and `alias` is called `name` from there on.
    InlineAlias { binding: Span, alias: String, name: String },
    /// `self.error = e` becomes `self.error = e.with_traceback(None)`.
    StripTraceback { exception: Span },
    /// Some of a comment goes, or all of it.
    RewriteComment { comment: Span, text: String },
    /// `weakref.ref(obj.method)` becomes `weakref.WeakMethod(obj.method)`.
    WeakMethod { call: Span },
    /// `self.me = self` becomes `self.me = weakref.proxy(self)`.
    WeakProxy { attribute: Span },
    /// `@cache` becomes `@lru_cache(maxsize=1024)`.
    BoundCache { wrap: Span },
    /// `text += part` in a loop becomes `parts.append(part)`, and after it `text = "".join(parts)`.
    JoinParts { grown: Span, sequence: Sequence },
    /// `sum(rows, [])` becomes `list(chain.from_iterable(rows))`.
    ChainRows { call: Span },
    /// `__slots__` for a class of the file; `list` is where its instances are kept.
    AddSlots { class: String, list: Span },
    /// `[i * 0.5 for i in range(n)]` becomes `array("d", (i * 0.5 for i in range(n)))`.
    PackNumbers { list: Span, typecode: char },
}

/// What is put together from parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sequence {
    Text,
    Bytes,
    Tuple,
    List,
}

/// What applying a fix may change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Applicability {
    /// Provably the same behaviour.
    Safe,
    /// Needs judgement; the title says why.
    Unsafe,
    /// Changes behaviour on purpose; never part of fix-all.
    BugFix,
}

/// Replaces a span of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// A rule says what should be done. `fixes::realise` makes title and edits of it, which are empty until then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// `None`: title and edits say it all.
    pub remedy: Option<Remedy>,
    pub applicability: Applicability,
    /// Why it needs judgement; empty if it does not.
    pub reason: &'static str,
    pub title: String,
    pub edits: Vec<Edit>,
}

impl Remedy {
    /// The same change of a text in which places have moved.
    #[must_use]
    pub fn moved(mut self, to: impl Fn(Span) -> Span) -> Self {
        let place = match &mut self {
            Self::ListToGenerator { list: place }
            | Self::GeneratorToList { generator: place }
            | Self::CountBySum { call: place }
            | Self::FirstByNext { subscript: place }
            | Self::DropCall { call: place }
            | Self::Snapshot { iterable: place }
            | Self::NoneGuard { default: place }
            | Self::TupleDefault { default: place }
            | Self::DefaultFactory { default: place }
            | Self::MoveToInit { value: place }
            | Self::RepeatByComprehension { repeat: place }
            | Self::FromKeysByComprehension { call: place }
            | Self::BindInDefault { function: place, .. }
            | Self::DeleteName { after: place, .. }
            | Self::InlineAlias { binding: place, .. }
            | Self::StripTraceback { exception: place }
            | Self::RewriteComment { comment: place, .. }
            | Self::WeakMethod { call: place }
            | Self::WeakProxy { attribute: place }
            | Self::BoundCache { wrap: place }
            | Self::ChainRows { call: place }
            | Self::JoinParts { grown: place, .. }
            | Self::AddSlots { list: place, .. }
            | Self::PackNumbers { list: place, .. } => place,
        };
        *place = to(*place);
        self
    }
}

impl Fix {
    /// Provably the same behaviour.
    #[must_use]
    pub fn safe(remedy: Remedy) -> Self {
        Self::new(remedy, Applicability::Safe, "")
    }

    /// `reason` says what to look at before it is applied: `callers may pass None`.
    #[must_use]
    pub fn with_care(remedy: Remedy, reason: &'static str) -> Self {
        Self::new(remedy, Applicability::Unsafe, reason)
    }

    /// Changes behaviour, which is why it is wanted.
    #[must_use]
    pub fn of_bug(remedy: Remedy) -> Self {
        Self::new(remedy, Applicability::BugFix, "")
    }

    fn new(remedy: Remedy, applicability: Applicability, reason: &'static str) -> Self {
        Self { remedy: Some(remedy), applicability, reason, title: String::new(), edits: Vec::new() }
    }

    /// One whose edits are known.
    #[must_use]
    pub fn realised(applicability: Applicability, title: String, edits: Vec<Edit>) -> Self {
        Self { remedy: None, applicability, reason: "", title, edits }
    }
}

impl Applicability {
    pub const ALL: [Self; 3] = [Self::Safe, Self::Unsafe, Self::BugFix];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::BugFix => "bug-fix",
        }
    }
}
