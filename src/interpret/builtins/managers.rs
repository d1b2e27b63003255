//! The module `contextlib`: context managers made of generators, and those that the module has ready. Locks are others.

use super::{Call, Native as Function};
use crate::config::PythonVersion;
use crate::heap::{Exit, Manager, Native, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::generator::{Resumed, Sent};
use crate::interpret::machine::{Interrupt, Run, raise, stop, untold};
use crate::interpret::unwind::Flight;

pub(super) const NAMES: &[(&str, Function)] = &[
    ("contextlib.contextmanager", context_manager),
    ("contextlib.suppress", suppress),
    ("contextlib.closing", closing),
    ("contextlib.nullcontext", null_context),
    ("contextlib.redirect_stdout", redirect),
    ("contextlib.ExitStack", exit_stack),
    ("contextlib.ExitStack.enter_context", enter_context),
    ("contextlib.ExitStack.callback", callback),
    ("contextlib.ExitStack.close", |m, c| {
        c.exactly::<0>()?;
        leave(m, c.receiver, None)?;
        Ok(Value::NONE)
    }),
    ("threading.Lock", |m, c| {
        c.exactly::<0>()?;
        manager(m, Type::Lock, Manager::Lock { held: 0 })
    }),
    ("threading.RLock", |m, c| {
        c.exactly::<0>()?;
        manager(m, Type::RLock, Manager::Lock { held: 0 })
    }),
    ("threading.Lock.acquire", |m, c| {
        c.exactly::<0>()?;
        enter(m, c.receiver)
    }),
    ("threading.Lock.release", |m, c| {
        c.exactly::<0>()?;
        leave(m, c.receiver, None)?;
        Ok(Value::NONE)
    }),
    ("threading.Lock.locked", |m, c| {
        c.exactly::<0>()?;
        if m.object(c.receiver)?.1.is(Type::RLock) {
            return Err(stop("RLock.locked is not modelled"));
        }
        Ok(Value::bool(matches!(data(m, c.receiver)?, Manager::Lock { held } if held > 0)))
    }),
    ("contextlib.manager.__enter__", |m, c| enter(m, c.receiver)),
    ("contextlib.manager.__exit__", exit),
];

/// `@contextmanager`: a function that makes a manager of what the generator function returns.
fn context_manager(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [function] = c.exactly()?;
    m.incref(function);
    m.make_native(Type::Function, Native::ManagerMaker { function })
}

fn manager(m: &mut Machine<'_>, ty: Type, manager: Manager) -> Run<Value> {
    let v = m.make_native(ty, Native::Manager(manager))?;
    // Python code of the library works on it.
    m.leave_uncounted(v);
    Ok(v)
}

impl Machine<'_> {
    /// The call of a function that `@contextmanager` made.
    pub(in crate::interpret) fn call_manager_maker(&mut self, function: Value, arguments: &Arguments) -> Run<Value> {
        arguments.values().for_each(|v| self.incref(v));
        let generator = self.call_with(function, arguments.clone())?;
        if !self.object(generator)?.1.is(Type::Generator) {
            return Err(stop("a context manager of a function that is no generator"));
        }
        // It could be called again until it is entered.
        let held: Vec<Value> = arguments.values().chain([function]).collect();
        held.iter().for_each(|&v| self.incref(v));
        manager(self, Type::GeneratorManager, Manager::Generator { generator, held })
    }
}

fn suppress(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let classes = c.positional()?.to_vec();
    classes.iter().for_each(|&v| m.incref(v));
    let classes = m.tuple(classes);
    manager(m, Type::Suppress, Manager::Suppress { classes })
}

fn closing(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [thing] = c.exactly()?;
    m.incref(thing);
    manager(m, Type::Closing, Manager::Closing { thing })
}

fn null_context(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let result = match *c.positional()? {
        [] => Value::NONE,
        [v] => v,
        _ => return Err(untold("TypeError")),
    };
    m.incref(result);
    manager(m, Type::NullContext, Manager::Null { result })
}

fn redirect(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [target] = c.exactly()?;
    if !matches!(m.native_data(target)?, Native::TextBuffer { .. }) {
        return Err(stop("standard output that goes to this object"));
    }
    m.incref(target);
    manager(m, Type::RedirectStdout, Manager::Redirect { target })
}

fn exit_stack(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    manager(m, Type::ExitStack, Manager::Stack { exits: Vec::new() })
}

