//! Functions as heap operations on an operand stack, in the order of CPython's code generator.
//!
//! The tree says *what* a program does; when an object dies depends on the order in which CPython's compiler
//! (`Python/compile.c`, `codegen.c` from 3.14) loads, stores and pops. So both policies of `interpret` run this
//! form: entries of the operand stack are owners like any other.

mod code;
mod compile;
mod constant;
mod constant_use;
mod fold;
mod op;
mod reachable;

pub use code::{
    Annotated, AnnotationKind, Code, CodeId, CodeKind, Handler, HandlerKind, Inlined, Name, Names, Program, SlotKind,
};
pub use compile::Compiler;
pub use constant::{Const, ConstId};
pub use constant_use::Holders;
pub use op::{BinaryOp, CompareOp, Conversion, FunctionParts, Instr, Loops, Op, Target, TypeParameter, UnaryOp};
