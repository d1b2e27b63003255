//! One instruction on a state that is not fully known.

use super::late::Variable;
use crate::bytecode::{BinaryOp, Conversion, HandlerKind, Op};
use crate::heap::{Class, ObjId, ObjectData, Summary, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::exec::Flow;
use crate::interpret::machine::{Interrupt, Run};
use crate::interpret::story::EventOf;
use smallvec::SmallVec;

/// Containers up to this length are followed item by item.
pub(super) const SMALL: usize = 64;

impl Machine<'_> {
    pub(super) fn step(&mut self, f: usize, op: Op) -> Run<Flow> {
        match op {
            Op::Nop | Op::EndComprehension(_) => {
                if let Op::EndComprehension(loops) = op {
                    self.end_comprehension(f, loops)?;
                }
            }
            Op::LoadConst(id) => {
                self.abs().permanent = true;
                let v = self.constant(id);
                self.abs().permanent = false;
                self.push(f, v);
            }
            Op::LoadFast(s) => {
                let v = self.frames[f].slots[s as usize];
                let name = self.slot_name(f, s);
                return self.loaded(f, v, name);
            }
            Op::LoadDeref(s) | Op::LoadClassDeref(s) => {
                let v = self.cell_value(self.frames[f].slots[s as usize]);
                let name = self.slot_name(f, s);
                return self.loaded(f, v, name);
            }
            Op::LoadName(n) | Op::LoadGlobal(n) => {
                let v = self.abstract_name(f, op, n);
                return self.loaded(f, v, n);
            }
            Op::StoreFast(s) => {
                let v = self.pop(f)?;
                let (old, name) = (self.frames[f].slots[s as usize], self.slot_name(f, s));
                self.bound(f, name, old, v);
                self.frames[f].slots[s as usize] = v;
            }
            Op::StoreDeref(s) => {
                let v = self.pop(f)?;
                self.overtakes(f, Variable::Slot(s));
                let cell = self.frames[f].slots[s as usize];
                let (old, name) = (self.cell_value(cell), self.slot_name(f, s));
                self.set_cell(cell, v);
                self.bound(f, name, old, v);
            }
            Op::StoreName(n) | Op::StoreGlobal(n) => {
                let v = self.pop(f)?;
                self.abstract_store(f, op, n, v);
            }
            Op::DeleteFast(s) => {
                let (old, name) = (self.frames[f].slots[s as usize], self.slot_name(f, s));
                self.released(f, name, old, true);
                self.frames[f].slots[s as usize] = Value::UNBOUND;
            }
            Op::ClearFast(s) => self.frames[f].slots[s as usize] = Value::UNBOUND,
            Op::DeleteDeref(s) => {
                let cell = self.frames[f].slots[s as usize];
                let (old, name) = (self.cell_value(cell), self.slot_name(f, s));
                self.set_cell(cell, Value::UNBOUND);
                self.released(f, name, old, true);
            }
            Op::DeleteName(n) | Op::DeleteGlobal(n) => {
                let old = self.namespace_value(f, n);
                self.released(f, n, old, true);
                self.set_namespace(f, n, Value::UNBOUND);
            }
            Op::MakeCell(s) => {
                let cell = self.make_builtin(Type::Cell, ObjectData::Cell(Value::UNBOUND));
                self.frames[f].slots[s as usize] = cell;
            }
            Op::LoadClosure(s) => {
                let v = self.frames[f].slots[s as usize];
                let held = self.cell_value(v);
                self.happens(held, EventOf::Stored);
                self.push(f, v);
            }
            Op::Pop => {
                let v = self.pop(f)?;
                self.dropped(v);
            }
            Op::Copy(n) => {
                let v = self.peek(f, n)?;
                self.push(f, v);
            }
            Op::Swap(_) | Op::Jump(_) => return self.exec(f, op),
            Op::PopJumpIf { when, target } => {
                let v = self.pop(f)?;
                self.tested(v);
                return Ok(match self.abstract_truth(v) {
                    Some(t) if t == when => Flow::Jump(target),
                    Some(_) => Flow::Next,
                    None => Flow::Fork(target),
                });
            }
            Op::JumpOrPop { when, target } => {
                let v = self.peek(f, 1)?;
                self.tested(v);
                return Ok(match self.abstract_truth(v) {
                    Some(t) if t == when => Flow::Jump(target),
                    Some(_) => {
                        self.pop(f)?;
                        Flow::Next
                    }
                    None => Flow::Fork(target),
                });
            }
            Op::ForIter(target) => return self.abstract_for(f, target),
            Op::Return => {
                let v = self.pop(f)?;
                self.happens(v, EventOf::Returned);
                self.finalized_at_return(f, v);
                self.held_at_exit(f, v);
                self.note_return(f, v);
                self.publish_exit(f, v);
                return Ok(Flow::Return(v));
            }
            Op::Yield => {
                let v = self.pop(f)?;
                self.happens(v, EventOf::Yielded);
                self.keep(v);
                self.escape(v);
                self.forget_escaped();
                self.push(f, Value::OPAQUE);
            }
            Op::Raise(n) => {
                let values = self.pop_n(f, n)?;
                self.note_raised(f, &values);
                if let Some(handled) = self.handled_in(f).filter(|_| n == 0) {
                    self.happens(handled, EventOf::Raised);
                }
                for v in values {
                    self.passed_on(v);
                }
                return Err(ended());
            }
            Op::Reraise => return Err(ended()),
            Op::MatchSequence | Op::MatchMapping => {
                let v = self.peek(f, 1)?;
                self.happens(v, EventOf::Read);
                let matches = self.unknown_bool();
                self.push(f, matches);
            }
            Op::IsBuiltin(_) => {
                let same = self.unknown_bool();
                self.push(f, same);
            }
            Op::GetLen => self.push(f, Value::OPAQUE),
            Op::MatchKeys => {
                let subject = self.peek(f, 2)?;
                self.pass_on(&[subject]);
                self.push(f, Value::OPAQUE);
            }
            Op::MatchRest | Op::MatchClass(_) => {
                let parts = self.pop_n(f, if op == Op::MatchRest { 2 } else { 3 })?;
                self.pass_on(&parts[..1]);
                self.push(f, Value::OPAQUE);
            }
            Op::PopExcept { above } => {
                let kept = self.pop_n(f, above)?;
                let saved = HandlerKind::Except.operands(self.version) - HandlerKind::Cleanup.operands(self.version);
                self.pop_n(f, saved)?;
                kept.into_iter().for_each(|v| self.push(f, v));
            }
            Op::LoadAttr(_) => {
                let o = self.peek(f, 1)?;
                self.step_object(f, op)?;
                let v = self.peek(f, 1)?;
                self.tell_fetched(o, v);
            }
            op => {
                let by = self.counts_on(f, op);
                self.step_object(f, op)?;
                if by.is_some() || matches!(op, Op::Binary(_) | Op::Call { .. } | Op::FormatValue { .. }) {
                    self.note_distinct(f, by);
                }
            }
        }
        Ok(Flow::Next)
    }

    fn step_object(&mut self, f: usize, op: Op) -> Run<()> {
        match op {
            Op::Call { args, keywords } => return self.abstract_call_op(f, args, keywords, None),
            Op::CallDecorator => return self.abstract_call_op(f, 1, None, None),
            Op::CallMethod { args, keywords } => return self.abstract_method_op(f, args, keywords),
            Op::CallEx { keywords } => return self.abstract_call_ex(f, keywords),
            Op::MakeFunction { code, parts } => return self.abstract_function(f, code, parts),
            Op::BuildClass { bases, keywords, name } => return self.abstract_class(f, name, bases, keywords.is_some()),
            Op::LoadMethod(name) => return self.abstract_method(f, name),
            Op::LoadAttr(name) => {
                let o = self.peek(f, 1)?;
                if let Some((getter, data)) = self.getter(o, name) {
                    self.pop(f)?;
                    self.happens(o, EventOf::Read);
                    let v = self.call_in_view(getter, &data, o, Arguments::default())?;
                    self.push(f, v);
                    return Ok(());
                }
            }
            Op::ImportName { module, level } => {
                let v = match level {
                    0 => self.module_value(module),
                    _ => self.relative_module(module, level),
                };
                self.push(f, v);
                return Ok(());
            }
            Op::ImportFrom(name) => {
                let module = self.peek(f, 1)?;
                let known = self.library_attribute(module, name).or_else(|| self.imported_attribute(module, name));
                let v = known.or_else(|| self.outside_import(module, name)).unwrap_or(Value::OPAQUE);
                self.push(f, v);
                return Ok(());
            }
            _ => {}
        }
        if self.is_exact(f, op) && self.try_exact(f, op)? {
            return Ok(());
        }
        self.step_unknown(f, op)
    }

    /// Runs the concrete transfer function; what it cannot tell is undone.
    fn try_exact(&mut self, f: usize, op: Op) -> Run<bool> {
        // An operation whose operands are not listed may take any of them.
        let all = self.frames[f].stack.len();
        let taken = match operands(op) as usize {
            0 => all,
            n => n.min(all),
        };
        let below = all - taken;
        let held: SmallVec<[Value; 8]> = self.frames[f].stack[below..].into();
        self.heap.mark();
        let result = self.exec(f, op);
        match result {
            Err(e) if matches!(e, Interrupt::Stop(_)) || self.may_have_attribute(op, &held) => {
                self.heap.rollback();
                self.heap.commit();
                self.frames[f].stack.truncate(below);
                self.frames[f].stack.extend_from_slice(&held);
                self.abs().made_here = 0;
                Ok(false)
            }
            Ok(_) => {
                self.heap.commit();
                self.note_store(op, &held);
                self.tell_exact(op, &held);
                Ok(true)
            }
            Err(e) => {
                self.heap.commit();
                Err(e)
            }
        }
    }

    /// Not found is not certain where a base is not in view, or where anybody may set attributes.
    fn may_have_attribute(&self, op: Op, operands: &[Value]) -> bool {
        let attribute = matches!(op, Op::LoadAttr(_) | Op::StoreAttr(_) | Op::DeleteAttr(_));
        attribute
            && operands.last().and_then(|&v| self.known(v)).is_none_or(|(_, o)| match o.class {
                Class::User(_) => true,
                Class::Builtin(t) => matches!(t, Type::Type | Type::Function | Type::Module | Type::Opaque),
            })
    }

    /// The operands are single objects whose contents are known and few.
    fn is_exact(&self, f: usize, op: Op) -> bool {
        let n = operands(op);
        let stack = &self.frames[f].stack;
        let Some(start) = stack.len().checked_sub(n as usize) else { return false };
        let mut operands = &stack[start..];
        // `d["count"] = len(xs)`: whatever it is, it is what stands under that key from now on.
        if let (Op::StoreSubscript, &[_, container, key]) = (op, operands)
            && self.takes_anything(container, key)
        {
            operands = &operands[1..];
        }
        if !operands.iter().all(|&v| self.is_followed(v)) {
            return false;
        }
        match op {
            Op::LoadAttr(name) => operands.iter().all(|&v| {
                self.known(v).is_none_or(|(_, o)| match o.class {
                    Class::User(c) => self.class_field(c, name).is_none(),
                    Class::Builtin(_) => true,
                })
            }),
            Op::Binary(b) | Op::Inplace(b) if matches!(b, BinaryOp::Mul | BinaryOp::Pow | BinaryOp::LShift) => {
                operands.iter().all(|&v| self.as_int(v).is_none_or(|n| n.abs() <= SMALL as i64))
                    || operands.iter().all(|&v| self.as_int(v).is_some_and(|n| n.abs() < 1 << 31)) && b == BinaryOp::Mul
                    || (b == BinaryOp::Pow && operands.iter().all(|&v| self.as_int(v).is_some_and(|n| n.abs() <= 1000)))
            }
            Op::BuildList(n) | Op::BuildTuple(n) | Op::BuildSet(n) => n as usize <= SMALL,
            Op::BuildDict(n) => n as usize <= SMALL,
            // Which exception is on its way, and what a pattern meets, is not followed.
            Op::MatchException | Op::PopExcept { .. } | Op::ExceptWith | Op::IsEndOfAsyncFor => false,
            Op::MatchGroup | Op::PrepareReraise => false,
            Op::EnterAsyncWith | Op::GetAsyncIter | Op::GetAsyncNext => false,
            Op::MatchSequence | Op::MatchMapping | Op::MatchKeys | Op::MatchRest | Op::MatchClass(_) => false,
            _ => true,
        }
    }

    /// A plain dict or list, and a key that is no slice.
    fn takes_anything(&self, container: Value, key: Value) -> bool {
        let plain = self.known(container).is_some_and(|(_, o)| o.is(Type::Dict) || o.is(Type::List));
        plain && self.known(key).is_some_and(|(_, o)| matches!(o.data, ObjectData::Str(_) | ObjectData::Int(_)))
    }

    /// A known object whose contents are exactly what the heap says.
    pub(super) fn is_followed(&self, v: Value) -> bool {
        let Some((_, o)) = self.known(v) else { return false };
        let few = match &o.data {
            ObjectData::List(l) => l.items.len() <= SMALL,
            ObjectData::Tuple(t) => t.len() <= SMALL,
            ObjectData::Dict(d) => d.len() <= SMALL,
            ObjectData::Set(s) => s.dict.len() <= SMALL,
            ObjectData::Str(s) => s.len() <= 4096,
            ObjectData::Summary(_) | ObjectData::Generator(_) | ObjectData::Iterator(_) | ObjectData::Imported(_) => {
                false
            }
            ObjectData::Plain => matches!(o.class, Class::Builtin(Type::NoneType | Type::Object)),
            _ => true,
        };
        let fixed = !matches!(
            o.data,
            ObjectData::List(_)
                | ObjectData::Dict(_)
                | ObjectData::Set(_)
                | ObjectData::Instance(_)
                | ObjectData::Cell(_)
        );
        few && (fixed || !(o.summary || o.escaped))
    }

    /// Operations that change an operand; a number has nothing to change.
    fn note_store(&mut self, op: Op, operands: &[Value]) {
        let target = match op {
            Op::StoreAttr(_) | Op::StoreSubscript | Op::DeleteSubscript | Op::DeleteAttr(_) => match (op, operands) {
                (Op::StoreSubscript, [.., container, _]) | (Op::DeleteSubscript, [.., container, _]) => *container,
                (_, [.., object]) => *object,
                _ => return,
            },
            Op::Inplace(_) => match operands {
                [.., left, _] if self.changes_in_place(*left) => *left,
                _ => return,
            },
            _ => return,
        };
        self.note_change(target);
    }

    fn changes_in_place(&self, v: Value) -> bool {
        self.members(v).iter().any(|&id| {
            let changing = [Type::List, Type::Set, Type::Dict, Type::ByteArray, Type::Deque];
            changing.iter().any(|&t| self.heap.get(id).is(t))
        })
    }

    fn step_unknown(&mut self, f: usize, op: Op) -> Run<()> {
        let taken = self.frames[f].stack.len().saturating_sub(operands(op) as usize);
        if matches!(
            op,
            Op::StoreAttr(_) | Op::StoreSubscript | Op::DeleteSubscript | Op::DeleteAttr(_) | Op::Inplace(_)
        ) {
            let held: SmallVec<[Value; 8]> = self.frames[f].stack[taken..].into();
            self.note_store(op, &held);
        }
        match op {
            Op::BuildTuple(n) | Op::BuildList(n) | Op::BuildSet(n) | Op::BuildDict(n) => self.build(f, op, n),
            Op::ListAppend(d) | Op::SetAdd(d) => {
                let v = self.pop(f)?;
                let container = self.peek(f, d)?;
                self.put_into(container, v, None);
                Ok(())
            }
            Op::DictAdd(d) => {
                let (v, k) = (self.pop(f)?, self.pop(f)?);
                let container = self.peek(f, d)?;
                self.put_into(container, v, Some(k));
                Ok(())
            }
            Op::ListExtend(d) | Op::SetUpdate(d) | Op::DictUpdate(d) | Op::DictMerge(d) => {
                let source = self.pop(f)?;
                let container = self.peek(f, d)?;
                self.happens(source, EventOf::Read);
                let items = self.element_of(source);
                self.put_into(container, items, None);
                self.forget_len(container);
                Ok(())
            }
            Op::StoreAttr(name) => {
                let (o, v) = (self.pop(f)?, self.pop(f)?);
                self.abstract_store_attr(o, name, v);
                Ok(())
            }
            Op::StoreSubscript => {
                let (key, container, v) = (self.pop(f)?, self.pop(f)?, self.pop(f)?);
                self.gets_key(container, key, v);
                self.happens(container, EventOf::Mutated { how: "[...] =".to_owned() });
                if self.known(key).is_some_and(|(_, o)| o.is(Type::Slice)) {
                    let items = self.element_of(v);
                    self.put_into(container, items, None);
                    self.forget_len(container);
                } else {
                    self.put_into(container, v, Some(key));
                }
                Ok(())
            }
            Op::DeleteSubscript => {
                let (_, container) = (self.pop(f)?, self.pop(f)?);
                self.happens(container, EventOf::Mutated { how: "del [...]".to_owned() });
                self.forget_len(container);
                Ok(())
            }
            Op::DeleteAttr(_) => {
                let o = self.pop(f)?;
                self.happens(o, EventOf::Mutated { how: "del .attribute".to_owned() });
                self.havoc(&[o]);
                Ok(())
            }
            Op::Inplace(op) => {
                let left = self.peek(f, 2)?;
                self.abstract_inplace(f, op)?;
                if op == BinaryOp::Add {
                    let v = self.peek(f, 1)?;
                    self.note_concat(f, &[left], v);
                }
                Ok(())
            }
            Op::Binary(op) => {
                let (right, left) = (self.pop(f)?, self.pop(f)?);
                let v = self.abstract_binary(op, left, right);
                if op == BinaryOp::Add {
                    self.note_concat(f, &[left], v);
                }
                self.push(f, v);
                Ok(())
            }
            Op::LoadAttr(name) => {
                let o = self.pop(f)?;
                let v = self.abstract_attr(o, name);
                self.push(f, v);
                Ok(())
            }
            Op::LoadSubscript => {
                let (key, container) = (self.pop(f)?, self.pop(f)?);
                self.looked_up(container, key);
                self.make_what_is_missing(container, key);
                let v = self.subscripted(container, key);
                let way = if v == Value::OPAQUE { self.outside_item(container) } else { None };
                self.push(f, way.unwrap_or(v));
                Ok(())
            }
            Op::GetIter => {
                let v = self.pop(f)?;
                let it = self.abstract_iter(v);
                self.push(f, it);
                Ok(())
            }
            Op::UnpackSequence(n) => {
                let v = self.pop(f)?;
                self.happens(v, EventOf::Read);
                for position in (0..n as usize).rev() {
                    let item = self.item_at(v, position, n as usize);
                    self.push(f, item);
                }
                Ok(())
            }
            Op::UnpackEx { before, after } => {
                let v = self.pop(f)?;
                self.happens(v, EventOf::Read);
                let item = self.element_of(v);
                for i in 0..=(before + after) {
                    let v = if i == after { self.fresh_list(item, (0, u64::MAX)) } else { item };
                    self.push(f, v);
                }
                Ok(())
            }
            Op::Unmodelled { pops, pushes, .. } => {
                let values = self.pop_n(f, pops)?;
                self.pass_on(&values);
                (0..pushes).for_each(|_| self.push(f, Value::OPAQUE));
                Ok(())
            }
            Op::EnterWith => {
                let v = self.pop(f)?;
                // `with path.open() as lines:`
                let file = self.members(v).iter().any(|&m| self.heap.get(m).is(Type::File) || self.is_opened(m));
                self.push(f, Value::OPAQUE);
                self.push(f, if file { v } else { Value::OPAQUE });
                Ok(())
            }
            Op::EnterAsyncWith | Op::GetAsyncIter => {
                let v = self.pop(f)?;
                self.pass_on(&[v]);
                self.push(f, Value::OPAQUE);
                if op == Op::EnterAsyncWith {
                    self.push(f, Value::OPAQUE);
                }
                Ok(())
            }
            Op::MatchGroup => {
                self.pop_n(f, 2)?;
                self.push(f, Value::OPAQUE);
                self.push(f, Value::OPAQUE);
                Ok(())
            }
            Op::YieldFrom => {
                self.pop(f)?;
                let v = self.pop(f)?;
                self.pass_on(&[v]);
                self.push(f, Value::OPAQUE);
                Ok(())
            }
            Op::ImportStar => {
                self.pop(f)?;
                self.forget_globals();
                Ok(())
            }
            other => self.step_plain(f, other),
        }
    }

    /// `from module import *` may bind any name, those of builtins included.
    fn forget_globals(&mut self) {
        for i in 0..self.globals.len() {
            let (name, v) = self.globals[i];
            self.escape(v);
            self.globals[i].1 = Value::OPAQUE;
            self.abs().globals.insert(name, Value::OPAQUE);
        }
        self.abs().builtins_may_be_shadowed = true;
    }

    /// `a, b = pair` takes a from the first place of whatever tuple it is.
    fn item_at(&mut self, v: Value, position: usize, n: usize) -> Value {
        let mut all = Value::UNBOUND;
        for id in self.members(v) {
            let item = match &self.heap.get(id).data {
                ObjectData::Tuple(items) if items.len() == n => items[position],
                _ => self.element_of(id.into()),
            };
            all = self.join_or(all, item);
        }
        if all.is_bound() { all } else { Value::OPAQUE }
    }

    /// Operations whose result is some plain value and which leave their operands alone.
    fn step_plain(&mut self, f: usize, op: Op) -> Run<()> {
        let n = operands(op);
        let values = self.pop_n(f, n)?;
        let mut read = values.clone();
        let mut empty = false;
        if let Op::Contains { .. } = op {
            let container = read.pop().unwrap_or(Value::OPAQUE);
            self.happens(container, EventOf::LookedUp);
            self.consumed_by_in(container);
            empty = self.known(container).is_some_and(|(id, o)| {
                !o.escaped && o.class != Class::Builtin(Type::Str) && self.measure_len(id) == Some(0)
            });
        }
        // `await create_task(work())`: whoever waits for it holds it until it is done.
        let kind = if op == Op::GetAwaitable { EventOf::PassedOn } else { EventOf::Read };
        read.into_iter().for_each(|v| self.happens(v, kind.clone()));
        let text = Some(Class::Builtin(Type::Str));
        let pushed = match op {
            Op::Contains { negated } if empty => Some(Value::bool(negated)),
            Op::Compare(_) | Op::Is { .. } | Op::Contains { .. } => Some(self.unknown_bool()),
            Op::MatchException | Op::IsEndOfAsyncFor => Some(self.unknown_bool()),
            Op::Unary(crate::bytecode::UnaryOp::Not) => Some(self.unknown_bool()),
            // A str without a format is itself.
            Op::FormatValue { spec: false, conversion: Conversion::None } if self.common_class(values[0]) == text => {
                Some(values[0])
            }
            Op::FormatValue { .. } => Some(self.unknown(Type::Str)),
            Op::BuildString(_) => {
                let v = self.unknown(Type::Str);
                self.note_concat(f, &values, v);
                Some(v)
            }
            Op::BuildSlice(_) => Some(self.unknown(Type::Slice)),
            Op::ExitWith | Op::Unary(_) | Op::GetYieldFromIter | Op::GetAwaitable => Some(Value::OPAQUE),
            Op::ListToTuple => Some(self.fresh_tuple(&values)),
            Op::ExceptWith => {
                self.push(f, Value::OPAQUE);
                return Ok(());
            }
            _ => Some(Value::OPAQUE),
        };
        if let Some(v) = pushed {
            self.push(f, v);
        }
        Ok(())
    }

    pub(super) fn abstract_truth(&mut self, v: Value) -> Option<bool> {
        let mut truth = None;
        for id in self.members(v) {
            let object = self.heap.get(id);
            let known = match &object.data {
                ObjectData::Summary(s) if object.escaped || s.len.0 == 0 && s.len.1 > 0 => None,
                ObjectData::Summary(s) => Some(s.len.0 > 0),
                ObjectData::List(_) | ObjectData::Dict(_) | ObjectData::Set(_) if object.escaped || object.summary => {
                    None
                }
                ObjectData::Instance(_) if object.escaped => None,
                _ if id == ObjId::OPAQUE || id == ObjId::UNBOUND => None,
                _ => self.truth(id.into()).ok().flatten(),
            };
            match (known, truth) {
                (None, _) => return None,
                (Some(k), None) => truth = Some(k),
                (Some(k), Some(t)) if k != t => return None,
                _ => {}
            }
        }
        truth
    }

    pub(super) fn fresh_list(&mut self, items: Value, len: (u64, u64)) -> Value {
        let s = Summary { items, keys: Value::UNBOUND, len, attributes: Vec::new() };
        self.make_builtin(Type::List, ObjectData::Summary(Box::new(s)))
    }

    fn fresh_tuple(&mut self, values: &[Value]) -> Value {
        let items = values.first().map_or(Value::OPAQUE, |&v| self.element_of(v));
        let s = Summary { items, keys: Value::UNBOUND, len: (0, u64::MAX), attributes: Vec::new() };
        self.make_builtin(Type::Tuple, ObjectData::Summary(Box::new(s)))
    }

    pub(super) fn unknown_bool(&mut self) -> Value {
        self.heap.sets.join(Value::TRUE, Value::FALSE).unwrap_or(Value::OPAQUE)
    }
}