fn data(m: &Machine<'_>, v: Value) -> Run<Manager> {
    match m.native_data(v)? {
        Native::Manager(manager) => Ok(manager.clone()),
        _ => Err(stop("not a context manager")),
    }
}

fn data_mut<'m>(m: &'m mut Machine<'_>, v: Value) -> Run<&'m mut Manager> {
    match m.native_data_mut(v)? {
        Native::Manager(manager) => Ok(manager),
        _ => Err(stop("not a context manager")),
    }
}

fn enter(m: &mut Machine<'_>, v: Value) -> Run<Value> {
    match data(m, v)? {
        Manager::Generator { generator, .. } => {
            if let Manager::Generator { held, .. } = data_mut(m, v)? {
                let held = std::mem::take(held);
                m.decref_all(held)?;
            }
            let id = m.known_id(generator)?;
            within_library(m.next_of_generator(id))?.ok_or_else(|| stop("a context manager that does not yield"))
        }
        Manager::Suppress { .. } => Ok(Value::NONE),
        Manager::Closing { thing: v } | Manager::Null { result: v } => {
            m.incref(v);
            Ok(v)
        }
        Manager::Redirect { target } => {
            // `sys.stdout` is an owner, too.
            m.redirected.push(target);
            m.incref(target);
            m.incref(target);
            Ok(target)
        }
        Manager::Stack { .. } => {
            m.incref(v);
            Ok(v)
        }
        Manager::Lock { held } => {
            if held > 0 && m.object(v)?.1.is(Type::Lock) {
                return Err(stop("a lock that nobody releases"));
            }
            *data_mut(m, v)? = Manager::Lock { held: held + 1 };
            Ok(Value::TRUE)
        }
    }
}

/// `__exit__(type, exception, traceback)`
fn exit(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (manager, exception, traceback) = match *c.positional()? {
        [_, exception, traceback] if c.receiver.is_bound() => (c.receiver, exception, traceback),
        [manager, _, exception, traceback] => (manager, exception, traceback),
        _ => return Err(untold("TypeError")),
    };
    let raised = (exception != Value::NONE).then_some((exception, traceback));
    leave(m, manager, raised).map(Value::bool)
}

