//! Type parameters and type aliases (PEP 695). That they are there is told, and who has their tuple; of a parameter itself
//! nobody can tell the owners: `list[T]` is one.

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::TypeParameter;
use crate::heap::{ObjectData, Type};

impl Machine<'_> {
    /// `[name] -> [parameter]`
    pub(super) fn make_type_parameter(&mut self, f: usize, kind: TypeParameter) -> Run<()> {
        let name = self.pop(f)?;
        let kind = match kind {
            TypeParameter::Variable => Type::TypeVar,
            TypeParameter::Tuple => Type::TypeVarTuple,
            TypeParameter::Specification => Type::ParamSpec,
        };
        let v = self.make_builtin(kind, ObjectData::Plain);
        self.leave_shared(v);
        self.finish(f, v, &[name])
    }

    /// `[parameters function] -> [function]`
    pub(super) fn set_type_parameters(&mut self, f: usize) -> Run<()> {
        let function = self.pop(f)?;
        let parameters = self.pop(f)?;
        let name = self.intern("__type_params__");
        let (id, _) = self.object(function)?;
        match &mut self.heap.get_mut(id).data {
            ObjectData::Function(data) => data.assigned.push((name, parameters)),
            _ => return Err(stop("type parameters of no function")),
        }
        self.push(f, function);
        Ok(())
    }

    /// `[parameters] -> [alias]`: it keeps them, and the function that makes its value; of neither more is told.
    pub(super) fn make_type_alias(&mut self, f: usize) -> Run<()> {
        let parameters = self.pop(f)?;
        self.leave_shared(parameters);
        let v = self.make_builtin(Type::TypeAlias, ObjectData::Plain);
        self.push(f, v);
        Ok(())
    }
}