/// Control does not go on from here.
pub(super) fn ended() -> Interrupt {
    Interrupt::Raise { class: "BaseException", message: None }
}

/// How many operands an operation looks at.
pub(super) fn operands(op: Op) -> u32 {
    match op {
        Op::Unary(_) | Op::LoadAttr(_) | Op::GetIter | Op::ListToTuple | Op::GetYieldFromIter | Op::GetAwaitable => 1,
        Op::UnpackSequence(_) | Op::UnpackEx { .. } | Op::DeleteAttr(_) | Op::MatchException => 1,
        Op::ExitWith => 1,
        Op::Binary(_) | Op::Inplace(_) | Op::Compare(_) | Op::Is { .. } | Op::Contains { .. } => 2,
        Op::LoadSubscript | Op::DeleteSubscript | Op::StoreAttr(_) | Op::MatchGroup | Op::PrepareReraise => 2,
        Op::StoreSubscript => 3,
        Op::BuildTuple(n) | Op::BuildList(n) | Op::BuildSet(n) | Op::BuildString(n) | Op::BuildSlice(n) => n,
        Op::BuildDict(n) => 2 * n,
        Op::FormatValue { spec, .. } => 1 + u32::from(spec),
        Op::ListAppend(d) | Op::SetAdd(d) | Op::ListExtend(d) | Op::SetUpdate(d) | Op::DictUpdate(d) => d + 1,
        Op::DictMerge(d) => d + 1,
        Op::DictAdd(d) => d + 2,
        _ => 0,
    }
}
