//! What a rule says about a place: one struct, no output format.

mod remedy;

use crate::text::Span;

pub use remedy::{Applicability, Edit, Fix, Remedy, Sequence};

/// How loud a finding is. `Off` is a setting only, never on a finding that is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Severity {
    Off,
    Info,
    Warning,
    Error,
}

/// How the simulation came to know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Verdict {
    /// Whenever control takes the printed path, it happens.
    Proved,
    /// It rests on code or sizes that are not in view.
    Likely,
    /// Worth knowing, nothing to change.
    Note,
}

/// Families of rules, for `--select` and `--ignore`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Group {
    Syntax,
    Defaults,
    Sharing,
    Retention,
    Materialisation,
    Copies,
    Cycles,
    Growth,
    Footprint,
}

/// One chapter of the object's story: made here, shared here, changed here, seen here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    pub span: Span,
    pub message: String,
}

/// One finding. `message` stands alone in 80 characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub rule: &'static str,
    pub group: Group,
    pub severity: Severity,
    pub verdict: Verdict,
    pub message: String,
    pub primary: Span,
    pub related: Vec<Related>,
    pub fixes: Vec<Fix>,
}

impl Severity {
    pub const ALL: [Self; 4] = [Self::Off, Self::Info, Self::Warning, Self::Error];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Verdict {
    pub const ALL: [Self; 3] = [Self::Proved, Self::Likely, Self::Note];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Likely => "likely",
            Self::Note => "note",
        }
    }
}

impl Group {
    pub const ALL: [Self; 9] = [
        Self::Syntax,
        Self::Defaults,
        Self::Sharing,
        Self::Retention,
        Self::Materialisation,
        Self::Copies,
        Self::Cycles,
        Self::Growth,
        Self::Footprint,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Defaults => "defaults",
            Self::Sharing => "sharing",
            Self::Retention => "retention",
            Self::Materialisation => "materialisation",
            Self::Copies => "copies",
            Self::Cycles => "cycles",
            Self::Growth => "growth",
            Self::Footprint => "footprint",
        }
    }
}

impl Diagnostic {
    /// The same finding in a text in which places have moved along their lines. Its fixes are not realised yet.
    #[must_use]
    pub fn moved(&self, to: impl Fn(Span) -> Span) -> Self {
        let related = |r: &Related| Related { span: to(r.span), message: r.message.clone() };
        let edit = |e: &Edit| Edit { span: to(e.span), ..e.clone() };
        let fix = |fix: &Fix| Fix {
            remedy: fix.remedy.clone().map(|r| r.moved(&to)),
            edits: fix.edits.iter().map(edit).collect(),
            ..fix.clone()
        };
        Self {
            primary: to(self.primary),
            related: self.related.iter().map(related).collect(),
            fixes: self.fixes.iter().map(fix).collect(),
            ..self.clone()
        }
    }
}
