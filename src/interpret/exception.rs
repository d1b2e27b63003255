//! Exception objects: how they are made, what they are instances of, their attributes (`exceptions.c`).

use super::Machine;
use super::attribute::find;
use super::call::Arguments;
use super::machine::{Interrupt, Policy, Run, stop};
use super::unwind::Flight;
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::cpython::exceptions::{ExceptionClass, Layout};
use crate::heap::{Class, ExceptionData, ObjId, Object, ObjectData, Type, Value};

impl Machine<'_> {
    pub(super) fn exception(&self, v: Value) -> Option<&ExceptionData> {
        match &self.known(v)?.1.data {
            ObjectData::Exception(e) => Some(e),
            _ => None,
        }
    }

    pub(super) fn exception_mut(&mut self, v: Value) -> Run<&mut ExceptionData> {
        let (id, _) = self.object(v)?;
        match &mut self.heap.get_mut(id).data {
            ObjectData::Exception(e) => Ok(e),
            _ => Err(stop("an unknown exception")),
        }
    }

    // -- classes

    /// The builtin exception that a class is or derives from.
    pub(super) fn exception_base(&self, class: Value) -> Run<Option<ExceptionClass>> {
        Ok(match &self.object(class)?.1.data {
            ObjectData::Builtin(name) => ExceptionClass::named(name),
            ObjectData::Class(d) => d.exception,
            _ => None,
        })
    }

    pub(super) fn is_exception_class(&self, class: Value) -> Run<bool> {
        Ok(self.exception_base(class)?.is_some())
    }

    /// `isinstance(exception, class)` for one exception class.
    pub(super) fn is_exception_of(&self, exception: Value, class: Value) -> Run<bool> {
        let Some(e) = self.exception(exception) else { return Err(stop("an unknown exception")) };
        let (id, object) = self.object(class)?;
        Ok(match &object.data {
            ObjectData::Builtin("object") => true,
            ObjectData::Builtin(name) => ExceptionClass::named(name).is_some_and(|c| e.builtin.derives_from(c)),
            ObjectData::Class(_) => match self.object(exception)?.1.class {
                Class::User(own) => matches!(&self.heap.get(own).data, ObjectData::Class(d) if d.mro.contains(&id)),
                Class::Builtin(_) => false,
            },
            _ => return Err(stop("an exception of an unknown class")),
        })
    }

    pub(super) fn is_attribute_error(&self, interrupt: &Interrupt) -> bool {
        let class = ExceptionClass::named("AttributeError");
        let exception = match interrupt {
            Interrupt::Raise { class, .. } => return *class == "AttributeError",
            Interrupt::Unwind(flight) | Interrupt::Reraise(flight) => flight.exception,
            Interrupt::Stop(_) => return false,
        };
        self.exception(exception).zip(class).is_some_and(|(e, c)| e.builtin.derives_from(c))
    }

    /// `type(exception)` (borrowed).
    pub(super) fn class_of_exception(&mut self, exception: Value) -> Run<Value> {
        match self.object(exception)?.1.class {
            Class::User(class) => Ok(class.into()),
            Class::Builtin(_) => {
                let name = self.exception_mut(exception)?.builtin.name();
                Ok(self.builtin(name))
            }
        }
    }

    // -- making

    /// A new exception of a builtin class; the arguments are owned.
    fn new_exception(&mut self, class: Class, builtin: ExceptionClass, args: Vec<Value>) -> Run<Value> {
        let field = match builtin.layout() {
            Layout::Group => return self.new_group(class, builtin, args),
            Layout::Special if args.len() > 1 || builtin.derives_from_unicode() => {
                return Err(stop(format!("the arguments of {} are not modelled", builtin.name())));
            }
            Layout::Value(name) => Some((name, args.first().copied())),
            Layout::Plain | Layout::Names | Layout::Special => None,
        };
        let mut fields = Vec::new();
        if let Some((name, Some(v))) = field {
            self.incref(v);
            fields.push((self.intern(name), v));
        }
        let args = self.tuple(args);
        let data = ExceptionData { fields, ..ExceptionData::new(builtin, args) };
        Ok(self.make(Object::new(class, ObjectData::Exception(Box::new(data)))))
    }

    /// `ValueError("text")`
    pub(super) fn call_exception(&mut self, builtin: ExceptionClass, arguments: &Arguments) -> Run<Value> {
        if !arguments.keywords.is_empty() {
            return Err(stop("keyword arguments of an exception are not modelled"));
        }
        let args = arguments.positional.clone();
        args.iter().for_each(|&v| self.incref(v));
        self.new_exception(Class::Builtin(Type::Exception), builtin, args)
    }

    /// `E(...)` of a class that derives from an exception: `__new__` keeps the arguments, then `__init__` runs.
    pub(super) fn instantiate_exception(
        &mut self,
        class: ObjId,
        builtin: ExceptionClass,
        arguments: &Arguments,
    ) -> Run<Value> {
        let init = self.intern("__init__");
        let init = self.class_attribute(class, init);
        if !arguments.keywords.is_empty() && init.is_none() {
            return Err(super::machine::raise(
                "TypeError",
                format!("{}() takes no keyword arguments", self.class_name(class)),
            ));
        }
        let args = arguments.positional.clone();
        args.iter().for_each(|&v| self.incref(v));
        self.incref(class.into());
        let exception = self.new_exception(Class::User(class), builtin, args)?;
        let Some(init) = init else { return Ok(exception) };
        let held = self.exception_mut(exception)?.args;
        // The call owns the tuple of the arguments, too.
        self.incref(held);
        let result = self.call_prepended_to(init, exception, arguments);
        self.decref(held)?;
        match result {
            Ok(v) => {
                self.decref(v)?;
                Ok(exception)
            }
            Err(e) => {
                self.decref(exception)?;
                Err(e)
            }
        }
    }

    /// The object of an exception that C code raises with a text.
    pub(super) fn exception_of_message(&mut self, class: &str, message: Option<String>) -> Run<Flight> {
        let text = match message {
            // `listobject.c` keeps this text for good.
            Some(text) if text == "list index out of range" => {
                let name = self.intern(&text);
                self.name_string(name)
            }
            Some(text) if !text.is_empty() => self.string(&text),
            _ => {
                // It is perhaps no text at all: a `KeyError` has the key.
                let unknown = self.unknown(Type::Str);
                self.leave_untold(unknown);
                unknown
            }
        };
        match self.throw_new(class, vec![text])? {
            Interrupt::Unwind(flight) => Ok(flight),
            other => Err(other),
        }
    }

    /// Raises a builtin exception from C code; the arguments are owned.
    pub(super) fn throw_new(&mut self, class: &str, args: Vec<Value>) -> Run<Interrupt> {
        let Some(builtin) = ExceptionClass::named(class) else { return Err(stop("an unknown exception")) };
        let exception = self.new_exception(Class::Builtin(Type::Exception), builtin, args)?;
        self.throw(exception)
    }

    /// As `throw_new`, for natives: `Err(m.throwing("KeyError", vec![key]))`. The arguments are borrowed.
    pub(super) fn throwing(&mut self, class: &'static str, args: Vec<Value>) -> Interrupt {
        if self.policy == Policy::Abstract {
            return Interrupt::Raise { class, message: None };
        }
        args.iter().for_each(|&v| self.incref(v));
        self.throw_new(class, args).unwrap_or_else(|e| e)
    }

    /// `AttributeError` and `NameError` tell from 3.10 which name was missing, and of which object: an owner of it.
    pub(super) fn throwing_about(
        &mut self,
        class: &'static str,
        message: String,
        name: Name,
        object: Value,
    ) -> Interrupt {
        if self.policy == Policy::Abstract {
            return Interrupt::Raise { class, message: Some(message) };
        }
        let text = self.string(&message);
        let interrupt = self.throw_new(class, vec![text]).unwrap_or_else(|e| e);
        if self.version < PythonVersion::PY310 {
            return interrupt;
        }
        let Interrupt::Unwind(flight) = interrupt else { return interrupt };
        self.tell_fields(flight.exception, name, object).err().unwrap_or(interrupt)
    }

    pub(super) fn tell_fields(&mut self, exception: Value, name: Name, object: Value) -> Run<()> {
        let value = self.name_string(name);
        let mut fields = vec![(self.intern("name"), value)];
        if object.is_bound() {
            self.incref(object);
            fields.insert(0, (self.intern("obj"), object));
        }
        self.exception_mut(exception)?.fields = fields;
        Ok(())
    }

    // -- attributes

    /// An attribute that exceptions have by themselves (owned), or `None`.
    pub(super) fn exception_attribute(&mut self, v: Value, name: Name) -> Option<Value> {
        let text = self.text(name).to_owned();
        let e = self.exception(v)?;
        let or_none = |v: Value| if v.is_bound() { v } else { Value::NONE };
        let value = match &*text {
            "args" => e.args,
            // What `except*` wraps has one or none: that changed within 3.12 and 3.13.
            "__traceback__" if !e.traceback.is_bound() && self.is_wrapped(v) && !self.wraps_with_traceback() => {
                return None;
            }
            "__traceback__" => or_none(e.traceback),
            "__context__" => or_none(e.context),
            "__cause__" => or_none(e.cause),
            "__suppress_context__" => Value::bool(e.suppress_context),
            _ => match find(&e.fields, name) {
                Some(v) => v,
                None if has_field(e.builtin, &text, self.version) => Value::NONE,
                None => find(&e.attributes.values, name)?,
            },
        };
        self.incref(value);
        Some(value)
    }

    /// `e.__cause__ = x`, `e.code = 3`: the value's reference moves in, the old one comes out.
    pub(super) fn set_exception_attribute(&mut self, v: Value, name: Name, value: Value) -> Run<Option<Value>> {
        let text = self.text(name).to_owned();
        if text == "args" {
            if !self.object(value)?.1.is(Type::Tuple) {
                return Err(stop("args of an exception that are no tuple"));
            }
            return Ok(Some(std::mem::replace(&mut self.exception_mut(v)?.args, value)));
        }
        let version = self.version;
        let e = self.exception_mut(v)?;
        let new = if value == Value::NONE { Value::UNBOUND } else { value };
        let old = match &*text {
            "__traceback__" => std::mem::replace(&mut e.traceback, new),
            "__context__" => std::mem::replace(&mut e.context, new),
            "__cause__" => {
                e.suppress_context = true;
                std::mem::replace(&mut e.cause, new)
            }
            "__suppress_context__" => {
                e.suppress_context = value == Value::TRUE;
                return Ok(None);
            }
            _ if has_field(e.builtin, &text, version) => return Err(stop("a field of an exception is assigned")),
            _ => {
                let old = super::attribute::replace(&mut e.attributes.values, name, value);
                return Ok(old);
            }
        };
        Ok(old.is_bound().then_some(old))
    }

    // -- texts

    /// `str(e)` of an exception with one argument that is a str: that str itself (borrowed).
    pub(super) fn text_of_exception(&mut self, v: Value) -> Option<Value> {
        if let Class::User(class) = self.known(v)?.1.class {
            let hook = self.intern("__str__");
            if self.class_attribute(class, hook).is_some() {
                return None;
            }
        }
        let e = self.exception(v)?;
        let key_error = ExceptionClass::named("KeyError").is_some_and(|c| e.builtin.derives_from(c));
        match self.sequence_items(e.args)?[..] {
            [one] if !key_error => self.as_str(one).map(|_| one),
            _ => None,
        }
    }

    /// `str(e)` without a `__str__` of its own: by the number of arguments.
    pub(super) fn exception_str(&mut self, v: Value) -> Run<Option<String>> {
        let Some(e) = self.exception(v) else { return Ok(None) };
        let (args, builtin) = (e.args, e.builtin);
        let items = self.sequence_items(args).unwrap_or_default();
        let key_error = ExceptionClass::named("KeyError").is_some_and(|c| builtin.derives_from(c));
        if builtin.is_group() {
            return Ok(self.group_str(v));
        }
        match items[..] {
            [] => Ok(Some(String::new())),
            [one] if key_error => self.text_of(one, ["__repr__", "__repr__"]),
            [one] => self.text_of(one, ["__str__", "__repr__"]),
            _ => self.text_of(args, ["__repr__", "__repr__"]),
        }
    }

    /// `repr(e)`: `ValueError('text')`
    pub(super) fn exception_repr(&mut self, v: Value) -> Run<Option<String>> {
        let Some(e) = self.exception(v) else { return Ok(None) };
        let args = e.args;
        let name = self.type_name(self.known_id(v)?).unwrap_or_default();
        let items = self.sequence_items(args).unwrap_or_default();
        let text = match items[..] {
            [one] => self.text_of(one, ["__repr__", "__repr__"])?.map(|t| format!("({t})")),
            _ => self.text_of(args, ["__repr__", "__repr__"])?,
        };
        Ok(text.map(|t| name + &t))
    }
}

/// Unset where an `OSError` has one argument or none.
const OS_ERROR_FIELDS: &[&str] = &["errno", "strerror", "filename", "filename2"];

/// Whether C code keeps a field of this name for the class.
fn has_field(class: ExceptionClass, name: &str, version: PythonVersion) -> bool {
    match class.layout() {
        Layout::Value(field) => field == name,
        Layout::Names if version >= PythonVersion::PY310 => {
            name == "name" || (name == "obj" && class.name() == "AttributeError")
        }
        Layout::Special => {
            OS_ERROR_FIELDS.contains(&name) && ExceptionClass::named("OSError").is_some_and(|c| class.derives_from(c))
        }
        Layout::Group => matches!(name, "message" | "exceptions"),
        Layout::Names | Layout::Plain => false,
    }
}
