//! Which functions of a file are run on their own: all, or those of some statements of the module. What a run finds does
//! not depend on which others there are; so an editor asks anew only for what an edit concerns.

use crate::bytecode::{CodeId, CodeKind};
use crate::heap::ObjId;
use crate::interpret::Machine;
use crate::semantic::Bindings;
use crate::text::Span;
use rustc_hash::FxHashSet;

#[derive(Clone, Copy, Debug)]
pub enum Focus<'a> {
    All,
    /// What stands in these places, which are in order.
    Within(&'a [Span]),
    /// Statements of the module, in order, and of their functions those that touch a place.
    Seen(&'a [Span], Span),
}

impl Focus<'_> {
    pub(super) fn covers(self, span: Span) -> bool {
        let (Self::Within(places) | Self::Seen(places, _)) = self else { return true };
        let next = places.partition_point(|place| place.start <= span.start);
        next.checked_sub(1).is_some_and(|at| span.start < places[at].end.max(places[at].start + 1))
    }

    /// A function is to be run for what can be shown beside it.
    pub(super) fn shows(self, span: Span) -> bool {
        let is_seen = |place: Span| span.start <= place.end && place.start <= span.end;
        self.covers(span) && !matches!(self, Self::Seen(_, place) if !is_seen(place))
    }
}

/// How a file was run.
#[derive(Debug, Default)]
pub struct Effort {
    /// Where code stands that was run on its own, and code that it ran into.
    pub entered: Vec<(u32, u32)>,
    /// Instructions that were interpreted, of those that may be.
    pub spent: u64,
    pub granted: u64,
    /// Those for instances of classes alone.
    pub spent_on_classes: u64,
    pub granted_to_classes: u64,
    /// Something was cut short because of all that was run before.
    pub cut: bool,
    /// Functions, and the module, that were left before their ends because their steps were used up.
    pub unfinished: usize,
    /// Functions and methods that were run on their own.
    pub runs: usize,
    /// `from a import *` ran: any builtin may be another from then on, for all code that runs later.
    pub shadows: bool,
    /// Where functions and classes stand that the module makes: not those that it never comes to.
    pub made: Vec<u32>,
    /// The module runs to its end.
    pub ends: bool,
    /// Where functions begin whose code was looked at.
    pub compiled: Vec<u32>,
    /// Where code stands that was run on its own, and attributes whose values are raised in it.
    pub raised: Vec<(u32, String)>,
}

impl Machine<'_> {
    /// A call is followed, or what is known of it is taken from an earlier one.
    pub(super) fn note_entered(&mut self, code: CodeId) {
        let Some(&root) = self.abs().calls.first() else { return };
        // The body of a class runs with the module, which is always run.
        let with_module = root == CodeId::MODULE && self.code(code).kind == CodeKind::Class;
        if root != code && !with_module {
            self.abs().entered.insert((root, code));
        }
    }

    /// A method is run for a class.
    pub(super) fn note_runs(&mut self, body: Option<CodeId>, method: CodeId) {
        self.abs().entered.extend(body.map(|body| (body, method)));
    }

    /// What code does after its last step is not known.
    pub(super) fn note_unfinished(&mut self, code: CodeId) {
        if self.fuel == 0 {
            self.abs().unfinished.insert(code);
        }
    }

    /// The code of a class.
    pub(super) fn body_of(&self, class: ObjId) -> Option<CodeId> {
        self.abs.as_ref()?.classes.iter().find(|made| made.id == class).map(|made| made.code)
    }

    pub(super) fn effort(&mut self, bindings: &Bindings<'_>, granted: u64) -> Effort {
        let spent = granted - self.fuel;
        let entered: FxHashSet<(CodeId, CodeId)> = std::mem::take(&mut self.abs().entered);
        let place = |code: CodeId| if code == CodeId::MODULE { u32::MAX } else { self.code(code).span.start };
        let entered = entered.iter().map(|&(root, code)| (place(root), place(code))).collect();
        let compiled = self.compiler.compiled().filter(|&code| code != CodeId::MODULE);
        let compiled = compiled.map(|code| self.code(code).span.start).collect();
        let raised = self.abs.as_ref().map(|abs| &abs.retention.raised).into_iter().flatten();
        let raised = raised.map(|(root, name)| (place(*root), name.clone())).collect();
        let made = self.abs.as_ref().map(|abs| {
            let functions = abs.functions.iter().map(|function| function.data.code);
            functions.chain(abs.classes.iter().map(|class| class.code)).collect()
        });
        let made: FxHashSet<CodeId> = made.unwrap_or_default();
        let made = made.iter().map(|&code| bindings.scope(self.compiler.scope_of(code)).span.start).collect();
        let abs = self.abs();
        let shadows = abs.builtins_may_be_shadowed;
        let ends = abs.module_ends;
        let (spent_on_classes, granted_to_classes) = (abs.spent_on_classes, super::classes::CLASSES_FUEL);
        Effort {
            entered,
            spent,
            granted,
            spent_on_classes,
            granted_to_classes,
            cut: abs.cut,
            unfinished: abs.unfinished.len(),
            runs: abs.runs,
            shadows,
            made,
            ends,
            compiled,
            raised,
        }
    }
}
