use super::{CodeId, ConstId, Name};
use crate::text::Span;

/// Index of an instruction in its [`super::Code`].
pub type Target = u32;

/// One instruction with its place: `line` is that of CPython's line table, 0 where it has none.
#[derive(Clone, Copy, Debug)]
pub struct Instr {
    pub op: Op,
    pub line: u32,
    pub span: Span,
    /// The line is told even if it is the one before.
    pub anew: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum UnaryOp {
    Negative,
    Positive,
    Invert,
    Not,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

/// `[T, *Ts, **P]`
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum TypeParameter {
    Variable,
    Tuple,
    Specification,
}

/// `!s`, `!r`, `!a` of an f-string.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Conversion {
    None,
    Str,
    Repr,
    Ascii,
}

/// The loops of a comprehension: an entry of [`super::Code::comprehensions`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Loops {
    pub index: u32,
    /// There is an `if`: not every round adds an element.
    pub conditional: bool,
}

/// What `MakeFunction` finds on the stack, in this order from below.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Default)]
pub struct FunctionParts {
    pub defaults: bool,
    pub keyword_defaults: bool,
    pub annotations: bool,
    pub closure: bool,
}

/// A heap operation. Stack effects are written `[below .. top] -> [below .. top]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    /// Has a line, does nothing: `pass`, `try:`.
    Nop,
    LoadConst(ConstId),
    LoadFast(u32),
    StoreFast(u32),
    DeleteFast(u32),
    /// Unbinds a slot that may be unbound: the variable of an inlined comprehension at its end.
    ClearFast(u32),
    /// Puts a new cell with the slot's value into the slot: a captured variable of an inlined comprehension.
    MakeCell(u32),
    LoadDeref(u32),
    StoreDeref(u32),
    DeleteDeref(u32),
    /// The cell itself, to build a closure.
    LoadClosure(u32),
    /// Class body: the namespace first, then the cell.
    LoadClassDeref(u32),
    LoadName(Name),
    StoreName(Name),
    DeleteName(Name),
    LoadGlobal(Name),
    StoreGlobal(Name),
    DeleteGlobal(Name),
    Pop,
    /// `[.. x .. ] -> [.. x .. x]`: the n-th from the top, 1 is the top.
    Copy(u32),
    /// Exchanges the top with the n-th.
    Swap(u32),
    Unary(UnaryOp),
    Binary(BinaryOp),
    Inplace(BinaryOp),
    Compare(CompareOp),
    /// `is` / `is not`
    Is {
        negated: bool,
    },
    /// `in` / `not in`: `[item container] -> [bool]`
    Contains {
        negated: bool,
    },
    /// `[container key] -> [item]`
    LoadSubscript,
    /// `[value container key] -> []`
    StoreSubscript,
    DeleteSubscript,
    /// 2 or 3 bounds
    BuildSlice(u32),
    LoadAttr(Name),
    /// `[value object] -> []`
    StoreAttr(Name),
    DeleteAttr(Name),
    /// `[object] -> [function self]` for a method found on the type, else `[null callable]`: no bound method is made.
    LoadMethod(Name),
    /// `super().name` and the like are ordinary calls; nothing special here.
    BuildTuple(u32),
    BuildList(u32),
    BuildSet(u32),
    /// `[v v ..] -> [k v k v ..]`: the items of a constant tuple.
    SpreadKeys {
        keys: ConstId,
    },
    /// n pairs `[k v k v ..]`
    BuildDict(u32),
    BuildString(u32),
    /// `[value] -> [str]`, `[value spec] -> [str]`
    FormatValue {
        conversion: Conversion,
        spec: bool,
    },
    /// Comprehensions: the container is the n-th from the top, after the element is popped.
    ListAppend(u32),
    SetAdd(u32),
    /// `[.. key value]`
    DictAdd(u32),
    ListExtend(u32),
    SetUpdate(u32),
    DictUpdate(u32),
    /// `f(**a, **b)`: like `DictUpdate`, but a repeated key is an error.
    DictMerge(u32),
    ListToTuple,
    /// A comprehension has been built: its container is on top. Does nothing.
    EndComprehension(Loops),
    GetIter,
    /// `[iterator] -> [iterator item]`, or jumps after popping the iterator.
    ForIter(Target),
    Jump(Target),
    PopJumpIf {
        when: bool,
        target: Target,
    },
    /// `and` / `or`: keeps the operand when it jumps, pops it when not.
    JumpOrPop {
        when: bool,
        target: Target,
    },
    /// `[seq] -> [n-th .. first]`: the first item is on top.
    UnpackSequence(u32),
    /// `a, *b, c = seq`
    UnpackEx {
        before: u32,
        after: u32,
    },
    /// `[callable arg ..] -> [result]`; the last of the arguments are keywords, named by the tuple constant.
    Call {
        args: u32,
        keywords: Option<ConstId>,
    },
    /// `[decorator function] -> [result]`: as `Call` of one argument, but a bound method is not taken apart.
    CallDecorator,
    /// As `Call`, on what `LoadMethod` left.
    CallMethod {
        args: u32,
        keywords: Option<ConstId>,
    },
    /// `[callable tuple]` or `[callable tuple dict]`
    CallEx {
        keywords: bool,
    },
    MakeFunction {
        code: CodeId,
        parts: FunctionParts,
    },
    /// `[body base .. keyword-values ..] -> [class]`
    BuildClass {
        name: ConstId,
        bases: u32,
        keywords: Option<ConstId>,
    },
    Return,
    /// `[value] -> [sent]`
    Yield,
    /// `[iterable] -> [iterator]` for `yield from`
    GetYieldFromIter,
    /// `[awaitable] -> [iterator]`
    GetAwaitable,
    /// `async for`: `[object] -> [iterator]`
    GetAsyncIter,
    /// `[iterator] -> [iterator awaitable]`
    GetAsyncNext,
    /// In the handler of `async for`: `[exception] -> [exception bool]`
    IsEndOfAsyncFor,
    /// `[iterator None] -> [result]`, suspending as often as the iterator yields.
    YieldFrom,
    /// 0: re-raise, 1: exception, 2: exception and cause
    Raise(u32),
    /// In a handler: `[exception type] -> [exception bool]`
    MatchException,
    /// `except*`: `[exception type] -> [rest matched]`; both may be `None`. What matches is handled from here on.
    MatchGroup,
    /// End of `except*`: `[caught list] -> [exception]` to raise, or `None`; the list has what the clauses raised.
    PrepareReraise,
    /// End of a handler: `[saved operand ..] -> [operand ..]`, the exception is handled. What was handled before lies
    /// under that many operands.
    PopExcept {
        above: u32,
    },
    /// `[exception] ->` raises it again.
    Reraise,
    /// `[manager] -> [exit entered]`
    EnterWith,
    /// `[manager] -> [exit awaitable]`
    EnterAsyncWith,
    /// `[exit] -> [result]`: left without an exception.
    ExitWith,
    /// `[exit saved exception] -> [exit saved exception result]`
    ExceptWith,
    /// `[callable] -> [callable bool]`: it is the builtin of this name.
    IsBuiltin(Name),
    /// `[subject] -> [subject bool]`
    MatchSequence,
    MatchMapping,
    /// `[subject] -> [subject len]`
    GetLen,
    /// `[subject keys] -> [subject keys values]`, or `None`
    MatchKeys,
    /// `[subject keys] -> [dict of the rest]`
    MatchRest,
    /// `[subject class names] -> [values]`, or `None`; so many of the patterns are positional.
    MatchClass(u32),
    /// `[module-name level fromlist]` are in the operand; pushes the module.
    ImportName {
        module: Name,
        level: u32,
    },
    /// `[module] -> [module attribute]`
    ImportFrom(Name),
    ImportStar,
    /// `[name] -> [parameter]` (PEP 695)
    MakeTypeParameter(TypeParameter),
    /// `[parameters function] -> [function]`
    SetTypeParameters,
    /// `type X[T] = ..`: `[parameters] -> [alias]`; its value is made when somebody asks for it.
    MakeTypeAlias,
    /// A construct that is not modelled: `pops` operands vanish, `pushes` unknown ones appear, everything reachable
    /// may be touched.
    Unmodelled {
        what: &'static str,
        pops: u32,
        pushes: u32,
    },
}