/// Leaves a manager; whether it swallows the exception.
fn leave(m: &mut Machine<'_>, v: Value, raised: Option<(Value, Value)>) -> Run<bool> {
    match (data(m, v)?, raised) {
        (Manager::Generator { generator, .. }, None) => {
            let id = m.known_id(generator)?;
            match within_library(m.next_of_generator(id))? {
                None => Ok(false),
                Some(_) => Err(stop("a context manager that yields twice")),
            }
        }
        (Manager::Generator { generator, .. }, Some((exception, traceback))) => {
            throw_into(m, v, generator, exception, traceback)
        }
        (Manager::Suppress { classes }, Some((exception, _))) => {
            for class in m.sequence_items(classes).unwrap_or_default() {
                if m.is_exception_of(exception, class)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        (Manager::Closing { thing }, _) => {
            let close = m.intern("close");
            let method = m.load_attr(thing, close)?;
            m.in_c.push(thing);
            let result = m.call_function(method, Vec::new());
            m.in_c.pop();
            let result = within_library(result)?;
            m.decref_all([result, method])?;
            Ok(false)
        }
        (Manager::Redirect { .. }, _) => {
            let target = m.redirected.pop().unwrap_or(Value::UNBOUND);
            m.decref(target)?;
            Ok(false)
        }
        (Manager::Suppress { .. } | Manager::Null { .. }, _) => Ok(false),
        (Manager::Lock { held }, _) => {
            let held = held.checked_sub(1).ok_or_else(|| raise("RuntimeError", "release unlocked lock"))?;
            *data_mut(m, v)? = Manager::Lock { held };
            Ok(false)
        }
        (Manager::Stack { .. }, raised) => unwind_stack(m, v, raised),
    }
}

/// The exception goes to the `yield`; the generator may end there, or let it through.
fn throw_into(m: &mut Machine<'_>, manager: Value, generator: Value, exception: Value, traceback: Value) -> Run<bool> {
    let id = m.known_id(generator)?;
    let frame = match &m.heap.get(id).data {
        ObjectData::Generator(g) => g.frame,
        _ => None,
    };
    m.incref(exception);
    let travelling = m.travelling(exception)?;
    match m.resume(id, Sent::Exception(Flight { exception, traceback: travelling })) {
        // The traceback holds the generator's frame, and that the frame of `__exit__`, which holds the exception.
        Ok(Resumed::Returned(v)) if (PythonVersion::PY312..=PythonVersion::PY313).contains(&m.version) => {
            [manager, exception, traceback].into_iter().for_each(|v| m.incref(v));
            let locals = m.tuple(vec![manager, exception, traceback]);
            m.leave_untold(locals);
            if !frame.is_some_and(|frame| m.own_caller(frame, locals)) {
                return Err(stop("a generator that has swallowed an exception, and whose frame is gone"));
            }
            m.decref(v)?;
            Ok(true)
        }
        Ok(Resumed::Returned(v)) => {
            m.decref(v)?;
            Ok(true)
        }
        Ok(Resumed::Yielded(_)) => Err(stop("a context manager that yields twice")),
        Err(Interrupt::Unwind(flight) | Interrupt::Reraise(flight)) if flight.exception == exception => {
            // From 3.11 the exception goes on with the traceback that it came with.
            let kept = if m.version >= PythonVersion::PY311 { traceback } else { flight.traceback };
            m.incref(kept);
            let old = std::mem::replace(&mut m.exception_mut(exception)?.traceback, kept);
            m.decref_all([old, flight.traceback, exception])?;
            Ok(false)
        }
        Err(e) => within_library(Err(e)),
    }
}

/// A traceback would have the frames of `contextlib`, which are not modelled.
fn within_library<T>(result: Run<T>) -> Run<T> {
    result.map_err(|e| if e.is_exception() { stop("an exception that passes frames of contextlib") } else { e })
}

fn exits_of<'m>(m: &'m mut Machine<'_>, stack: Value) -> Run<&'m mut Vec<Exit>> {
    match data_mut(m, stack)? {
        Manager::Stack { exits } => Ok(exits),
        _ => Err(stop("not an ExitStack")),
    }
}

/// `stack.enter_context(manager)`
fn enter_context(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [manager] = c.exactly()?;
    let function = m.exit_function(manager)?;
    m.incref(manager);
    m.incref(function);
    m.leave_uncounted(manager);
    let entered = within_library(m.enter_manager(manager))?;
    exits_of(m, c.receiver)?.push(Exit::Manager { manager, function });
    Ok(entered)
}

/// `stack.callback(function, ...)`: gives the function back.
fn callback(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some((&function, rest)) = c.arguments.positional.split_first() else {
        return Err(untold("TypeError"));
    };
    let (positional, keywords) = (rest.to_vec(), c.arguments.keywords.clone());
    // The wrapper's cells, and its `__wrapped__`.
    let held: Vec<Value> =
        positional.iter().copied().chain(keywords.iter().map(|&(_, v)| v)).chain([function]).collect();
    for v in held {
        m.incref(v);
        m.leave_uncounted(v);
    }
    exits_of(m, c.receiver)?.push(Exit::Callback { function, positional, keywords });
    m.incref(function);
    Ok(function)
}

/// The last one first; an exception that one of them swallows the others do not see.
fn unwind_stack(m: &mut Machine<'_>, stack: Value, raised: Option<(Value, Value)>) -> Run<bool> {
    let mut pending = raised;
    while let Some(exit) = exits_of(m, stack)?.pop() {
        let result = match exit {
            Exit::Manager { manager, function } => {
                let (exception, traceback) = pending.unwrap_or((Value::NONE, Value::NONE));
                let class = if pending.is_some() { m.class_of_exception(exception)? } else { Value::NONE };
                let arguments = vec![manager, class, exception, traceback];
                arguments.iter().for_each(|&v| m.incref(v));
                let result = within_library(m.call_function(function, arguments))?;
                if m.truth(result)?.ok_or_else(|| stop("an unknown truth"))? && pending.is_some() {
                    if matches!(m.native_of(manager), Some(Native::Manager(Manager::Generator { .. }))) {
                        return Err(stop("a generator in an ExitStack that swallows an exception"));
                    }
                    pending = None;
                }
                m.decref_all([manager, function])?;
                result
            }
            Exit::Callback { function, positional, keywords } => {
                let arguments = Arguments { positional, keywords };
                let held: Vec<Value> = arguments.values().collect();
                held.iter().for_each(|&v| m.incref(v));
                let result = within_library(m.call_with(function, arguments))?;
                m.decref_all(held)?;
                m.decref(function)?;
                result
            }
        };
        m.decref(result)?;
    }
    Ok(raised.is_some() && pending.is_none())
}
