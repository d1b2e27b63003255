use super::{Change, Page, edits, insert, names::Names};
use crate::{
    diagnostic::Sequence,
    syntax::{
        self,
        ast::{AnyNodeRef, Expr, ExprName, Operator},
        span_of,
    },
    text::Span,
};

/// A statement that puts something to the end of a variable.
struct Growth<'a> {
    statement: Span,
    target: &'a ExprName,
    /// Where the variable stands in it.
    mentions: Vec<Span>,
    /// What is put there.
    part: &'a str,
}

/// `text += part` in a loop becomes `text_parts.append(part)`; before the loop stands `text_parts = [text]`, and after it
/// `text = "".join(text_parts)`. A list grows in place.
pub(super) fn change(page: &Page<'_>, grown: Span, sequence: Sequence) -> Option<Change> {
    let growth = growth(page, grown)?;
    let name = growth.target.id.as_str();
    if sequence == Sequence::List {
        let edit = edits::replace(growth.statement, format!("{name} += {}", growth.part));
        return Change::new(format!("let `{name}` grow in place"), vec![edit]);
    }
    let inside = page.around(growth.statement).into_iter().take_while(|node| {
        !matches!(node, AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_) | AnyNodeRef::ExprLambda(_))
    });
    let outermost = inside.filter(|node| matches!(node, AnyNodeRef::StmtFor(_) | AnyNodeRef::StmtWhile(_))).last()?;
    let names = Names::of(outermost);
    let others = names.read.iter().chain(&names.bound).any(|(n, at)| *n == name && !growth.mentions.contains(at));
    let parts = format!("{name}_parts");
    // The parser writes names that are not ASCII in another way.
    let may_be_taken = page.text.contains(&parts) || !page.text.is_ascii();
    let is_taken = may_be_taken && Names::of_body(&page.module.body).mentions(&parts);
    if others || names.nested.contains(&name) || names.identifiers.contains(&name) || is_taken {
        return None;
    }
    let (made, method, joined) = match sequence {
        Sequence::Text => (format!("[{name}]"), "append", format!("\"\".join({parts})")),
        Sequence::Bytes => (format!("[{name}]"), "append", format!("b\"\".join({parts})")),
        Sequence::Tuple | Sequence::List => (format!("list({name})"), "extend", format!("tuple({parts})")),
    };
    let around = span_of(&outermost);
    let indent = page.indent(around.start)?;
    let before = format!("{indent}{parts} = {made}{}", page.newline());
    let edits = vec![
        edits::insert(page.line_start(around.start), before),
        edits::replace(growth.statement, format!("{parts}.{method}({})", growth.part)),
        insert::after(page, around, &format!("{name} = {joined}")),
    ];
    Change::new(format!("collect the parts of `{name}` in a list"), edits)
}

fn growth<'a>(page: &Page<'a>, grown: Span) -> Option<Growth<'a>> {
    match page.statement(grown)? {
        AnyNodeRef::StmtAugAssign(s) if s.op == Operator::Add => {
            let target = s.target.as_name_expr()?;
            let part = part(page, span_of(&*s.value))?;
            Some(Growth { statement: span_of(s), target, mentions: vec![span_of(&*s.target)], part })
        }
        AnyNodeRef::StmtAssign(s) => {
            let [Expr::Name(target)] = &*s.targets else { return None };
            let mut at = s.value.as_bin_op_expr()?;
            while let Expr::BinOp(left) = &*at.left {
                at = left;
            }
            let first = at.left.as_name_expr().filter(|n| n.id == target.id && at.op == Operator::Add)?;
            let part = part(page, Span::new(span_of(&*at.right).start, span_of(&*s.value).end))?;
            Some(Growth { statement: span_of(s), target, mentions: vec![span_of(target), span_of(first)], part })
        }
        _ => None,
    }
}

/// Text that stays one argument in parentheses: not the end of `(text + a) + b`, nor `a, b`.
fn part<'a>(page: &Page<'a>, at: Span) -> Option<&'a str> {
    let text = page.slice(at);
    let parsed = syntax::parse(text);
    let [syntax::ast::Stmt::Expr(one)] = &*parsed.module.body else { return None };
    let loose = match &*one.value {
        Expr::Tuple(tuple) => !tuple.parenthesized,
        Expr::Generator(generator) => !generator.parenthesized,
        Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Named(_) | Expr::Starred(_) => true,
        _ => false,
    };
    (parsed.errors.is_empty() && !loose).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::Sequence;
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn parts_are_joined_once() {
        let text = |grown| Remedy::JoinParts { grown, sequence: Sequence::Text };
        check(
            "def f(xs):\n    s = ''\n    for x in xs:\n        s = s + x + ','\n    return s\n",
            "s + x + ','",
            text,
            "def f(xs):\n    s = ''\n    s_parts = [s]\n    for x in xs:\n        s_parts.append(x + ',')\n    s = \"\".join(s_parts)\n    return s\n",
        );
        check(
            "t = ()\nwhile a:\n    for x in a:\n        t += (x,)\n",
            "t += (x,)",
            |grown| Remedy::JoinParts { grown, sequence: Sequence::Tuple },
            "t = ()\nt_parts = list(t)\nwhile a:\n    for x in a:\n        t_parts.extend((x,))\nt = tuple(t_parts)\n",
        );
        check(
            "for x in xs:\n    ys = ys + [x]\n",
            "ys + [x]",
            |grown| Remedy::JoinParts { grown, sequence: Sequence::List },
            "for x in xs:\n    ys += [x]\n",
        );
    }

    #[test]
    fn what_is_read_in_the_loop_stays() {
        let text = |grown| Remedy::JoinParts { grown, sequence: Sequence::Text };
        for stays in ["for x in xs:\n    s += x\n    print(s)\n", "for x in xs:\n    s = (s + x) + x\n"] {
            check(stays, if stays.contains("+=") { "s += x" } else { "(s + x) + x" }, text, stays);
        }
        check("for x in xs:\n    o.s += x\n", "o.s += x", text, "for x in xs:\n    o.s += x\n");
    }
}
