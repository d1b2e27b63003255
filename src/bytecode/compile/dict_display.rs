//! `{k: v, **more}` (`compiler_dict` and `compiler_subdict` of compile.c).

use super::unit::Unit;
use crate::bytecode::op::Op;
use crate::bytecode::{Const, ConstId};
use crate::config::PythonVersion;
use crate::syntax::ast;

impl<'a> Unit<'_, 'a> {
    /// `{'a b': x, **more, 'c': y}`: a dict for the pairs up to `**`, which the others are merged into.
    pub(super) fn dict(&mut self, d: &'a ast::ExprDict) {
        let (mut rest, mut built) = (&d.items[..], false);
        while let Some(first) = rest.first() {
            let pairs = self.pairs_at_once(rest);
            if pairs > 0 {
                self.pairs(&rest[..pairs]);
            } else {
                if !built {
                    self.emit(Op::BuildDict(0));
                }
                self.expr(&first.value);
            }
            if built || pairs == 0 {
                self.emit(Op::DictUpdate(1));
            }
            built = true;
            rest = &rest[pairs.max(1)..];
        }
        if !built {
            self.emit(Op::BuildDict(0));
        }
    }

    /// How many pairs the next dict is made of.
    fn pairs_at_once(&self, items: &[ast::DictItem]) -> usize {
        let most = match self.version() {
            PythonVersion::PY39 => usize::MAX,
            _ => super::STACK_USE_GUIDELINE / 2 + 2,
        };
        items.iter().take_while(|i| i.key.is_some()).take(most).count()
    }

    fn pairs(&mut self, items: &'a [ast::DictItem]) {
        let n = items.len() as u32;
        if let Some(keys) = self.constant_keys(items) {
            items.iter().for_each(|i| self.expr(&i.value));
            let keys = self.c.program.constant_id(Const::Tuple(keys));
            self.own_constant(keys);
            self.with_room(1, |_| ());
            self.emit(Op::SpreadKeys { keys });
            self.spread(n);
            return self.emit(Op::BuildDict(n));
        }
        let one_by_one = self.c.is_exact() && self.version() >= PythonVersion::PY310 && !is_few(items);
        if one_by_one {
            self.emit(Op::BuildDict(0));
        }
        for item in items {
            item.key.iter().for_each(|key| self.expr(key));
            self.expr(&item.value);
            if one_by_one {
                self.emit(Op::DictAdd(1));
            }
        }
        if !one_by_one {
            self.emit(Op::BuildDict(n));
        }
    }

    /// Up to 3.13 two or more constant keys are one tuple on the stack, above the values (`BUILD_CONST_KEY_MAP`): it is
    /// the constant of the code, and the keys are only in it.
    fn constant_keys(&mut self, items: &[ast::DictItem]) -> Option<Box<[ConstId]>> {
        let version = self.version();
        let few = version == PythonVersion::PY39 || is_few(items);
        if !self.c.is_exact() || !few || items.len() < 2 || version >= PythonVersion::PY314 {
            return None;
        }
        items.iter().map(|i| i.key.as_ref().and_then(|k| self.fold(k))).collect()
    }
}

/// So few pairs that all of them wait on the stack.
fn is_few(items: &[ast::DictItem]) -> bool {
    items.len() * 2 <= super::STACK_USE_GUIDELINE
}
