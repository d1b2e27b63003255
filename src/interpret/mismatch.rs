//! Calls whose arguments do not fit, operands that do not: a `TypeError` with CPython's text, where that is known.

use super::Machine;
use super::machine::{Interrupt, raise, stop, untold};
use crate::bytecode::{BinaryOp, Code, CompareOp, Name, UnaryOp};
use crate::config::PythonVersion;
use crate::heap::{Class, FunctionData, Object, ObjectData, Type, Value};

impl Machine<'_> {
    /// `f` as error messages name it.
    fn name_in_messages(&self, code: &Code) -> String {
        if self.version >= PythonVersion::PY310 { code.qualname.to_string() } else { code.name.to_string() }
    }

    pub(super) fn too_many_arguments(&self, data: &FunctionData, given: usize, keywords: usize) -> Interrupt {
        let code = self.code(data.code);
        let most = code.positional as usize;
        if keywords > 0 {
            return Interrupt::Raise { class: "TypeError", message: None };
        }
        let defaults = match self.known(data.defaults).map(|(_, o)| &o.data) {
            Some(ObjectData::Tuple(items)) => items.len(),
            _ => 0,
        };
        let takes =
            if defaults > 0 { format!("from {} to {most}", most as i64 - defaults as i64) } else { most.to_string() };
        let plural = if defaults > 0 || most != 1 { "s" } else { "" };
        let were = if given == 1 { "was" } else { "were" };
        let name = self.name_in_messages(code);
        raise("TypeError", format!("{name}() takes {takes} positional argument{plural} but {given} {were} given"))
    }

    /// `None()`, `[1]()`
    pub(super) fn not_callable(&self, v: Value) -> Interrupt {
        let plain = self.known(v).is_some_and(|(_, o)| {
            matches!(
                (o.class, &o.data),
                (Class::Builtin(Type::List), ObjectData::List(_))
                    | (Class::Builtin(Type::Dict), ObjectData::Dict(_))
                    | (Class::Builtin(Type::Set), ObjectData::Set(_))
                    | (Class::Builtin(Type::Tuple), ObjectData::Tuple(_))
                    | (Class::Builtin(Type::Str), ObjectData::Str(_))
            )
        });
        let class = if plain && self.abs.is_none() { self.name_of_type(v) } else { self.type_without_answer(v) };
        match class {
            Some(class) => raise("TypeError", format!("'{class}' object is not callable")),
            None => self.no_such_call(v),
        }
    }

    pub(super) fn unexpected_keyword(&self, data: &FunctionData, name: Name) -> Interrupt {
        // From 3.13 a name that is close is suggested.
        let told = self.version < PythonVersion::PY313;
        let function = self.name_in_messages(self.code(data.code));
        let message = told.then(|| format!("{function}() got an unexpected keyword argument '{}'", self.text(name)));
        Interrupt::Raise { class: "TypeError", message }
    }

    pub(super) fn argument_twice(&self, data: &FunctionData, name: Name) -> Interrupt {
        let function = self.name_in_messages(self.code(data.code));
        raise("TypeError", format!("{function}() got multiple values for argument '{}'", self.text(name)))
    }

    /// Parameters without an argument: positional ones are told first.
    pub(super) fn missing_arguments(&self, data: &FunctionData, missing: &[usize]) -> Interrupt {
        let code = self.code(data.code);
        let positional: Vec<usize> = missing.iter().copied().filter(|&i| i < code.positional as usize).collect();
        let (kind, missing) =
            if positional.is_empty() { ("keyword-only", missing.to_vec()) } else { ("positional", positional) };
        let names: Vec<String> = missing.iter().map(|&i| format!("'{}'", self.text(code.slots[i].0))).collect();
        let list = match &names[..] {
            [one] => one.clone(),
            [first, second] => format!("{first} and {second}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
            [] => String::new(),
        };
        let (n, plural) = (names.len(), if names.len() == 1 { "" } else { "s" });
        let function = self.name_in_messages(code);
        raise("TypeError", format!("{function}() missing {n} required {kind} argument{plural}: {list}"))
    }

    /// `1 + "a"`; stops where one of the operands may know the operator after all.
    pub(super) fn unsupported_operands(&self, op: BinaryOp, left: Value, right: Value) -> Interrupt {
        let (Some(a), Some(b)) = (self.plain_type(left), self.plain_type(right)) else {
            return stop("an operator on these objects is not modelled");
        };
        let sequence = |t: &str| matches!(t, "str" | "list" | "tuple");
        let message = match op {
            BinaryOp::Add if sequence(a) => format!("can only concatenate {a} (not \"{b}\") to {a}"),
            BinaryOp::Mul if sequence(a) => format!("can't multiply sequence by non-int of type '{b}'"),
            BinaryOp::Mul if sequence(b) => format!("can't multiply sequence by non-int of type '{a}'"),
            BinaryOp::Mod if a == "str" => return stop("a format that does not fit"),
            BinaryOp::Pow => format!("unsupported operand type(s) for ** or pow(): '{a}' and '{b}'"),
            op => match symbol(op) {
                Some(symbol) => format!("unsupported operand type(s) for {symbol}: '{a}' and '{b}'"),
                None => return stop("an operator on these objects is not modelled"),
            },
        };
        raise("TypeError", message)
    }

    /// `x += y` has its own symbol where neither operand knows the operator.
    pub(super) fn in_place(&self, op: BinaryOp, interrupt: Interrupt) -> Interrupt {
        match (interrupt, symbol(op)) {
            (Interrupt::Raise { class, message: Some(text) }, Some(symbol)) => {
                let text = text.replacen(&format!("for {symbol}: "), &format!("for {symbol}=: "), 1);
                Interrupt::Raise { class, message: Some(text) }
            }
            (other, _) => other,
        }
    }

    /// `Money(1) + 2`, where no class has an answer.
    pub(super) fn unanswered(&self, op: BinaryOp, left: Value, right: Value) -> Interrupt {
        let named = self.name_of_type(left).zip(self.name_of_type(right));
        match (named, symbol(op)) {
            _ if self.sequence_items(left).is_some() || self.as_str(left).is_some() => untold("TypeError"),
            (Some((a, b)), Some(symbol)) => {
                raise("TypeError", format!("unsupported operand type(s) for {symbol}: '{a}' and '{b}'"))
            }
            _ => untold("TypeError"),
        }
    }

    /// `Money(1) < Money(2)`, where no class has an answer.
    pub(super) fn no_order(&self, op: CompareOp, left: Value, right: Value) -> Interrupt {
        match (self.name_of_type(left).zip(self.name_of_type(right)), order_symbol(op)) {
            (Some((a, b)), Some(symbol)) => {
                raise("TypeError", format!("'{symbol}' not supported between instances of '{a}' and '{b}'"))
            }
            _ => untold("TypeError"),
        }
    }

    pub(super) fn name_of_type(&self, v: Value) -> Option<String> {
        match self.known(v)? {
            (_, Object { class: Class::User(class), .. }) => Some(self.class_name(*class).to_owned()),
            _ => self.plain_type(v).map(str::to_owned),
        }
    }

    /// Why a call cannot be followed, with the name of what is called where that is known.
    pub(super) fn no_such_call(&self, callable: Value) -> Interrupt {
        let name = self.modules.iter().find(|&(_, &v)| v == callable).map(|(&name, _)| self.text(name));
        let kind =
            || self.name_of_type(callable).filter(|_| !self.known(callable).is_some_and(|(_, o)| o.is(Type::Opaque)));
        stop(match (name, kind()) {
            (Some(name), _) => format!("{name} is not modelled"),
            (None, Some(kind)) => format!("the call of an object of type {kind} is not modelled"),
            (None, None) => "something unknown is called".to_owned(),
        })
    }

    /// `1 < "a"`
    pub(super) fn unordered(&self, symbol: &str, left: Value, right: Value) -> Interrupt {
        match (self.plain_type(left), self.plain_type(right)) {
            (Some(a), Some(b)) if a != b || matches!(a, "NoneType" | "dict") => {
                raise("TypeError", format!("'{symbol}' not supported between instances of '{a}' and '{b}'"))
            }
            _ => stop("an order of these objects is not modelled"),
        }
    }

    /// `(1, 2)[0] = 3`, `del "abc"[0]`
    pub(super) fn no_items_to_change(&self, container: Value, what: &str) -> Interrupt {
        match self.known(container) {
            Some((_, Object { data, class: Class::Builtin(t), .. }))
                if !matches!(data, ObjectData::Summary(_) | ObjectData::Plain)
                    && matches!(
                        t,
                        Type::Tuple
                            | Type::Str
                            | Type::Bytes
                            | Type::Int
                            | Type::Float
                            | Type::Range
                            | Type::Set
                            | Type::FrozenSet
                    ) =>
            {
                raise("TypeError", format!("'{}' object {what}", t.name()))
            }
            _ => stop(format!("an object that {what}, or is not modelled")),
        }
    }

    /// The type of an object whose operators are all known: not of the program, not unknown.
    fn plain_type(&self, v: Value) -> Option<&'static str> {
        let (_, object) = self.known(v)?;
        let known = match (&object.data, object.class) {
            (ObjectData::Summary(_) | ObjectData::Address(_), _) => false,
            (ObjectData::Plain, Class::Builtin(t)) => t == Type::NoneType,
            (_, Class::Builtin(t)) => {
                matches!(t, Type::Int | Type::Float | Type::Bool | Type::Str | Type::List | Type::Tuple | Type::Dict)
            }
            _ => false,
        };
        object.class_name().filter(|_| known)
    }
}

fn order_symbol(op: CompareOp) -> Option<&'static str> {
    Some(match op {
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
        CompareOp::Eq | CompareOp::Ne => return None,
    })
}

fn symbol(op: BinaryOp) -> Option<&'static str> {
    Some(match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::FloorDiv => "//",
        BinaryOp::Mod => "%",
        BinaryOp::MatMul => "@",
        BinaryOp::LShift => "<<",
        BinaryOp::RShift => ">>",
        BinaryOp::And => "&",
        BinaryOp::Or => "|",
        BinaryOp::Xor => "^",
        BinaryOp::Pow => return None,
    })
}

pub(super) fn symbol_of_unary(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Negative => "-",
        UnaryOp::Positive => "+",
        UnaryOp::Invert => "~",
        UnaryOp::Not => "not",
    }
}
