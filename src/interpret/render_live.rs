//! Texts to which Python code contributes: `__str__` and `__repr__`.

use super::Machine;
use super::machine::{Run, stop};
use super::render::MAX_DEPTH;
use crate::heap::{Class, Native, ObjectData, Type, Value};

/// Objects looked at to see whether a text is plain.
const MAX_LOOKS: u32 = 10_000;

impl Machine<'_> {
    /// `str(v)` or `repr(v)` as `print` calls it: may run `__str__` or `__repr__`. `None` where it is not known.
    pub(super) fn text_of(&mut self, v: Value, hooks: [&str; 2]) -> Run<Option<String>> {
        if hooks[0] == "__str__"
            && self.enum_of(v).is_none()
            && self.special(v, "__str__").is_none()
            && let Some(text) = self.as_str(v)
        {
            return Ok(Some(text.to_owned()));
        }
        if hooks[0] == "__str__"
            && let Some(mapping) = self.mapping_behind(v)
        {
            return self.text_of(mapping, hooks);
        }
        match self.repr(v) {
            Some(text) => Ok(Some(text)),
            None => self.live_text(v, hooks, 0),
        }
    }

    /// A text to which Python code contributes: objects inside are printed by their `__repr__`, in order.
    fn live_text(&mut self, v: Value, hooks: [&str; 2], depth: u32) -> Run<Option<String>> {
        if depth > MAX_DEPTH {
            return Err(stop("containers nest too deep to be printed"));
        }
        self.burn(8)?;
        let (_, object) = self.object(v)?;
        let data = match &object.data {
            ObjectData::Instance(_) => return self.instance_text(v, hooks),
            ObjectData::Exception(_) => return self.exception_text(v, hooks),
            _ if self.has_own_text(object.class) => return self.instance_text(v, hooks),
            _ => object.data.clone(),
        };
        let plain = matches!(
            object.class,
            Class::Builtin(Type::List | Type::Tuple | Type::Dict | Type::Deque | Type::SimpleNamespace)
        );
        let mut looks = MAX_LOOKS;
        let live = self.has_instance(v, depth, &mut looks);
        self.burn(u64::from(MAX_LOOKS - looks))?;
        if !live {
            return Ok(self.repr(v));
        }
        if !plain {
            return Err(stop("printing this container of objects is not modelled"));
        }
        let mut parts = Vec::new();
        // `Py_ReprEnter` owns the container.
        self.incref(v);
        match &data {
            ObjectData::List(l) => self.live_items(&l.items, &mut parts, depth)?,
            ObjectData::Tuple(t) => self.live_items(t, &mut parts, depth)?,
            ObjectData::Dict(d) => {
                for (k, v) in d.iter() {
                    let mut pair = Vec::new();
                    self.live_items(&[k, v], &mut pair, depth)?;
                    let pair: Option<Vec<String>> = pair.into_iter().collect();
                    parts.push(pair.map(|p| p.join(": ")));
                }
            }
            ObjectData::Native(n) => {
                if let Native::Namespace { dict } = **n {
                    let text = self.namespace_text(dict, depth)?;
                    self.decref(v)?;
                    return Ok(text);
                }
                let Native::Deque(d) = &**n else { return Err(stop("printing these objects is not modelled")) };
                // `deque_repr` prints a list of the items.
                let items: Vec<Value> = d.items.iter().copied().collect();
                items.iter().for_each(|&v| self.incref(v));
                let depth_in_c = self.in_c.len();
                self.in_c.extend(&items);
                self.live_items(&items, &mut parts, depth)?;
                self.in_c.truncate(depth_in_c);
                self.decref_all(items.into_iter().rev())?;
            }
            _ => return Err(stop("printing these objects is not modelled")),
        }
        self.decref(v)?;
        let parts: Option<Vec<String>> = parts.into_iter().collect();
        self.burn_result(parts.iter().flatten().map(String::len).sum())?;
        Ok(parts.map(|p| match &data {
            ObjectData::List(_) => format!("[{}]", p.join(", ")),
            ObjectData::Tuple(t) if t.len() == 1 => format!("({},)", p.join(", ")),
            ObjectData::Tuple(_) => format!("({})", p.join(", ")),
            ObjectData::Native(n) => {
                let most = if let Native::Deque(d) = &**n { d.maxlen } else { None };
                let end = most.map_or(String::new(), |n| format!(", maxlen={n}"));
                format!("deque([{}]{end})", p.join(", "))
            }
            _ => format!("{{{}}}", p.join(", ")),
        }))
    }

    /// `namespace(node=<__repr__ of the program>)`
    fn namespace_text(&mut self, dict: Value, depth: u32) -> Run<Option<String>> {
        let Some(named) = self.namespace_parts(dict) else { return Ok(None) };
        let mut parts = Vec::new();
        // `namespace_repr` owns the dict.
        self.incref(dict);
        for (name, v) in named {
            let mut value = Vec::new();
            self.live_items(&[v], &mut value, depth)?;
            let [Some(value)] = &value[..] else { return Ok(None) };
            parts.push(format!("{name}={value}"));
        }
        self.decref(dict)?;
        Ok(Some(format!("namespace({})", parts.join(", "))))
    }

    fn live_items(&mut self, items: &[Value], parts: &mut Vec<Option<String>>, depth: u32) -> Run<()> {
        for &v in items {
            parts.push(self.live_text(v, ["__repr__", "__repr__"], depth + 1)?);
        }
        Ok(())
    }

    /// Whether an instance is inside; yes, too, where that takes more than `budget` looks.
    fn has_instance(&self, v: Value, depth: u32, budget: &mut u32) -> bool {
        let Some((_, object)) = self.known(v) else { return false };
        if matches!(object.class, Class::User(_)) || *budget == 0 {
            return true;
        }
        *budget -= 1;
        let container = match &object.data {
            ObjectData::List(_) | ObjectData::Tuple(_) | ObjectData::Dict(_) | ObjectData::Set(_) => true,
            ObjectData::View { .. } | ObjectData::Slice(_) => true,
            ObjectData::Native(n) => matches!(
                **n,
                Native::Deque(_) | Native::Record { .. } | Native::Namespace { .. } | Native::ChainMap { .. }
            ),
            _ => false,
        };
        let mut found = false;
        if depth <= MAX_DEPTH && container {
            object.data.each_reference(|c| {
                found = found || self.has_instance(c, depth + 1, budget);
            });
        }
        found
    }

    /// `__str__` or `__repr__` of a class of the program has a say.
    pub(super) fn has_own_text(&self, class: Class) -> bool {
        let Class::User(class) = class else { return false };
        if self.enum_members(class).is_some() {
            return true;
        }
        let names = &self.program().names;
        ["__str__", "__repr__"].iter().any(|n| names.get(n).is_some_and(|n| self.class_attribute(class, n).is_some()))
    }

    fn exception_text(&mut self, v: Value, hooks: [&str; 2]) -> Run<Option<String>> {
        if let Class::User(class) = self.object(v)?.1.class {
            let own = hooks.map(|hook| {
                let hook = self.intern(hook);
                self.class_attribute(class, hook).is_some()
            });
            // `str(e)` asks BaseException.__str__ before a `__repr__` of the program.
            if own[0] {
                return self.instance_text(v, [hooks[0], hooks[0]]);
            }
        }
        if hooks[0] == "__str__" { self.exception_str(v) } else { self.exception_repr(v) }
    }

    /// The object that `__str__` or `__repr__` of the program returns, owned: `repr(o)` and `str(o)` are that one.
    pub(super) fn hook_text(&mut self, v: Value, hooks: [&str; 2]) -> Run<Option<Value>> {
        let (_, object) = self.object(v)?;
        let Class::User(class) = object.class else { return Ok(None) };
        // `str(e)` asks BaseException.__str__ before a `__repr__` of the program.
        // `Enum` has a `__str__` of its own.
        let own = matches!(object.data, ObjectData::Exception(_)) || self.enum_members(class).is_some();
        let hooks = if own { [hooks[0]; 2] } else { hooks };
        for hook in hooks {
            let hook = self.intern(hook);
            if let Some(function) = self.class_attribute(class, hook) {
                self.incref(v);
                self.in_c.push(v);
                let result = self.call_function(function, vec![v]);
                self.in_c.pop();
                return result.map(Some);
            }
        }
        Ok(None)
    }

    fn instance_text(&mut self, v: Value, hooks: [&str; 2]) -> Run<Option<String>> {
        let Class::User(class) = self.object(v)?.1.class else { return Ok(None) };
        if let Some(result) = self.hook_text(v, hooks)? {
            let text = self.as_str(result).map(str::to_owned);
            self.decref(result)?;
            return Ok(text);
        }
        if self.enum_members(class).is_some() {
            return self.enum_text(v, class, hooks[0]);
        }
        if self.is_plain_instance(v) { Ok(None) } else { Err(stop("the text of this object is not modelled")) }
    }
}
