//! Lists that are handed to functions, and those that are put away unread.

use super::marks::{self, Taker};
use super::symbols::Binder;
use super::{Interest, NameId};
use crate::syntax::ast::{Expr, ExprCall, Stmt};

/// A method by its name, and the first name of what it is called on.
pub(super) type Method = (Option<NameId>, NameId);

impl<'a> Binder<'a> {
    /// `total([x for x in xs])`, `total(rows)`
    pub(super) fn hand_over(&mut self, call: &'a ExprCall) {
        let arguments = &call.arguments;
        let values = || arguments.args.iter().chain(arguments.keywords.iter().map(|k| &k.value));
        let named = self.has_lists() && values().any(Expr::is_name_expr);
        if !named && !values().any(marks::makes_list) {
            return;
        }
        let method = match marks::taker(call) {
            Taker::Reader => {
                if values().any(marks::makes_list) {
                    self.interest(Interest::CONSUMED_LIST);
                }
                return;
            }
            Taker::Keeper => None,
            Taker::Method { base, name } => Some((base.map(|base| self.intern(base)), self.intern(name))),
        };
        for value in values() {
            match (value, method) {
                (Expr::Name(n), _) if named => {
                    let name = self.intern(n.id.as_str());
                    self.noted.away.push((self.scope, (name, method)));
                }
                (value, Some(method)) if marks::makes_list(value) => self.noted.handed.push((self.scope, method)),
                _ => {}
            }
        }
    }

    pub(super) fn put_away(&mut self, stmt: &'a Stmt) {
        if self.has_lists() {
            for name in marks::put_away(stmt) {
                let name = self.intern(name);
                self.noted.away.push((self.scope, (name, None)));
            }
        }
    }

    /// The scope binds a name to a list.
    fn has_lists(&self) -> bool {
        self.noted.lists.last().is_some_and(|&(scope, _)| scope == self.scope)
    }
}
