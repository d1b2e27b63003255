use super::unit::Unit;
use crate::bytecode::op::Op;
use crate::bytecode::{Const, ConstId};
use crate::config::PythonVersion;
use crate::syntax::ast::{self, Expr};

impl<'a> Unit<'_, 'a> {
    pub(super) fn call(&mut self, c: &'a ast::ExprCall) {
        if let Some(method) = self.method_call(c) {
            return method;
        }
        let null = u32::from(self.version() >= PythonVersion::PY311);
        self.with_room(null, |u| {
            u.expr(&c.func);
            if u.is_inlined_call(c) {
                return u.inlined_call(c);
            }
            u.arguments(&c.arguments);
        });
    }

    /// `any`, `all` and `tuple`, if the name still means the builtin.
    fn inlined_call(&mut self, c: &'a ast::ExprCall) {
        let (Expr::Name(name), [generator]) = (&*c.func, &*c.arguments.args) else { return };
        let (done, call, end) = (self.label(), self.label(), self.label());
        let depth = self.depth();
        let builtin = self.c.name(name.id.as_str());
        self.emit(Op::IsBuiltin(builtin));
        self.pop_jump_if(false, call);
        self.emit(Op::Pop);
        let stops_at = match name.id.as_str() {
            "any" => Some(true),
            "all" => Some(false),
            _ => None,
        };
        if stops_at.is_none() {
            self.emit(Op::BuildList(0));
        }
        self.expr(generator);
        let head = self.new_label_here();
        self.for_iter(done);
        match stops_at {
            Some(stop) => {
                self.pop_jump_if(!stop, head);
                self.without_line(Op::Pop);
                self.truth(stop);
                self.jump_without_line(end);
            }
            None => {
                self.emit(Op::ListAppend(2));
                self.jump(head);
            }
        }
        self.here(done);
        self.set_depth(depth);
        match stops_at {
            Some(stop) => {
                self.set_depth(depth - 1);
                self.truth(!stop);
            }
            None => self.emit(Op::ListToTuple),
        }
        self.jump_without_line(end);
        self.here(call);
        self.set_depth(depth);
        self.arguments(&c.arguments);
        self.here(end);
        self.set_depth(depth);
    }

    fn truth(&mut self, value: bool) {
        let id = self.c.program.constant_id(Const::Bool(value));
        self.emit(Op::LoadConst(id));
    }

    /// From 3.14 the loop of `any(x for x in xs)` runs in the caller (`codegen.c`, maybe_optimize_function_call).
    fn is_inlined_call(&self, c: &ast::ExprCall) -> bool {
        let Expr::Name(name) = &*c.func else { return false };
        let lone = matches!(&*c.arguments.args, [Expr::Generator(_)]) && c.arguments.keywords.is_empty();
        lone && self.version() >= PythonVersion::PY314 && matches!(name.id.as_str(), "any" | "all" | "tuple")
    }

    /// `o.m(a)` loads the function and `o`: no bound-method object is made. Up to 3.10 not with keywords.
    fn method_call(&mut self, c: &'a ast::ExprCall) -> Option<()> {
        let Expr::Attribute(attribute) = &*c.func else { return None };
        let arguments = &c.arguments;
        let keywords = !arguments.keywords.is_empty();
        if is_unpacked(arguments) || (keywords && self.version() < PythonVersion::PY311) {
            return None;
        }
        self.expr(&attribute.value);
        let name = self.c.name(attribute.attr.as_str());
        self.at(crate::syntax::span_of(attribute), |u| u.emit_at_name(&attribute.attr, Op::LoadMethod(name)));
        self.positional(arguments);
        let keywords = self.keywords(&arguments.keywords);
        let args = (arguments.args.len() + arguments.keywords.len()) as u32;
        self.emit_at_name(&attribute.attr, Op::CallMethod { args, keywords });
        Some(())
    }

    /// The callable is on the stack: pushes the arguments and calls it.
    fn arguments(&mut self, arguments: &'a ast::Arguments) {
        if is_unpacked(arguments) {
            return self.call_ex(arguments);
        }
        self.positional(arguments);
        let keywords = self.keywords(&arguments.keywords);
        let args = (arguments.args.len() + arguments.keywords.len()) as u32;
        self.emit(Op::Call { args, keywords });
    }

    /// A lone generator expression stands where the parentheses of the call do.
    fn positional(&mut self, arguments: &'a ast::Arguments) {
        match &*arguments.args {
            [e @ Expr::Generator(g)] if !g.parenthesized => {
                self.at(crate::syntax::span_of(arguments), |u| u.comprehension(e));
            }
            args => args.iter().for_each(|e| self.expr(e)),
        }
    }

    /// Pushes the values of keyword arguments; their names are a constant tuple.
    pub(super) fn keywords(&mut self, keywords: &'a [ast::Keyword]) -> Option<ConstId> {
        if keywords.is_empty() {
            return None;
        }
        let names: Box<[ConstId]> =
            keywords.iter().map(|k| self.c.string(k.arg.as_ref().map_or("", |a| a.as_str()))).collect();
        keywords.iter().for_each(|k| self.expr(&k.value));
        // The tuple of names is an operand, but for 3.11 and 3.12.
        let names_on_stack = !(PythonVersion::PY311..=PythonVersion::PY312).contains(&self.version());
        self.with_room(u32::from(names_on_stack), |_| ());
        Some(self.c.program.constant_id(Const::Tuple(names)))
    }

    /// `f(*args, **kwargs)`: a lone `*args` that is a tuple is passed as it is, everything else is packed anew.
    fn call_ex(&mut self, arguments: &'a ast::Arguments) {
        match &*arguments.args {
            [Expr::Starred(s)] => self.expr(&s.value),
            args => {
                let first = args.iter().position(Expr::is_starred_expr).unwrap_or(args.len());
                args[..first].iter().for_each(|e| self.expr(e));
                if first == args.len() {
                    self.emit(Op::BuildTuple(first as u32));
                } else {
                    self.emit(Op::BuildList(first as u32));
                    self.extend_arguments(&args[first..]);
                    self.emit(Op::ListToTuple);
                }
            }
        }
        let keywords = !arguments.keywords.is_empty();
        if keywords {
            self.emit(Op::BuildDict(0));
            for k in &arguments.keywords {
                match &k.arg {
                    Some(name) => {
                        self.string(name.as_str());
                        self.expr(&k.value);
                        self.emit(Op::BuildDict(1));
                    }
                    None => self.expr(&k.value),
                }
                self.emit(Op::DictMerge(1));
            }
        }
        self.emit(Op::CallEx { keywords });
    }

    fn extend_arguments(&mut self, args: &'a [Expr]) {
        for e in args {
            match e {
                Expr::Starred(s) => {
                    self.expr(&s.value);
                    self.emit(Op::ListExtend(1));
                }
                e => {
                    self.expr(e);
                    self.emit(Op::ListAppend(1));
                }
            }
        }
    }
}

pub(super) fn is_unpacked(arguments: &ast::Arguments) -> bool {
    arguments.args.iter().any(Expr::is_starred_expr) || arguments.keywords.iter().any(|k| k.arg.is_none())
}
