//! What the walk notes for the marks that need more than one statement.

use super::marks::KeptLazy;
use super::symbols::Binder;
use super::{Interest, NameId, Scope, ScopeId, ScopeKind, marks};
use crate::syntax::ast::{Expr, Stmt};

impl<'a> Binder<'a> {
    pub(super) fn changes_attributes(&mut self, found: &[&'a str]) {
        for &name in found {
            let (scope, name) = (self.function_here(), self.intern(name));
            self.attributes.changed.push((scope, name));
        }
    }

    pub(super) fn keys(&mut self, container: &'a Expr) {
        if let Expr::Name(n) = container
            && self.scope != ScopeId::MODULE
        {
            let name = self.intern(n.id.as_str());
            self.noted.keyed.push((self.scope, name));
        }
    }

    /// References that close a cycle, and those that open it again.
    pub(super) fn references(&mut self, stmt: &'a Stmt) {
        // An argument that a method keeps leads back only where its caller handed the object over.
        let kept = marks::kept_by_self(stmt).is_some_and(|name| self.is_parameter(name));
        match marks::leads_back(stmt).filter(|_| !kept) {
            Some(marks::Leads::Back) if self.out.scope(self.scope).kind != ScopeKind::Class => {
                self.interest(Interest::CYCLE);
                self.noted.leads_back.push(self.scope);
            }
            Some(marks::Leads::Back | marks::Leads::Perhaps) => self.noted.leads_back.push(self.scope),
            Some(marks::Leads::Elsewhere) => self.noted.refers.push(self.scope),
            None => {}
        }
        for name in marks::cleared(stmt) {
            let name = self.intern(name);
            self.out.cleared.insert(name);
        }
    }

    /// The instances of a class that has just been walked may hold themselves.
    pub(super) fn note_leading_class(&mut self, class: ScopeId, finalizer: bool) {
        self.noted.finalizers |= finalizer;
        // Scopes that were opened since are inside of it.
        if self.noted.leads_back.last().is_none_or(|&scope| scope < class) {
            return;
        }
        self.noted.leading_classes.push(class);
        let large = |scope: &Scope| scope.interest.intersects(Interest::LARGE | Interest::LARGE_NUMBER);
        if self.out.scopes[class.0 as usize..].iter().any(large) {
            self.interest(Interest::CYCLE);
        }
    }

    /// `self.rows = (f(x) for x in xs)`
    pub(super) fn keeps_lazy(&mut self, targets: &'a [Expr], value: &'a Expr) {
        let callee = match (marks::lazy(value), marks::called_by_name(value)) {
            (Some(None), _) => None,
            (_, Some(function)) => Some(function),
            _ => return,
        };
        for target in targets.iter().filter_map(Expr::as_attribute_expr) {
            if self.out.scope(self.out.around(self.scope)).kind == ScopeKind::Class {
                let callee = callee.map(|name| self.intern(name));
                self.noted.kept_lazy.insert(target.attr.as_str(), KeptLazy { callee, reads: 0 });
            }
        }
    }

    /// A class has been walked: does it read twice what can be read once?
    pub(super) fn end_kept_lazy(&mut self) {
        let class = self.scope;
        for (_, kept) in self.noted.kept_lazy.drain().filter(|(_, kept)| kept.reads > 1) {
            match kept.callee {
                None => self.out.scopes[class.0 as usize].interest |= Interest::KEEPS_ITERATOR,
                Some(callee) => self.noted.kept_calls.push((class, callee)),
            }
        }
    }

    /// `for row in rows`
    pub(super) fn read_by_loop(&mut self, iter: &'a Expr) {
        self.fed(iter);
        if let Expr::Name(n) = iter {
            let id = self.intern(n.id.as_str());
            self.noted.read.push((self.scope, id));
        }
    }

    /// `for row in rows():`, `sum(rows())`
    pub(super) fn fed(&mut self, e: &'a Expr) {
        if let Some(function) = marks::called(e) {
            let fed = (self.function_here(), self.intern(function));
            self.noted.fed.push(fed);
        }
    }

    /// A name, or the last part of an attribute, is changed: in a loop over it?
    pub(super) fn changed(&mut self, what: &str, removes: bool) {
        let scope = self.scope;
        let same =
            |(at, name): &(ScopeId, NameId)| *at == scope && (removes || self.out.names[name.0 as usize] == what);
        if self.looped.iter().any(same) {
            self.interest(Interest::LOOP_CHANGE);
        }
    }
}
