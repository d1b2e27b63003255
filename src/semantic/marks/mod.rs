//! What in the code makes a function worth simulating, one file per family of rules. A mark over-approximates: it may
//! look at syntax because it claims nothing.

mod builders;
mod caught;
mod concat;
mod cycles;
mod defaults;
mod iteration;
mod materialisation;
mod memo;
mod names;
mod retention;
mod sharing;
mod takers;

use super::Interest;
use crate::syntax::ast::{Expr, Stmt};

pub(super) use builders::{called, promises_list};
pub(super) use caught::of_exit;
pub(super) use concat::{base, grown};
pub(super) use cycles::{Leads, cleared, has_finalizer, kept_by_self, leads_back};
pub(super) use defaults::{
    attributes_changed_by_expr, attributes_changed_by_stmt, called_by_name, gives_attribute, hands_out_default,
    may_name_a_class, may_vary, shares_field_defaults,
};
pub(super) use iteration::{changes, last_name, lazy, looped, makes_instance};
pub(super) use materialisation::{is_empty_list, makes_list, reduces};
pub(super) use memo::{remembers, takes_few_values};
pub(super) use names::{KeptLazy, NamesOfInterest};
pub(super) use retention::waits_for_item;
pub(super) use sharing::{container, may_be_mutable};
pub(super) use takers::{Taker, put_away, taker};

pub(super) fn of_stmt(stmt: &Stmt) -> Interest {
    retention::of_stmt(stmt) | materialisation::of_stmt(stmt)
}

pub(super) fn of_expr(expr: &Expr) -> Interest {
    defaults::of_expr(expr) | materialisation::of_expr(expr) | sharing::of_expr(expr) | retention::of_expr(expr)
}
