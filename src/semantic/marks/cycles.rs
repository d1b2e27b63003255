//! Objects that may refer to themselves.

use super::last_name;
use crate::syntax::ast::{Expr, Stmt, StmtClassDef};

/// How an attribute may lead back to its object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::semantic) enum Leads {
    /// `node.me = node`
    Back,
    /// `self.on_click = self.click`, `self.child = Child(self)`, `self.show = lambda: self.text`
    Perhaps,
    /// `child.parent = parent`: elsewhere than in a method of one of them.
    Elsewhere,
}

pub(in crate::semantic) fn leads_back(stmt: &Stmt) -> Option<Leads> {
    let Stmt::Assign(s) = stmt else { return None };
    let owners = s.targets.iter().filter_map(|t| t.as_attribute_expr()?.value.as_name_expr());
    let owners: Vec<&str> = owners.map(|n| n.id.as_str()).collect();
    let owner = *owners.first()?;
    let is_owner = |e: &Expr| matches!(e, Expr::Name(n) if n.id.as_str() == owner);
    let names_owner = |e: &Expr| match e {
        Expr::Attribute(a) => is_owner(&a.value),
        e => is_owner(e) || e.is_lambda_expr(),
    };
    match &*s.value {
        value if is_owner(value) => Some(Leads::Back),
        Expr::Call(c) if c.arguments.args.iter().any(names_owner) => Some(Leads::Perhaps),
        Expr::Call(c) if c.arguments.keywords.iter().any(|k| names_owner(&k.value)) => Some(Leads::Perhaps),
        Expr::List(l) if l.elts.iter().any(names_owner) => Some(Leads::Perhaps),
        value if names_owner(value) => Some(Leads::Perhaps),
        Expr::Name(_) | Expr::Attribute(_) => Some(if owner == "self" { Leads::Perhaps } else { Leads::Elsewhere }),
        _ => None,
    }
}

/// `self.parent = parent`: the name.
pub(in crate::semantic) fn kept_by_self(stmt: &Stmt) -> Option<&str> {
    let Stmt::Assign(s) = stmt else { return None };
    let own = |e: &Expr| matches!(e, Expr::Name(n) if n.id.as_str() == "self");
    let kept = s.targets.iter().any(|t| t.as_attribute_expr().is_some_and(|a| own(&a.value)));
    s.value.as_name_expr().filter(|_| kept && !own(&s.value)).map(|n| n.id.as_str())
}

pub(in crate::semantic) fn has_finalizer(class: &StmtClassDef) -> bool {
    class.body.iter().any(|s| matches!(s, Stmt::FunctionDef(f) if f.name.as_str() == "__del__"))
}

/// `self.callback = None`, `del self.callback`: the attribute.
pub(in crate::semantic) fn cleared(stmt: &Stmt) -> impl Iterator<Item = &str> {
    let targets: &[Expr] = match stmt {
        Stmt::Assign(s) if s.value.is_none_literal_expr() => &s.targets,
        Stmt::Delete(s) => &s.targets,
        _ => &[],
    };
    targets.iter().filter(|t| t.is_attribute_expr()).filter_map(last_name)
}
